"""Where in time and frequency a stereo song works against itself: cells of the spectrum, window by window."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter, uniform_filter, uniform_filter1d

from processing.dsp.levels import Audio

FRAME = 2048
HOP = 1024
HOLE_POWER = 0.05
"""A cell is a hole when less than this share of the sides' power is left on one loudspeaker (-13 dB)."""
HEARD_POWER = 1e-4
"""Cells below this share of their band's mean are silence, which nobody misses."""
PAUSE_POWER = 1e-6
"""So are frames below this share of the loudest: in a pause, averaging leaves nothing but its own rounding."""
HOLE_BAND_HZ = (200.0, 14_000.0)
CODED_FROM_HZ = 6_000.0
"""From here on lossy formats give up left and right for a sum with random signs: holes there may be theirs."""
HIGHS_HZ = (4_000.0, 16_000.0)
TOP_HZ, MIDDLE_HZ = (8_000.0, 12_000.0), (2_000.0, 5_000.0)
BETWEEN_STROKES = 25.0
"""Percentile of the frames: what sounds in the quieter ones is no stroke."""
HARD_POWER = 100.0
"""A cell is panned hard when one side has this many times the other's power (20 dB)."""
GAP_BAND_HZ, GAP_STEP_HZ = (1_000.0, 14_000.0), 500.0
GAP_POWER = 1e-3
"""A band is missing when it falls this far (30 dB) below what it has half a second around ..."""
GAP_AROUND_POWER = 0.4
"""... while the seven bands around it keep this share of theirs on average."""
GAP_AROUND_S = 1.0

Power = NDArray[np.float32]


@dataclass
class CellSums:
    """What the cells of a stretch add up to; stretches can be joined."""

    frames: int = 0
    holes: float = 0.0
    low_holes: float = 0.0
    together: float = 0.0
    lefts: float = 0.0
    rights: float = 0.0
    power: float = 0.0
    hard: float = 0.0
    bands: int = 0
    gaps: int = 0
    tops: list[Power] = field(default_factory=list)
    middles: list[Power] = field(default_factory=list)
    """Power of two bands, frame by frame."""

    def add(self, other: Self) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def mono_holes(self) -> float:
        """Mean over time of the share of heard cells that vanish on one loudspeaker."""
        return self.holes / self.frames if self.frames else 0.0

    @property
    def low_mono_holes(self) -> float:
        """The same, of those that no lossy format makes."""
        return self.low_holes / self.frames if self.frames else 0.0

    @property
    def steady_top_db(self) -> float:
        """8 to 12 kHz over 2 to 5 kHz between the strokes: cymbals are loud there for moments, a haze all the time."""
        if not self.frames:
            return 0.0
        top, middle = (np.percentile(np.concatenate(part), BETWEEN_STROKES) for part in (self.tops, self.middles))
        return float(10.0 * np.log10((top + 1e-12) / (middle + 1e-12)))

    @property
    def incoherent_highs(self) -> float:
        """1 minus the likeness of left and right above 4 kHz, weighted by power: 0 for a centre, 1 for unrelated."""
        scale = float(np.sqrt(self.lefts * self.rights))
        return float(np.clip(1.0 - self.together / scale, 0.0, 2.0)) if scale > 0.0 else 0.0

    @property
    def hard_panning(self) -> float:
        """Share of the power that comes from one side alone."""
        return self.hard / self.power if self.power > 0.0 else 0.0

    @property
    def gap_share(self) -> float:
        """Share of heard half-kilohertz bands that drop out alone."""
        return self.gaps / self.bands if self.bands else 0.0


