"""A new top by AudioSR with the operator's own weights: above the cut the sound is made up by a diffusion model, below
it the recording stays what it was.

The model hears nothing but what is kept: an edge that is not clean would be taken for highs that are there already. It
knows one channel, so middle and sides are continued apart; the width of the highs is then that of what lies below.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import scipy.fft

from processing.dsp.chunks import OVERLAP, Parts, chunk_count, in_chunks, stride_of
from processing.dsp.levels import Audio, fitted
from processing.dsp.new_band import CROSSFADE_HZ, with_new_band
from processing.dsp.resample import resample
from processing.engines.contracts import Progress, silent
from processing.engines.extend_band.audiosr_model import CHANNELS, COLUMN, HEIGHT, RATE, Model, Noise
from processing.engines.extend_band.audiosr_weights import file_of, read_model
from processing.engines.memory import first_that_fits
from processing.errors import StudioError

LOWEST_CUTOFF_HZ, HIGHEST_CUTOFF_HZ = 2_000.0, 18_000.0
SEGMENTS_S = (5.12, 2.56)
"""The length that the authors recommend, then a smaller one for cards that it does not fit into."""
STEPS = 50
HEARD_PEAK = 0.5
"""The peak at which the model was taught to hear everything."""
SILENT_PEAK = 1e-4
MATCHED_HZ = 1_500.0
"""The levels are matched over so much below the cut."""
MOST_GAIN = 4.0


class AudioSR:
    """`weights`: the folder of the checkpoint. Without a `device` it wants a card: on a processor a song takes hours.
    Raises StudioError `weights.missing | wrong_hash | not_a_model | unknown_model`, `engine.needs_gpu | out_of_memory`.
    """

    def __init__(self, weights: Path, *, device: str = "", steps: int = STEPS) -> None:
        file_of(weights)
        # Before the weights are read, which are several gigabytes.
        place = device or _card()
        loaded = read_model(weights)
        _, self._model = first_that_fits((place,), lambda there: Model(loaded, there, steps), name="AudioSR")
        self._fits = 0

    def extend(
        self, audio: Audio, sample_rate: int, *, cutoff_hz: float, seed: int = 0, progress: Progress = silent
    ) -> Audio:
        """`audio` is (1 or 2, samples). A cut outside 2 to 18 kHz gives the very same samples back.

        The same seed gives the same highs on the same machine. `progress` is called before each step of each chunk.
        Raises StudioError `engine.out_of_memory` when even a small chunk does not fit, `engine.no_sound`.
        """
        if not LOWEST_CUTOFF_HZ <= cutoff_hz < min(HIGHEST_CUTOFF_HZ, 0.45 * sample_rate) or audio.shape[1] == 0:
            return audio
        song = _middle_and_sides(resample(audio, sample_rate, RATE))
        kept = with_new_band(song, np.zeros_like(song), RATE, cutoff_hz)

        def highs(segment_s: float) -> Audio:
            return self._highs(kept, round(segment_s * RATE), cutoff_hz, seed, progress)

        self._fits, made = first_that_fits(SEGMENTS_S, highs, start=self._fits, name="AudioSR")
        new = fitted(resample(_left_and_right(made), RATE, sample_rate), audio.shape[1])
        return with_new_band(audio, new, sample_rate, cutoff_hz)

    def _highs(self, kept: Audio, segment: int, cutoff_hz: float, seed: int, progress: Progress) -> Audio:
        """(rows, samples) of what the model makes of `kept`, rows of silence as silence."""
        stride = stride_of(segment)
        # Whole strides: every chunk then begins on a column of the packed picture.
        rest = -kept.shape[1] % stride
        chunks = chunk_count(kept.shape[1] + rest, segment)
        padded = np.pad(kept, ((0, 0), (0, rest)))
        number = 0

        def work(chunk: Audio) -> Parts:
            nonlocal number
            # `in_chunks` moves the last one back by half of what it lacks. No column has a negative number.
            start = number * stride - (segment - stride) // 2 * (number + 1 == chunks) + segment
            told = partial(_tell, progress, number, chunks)
            made = self._chunk(chunk, start // COLUMN, cutoff_hz, seed, told)
            number += 1
            return made[np.newaxis]

        pieces = [piece[0] for piece in in_chunks(padded, work, segment, overlap=OVERLAP)]
        return np.concatenate(pieces, axis=1)[:, : kept.shape[1]]

    def _chunk(self, kept: Audio, column: int, cutoff_hz: float, seed: int, tell: Callable[[float], None]) -> Audio:
        """One chunk, each row heard at the level that the model knows and given back at its own."""
        tell(0.0)
        made = np.zeros_like(kept)
        centred = kept - kept.mean(axis=1, keepdims=True)
        peaks = np.abs(centred).max(axis=1, keepdims=True)
        sounding = np.flatnonzero(peaks[:, 0] > SILENT_PEAK)
        if sounding.size == 0:
            return made
        heard = np.asarray(HEARD_PEAK * centred[sounding] / peaks[sounding], dtype=np.float32)
        columns = kept.shape[1] // COLUMN
        noise = np.stack([noise_for(seed, int(row), column, columns, self._model.draws) for row in sounding], axis=1)
        bright = self._model.bright(heard, noise, cutoff_hz, tell)
        if not np.isfinite(bright).all():
            raise StudioError("engine.no_sound", "What AudioSR made is no sound: its weights may be damaged.")
        made[sounding] = _matched(bright, heard, cutoff_hz) * peaks[sounding] / HEARD_PEAK
        return made


def _tell(progress: Progress, number: int, chunks: int, share: float) -> None:
    progress((number + share) / chunks, "AudioSR makes new highs")


def noise_for(seed: int, row: int, first: int, columns: int, draws: int) -> Noise:
    """(draws, channels, columns, height), the same for the same moment of a song, whichever chunk asks: what two chunks
    make where they overlap is then alike."""
    fields = [
        np.random.default_rng([seed, row, column]).standard_normal((draws, CHANNELS, HEIGHT), dtype=np.float32)
        for column in range(first, first + columns)
    ]
    return np.stack(fields, axis=2)


def _matched(made: Audio, heard: Audio, cutoff_hz: float) -> Audio:
    """`made` as loud as `heard` just below the cut, row by row."""
    hz = scipy.fft.rfftfreq(heard.shape[1], 1.0 / RATE)
    below = (hz >= cutoff_hz - CROSSFADE_HZ - MATCHED_HZ) & (hz < cutoff_hz - CROSSFADE_HZ)
    wanted, there = (np.square(np.abs(scipy.fft.rfft(one, axis=1)[:, below])).sum(axis=1) for one in (heard, made))
    gains = np.sqrt(np.divide(wanted, there, out=np.zeros_like(wanted), where=there > 0.0)).clip(0.0, MOST_GAIN)
    return np.asarray(made * gains[:, np.newaxis], dtype=np.float32)


def _middle_and_sides(audio: Audio) -> Audio:
    if audio.shape[0] == 1:
        return audio
    return np.stack([audio[0] + audio[1], audio[0] - audio[1]]) * np.float32(0.5)


def _left_and_right(audio: Audio) -> Audio:
    return audio if audio.shape[0] == 1 else np.stack([audio[0] + audio[1], audio[0] - audio[1]])


def _card() -> str:
    import torch

    try:
        torch.zeros(1, device="cuda")
    except Exception as error:  # torch says it in many ways: no card, no driver, a forked process
        raise StudioError(
            "engine.needs_gpu", "AudioSR needs a GPU that this worker can reach; on a processor a song takes hours."
        ) from error
    return "cuda"
