"""Demucs v4 with the operator's own weights: four stems at 44.1 kHz, float throughout, nothing rescaled.

The song is normalised, cut, and joined as the library does it (no random shifts), so the stems are the library's own;
but chunk by chunk, in the memory of one chunk, and it can be stopped at each. `other` gets what the three stems beside
it leave of the input, so the stems always sum to it.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from processing.dsp.chunks import Parts, chunk_count, in_chunks
from processing.dsp.levels import Audio
from processing.dsp.on_disk import let_go
from processing.engines.contracts import SOURCES, Progress, Separation, silent
from processing.engines.memory import first_that_fits
from processing.engines.separate.demucs_weights import Bag, read_bag
from processing.engines.separate.ladder import Rung, rungs_for, words_of
from processing.engines.separate.parts import collect, give_rest_to_other, refuse_unfit, spans, stereo_at

RATE = 44_100
_MESSAGE = "Demucs takes the song apart"


class Demucs:
    """`weights`: the folder of the models. `scratch`: a folder for stems that are too long for memory; they are then
    arrays on disk. `model`: one of several bags in the folder. Raises StudioError `weights.*`."""

    def __init__(self, weights: Path, *, scratch: Path | None = None, model: str = "", device: str = "") -> None:
        import torch

        self._torch: Any = torch
        self._bag: Bag = read_bag(weights, model)
        self._scratch = scratch
        self._rungs = rungs_for(device or ("cuda" if torch.cuda.is_available() else "cpu"), self._bag.segment_s)
        self._fits = 0

    def separate(
        self, audio: Audio, sample_rate: int, sources: Sequence[str] = SOURCES, *, progress: Progress = silent
    ) -> Separation:
        """See `Separator`. Raises StudioError `engine.out_of_memory` when even the smallest step does not fit."""
        refuse_unfit(audio, sources, self._bag.sources)
        progress(0.0, _MESSAGE)
        song = stereo_at(audio, sample_rate, RATE, self._scratch)
        self._fits, stems = first_that_fits(
            self._rungs, lambda rung: self._stems(song, audio.shape[1], sample_rate, rung, progress),
            start=self._fits, name="Demucs",
        )  # fmt: skip
        wanted = {name: stem for name, stem in stems.items() if name in {*sources, "other"}}
        rung = self._rungs[self._fits]
        facts = {
            "method": "demucs",
            "confidence": 1.0,
            "preview": False,
            "words": ["Taken apart by Demucs.", *words_of(self._rungs[0], rung)],
            "device": rung.device,
            "segment_s": rung.segment_s,
            "weights": [path.name for path in self._bag.files],
        }
        return Separation(give_rest_to_other(audio, wanted, self._scratch), facts)

    def _stems(self, song: Audio, samples: int, rate: int, rung: Rung, progress: Progress) -> dict[str, Audio]:
        pieces = self._pieces(song, rung, progress)
        return collect(pieces, self._bag.sources, samples, (RATE, rate), self._scratch)

    def _pieces(self, song: Audio, rung: Rung, progress: Progress) -> Iterator[Parts]:
        segment = int(RATE * rung.segment_s)
        mean, deviation = loudness_of(song)
        steps = max(1, chunk_count(song.shape[1], segment) * len(self._bag.models))
        done = 0

        def told() -> None:
            nonlocal done
            done += 1
            progress(done / steps, _MESSAGE)

        for model in self._bag.models:
            model.to(rung.device)
            # A transformer model pads what it is given up to its own segment.
            model.segment = rung.segment_s

        def work(chunk: Audio) -> Parts:
            return self._parts((chunk - mean) / deviation, rung, told)

        # Beyond its ends the normalised song is silent.
        for piece in in_chunks(song, work, segment, rest=float(mean)):
            yield piece * deviation + mean

    def _parts(self, chunk: Audio, rung: Rung, told: Callable[[], None]) -> Parts:
        """One chunk through every model of the bag; (sources, 2, samples), each stem the mean of their shares."""
        torch = self._torch
        whole = np.zeros((len(self._bag.sources), *chunk.shape), np.float32)
        totals = np.sum(self._bag.shares, axis=0, dtype=np.float32)
        with torch.inference_mode():
            mix = torch.from_numpy(chunk)[None].to(rung.device)
            for model, shares in zip(self._bag.models, self._bag.shares, strict=True):
                made = model(mix)[0].cpu().numpy()
                whole += made * (np.asarray(shares, np.float32) / totals)[:, None, None]
                told()
        return whole


def loudness_of(song: Audio) -> tuple[np.float32, np.float32]:
    """Mean and standard deviation of the middle channel, by which the models expect a song to be normalised."""
    count = song.shape[1]
    total = squares = 0.0
    for span in spans(count):
        middle = song[:, span].mean(axis=0, dtype=np.float64)
        total += float(middle.sum())
        squares += float(np.square(middle).sum())
        let_go(song)
    mean = total / max(1, count)
    variance = max(0.0, squares - count * mean * mean) / max(1, count - 1)
    return np.float32(mean), np.float32(np.sqrt(variance) + 1e-8)
