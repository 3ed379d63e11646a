"""The desk: how each genre balances its stems, which room they stand in, how hard the buses are driven."""

from collections.abc import Mapping
from dataclasses import dataclass, field

STEM_LUFS = {"drums": -20.0, "bass": -22.0, "harmony": -22.5, "lead": -23.0, "texture": -31.0}
"""Loudness of each stem while it plays, before the whole is brought to its level."""


@dataclass(frozen=True)
class Desk:
    """Per genre: level offsets in LU, the room of each stem, ducking under the kick in dB, drive of each bus."""

    room: str
    drum_room: str
    offsets_lu: Mapping[str, float] = field(default_factory=dict)
    duck_bass_db: float = 3.0
    duck_pads_db: float = 2.0
    duck_s: float = 0.16
    drive: Mapping[str, float] = field(default_factory=dict)

    def stem_lufs(self, stem: str) -> float:
        return STEM_LUFS[stem] + self.offsets_lu.get(stem, 0.0)

    def bus_drive(self, stem: str) -> float:
        return self.drive.get(stem, 0.5)


DESKS = {
    "pop": Desk("plate", "studio", {}, 3.0, 2.0, 0.15, {"drums": 1.3, "bass": 1.2}),
    "hip_hop": Desk(
        "studio", "room", {"drums": 1.0, "bass": 0.5, "harmony": -1.0}, 4.0, 2.0, 0.17, {"drums": 1.8, "bass": 1.6}
    ),
    "house": Desk(
        "plate", "room", {"drums": 0.5, "bass": 0.5, "harmony": -0.5}, 8.0, 5.5, 0.2, {"drums": 1.4, "bass": 1.2}
    ),
    "rock": Desk(
        "studio", "studio", {"harmony": 1.0, "drums": 0.5}, 2.0, 0.0, 0.12, {"drums": 1.7, "bass": 1.6, "harmony": 0.8}
    ),
    "rnb": Desk("plate", "studio", {"bass": 0.5}, 4.0, 2.0, 0.18, {"drums": 1.3, "bass": 1.4}),
    "lofi": Desk(
        "studio",
        "room",
        {"drums": -0.5, "harmony": 0.5, "texture": 1.5},
        3.5,
        3.0,
        0.2,
        {"drums": 1.6, "bass": 1.2, "harmony": 0.9},
    ),
}
