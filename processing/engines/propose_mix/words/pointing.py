"""Which way a clause points each quality that it names: the adjective that a noun takes, complaint or wish."""

from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.telling import between, drops, states

Named = tuple[str, str, int]
"""Table, quality and sign, as `Clause.qualities` lists them."""
PRAISED = {
    *((quality, 1) for quality in ("presence", "warm", "body", "punch", "tight", "glue", "energy", "air")),
    ("harsh", -1),
    ("dirt", -1),
    ("compression", -1),
}
"""Nobody complains of these by saying "very clear"."""
SIZES = ("level", "energy")
FORCES = {"compression": ("aggression", "tight"), "glue": ("aggression", "tight")}
"""Adjectives of another quality that mean more or less of a noun: "the reverb is too loud", "looser compression"."""
FAULTS = ("sibilance", "mud", "boom")
REGIONS = ("low", "bright", "presence", "air", "body", "warm")
"""Nouns that only say where a tone lies: "the top end is harsh"."""
TONES = (*REGIONS, "mud", "boom", "nasal", "harsh", "sibilance", "punch", "tight", "dirt")


def merged(named: list[Named]) -> list[Named] | None:
    """Nouns and the adjectives that belong to them as one; None where an adjective says nothing of its noun."""
    if ("compared", "level", -1) in named and any(
        table == "blamed" and quality in FAULTS for table, quality, _ in named
    ):
        # "Softer s sounds" are no softer voice.
        named = [one for one in named if one[1] != "level"]
    nouns = [one for one in named if one[0] == "named" and one[1] != "level"]
    adjectives = [one for one in named if one[0] != "named"]
    if not nouns:
        return named
    if not adjectives:
        return nouns
    found: list[Named] = []
    for table, quality, sign in adjectives:
        for _, noun, noun_sign in nouns:
            if quality == noun:
                found.append((table, quality, sign))
            elif quality in SIZES or quality in FORCES.get(noun, ()):
                found.append((table, noun, sign * noun_sign))
            elif noun in REGIONS and quality in TONES:
                found.append((table, quality, sign))
            else:
                return None
    return list(dict.fromkeys(found))


def direction(clause: Clause, table: str, quality: str, sign: int) -> int | None:
    """Which way a quality is to go. None where "the vocals are bright" may be praise or complaint."""
    if clause.has("reference") and states(clause) and not clause.has("want", "too", "lacks"):
        # "The drums are louder than the voice" may be what somebody wants or what disturbs them.
        return None
    if clause.has("too", "less"):
        return -sign
    if clause.has("lacks") and (clause.has("not") or table in ("named", "compared", "plain")):
        return -sign if clause.has("down") and not clause.has("not") else sign
    if clause.has("more"):
        return _more(clause, table, sign)
    described = not clause.has("up", "down") or (clause.has("not") and not clause.orders)
    if states(clause) and not clause.has("want") and described:
        return _complaint(clause, table, quality, sign)
    if table == "plain" and any(other == "blamed" for other, *_ in clause.qualities) and not clause.has("want", "up"):
        # A "dark muddy mix" is hardly wished for.
        return None
    return _wished(clause, table, sign)


def _more(clause: Clause, table: str, sign: int) -> int | None:
    if clause.has("down") and not clause.has("up") and table in ("named", "blamed"):
        # "Cut more lows"; in "turn the voice down for more air" the two have different objects.
        return None if between(clause, "down", "more", "targets") else -sign
    return -sign if clause.has("not") and table != "compared" else sign


def _complaint(clause: Clause, table: str, quality: str, sign: int) -> int | None:
    """What is only told of: a fault is mended, other things are where somebody says how much of it there is."""
    negated, praised = clause.has("not"), (quality, sign) in PRAISED
    if table == "named":
        return None
    if table == "blamed":
        return None if negated else -sign
    if negated:
        return sign if praised else None
    if quality == "depth" and (sign < 0 or clause.has("amounts")):
        return -sign
    if table == "compared":
        return sign
    return -sign if clause.has("amounts") and not praised else None


def _wished(clause: Clause, table: str, sign: int) -> int:
    negated = clause.has("not")
    if table == "compared":
        return sign
    if table == "blamed":
        return -sign
    if table == "named":
        return sign * (-1 if negated else verb(clause) if clause.has("up", "down") else 1)
    return -sign if negated or (clause.has("down") and not clause.has("up")) else sign


def verb(clause: Clause) -> int:
    """The particle wins: "bring the drums down", "turn them up"."""
    last = [p for p in clause.phrases if p.has("up", "down")][-1]
    return 1 if last.has("up") else -1


def asked(clause: Clause) -> int:
    """+1 for more, -1 for less, 0 for neither, of the part that is named."""
    if clause.has("not") and clause.has("lacks"):
        return 1
    if clause.has("too", "less") or (clause.has("not") and clause.has("more", "amounts")):
        return -1
    if clause.has("lacks", "more"):
        return -1 if clause.has("down") else 1
    if clause.has("up", "down"):
        return verb(clause)
    return -1 if drops(clause) else 0
