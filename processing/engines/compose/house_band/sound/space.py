"""The rooms the band plays in: impulse responses that we grow ourselves, and convolution in blocks."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.fft import irfft, rfft

from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE
from processing.engines.compose.house_band.sound.waves import Samples, count, high_pass, low_pass

FRAME = 1 << 18


@dataclass(frozen=True)
class Room:
    """`size_s` is the reverberation time at 1 kHz, `wait_s` the time until the walls answer."""

    size_s: float
    wait_s: float
    dark_hz: float


ROOMS = {
    "room": Room(0.55, 0.004, 7_000),
    "studio": Room(0.9, 0.009, 6_500),
    "plate": Room(1.5, 0.014, 8_500),
    "hall": Room(2.1, 0.022, 5_500),
}


@lru_cache(maxsize=8)
def impulse(name: str) -> Samples:
    """Left and right answer of a room, (2, samples), with unit energy each; the same on every machine."""
    room = ROOMS[name]
    rng = np.random.default_rng(len(name) * 7_919 + round(room.size_s * 1_000))
    length = count(room.size_s * 1.05)
    t = np.arange(length) / SAMPLE_RATE
    sides = []
    shared = rng.standard_normal(length)
    for k in range(2):
        raw = (0.45 * shared + 0.9 * rng.standard_normal(length)).astype(np.float32) * np.float32(0.333)
        slow = low_pass(raw, 1_800) * np.exp(-6.9 * t / room.size_s)
        fast = low_pass(high_pass(raw, 1_800), room.dark_hz) * np.exp(-6.9 * t / (0.62 * room.size_s))
        tail = (slow + fast) * np.minimum(1.0, t / (0.25 * room.wait_s + 0.004))
        for step in range(6):
            at = count(room.wait_s * (0.35 + 0.42 * step + 0.13 * rng.random()))
            if at < length:
                tail[at] += (0.9 - 0.11 * step) * (1 if (step + k) % 2 else -1) * 0.8
        sides.append(high_pass(tail.astype(np.float32), 220))
    return np.stack([side / np.sqrt(np.sum(side**2)) for side in sides]).astype(np.float32)


def reverberate(send: Samples, name: str, onto: Samples) -> None:
    """Add the room's answer to a mono `send` (samples,) onto (2, samples), in place."""
    answer = impulse(name)
    spectra = [rfft(side, FRAME) for side in answer]
    hop = FRAME - answer.shape[1] + 1
    for at in range(0, len(send), hop):
        block = send[at : at + hop]
        if not block.any():
            continue
        said = rfft(block, FRAME)
        for side, spectrum in zip(onto, spectra, strict=True):
            heard = irfft(said * spectrum, FRAME)[: min(FRAME, len(send) - at)]
            side[at : at + len(heard)] += heard
