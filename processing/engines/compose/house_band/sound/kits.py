"""Six drum kits: which tone each General MIDI percussion key has, and where the piece stands in the room."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from processing.engines.compose.house_band.sound import cymbals, drums
from processing.engines.compose.house_band.sound.cymbals import HatTone
from processing.engines.compose.house_band.sound.drums import KickTone, SnareTone
from processing.engines.compose.house_band.sound.waves import Rng, Samples, drive, low_pass

HATS = (42, 44, 46)
KICKS = (35, 36)

Hit = Callable[[float, Rng], Samples]


@dataclass(frozen=True)
class Kit:
    kick: KickTone
    snare: SnareTone
    hat: HatTone
    crash_s: float = 2.2
    tom_s: float = 0.55
    clap_dark_hz: float = 12_000.0
    worn: bool = False  # sampled through an old 12-bit machine


KITS = {
    "kit.pop": Kit(KickTone(54, 120, 0.02, 0.36, 0.6), SnareTone(190, 0.15, 0.2, 0.7, 0.85, 0.6), HatTone(0.3, 6_500)),
    "kit.hip_hop": Kit(
        KickTone(49, 95, 0.03, 0.46, 0.35, 0.35, 2.4),
        SnareTone(205, 0.11, 0.17, 0.9, 0.8, 0.7, 0.1, 9_500),
        HatTone(0.35, 5_600, 0.06, 0.3, 13_000),
        clap_dark_hz=9_000,
    ),
    "kit.house": Kit(
        KickTone(50, 210, 0.026, 0.4, 0.7, 0.1, 2.2),
        SnareTone(220, 0.1, 0.16, 0.5, 0.9, 0.5),
        HatTone(0.75, 7_000, 0.05, 0.3),
    ),
    "kit.rock": Kit(
        KickTone(58, 90, 0.018, 0.4, 0.85, 0.4, 1.8),
        SnareTone(172, 0.2, 0.26, 0.85, 0.85, 0.75, 0.4),
        HatTone(0.35, 5_200, 0.09, 0.6),
        crash_s=2.8,
        tom_s=0.75,
    ),
    "kit.rnb": Kit(
        KickTone(47, 110, 0.03, 0.55, 0.45, 0.15, 2.0),
        SnareTone(235, 0.11, 0.19, 0.55, 0.95, 0.75, 0.2),
        HatTone(0.6, 7_500, 0.045, 0.28),
    ),
    "kit.lofi": Kit(
        KickTone(56, 80, 0.022, 0.3, 0.35, 0.35, 2.0),
        SnareTone(178, 0.13, 0.16, 0.85, 0.7, 0.4, 0.2, 7_500),
        HatTone(0.3, 5_000, 0.06, 0.28, 10_500),
        clap_dark_hz=7_500,
        worn=True,
    ),
}
KITS["perc"] = KITS["kit.pop"]

TOMS_HZ = {41: 78.0, 43: 92.0, 45: 110.0, 47: 131.0, 48: 152.0, 50: 175.0}
HAND_DRUMS_HZ = {60: 330.0, 61: 262.0, 62: 240.0, 63: 210.0, 64: 165.0, 65: 300.0, 66: 230.0}
WOODS_HZ = {56: 560.0, 67: 900.0, 68: 720.0, 75: 2_400.0, 76: 1_150.0, 77: 860.0}
PANS = {37: -0.1, 39: 0.06, 41: 0.35, 42: 0.22, 43: 0.26, 44: 0.22, 45: 0.12, 46: 0.22, 47: -0.05, 48: -0.18}
PANS |= {49: -0.35, 50: -0.3, 51: 0.4, 53: 0.4, 54: -0.3, 55: 0.3, 57: 0.38, 59: 0.4, 69: 0.3, 70: -0.4, 82: 0.35}
LEVELS = {35: 0.84, 36: 0.84, 37: 0.7, 38: 1.05, 39: 0.9, 40: 1.05, 42: 0.85, 44: 0.62, 46: 0.8, 49: 0.75, 57: 0.75}
LEVELS |= {51: 0.75, 53: 0.6, 59: 0.75, 52: 0.7, 55: 0.65, 54: 0.75, 69: 0.7, 70: 0.7, 82: 0.75}


def strike(kit: Kit, key: int, velocity: float, rng: Rng) -> Samples:
    """One stroke on the piece that a General MIDI percussion key names; (2, samples), placed in the stereo image.

    A key that no kit has becomes a small wooden sound, so that a written part is never silent.
    """
    hit = _piece(kit, key)(velocity, rng)
    if kit.worn:
        hit = _wear(hit)
    placed = place(hit, PANS.get(key, 0.0)) * np.float32(LEVELS.get(key, 0.7))
    return placed.astype(np.float32)


def place(hit: Samples, pan: float) -> Samples:
    """Constant-power pan of a mono sound, balance of a stereo one; (2, samples)."""
    sides = np.stack([hit, hit]) if hit.ndim == 1 else hit
    return (sides * np.array(balance(pan), np.float32)[:, None]).astype(np.float32)


def balance(pan: float) -> tuple[float, float]:
    """Gains of left and right for a place -1..1; both are 1 in the middle."""
    angle = (pan + 1.0) * np.pi / 4
    return float(np.cos(angle) * np.sqrt(2)), float(np.sin(angle) * np.sqrt(2))


def _piece(kit: Kit, key: int) -> Hit:
    if key in KICKS:
        return lambda v, rng: drums.kick(kit.kick, v, rng)
    if key in (38, 40):
        return lambda v, rng: drums.snare(kit.snare, v, rng)
    if key in HATS:
        decay_s = {42: kit.hat.closed_s, 44: kit.hat.closed_s * 0.7, 46: kit.hat.open_s}[key]
        return lambda v, rng: cymbals.hat(kit.hat, decay_s * (0.7 + 0.4 * v), v, rng)
    if key in TOMS_HZ:
        return lambda v, rng: drums.tom(TOMS_HZ[key], v, rng, ring_s=kit.tom_s)
    if key in HAND_DRUMS_HZ:
        return lambda v, rng: drums.hand_drum(HAND_DRUMS_HZ[key], v, rng)
    return _small_piece(kit, key)


def _small_piece(kit: Kit, key: int) -> Hit:
    pieces: dict[int, Hit] = {
        37: drums.rim,
        39: lambda v, rng: drums.clap(v, rng, dark_hz=kit.clap_dark_hz),
        49: lambda v, rng: cymbals.cymbal(kit.crash_s, v, rng, bell=0.1),
        52: lambda v, rng: cymbals.cymbal(1.4, v, rng, bell=0.1, low_hz=420),
        55: lambda v, rng: cymbals.cymbal(0.9, v, rng, bell=0.1, low_hz=520),
        57: lambda v, rng: cymbals.cymbal(kit.crash_s * 0.85, v, rng, bell=0.1, low_hz=390),
        51: lambda v, rng: cymbals.cymbal(1.3, v, rng, bell=0.75, low_hz=400),
        53: lambda v, rng: cymbals.cymbal(1.1, v, rng, bell=0.95, low_hz=430),
        59: lambda v, rng: cymbals.cymbal(1.2, v, rng, bell=0.65, low_hz=440),
        54: cymbals.tambourine,
        69: lambda v, rng: cymbals.shaker(v, rng, swell_s=0.004, decay_s=0.05),
        70: lambda v, rng: cymbals.shaker(v, rng, swell_s=0.004, decay_s=0.05),
        82: cymbals.shaker,
    }
    return pieces.get(key, lambda v, rng: drums.wood(WOODS_HZ.get(key, 1_000.0), v, rng))


def _wear(hit: Samples) -> Samples:
    """Twelve bits, driven a little, and nothing above what an old sampler kept."""
    coarse = np.round(drive(hit, 1.6) * 2_047) / 2_047
    if coarse.ndim == 1:
        return low_pass(coarse.astype(np.float32), 9_500, 3)
    return np.stack([low_pass(side, 9_500, 3) for side in coarse.astype(np.float32)])
