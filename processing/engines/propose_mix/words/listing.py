"""Keeps the parts of an order together that are named one after another: "turn down the bass and the vocals by 2 dB",
"make the drums, the bass and the guitars warmer"."""

import re

from processing.engines.propose_mix.words.decibels import is_decibel
from processing.engines.propose_mix.words.lexicon import Mark, Phrase, phrases
from processing.engines.propose_mix.words.marking import LIST_JOINT, Marked, names

FILLER = Mark("fillers")
JOINT = re.compile(LIST_JOINT)
TAIL = ("fillers", "inside", "sections", "outside", "amounts")
"""What may follow a list that an order begins, and is about all of it: how far, and where."""
ALONE = ("not", "cautions")
"""Orders that are taken apart as they always were."""


def listed(marked: Marked) -> None:
    """Where an order stands before a list and nothing else is said behind it, the list is one."""
    named, at = names(marked.language), 0
    while found := re.compile(rf"(?<![\w-]){named.part}").search(marked.text, at):
        at = found.end()
        ends = list(named.lists(marked.text, found.start()))
        for end in ends:
            said = marked.text[found.start() : end]
            joints_said = JOINT.findall(said)
            # "Turn up the bass, the vocals and the drums are too loud": with commas alone, a shorter list is a guess.
            guessed = end != ends[0] and all("," in joint for joint in joints_said)
            if not joints_said or guessed or not _is_one(marked, found.start(), end):
                continue
            one = JOINT.sub(lambda joint: f" {marked.token(joint[0].strip(), FILLER)} ", said)
            marked.text = marked.text[: found.start()] + one + marked.text[end:]
            at = found.start() + len(one)
            break


def _is_one(marked: Marked, start: int, end: int) -> bool:
    before, after = marked.before(start), marked.rest(end)
    order = list(phrases(before, marked.language, marked.means))
    if any(phrase.has(*ALONE) for phrase in order) and not _clears(order):
        return False
    if re.fullmatch(rf" *(?:(?:{names(marked.language).words('light')}) ?)+", before):
        # "Turn", "make", "bring" say nothing yet: what is wished stands behind the list.
        return True
    tail = phrases(after, marked.language, marked.means)
    return marked.says(before) and all(phrase.has(*TAIL) or is_decibel(phrase.text) for phrase in tail)


def _clears(order: list[Phrase]) -> bool:
    """ "No reverb on the voice and the drums" says all that is wished before the list."""
    first = next((phrase for phrase in order if not phrase.has("fillers")), None)
    return first is not None and first.text in ("no", "sin") and any(phrase.has("named", "blamed") for phrase in order)