def cell_sums(song: Audio, rate: int, start: int, stop: int) -> CellSums:
    """Cells of all frames of `song` (2, samples) that begin between `start` and `stop` and end within the song."""
    count = max(0, min(-(-(stop - start) // HOP), (song.shape[1] - start - FRAME) // HOP + 1))
    if count == 0:
        return CellSums()
    sound = song[:, start : start + (count - 1) * HOP + FRAME]
    windows = np.lib.stride_tricks.sliding_window_view(sound, FRAME, axis=1)[:, ::HOP]
    left, right = np.fft.rfft(windows * _WINDOW, axis=2)
    powers = (_power(left), _power(right))
    product = left.real * right.real + left.imag * right.imag
    sums = CellSums(frames=count)
    part = bins(rate, *HOLE_BAND_HZ)
    _image(sums, powers, product, part, bins(rate, HOLE_BAND_HZ[0], CODED_FROM_HZ).stop - part.start)
    for band, kept in ((TOP_HZ, sums.tops), (MIDDLE_HZ, sums.middles)):
        inside = bins(rate, *band)
        kept.append(np.asarray(powers[0][:, inside].sum(axis=1) + powers[1][:, inside].sum(axis=1)))
    highs = bins(rate, *HIGHS_HZ)
    sums.together = float(product[:, highs].sum(dtype=np.float64))
    sums.lefts, sums.rights = (float(power[:, highs].sum(dtype=np.float64)) for power in powers)
    for power in powers:
        _gaps(sums, power, rate)
    return sums


def bins(rate: int, low_hz: float, high_hz: float) -> slice:
    """The bins between two frequencies."""
    first, last = np.searchsorted(np.fft.rfftfreq(FRAME, 1.0 / rate), (low_hz, high_hz))
    return slice(int(first), int(last))


def _image(sums: CellSums, powers: tuple[Power, Power], product: Power, part: slice, low: int) -> None:
    """Power is averaged over three frames and three bins first: single cells cancel by chance in any wide recording.
    `low`: how many bins of the part no lossy format puts holes in."""
    left, right, both = (uniform_filter(cells[:, part], 3) for cells in (*powers, product))
    sides = (left + right) / 2
    middle = (sides + both) / 2
    own = sum(power[:, part].mean(axis=1, keepdims=True) for power in powers)
    heard = (sides > HEARD_POWER * sides.mean(axis=1, keepdims=True)) & (own > PAUSE_POWER * own.max(initial=0.0))
    holes = (middle < HOLE_POWER * sides) & heard
    heard_bins = np.maximum(1, heard.sum(axis=1))
    sums.holes = float((holes.sum(axis=1) / heard_bins).sum())
    sums.low_holes = float((holes[:, :low].sum(axis=1) / heard_bins).sum())
    hard = np.maximum(left, right) > HARD_POWER * np.minimum(left, right)
    sums.power = float(sides.sum(dtype=np.float64))
    sums.hard = float(sides[hard & heard].sum(dtype=np.float64))


def _gaps(sums: CellSums, power: Power, rate: int) -> None:
    """Bands that vanish for a moment while their neighbours play on, as a starved encoder leaves them."""
    low, high = GAP_BAND_HZ
    # A low rate holds fewer bands.
    edges = np.arange(low, min(high, rate / 2) + 1.0, GAP_STEP_HZ)
    firsts = np.searchsorted(np.fft.rfftfreq(FRAME, 1.0 / rate), edges)
    bands = np.add.reduceat(power, firsts, axis=1)[:, :-1]
    around = max(3, round(GAP_AROUND_S * rate / HOP))
    usual = median_filter(bands, size=(around, 1), mode="nearest")
    heard = usual > 1e-6 * usual.mean(axis=1, keepdims=True) * bands.shape[1]
    heard &= usual > 1e-9
    share = bands / np.maximum(usual, 1e-20)
    beside = uniform_filter1d(np.minimum(share, 1.0), 7, axis=1, mode="nearest")
    sums.bands += int(heard.sum())
    sums.gaps += int(((share < GAP_POWER) & (beside > GAP_AROUND_POWER) & heard).sum())


def _power(spectra: NDArray[np.complex64]) -> Power:
    return np.asarray(spectra.real**2 + spectra.imag**2)


_WINDOW = np.hanning(FRAME).astype(np.float32)
