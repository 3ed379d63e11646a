"""What a lossy encoder makes of a master: its peaks, its overs, and what it took away, on the same sample."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from processing.dsp import files
from processing.dsp.encode import Encoding, encode_audio
from processing.dsp.levels import Audio, fitted, mono, power_to_db
from processing.dsp.true_peak import true_peak_dbtp

PREVIEWED = (Encoding("mp3", 320), Encoding("aac", 256), Encoding("opus", 128), Encoding("aac", 128))
SUFFIXES = {"mp3": "mp3", "aac": "m4a", "opus": "opus"}
LATEST = 1 << 13
"""Encoders delay by one or two frames; more is never looked for."""
HEARD_S = 10.0
OVER = 1.0
APART_S = 0.1
PLACES = 20


@dataclass(frozen=True)
class RoundTrip:
    """`artefacts` is what came back minus what went in, aligned. `overs_s`: where it exceeds full scale."""

    name: str
    path: Path
    true_peak_dbtp: float
    overs: int
    overs_s: tuple[float, ...]
    delay_samples: int
    artefacts_db: float
    artefacts: Audio

    def to_json(self) -> dict[str, Any]:
        return {
            "codec": self.name,
            "true_peak_dbtp": round(self.true_peak_dbtp, 3),
            "overs": self.overs,
            "overs_s": [round(at_s, 2) for at_s in self.overs_s],
            "delay_samples": self.delay_samples,
            "artefacts_db": round(self.artefacts_db, 2),
            "bytes": self.path.stat().st_size,
        }


def round_trip(audio: Audio, rate: int, encoding: Encoding, folder: Path) -> RoundTrip:
    """Encode `audio` (2, samples) into `folder` and listen to what comes back. Raises StudioError `ffmpeg.*`."""
    name = f"{encoding.codec}_{encoding.bitrate_kbps}"
    path = encode_audio(folder / f"{name}.{SUFFIXES[encoding.codec]}", audio, rate, encoding)
    back = files.decode(path, rate=rate)
    late = delay_samples(audio, back, rate)
    aligned = moved(back, -late, audio.shape[1])
    artefacts = aligned - audio
    power = float(np.mean(artefacts**2)) / max(float(np.mean(audio**2)), 1e-20)
    over = np.flatnonzero(np.abs(aligned).max(axis=0) > OVER)
    places = over[np.diff(over, prepend=-rate) > APART_S * rate] / rate
    peak = true_peak_dbtp(aligned, rate)
    return RoundTrip(name, path, peak, int(over.size), tuple(places[:PLACES]), late, power_to_db(power), artefacts)


def delay_samples(first: Audio, second: Audio, rate: int) -> int:
    """By how many samples `second` comes later than `first` (negative: sooner), from where they agree best."""
    span = _loudest(first, rate)
    one, other = mono(first)[span], mono(second)[span]
    size = next_fast_len(one.size + other.size + LATEST)
    agreement = irfft(rfft(fitted(other, size)) * np.conj(rfft(fitted(one, size))), size)
    nearby = np.concatenate([agreement[-LATEST:], agreement[: LATEST + 1]])
    return int(np.argmax(nearby)) - LATEST


def moved(audio: Audio, by: int, samples: int) -> Audio:
    """`audio` `by` samples later, exactly `samples` long; silence where nothing is."""
    out: NDArray[np.float32] = np.zeros((audio.shape[0], samples), dtype=np.float32)
    head, at = max(0, -by), max(0, by)
    length = max(0, min(audio.shape[1] - head, samples - at))
    out[:, at : at + length] = audio[:, head : head + length]
    return out


def _loudest(audio: Audio, rate: int) -> slice:
    wanted = round(HEARD_S * rate)
    if audio.shape[1] <= wanted:
        return slice(0, audio.shape[1])
    steps = audio.shape[1] // rate
    seconds = np.einsum("cst,cst->s", *[audio[:, : steps * rate].reshape(2, steps, rate)] * 2)
    powers = np.convolve(seconds, np.ones(int(HEARD_S)), mode="valid")
    start = int(np.argmax(powers)) * rate
    return slice(start, start + wanted)
