"""A song read once, window by window: everything that a diagnosis wants to know of it, in little memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, gain_to_db, inner, sample_peak
from processing.dsp.on_disk import let_go
from processing.dsp.pathologies import numbers
from processing.dsp.pathologies.cells import CellSums, cell_sums
from processing.dsp.spectrum import Spectrum

WINDOW_S = 5.0
FRAME = 16_384
HOP = 8_192
LOW_END_HZ, LOW_END_DB = (20.0, 200.0), -12.5

Curve = NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """All numbers of one stretch of music."""

    holes: float
    low_holes: float
    highs: float
    hard: float
    gaps: float
    bass_side_db: float
    side_db: float
    loss_lu: float
    correlation: float
    steady_top_db: float
    tone: Spectrum

    @property
    def shimmer_db(self) -> float:
        return numbers.shimmer_db(self.tone)

    @property
    def mud_db(self) -> float:
        return numbers.mud_db(self.tone)

    @property
    def has_low_end(self) -> bool:
        """Whether there is a bass or a kick: a voice, a flute or a violin alone has none."""
        return self.tone.band_db(*LOW_END_HZ) > self.tone.band_db(20.0, 20_000.0) + LOW_END_DB


@dataclass(frozen=True)
class Place:
    """A window of a song and what is measured there. Spectra are not kept: only the numbers are."""

    start_s: float
    end_s: float
    holes: float
    highs: float
    hard: float
    gaps: float
    bass_side_db: float
    side_db: float
    loss_lu: float
    correlation: float
    shimmer_db: float
    mud_db: float
    peak_db: float


@dataclass(frozen=True)
class SongReading:
    whole: Reading
    places: tuple[Place, ...]
    levels_db: Curve
    """The mono sum, once per 10 ms."""

    @property
    def everywhere(self) -> tuple[tuple[float, float], ...]:
        """The one span of what is true of the whole song."""
        return ((0.0, round(self.places[-1].end_s, 2)),) if self.places else ()


@dataclass
class _Sums:
    rate: int
    cells: CellSums = field(default_factory=CellSums)
    frames: int = 0
    powers: Curve = field(default_factory=lambda: np.zeros((3, FRAME // 2 + 1)))
    """Summed powers of both sides together, of the mid and of the side."""
    inners: Curve = field(default_factory=lambda: np.zeros(3))
    """Of left with left, right with right, left with right."""

    def add(self, other: "_Sums") -> None:
        self.cells.add(other.cells)
        self.frames += other.frames
        self.powers += other.powers
        self.inners += other.inners

    def reading(self) -> Reading:
        # Parseval for a one-sided spectrum: every bin but the first and last stands for two.
        scale = 2.0 / (FRAME * float(np.dot(_WINDOW, _WINDOW)) * max(1, self.frames))
        powers = self.powers * scale
        powers[:, [0, -1]] /= 2.0
        hz = np.fft.rfftfreq(FRAME, 1.0 / self.rate).astype(np.float64)
        tone, middle, side = (Spectrum(hz, power) for power in powers)
        left, right, both = self.inners
        scale = float(np.sqrt(left * right))
        return Reading(
            holes=self.cells.mono_holes,
            low_holes=self.cells.low_mono_holes,
            highs=self.cells.incoherent_highs,
            hard=self.cells.hard_panning,
            gaps=self.cells.gap_share,
            bass_side_db=numbers.bass_side_db(middle, side, tone),
            side_db=numbers.side_db(side, middle),
            loss_lu=numbers.loss_lu(tone, middle, self.rate),
            correlation=float(both) / scale if scale > 0.0 else 1.0,
            steady_top_db=self.cells.steady_top_db,
            tone=tone,
        )


def read_song(song: Audio, rate: int) -> SongReading:
    """`song` is (2, samples). Windows of 5 s; what is left at the end and shorter than half of one joins the last."""
    total, places = _Sums(rate), []
    for start, stop in _windows(song.shape[1], rate):
        sums = _sums(song, rate, start, stop)
        total.add(sums)
        places.append(_place(song[:, start:stop], start / rate, stop / rate, sums.reading()))
        let_go(song)
    if total.frames == 0 and song.shape[1]:
        # A clip shorter than one long frame is read as if looped.
        looped = np.tile(song, (1, -(-FRAME // song.shape[1])))[:, :FRAME]
        _note(total, looped[:, np.newaxis])
        places = [_place(song, 0.0, song.shape[1] / rate, total.reading())]
    return SongReading(total.reading(), tuple(places), _levels_db(song, rate))


def _windows(samples: int, rate: int) -> Iterator[tuple[int, int]]:
    length = round(WINDOW_S * rate)
    starts = range(0, max(1, samples - length // 2), length)
    yield from ((start, samples if start == starts[-1] else start + length) for start in starts)


def _sums(song: Audio, rate: int, start: int, stop: int) -> _Sums:
    sums = _Sums(rate, cell_sums(song, rate, start, stop))
    left, right = song[0, start:stop], song[1, start:stop]
    sums.inners = np.array([inner(left, left), inner(right, right), inner(left, right)])
    count = max(0, min(-(-(stop - start) // HOP), (song.shape[1] - start - FRAME) // HOP + 1))
    if count:
        part = song[:, start : start + (count - 1) * HOP + FRAME]
        _note(sums, np.lib.stride_tricks.sliding_window_view(part, FRAME, axis=1)[:, ::HOP])
    return sums


def _note(sums: _Sums, frames: Audio) -> None:
    """Add frames of both sides, shape (2, frames, FRAME)."""
    left, right = np.fft.rfft(frames * _WINDOW.astype(np.float32), axis=2)
    for number, spectra in enumerate(((left + right) / 2, (left - right) / 2), 1):
        sums.powers[number] += (spectra.real**2 + spectra.imag**2).sum(axis=0, dtype=np.float64)
    # The mean power of both sides is that of mid and side together.
    sums.powers[0] = sums.powers[1] + sums.powers[2]
    sums.frames += frames.shape[1]


def _place(part: Audio, start_s: float, end_s: float, reading: Reading) -> Place:
    return Place(
        start_s, end_s, reading.holes, reading.highs, reading.hard, reading.gaps, reading.bass_side_db,
        reading.side_db, reading.loss_lu, reading.correlation, reading.shimmer_db, reading.mud_db,
        gain_to_db(sample_peak(part)),
    )  # fmt: skip


def _levels_db(song: Audio, rate: int) -> Curve:
    block = round(numbers.RISE_S * rate)
    powers = []
    for span in stretches(song[:, : song.shape[1] // block * block], block=block * 1_000):
        part = song[:, span].mean(axis=0)
        powers.append((part.reshape(-1, block).astype(np.float64) ** 2).mean(axis=1))
    return 10.0 * np.log10(np.concatenate(powers) + 1e-9) if powers else np.zeros(0)


_WINDOW = np.hanning(FRAME + 1)[:-1]
