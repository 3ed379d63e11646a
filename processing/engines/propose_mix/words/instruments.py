"""Which instruments change along with one that is named, because the console sets those of one kind together."""

import re
from collections.abc import Iterable

from processing.console.settings import ConsoleSettings
from processing.engines.propose_mix import roles
from processing.engines.propose_mix.words.lexicon import language_of, plain
from processing.engines.propose_mix.words.marking import names
from processing.engines.propose_mix.words.tracks import tracks_of
from processing.engines.propose_mix.words.wish import Wish

FAMILIES = (
    "guitar gtr acoustic acustic banjo mandolin ukulele ukelele requinto charango steel",
    "piano pianist rhodes keys keyboard teclad tecla teclist wurli organ",
    "synth sint",
    "string violin cello chelo cuerda fiddle harp arpa orchestr orquesta",
    "horn brass sax trumpet trombon trompeta metales flute flauta clarinet oboe wind viento tuba",
    "choir coro voc voice voz voces vox singer bgv bvs back double doble adlib",
    "pad colchon",
    "fx sfx effect efecto riser",
)
"""Pieces of the words by which instruments are called that belong together."""
ALL_AS_ONE = "Guitars, keyboards, strings and backing vocals lie together in the harmony track, so all of it changes."


def together(settings: ConsoleSettings, wishes: Iterable[Wish], text: str) -> list[str]:
    """A sentence for every kind of which only one instrument is named and others change too."""
    bare, notes = plain(text), []
    for target in dict.fromkeys(wish.target for wish in wishes if wish.quality not in ("glue", "dirt")):
        tracks = tracks_of(settings, target)
        families = [_family(roles.words_of(one)) for one in _said(bare, target)]
        if target in ("mix", "backing", "vocal", "drums", "bass") or not families or None in families:
            continue
        others = [name for name in tracks if _family(roles.words_of(name)) not in families]
        unknown = [name for name in others if _family(roles.words_of(name)) is None]
        if len(tracks) == 1 and unknown:
            if target == "harmony":
                notes.append(ALL_AS_ONE)
        elif others:
            named = ", ".join(tracks)
            notes.append(f"Instruments of one kind are set together here, so what changes is: {named}.")
    return notes


def _said(bare: str, target: str) -> list[str]:
    """The words by which a text names one target."""
    named = names(language_of(bare)).targets
    words = sorted((one for one, of in named.items() if of == target), key=len, reverse=True)
    return re.findall(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", bare)


def _family(words: Iterable[str]) -> int | None:
    said = list(words)
    fits = (at for at, family in enumerate(FAMILIES) if any(one in word for one in family.split() for word in said))
    return next(fits, None)
