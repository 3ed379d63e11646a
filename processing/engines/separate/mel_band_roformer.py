"""Mel-Band RoFormer with the operator's own weights: a voice of the best quality there is, and everything else.

Public checkpoints know the voice only. When drums or bass are asked for as well, they are told apart in the rest by the
weights-free split, and the facts say so. `other` gets what the stems beside it leave of the input.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from processing.dsp.chunks import Parts, chunk_count, in_chunks
from processing.dsp.levels import Audio
from processing.engines.contracts import SOURCES, Progress, Separation, silent
from processing.engines.memory import first_that_fits
from processing.engines.separate.backing import split_backing
from processing.engines.separate.ladder import Rung, rungs_for, words_of
from processing.engines.separate.mel_band_weights import Loaded, read_model
from processing.engines.separate.parts import collect, give_rest_to_other, refuse_unfit, stereo_at

_MESSAGE = "Mel-Band RoFormer takes the song apart"


class MelBandRoformer:
    """`weights`: the folder of the checkpoint. `scratch`: a folder for stems that are too long for memory; they are
    then arrays on disk. Raises StudioError `weights.*`."""

    def __init__(self, weights: Path, *, scratch: Path | None = None, device: str = "") -> None:
        import torch

        self._torch: Any = torch
        self._model: Loaded = read_model(weights)
        self._scratch = scratch
        segment_s = self._model.segment / self._model.rate
        self._rungs = rungs_for(device or ("cuda" if torch.cuda.is_available() else "cpu"), segment_s)
        self._fits = 0

    def separate(
        self, audio: Audio, sample_rate: int, sources: Sequence[str] = SOURCES, *, progress: Progress = silent
    ) -> Separation:
        """See `Separator`. Raises StudioError `engine.out_of_memory` when even the smallest step does not fit."""
        refuse_unfit(audio, sources, self._model.instruments)
        progress(0.0, _MESSAGE)
        song = stereo_at(audio, sample_rate, self._model.rate, self._scratch)
        rates = (self._model.rate, sample_rate)

        def stems(rung: Rung) -> dict[str, Audio]:
            segment = round(rung.segment_s * self._model.rate)
            steps = max(1, chunk_count(song.shape[1], segment))
            work = self._work(rung, lambda number: progress(0.9 * number / steps, _MESSAGE))
            return collect(
                in_chunks(song, work, segment), self._model.instruments, audio.shape[1], rates, self._scratch
            )

        self._fits, made = first_that_fits(self._rungs, stems, start=self._fits, name="Mel-Band RoFormer")
        wanted = {name: stem for name, stem in made.items() if name in {*sources, "other"}}
        parted = [name for name in ("drums", "bass") if name in sources and name not in made]
        if parted and "vocals" in wanted:
            wanted |= split_backing(audio, wanted["vocals"], sample_rate, parted, self._scratch, progress)
        rung = self._rungs[self._fits]
        facts = {
            "method": "mel-band roformer" + (", rest split without a model" if parted else ""),
            "confidence": 1.0,
            "preview": False,
            "split_rest": parted,
            "words": ["Voice taken out by Mel-Band RoFormer.", *_words_of(parted), *words_of(self._rungs[0], rung)],
            "device": rung.device,
            "segment_s": rung.segment_s,
            "weights": [self._model.file.name],
        }
        return Separation(give_rest_to_other(audio, wanted, self._scratch), facts)

    def _work(self, rung: Rung, told: Callable[[int], None]) -> Callable[[Audio], Parts]:
        torch, network, number = self._torch, self._model.network.to(rung.device), 0

        def work(chunk: Audio) -> Parts:
            nonlocal number
            told(number)
            number += 1
            given = chunk if network.channels == 2 else chunk.mean(axis=0, keepdims=True)
            with torch.inference_mode():
                made = network(torch.from_numpy(given)[None].to(rung.device))[0].cpu().numpy()
            return np.asarray(np.broadcast_to(made, (made.shape[0], *chunk.shape)))

        return work


def _words_of(parted: list[str]) -> list[str]:
    if not parted:
        return []
    return [f"{' and '.join(parted).capitalize()} are told apart in the rest without a model: a preview of them only."]
