"""What the mastering hears in a song: its spectra, its loudness, and what a lossy or clipped file has lost.

Everything that matching needs of a reference fits into a hundred kilobytes, so it is heard once and kept.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import is_finite, peak_of, stretches
from processing.dsp.full_scale import full_scale_runs
from processing.dsp.levels import Audio, power_to_db, stereo
from processing.dsp.loudness import integrated_lufs
from processing.dsp.pathologies.numbers import cliff_db
from processing.dsp.spectrum import Spectrum
from processing.dsp.stereo import mid_side_spectra
from processing.errors import StudioError

VERSION = 2
"""Raised when what is heard changes: what was kept before is then heard again."""
SHORTEST_S, LONGEST_S = 1.0, 15 * 60.0
SILENT_PEAK = 1e-4
CLIFF_DB = 25.0
"""The limit of the diagnosis for a hidden lossy source."""
CLIPPED_RUNS = 3
FLAT_RUN, FLAT_SHARE = 4, 1.0 - 1e-5
"""What was clipped and then turned down stands still at its peak; the crest of the deepest bass does not."""
_FACTS = ("integrated_lufs", "bandwidth_hz", "cliff_db", "clipped_runs", "samples")


@dataclass(frozen=True)
class Profile:
    """A song as (mean) spectra of mid and side, and a few numbers. `samples` tells its length; `encoded` how its file
    is known to be encoded, where that takes something away."""

    middle: Spectrum
    side: Spectrum
    integrated_lufs: float
    bandwidth_hz: float
    cliff_db: float
    clipped_runs: float
    samples: float
    encoded: str = ""

    @property
    def whole(self) -> Spectrum:
        # left² + right² = 2 (mid² + side²), so their mean is mid² + side².
        return Spectrum(self.middle.frequencies_hz, self.middle.power + self.side.power)

    @property
    def side_over_mid_db(self) -> float:
        return power_to_db(float(self.side.power.sum())) - power_to_db(float(self.middle.power.sum()))

    @property
    def is_lossy(self) -> bool:
        return self.cliff_db > CLIFF_DB

    def same_song_as(self, other: "Profile") -> bool:
        """Whether both are one recording, at whatever level."""
        if self.samples != other.samples:
            return False
        mine, its = (profile.whole.power / max(profile.whole.power.sum(), 1e-20) for profile in (self, other))
        return bool(np.abs(mine - its).sum() < 1e-4)


def heard(audio: Audio, sample_rate: int) -> Profile:
    """Listen to a song `(2, samples)`: one pass for each number."""
    middle, side = mid_side_spectra(audio, sample_rate)
    whole = Spectrum(middle.frequencies_hz, middle.power + side.power)
    return Profile(
        middle=middle,
        side=side,
        integrated_lufs=integrated_lufs(audio, sample_rate),
        bandwidth_hz=whole.bandwidth_hz(),
        cliff_db=cliff_db(whole),
        clipped_runs=float(max(full_scale_runs(audio).runs, _flat_tops(audio))),
        samples=float(audio.shape[1]),
    )


def _flat_tops(audio: Audio) -> int:
    """How often a channel stands still at the peak of the whole song."""
    top, count = FLAT_SHARE * peak_of(audio), 0
    for span in stretches(audio) if top > 0.0 else ():
        for channel in audio[:, span]:
            high = np.abs(channel) >= top
            still = np.convolve(high, np.ones(FLAT_RUN, np.int8), "valid") == FLAT_RUN if high.any() else high[:0]
            count += int(np.count_nonzero(np.diff(still.astype(np.int8), prepend=0) == 1))
    return count


def heard_once(kept: Path | None, audio: Audio | None, sample_rate: int) -> Profile | None:
    """What was kept under that name, else what is heard now (and kept); None when there is neither."""
    if kept is not None and (profile := _read(kept)) is not None:
        return profile
    if audio is None:
        return None
    profile = heard(audio, sample_rate)
    if kept is not None:
        _write(kept, profile)
    return profile


def check(audio: Audio, sample_rate: int, what: str) -> Audio:
    """Return `audio` as stereo. `what` is "mix" or "reference".

    Raises StudioError `master.<what>_channels`, `_too_short`, `_too_long`, `_broken` or `_silent`.
    """
    if audio.ndim > 2 or (audio.ndim == 2 and audio.shape[0] not in (1, 2)):
        raise _refused(what, "channels", "has more than two channels. Export it as stereo.")
    duration_s = audio.shape[-1] / sample_rate
    if duration_s < SHORTEST_S:
        raise _refused(what, "too_short", f"is only {duration_s:.1f} s long. At least {SHORTEST_S:g} s are needed.")
    if duration_s > LONGEST_S:
        raise _refused(what, "too_long", f"is {duration_s / 60:.0f} minutes long. At most 15 minutes can be mastered.")
    if not is_finite(audio):
        raise _refused(what, "broken", "holds broken samples. Export it again.")
    if peak_of(audio) < SILENT_PEAK:
        raise _refused(what, "silent", "is silent. Choose another file.")
    return stereo(audio)


def _read(path: Path) -> Profile | None:
    """None for what is not there or was cut off by a full disk: it is heard again."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            frequencies: NDArray[np.float64] = kept["frequencies_hz"]
            spectra = (Spectrum(frequencies, kept["middle"]), Spectrum(frequencies, kept["side"]))
            return Profile(*spectra, **dict(zip(_FACTS, kept["facts"].tolist(), strict=True)))
    except (OSError, ValueError, KeyError, EOFError):
        return None


def _write(path: Path, profile: Profile) -> None:
    part = path.with_name(f".{path.name}.part.npz")
    facts = np.array([getattr(profile, name) for name in _FACTS], dtype=np.float64)
    frequencies = profile.middle.frequencies_hz
    np.savez(part, frequencies_hz=frequencies, middle=profile.middle.power, side=profile.side.power, facts=facts)
    part.replace(path)


def _refused(what: str, reason: str, words: str) -> StudioError:
    return StudioError(f"master.{what}_{reason}", f"The {what} {words}")
