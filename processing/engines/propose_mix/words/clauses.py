"""Takes a sentence apart into its clauses, after the pieces are found that belong together."""

import re

from processing.engines.propose_mix.words.alternatives import turned_down
from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.comparing import compared
from processing.engines.propose_mix.words.lexicon import Mark, joints, phrases
from processing.engines.propose_mix.words.listing import listed
from processing.engines.propose_mix.words.marking import Marked, names
from processing.engines.propose_mix.words.placing import placed
from processing.engines.propose_mix.words.sparing import spared
from processing.engines.propose_mix.words.turning import turned

ADDING = ("and", "&", "plus", "y", "e")


def clauses_of(sentence: str, language: str) -> list[Clause]:
    places = placed(f" {sentence} ", language)
    marked = Marked(places.text, language)
    marked.means.update({token: (Mark("sections", means),) for token, means in places.means.items()})
    for look in (turned_down, turned, compared, spared, listed):
        look(marked)
    parts = re.split(rf"((?<!\d),|,(?!\d)|/|&|\+(?!\d)| - |:|\s(?:{joints(language)})\s)", f" {marked.text} ")
    clauses: list[Clause] = []
    between = ""
    for part, joint in zip(parts[::2], (*parts[1::2], ""), strict=True):
        for piece in _cautions_apart(part, marked):
            if found := tuple(phrases(piece, language, marked.means)):
                shown = places.shown(marked.shown(piece)).strip()
                word, follows = between.strip(" ,/:-"), any(one.asks for one in clauses)
                clauses.append(Clause(found, piece.strip(), shown, bool(word), word in ADDING, follows))
                between = ""
        between += joint
    return clauses


def _cautions_apart(part: str, marked: Marked) -> list[str]:
    """ "More air without harshness": the wish, and what only limits it. Without a wish before it, it is one itself."""
    for found in re.finditer(rf"(?<= )(?:{names(marked.language).words('cautions')}) ", part):
        left, right = part[: found.start()], part[found.start() :]
        if Clause(tuple(phrases(left, marked.language, marked.means)), left).asks:
            return [left, right]
    return [part]
