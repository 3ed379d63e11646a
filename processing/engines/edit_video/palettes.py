"""Colour: gradients from night to light for each mood, and the tables that turn tone into BT.709 video colour."""

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.engines.edit_video.lab import Table


@dataclass(frozen=True)
class Palette:
    """Six colours from darkest to brightest, and the words (moods, genres) that it suits."""

    name: str
    colours: tuple[str, ...]
    suits: frozenset[str]


def _palette(name: str, colours: str, suits: str) -> Palette:
    return Palette(name, tuple(colours.split()), frozenset(suits.split()))


PALETTES = (
    _palette("dusk", "070616 1d1147 5b1f7a c0367f ff7a59 ffe9c4", "pop house happy energetic euphoric party bright"),
    _palette("ocean", "030b14 07283f 0d5c75 2ba6a0 9fe3b8 fbfbe6", "lofi rnb calm dreamy hopeful peaceful chill"),
    _palette("ember", "0a0606 2b0d0f 6e1519 c93a1c f79a33 fff1cf", "rock hip_hop angry defiant intense powerful tense"),
    _palette("moss", "06100d 10302a 2b5f4c 6f9a6a d0c98a fbf5dc", "lofi rock calm nostalgic warm hopeful folk"),
    _palette("lilac", "110b1a 33224d 6b4c8a b583b0 f0b9b4 fff4e6", "rnb lofi pop dreamy romantic tender nostalgic"),
    _palette("silver", "08090b 1c2026 4a525c 8b949e ccd2d6 ffffff", "sad melancholic lonely dark rock hip_hop lofi"),
    _palette("velvet", "0b0709 2a1220 5e2137 a2503f dfa45a fff0d0", "rnb hip_hop romantic sensual warm dark"),
    _palette("cobalt", "04061a 0c1b5c 1f45b8 3f8cff 9fdcff f7fdff", "house pop sad melancholic cool energetic dark"),
    _palette("acid", "07090a 14241d 1d5c4a 38b26b d6ef5a fbffe0", "hip_hop house playful defiant energetic party"),
    _palette("rose", "170a14 4a1738 96305a e5677a ffb199 fff3e2", "pop rnb romantic happy hopeful tender love"),
)


def choose(genre: str, mood: str, seed: int) -> tuple[Palette, Palette, Palette]:
    """Three different palettes for a song: for its verses, its choruses and its bridge. Seeded."""
    words = {genre.lower(), *mood.lower().replace(",", " ").split()}
    draw = random.Random(f"palette {seed}")
    ranked = sorted(PALETTES, key=lambda p: (-len(p.suits & words), draw.random()))
    home, contrast = ranked[0], max(ranked[1:5], key=lambda p: (_apart(ranked[0], p), draw.random()))
    third = next(p for p in ranked if p not in (home, contrast))
    return home, contrast, third


def _rgb(colour: str) -> NDArray[np.float64]:
    return np.array([int(colour[k : k + 2], 16) for k in (0, 2, 4)], np.float64)


def _apart(one: Palette, other: Palette) -> float:
    return float(np.abs(_rgb(one.colours[3]) - _rgb(other.colours[3])).sum())


def gradient(palette: Palette) -> NDArray[np.float64]:
    """Colours (256, 3) in 0..255 for every tone of a palette."""
    stops = np.array([_rgb(colour) for colour in palette.colours])
    at = np.linspace(0, 255, len(stops))
    return np.stack([np.interp(np.arange(256), at, stops[:, k]) for k in range(3)], axis=1)


def table(colours: NDArray[np.float64], lift: float = 0.0, fade: float = 1.0) -> Table:
    """Video colour table (3, 256) uint8, limited range BT.709.

    `lift` moves every tone towards the palette's light (a flash), `fade` 1..0 goes to black.
    """
    rgb = (colours + (colours[-1] - colours) * lift) * fade
    red, green, blue = rgb[:, 0], rgb[:, 1], rgb[:, 2]
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    planes = np.stack(
        [
            16 + luma * 219 / 255,
            128 + (blue - luma) / 1.8556 * 224 / 255,
            128 + (red - luma) / 1.5748 * 224 / 255,
        ]
    )
    return np.asarray(np.clip(np.rint(planes), 0, 255), np.uint8)
