"""Every sound that a part may ask for by name, and how it is played."""

from dataclasses import dataclass

from processing.engines.compose.house_band.sound import basses, guitars, keys, leads, pads, textures
from processing.engines.compose.house_band.sound.amps import Insert, amplify, chorus, rotate, sing_out, tremolo
from processing.engines.compose.house_band.sound.kits import KITS
from processing.engines.compose.house_band.sound.touch import Instrument


@dataclass(frozen=True)
class Voice:
    """`release_s` is how a note ends; `insert` works on the whole part; `double` plays a second take on the right;
    `echo` is the level of repeats in time; `exact` sounds depend on their length; `program` is the General MIDI
    instrument where a sampled bank does better than we do; `reference` is the pitch at which levels are compared.
    """

    instrument: Instrument
    release_s: float = 0.09
    insert: Insert | None = None
    double: bool = False
    echo: float = 0.0
    exact: bool = False
    program: int | None = None
    reference: int = 60
    variants: int = 2


PITCHED = {
    "bass.finger": Voice(basses.finger, 0.06, program=33, reference=36),
    "bass.pick": Voice(basses.pick, 0.05, program=34, reference=36),
    "bass.sub": Voice(basses.sub, 0.05, reference=36, variants=1),
    "bass.synth": Voice(basses.synth, 0.03, reference=36, variants=1),
    "bass.upright": Voice(basses.upright, 0.08, program=32, reference=36),
    "piano": Voice(keys.piano, 0.16, program=0, variants=1),
    "rhodes": Voice(keys.rhodes, 0.12, tremolo, program=4, variants=1),
    "organ": Voice(keys.organ, 0.04, rotate, program=16, variants=1),
    "guitar.clean": Voice(guitars.clean, 0.1, chorus, program=27),
    "guitar.muted": Voice(guitars.muted, 0.05, program=28),
    "guitar.drive": Voice(guitars.driven, 0.05, amplify, double=True, reference=48),
    "guitar.acoustic": Voice(guitars.acoustic, 0.12, double=True, program=25),
    "strings": Voice(pads.strings, 0.3, program=48, variants=1),
    "stab": Voice(pads.stab, 0.06, variants=1),
    "pluck": Voice(pads.plucked, 0.1, echo=0.22, variants=1, reference=67),
    "lead.synth": Voice(leads.synth, 0.08, echo=0.3, variants=1, reference=72),
    "lead.pluck": Voice(leads.whistle_pluck, 0.15, echo=0.35, variants=1, reference=72),
    "lead.guitar": Voice(guitars.lead, 0.09, sing_out, echo=0.28, reference=72),
    "lead.bell": Voice(keys.bell, 0.4, echo=0.25, program=8, variants=1, reference=72),
    "lead.flute": Voice(leads.flute, 0.08, echo=0.2, program=73, reference=72),
    "lead.vox": Voice(leads.vox, 0.12, echo=0.3, program=53, reference=69),
    "pad.warm": Voice(pads.warm, 0.6, variants=1),
    "pad.bright": Voice(pads.bright, 0.5, variants=1),
    "pad.choir": Voice(pads.choir, 0.5, program=52, variants=1),
    "vinyl": Voice(textures.vinyl, 0.2, exact=True, variants=1),
    "riser": Voice(textures.riser, 0.02, exact=True, variants=1),
    "impact": Voice(textures.impact, 1.0, exact=True, variants=1),
    "reverse": Voice(textures.reverse, 0.02, exact=True, variants=1),
}

BANK_KITS = {
    "kit.pop": 0,
    "kit.hip_hop": 0,
    "kit.house": 25,
    "kit.rock": 16,
    "kit.rnb": 25,
    "kit.lofi": 32,
    "perc": 0,
}
"""The percussion preset of a General MIDI bank that is laid over our own kit."""

VOICES = (*KITS, *PITCHED)
