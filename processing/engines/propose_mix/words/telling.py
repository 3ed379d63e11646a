"""How a clause speaks: whether it tells or orders, what it leaves open, and which words stand between which."""

from processing.engines.propose_mix.words.clause import TELLING, Clause
from processing.engines.propose_mix.words.decibels import is_decibel
from processing.engines.propose_mix.words.lexicon import Mark

TO_WHOM = ("a la", "a los", "a las", "al")
PRONOUN = Mark("pronouns")


def cautions(clause: Clause) -> bool:
    """Whether it only tells the reason or the limit of another wish: "without making it harsh"."""
    first = clause.phrases[0] if clause.phrases else None
    if first is None:
        return False
    if clause.joined and not clause.added and clause.follows and first.text in ("not", "no", "never", "nunca"):
        # "Brighter but not harsh" is content with how it is.
        return any(table == "blamed" for table, *_ in clause.qualities) and not clause.targets
    if not first.has("cautions"):
        return False
    alone = first.text in ("without", "sin") or (first.text.startswith("so ") and first.text != "so that")
    return clause.follows or not alone


def states(clause: Clause) -> bool:
    """Whether it tells how something is; "get the drums louder" does not."""
    for at, phrase in enumerate(clause.phrases):
        named = any(p.has("targets") for p in clause.phrases[:at])
        if (phrase.has("is") and phrase.text != "get") or (named and phrase.text.split()[0] in TELLING):
            return True
    return False


def suffices(clause: Clause) -> bool:
    """ "The bass is loud enough": content with it; "not loud enough" is not."""
    said = [phrase.text for phrase in clause.phrases if phrase.has("lacks")]
    return bool(said) and set(said) == {"enough"} and not clause.has("not", "want", "up", "down")


def drops(clause: Clause) -> bool:
    """ "No drums", "sin batería"; "not the drums" leaves open what not."""
    for at, phrase in enumerate(clause.phrases):
        if phrase.has("not") and phrase.text in ("no", "without", "sin"):
            named = next((p for p in clause.phrases[at + 1 :] if not p.has("fillers", "inside")), None)
            return named is not None and named.has("targets", "shared")
    return False


def covers(clause: Clause) -> bool:
    """Whether it says which part covers another: one named before the verb, or spoken of before."""
    at = next((i for i, phrase in enumerate(clause.phrases) if phrase.has("covers")), 0)
    before = clause.phrases[:at]
    return any(p.has("targets") for p in before) or bool(before and PRONOUN in [m for p in before for m in p.marks])


def against_itself(clause: Clause) -> bool:
    """Whether two parts are compared that lie in one track: "the piano is masked by the synths"."""
    others = {target for phrase in clause.phrases for target in phrase.says("against") or ()}
    return bool(others & set(clause.targets) - {"mix"})


def between(clause: Clause, first: str, last: str, table: str) -> bool:
    """Whether a word of `table` stands between a word of `first` and a later one of `last`."""
    begins = next((i for i, phrase in enumerate(clause.phrases) if phrase.has(first)), len(clause.phrases))
    ends = next((i for i, phrase in enumerate(clause.phrases) if i > begins and phrase.has(last)), begins)
    return any(phrase.has(table) for phrase in clause.phrases[begins:ends])


def obscure(clause: Clause) -> bool:
    """Whether an unknown word stands where a quality should: "more whatsit", "too fizzy", "raise the whatsit on it",
    "it rings too much", "it should swell more"."""
    for one, two in zip(clause.phrases, clause.phrases[1:], strict=False):
        if not one.marks and not is_decibel(one.text) and two.text in ("too much", "so much"):
            return True
        if one.has("more", "less", "too") and not two.marks and not is_decibel(two.text):
            return True
    for at, phrase in enumerate(clause.phrases[1:]):
        rest = clause.phrases[at + 2 :]
        open_ended = phrase.text in ("more", "less") and (not rest or rest[0].has("fillers", "inside", "sections"))
        if open_ended and not clause.phrases[at].marks and not is_decibel(clause.phrases[at].text):
            return True
    for at, phrase in enumerate(clause.phrases):
        asked = any(p.has("more", "less", "up", "down", "lacks", "too") for p in clause.phrases[:at])
        if asked and not phrase.marks and not is_decibel(phrase.text):
            rest = clause.phrases[at + 1 :]
            if rest and rest[0].has("inside") and any(p.has("targets") for p in rest[:4]):
                return True
    return False


def elliptic(clause: Clause) -> bool:
    """ "Less on the drums" is about what was spoken of before; "less of the drums" about the drums."""
    pairs = zip(clause.phrases, clause.phrases[1:], strict=False)
    return not clause.qualities and any(
        one.has("more", "less") and (two.text.split()[0] in ("in", "on", "en", "to") or two.text in TO_WHOM)
        for one, two in pairs
    )


def guessed(clause: Clause, before: tuple[str, ...]) -> bool:
    """Whether a word that nobody knows may be who is meant, or what: "BGVs quieter", "revert the reverb"."""
    if not any(not one.marks and not is_decibel(one.text) for one in clause.phrases):
        return False
    if not (clause.targets or before or clause.spared):
        return True
    points = clause.has("up", "down", "more", "less", "too", "lacks", "not", "want", "covers", "amounts")
    return not points and all(table == "named" for table, *_ in clause.qualities)
