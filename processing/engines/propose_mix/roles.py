"""What a track is, told by its name: "Lead Vox", "kick_in", "808", "GtrL", "batería", "no_vocals".

Names are what strangers write. A word counts where it stands alone, or anywhere where nothing else is spelt like it:
the "sing" in "single" and the "rap" in "trap" are no voices.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

# fmt: off
TOLD = (
    ("vocal",
     "vocal voice vox singer singing rapper rapping acapella acappella voces",
     "voc vocs sing rap raps voz vx"),
    ("instrumental",
     "instrumental accompaniment karaoke playback minusone",
     ""),
    ("drums",
     "drum perc kick snare cymbal overhead hihat tambourin shaker cowbell clap conga bongo bateria bombo platillo",
     "beat beats kik bd sd sn snr hh hat hats oh ohs tom toms ride crash rim kit caja groove"),
    ("bass",
     "bass 808 bajo reese",
     "sub subs"),
    ("lead",
     "melody topline melodia",
     "lead leads ld solo solos hook riff"),
    ("texture",
     "textur atmos ambien drone riser soundscape",
     "pad pads fx sfx efx effects noise efectos"),
    ("harmony",
     "guitar gtr piano organ synth string brass choir bgv",
     "keys bv bvs horns coro coros"),
    ("instrumental",
     "",
     "backing inst instr music mix band"),
)
# fmt: on
"""Role, pieces of a name that tell it wherever they stand, whole words that tell it. Tried in this order; what fits
nothing is harmony."""
BESIDE = (
    "back backing background backup bg bgv bgvs bv bvs harm harms harmony harmonies double doubles doubled dbl dub "
    "dubs choir choirs coro coros adlib adlibs lib libs gang stack stacks crowd ooh oohs aah aahs fx chop chops pad"
)
"""With one of these a voice is not the one that leads: it is mixed as harmony."""
WITHOUT = frozenset(("no", "non", "minus", "without", "w", "sin"))
SIDES = {"l": -1, "left": -1, "izq": -1, "r": 1, "right": 1, "der": 1}
PARTS_LU = (
    (("hat", "hats", "hihat", "hh", "shaker", "ride", "crash", "cymbal", "cymbals", "tambourine"), -9.0),
    (("room", "rooms", "oh", "ohs", "overhead", "overheads"), -6.0),
    (("tom", "toms", "perc", "percussion", "conga", "congas", "bongo", "bongos", "clap", "claps"), -5.0),
)
"""Loudness of parts of a drum kit against its kick and snare."""
LEADING = frozenset(("lead", "leads", "ld", "main", "principal"))
KICKS = ("kick", "kik", "bd", "bombo")


@cache
def role_of(name: str) -> str:
    words = words_of(name)
    role, at = _named(words)
    if role == "vocal" and (WITHOUT & set(words[:at]) or words[at].startswith(("novo", "nonvo"))):
        # "No vocals", as separators call what they leave, is everything but the voice.
        return "instrumental"
    return "harmony" if role == "vocal" and set(BESIDE.split()) & set(words) else role


def side_of(name: str) -> int:
    """-1 for the left one of a pair, 1 for the right one, 0 where the name says nothing."""
    words = words_of(name)
    return SIDES.get(words[-1], 0) if len(words) > 1 else 0


def other_side(name: str, among: Iterable[str]) -> str | None:
    """The other one of a pair: "Gtr R" for "Gtr L"."""
    rest, side = words_of(name)[:-1], side_of(name)
    return next((one for one in among if side and words_of(one)[:-1] == rest and side_of(one) == -side), None)


def is_whole_beat(name: str) -> bool:
    """Whether a track that is alone beside a voice is all that people call a beat, not only its drums."""
    return bool({"beat", "beats"} & set(words_of(name)))


def is_main(name: str) -> bool:
    """Whether a voice's name says that it is the one that leads."""
    return bool(LEADING & set(words_of(name)))


def is_kick(name: str) -> bool:
    return any(word.startswith(KICKS) for word in words_of(name))


def part_lu(name: str) -> float:
    """How loud this part of a drum kit usually is against its kick; 0 for everything else."""
    words = set(words_of(name)) if role_of(name) == "drums" else set()
    return next((over_lu for parts, over_lu in PARTS_LU if words & set(parts)), 0.0)


def words_of(name: str) -> list[str]:
    """ "GtrL_02" is "gtr", "l", "02"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    bare = "".join(one for one in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(one))
    return re.findall(r"808|[^\W\d_]+|\d+", bare.lower())


def _named(words: list[str]) -> tuple[str, int]:
    """The role, and which word tells it."""
    for role, pieces, alone in TOLD:
        for at, word in enumerate(words):
            if word in alone.split() or any(piece in word for piece in pieces.split()):
                return role, at
    return "harmony", 0
