"""The studio's own split: no model, no weights, a preview.

The voice is found by whichever of several methods suits the song (`voice_masks`, chosen by `choosing`); drums are what
strikes, the bass is what is left low down, and `other` is everything else, computed as the input minus the three.
Chunk by chunk, in the memory of one. Good enough to listen to a part, to key a side-chain or to draw pictures; not to
release, and the facts say so.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from processing.dsp.chunks import Parts, chunk_count, in_chunks
from processing.dsp.levels import Audio
from processing.engines.contracts import SOURCES, Progress, Separation, silent
from processing.engines.separate.backing import SEGMENT_S, masks_of
from processing.engines.separate.choosing import choose
from processing.engines.separate.parts import collect, give_rest_to_other, refuse_unfit, stereo_at
from processing.engines.separate.spectra import magnitude, sound, spectrum, window_of
from processing.engines.separate.voice_masks import FRAME_S, METHODS

_MESSAGE = "The studio's own split takes the song apart"


class Split:
    """`scratch`: a folder for stems that are too long for memory; they are then arrays on disk."""

    def __init__(self, *, scratch: Path | None = None) -> None:
        self._scratch = scratch

    def separate(
        self, audio: Audio, sample_rate: int, sources: Sequence[str] = SOURCES, *, progress: Progress = silent
    ) -> Separation:
        refuse_unfit(audio, sources)
        progress(0.0, "Listening how the song can be taken apart")
        song = stereo_at(audio, sample_rate, sample_rate, self._scratch)
        choice = choose(song, sample_rate, progress=lambda part, words: progress(0.25 * part, words))
        segment = min(round(SEGMENT_S * sample_rate), max(song.shape[1], sample_rate))
        steps, done = max(1, chunk_count(song.shape[1], segment)), 0

        def work(chunk: Audio) -> Parts:
            nonlocal done
            progress(0.25 + 0.75 * done / steps, _MESSAGE)
            done += 1
            return parts_of(chunk, sample_rate, choice.method)

        pieces = in_chunks(song, work, segment)
        rates = (sample_rate, sample_rate)
        stems = collect(pieces, ("vocals", "drums", "bass"), song.shape[1], rates, self._scratch)
        wanted = {name: stem for name, stem in stems.items() if name in sources}
        facts = {"method": choice.method, "confidence": choice.confidence, "preview": True, "words": choice.words}
        return Separation(give_rest_to_other(song, wanted, self._scratch), facts)


def parts_of(chunk: Audio, rate: int, method: str) -> Parts:
    """Voice, drums and bass of (2, samples)."""
    size = window_of(rate, FRAME_S)
    spectra = spectrum(chunk, size)
    voice = METHODS[method](chunk, spectra, rate)
    drums, bass = masks_of(magnitude(spectra) * (1.0 - voice), rate)
    masks = (voice, (1.0 - voice) * drums, (1.0 - voice) * bass)
    return np.stack([sound(spectra * mask, size, chunk.shape[1]) for mask in masks])
