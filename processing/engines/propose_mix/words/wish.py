"""What people may wish of a mix: of which part, which quality, how much, and in which sections.

Whoever reads a sentence, our rules or a language model, can only say wishes. A wish is a few words out of these lists
and one bounded number, so that nothing that anybody writes moves the console further than a musician would by hand.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from processing.engines.propose_mix.words.places import Place
from processing.errors import StudioError

TARGETS = ("mix", "vocal", "backing", "drums", "bass", "harmony", "lead", "texture")
QUALITIES = {
    "level": "loud or quiet",
    "bright": "bright or dull",
    "warm": "warm or cold",
    "low": "much or little low end",
    "body": "full or thin",
    "mud": "muddy or clear in the low mids",
    "boom": "boomy or lean in the bass",
    "nasal": "nasal, honky",
    "harsh": "harsh or smooth",
    "sibilance": "sharp s sounds",
    "presence": "clear and present or veiled",
    "air": "airy, open at the very top",
    "punch": "punchy, hitting hard",
    "tight": "tight or loose",
    "aggression": "aggressive or gentle",
    "energy": "big and lively or calm",
    "width": "wide or narrow",
    "space": "wet and roomy or dry",
    "depth": "in front or further back",
    "compression": "compressed and even or dynamic",
    "glue": "held together as a whole",
    "dirt": "dirty, saturated or clean",
}
"""Quality: what its high and its low end are called."""
STEPS_MOST = 2.5
"""The furthest that one wish goes, in steps; 1 is what "louder" means without any more words."""
LEVEL_MOST_DB = 6.0
DB_OF_STEP = {
    "space": 3.0, "presence": 1.2, "warm": 1.0,
    **dict.fromkeys(("bright", "low", "body", "mud", "boom", "nasal", "harsh", "sibilance", "air"), 1.5),
}  # fmt: skip
"""How far one step moves what an engineer may ask for in dB besides levels."""
SECTIONS_MOST = 12
KEYS = {"target", "quality", "steps", "level_db", "sections", "spared"}


@dataclass(frozen=True)
class Wish:
    """`steps` is signed. `level_db` is a level that was said in dB. `sections` are places as `Place` reads them;
    without any the whole song is meant. `spared` are parts that a wish for the whole or the backing leaves alone."""

    target: str
    quality: str
    steps: float
    level_db: float | None = None
    sections: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        written = {**asdict(self), "sections": list(self.sections), "spared": list(self.spared)}
        return {name: value for name, value in written.items() if name != "spared" or value}

    @property
    def places(self) -> list[Place]:
        return [Place.read(one) for one in self.sections]

    @classmethod
    def read(cls, data: Any) -> Self:
        """Raises StudioError `words.wish_strange` for anything that is no wish, or a larger one than may be."""
        if not isinstance(data, Mapping) or set(data) - KEYS:
            raise _strange("A wish has target, quality, steps, and perhaps level_db and sections.")
        if data.get("target") not in TARGETS:
            raise _strange(f"A wish is for one of {', '.join(TARGETS)}.")
        if data.get("quality") not in QUALITIES:
            raise _strange(f"A wish is about one of {', '.join(QUALITIES)}.")
        sections = data.get("sections") or ()
        if not isinstance(sections, list | tuple) or len(sections) > SECTIONS_MOST:
            raise _strange(f"Sections are a list of up to {SECTIONS_MOST} places.")
        for place in sections:
            Place.read(place)
        spared = data.get("spared") or ()
        if not isinstance(spared, list | tuple) or not all(isinstance(one, str) and one in TARGETS for one in spared):
            raise _strange(f"A wish is for one of {', '.join(TARGETS)}.")
        level_db = data.get("level_db")
        if level_db is not None:
            level_db = _number("level_db", level_db, LEVEL_MOST_DB)
        steps = _number("steps", data.get("steps"), STEPS_MOST)
        if not steps and not level_db:
            raise _strange("A wish that changes nothing is none.")
        return cls(data["target"], data["quality"], steps, level_db, tuple(sections), tuple(dict.fromkeys(spared)))


def steps_of_db(quality: str, db: float) -> float:
    """ "Cut the highs by 2 dB" in steps; 0 for a quality that is no number of dB."""
    step_db = DB_OF_STEP.get(quality, 0.0)
    return round(min(STEPS_MOST, max(-STEPS_MOST, db / step_db)), 2) if step_db else 0.0


def _number(name: str, value: Any, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > most:
        raise _strange(f"{name} is a number from -{most:g} to {most:g}.")
    return float(value)


def _strange(words: str) -> StudioError:
    return StudioError("words.wish_strange", words)
