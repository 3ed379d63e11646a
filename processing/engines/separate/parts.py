"""What all separators share: the song at the model's rate, stems back at its own, and together the song again."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from processing.dsp.chunks import Parts
from processing.dsp.levels import Audio
from processing.dsp.on_disk import Growing, blank, let_go
from processing.dsp.resample import Resampler
from processing.engines.contracts import SOURCES
from processing.errors import StudioError

BLOCK = 1 << 18


def refuse_unfit(audio: Audio, sources: Sequence[str], own: Sequence[str] = ()) -> None:
    """Raises StudioError `audio.too_many_channels` for what is not (1 or 2, samples), and `separate.unknown_source` for
    a stem that no engine has; `own` are those that this one has beside the usual."""
    if audio.ndim != 2 or audio.shape[0] not in (1, 2):
        count = audio.shape[0] if audio.ndim == 2 else audio.ndim
        words = f"It has {count} channels; the studio takes up to 2. Export a stereo mix."
        raise StudioError("audio.too_many_channels", words, channels=count)
    known = list(dict.fromkeys((*SOURCES, *own)))
    if unknown := [name for name in sources if name not in known]:
        words = "There is no such stem: songs are taken apart into voice, drums, bass and the rest."
        raise StudioError("separate.unknown_source", words, unknown=unknown, known=known)


def spans(samples: int, block: int = BLOCK) -> Iterator[slice]:
    """The stretches of a song, one after the other."""
    for start in range(0, samples, block):
        yield slice(start, min(samples, start + block))


def stereo_at(audio: Audio, rate_in: int, rate_out: int, folder: Path | None = None) -> Audio:
    """(1 or 2, samples) as stereo at `rate_out`, block by block; on disk when a folder is given."""
    samples = round(audio.shape[1] * rate_out / rate_in)
    if rate_in == rate_out and audio.shape[0] == 2:
        return audio
    out = Growing(blank(samples, folder, "input"))
    stream = Resampler(2, rate_in, rate_out)
    for span in spans(audio.shape[1]):
        block = audio[:, span]
        pair = block if audio.shape[0] == 2 else np.repeat(block, 2, axis=0)
        out.write(stream.feed(pair, last=span.stop == audio.shape[1]))
        let_go(audio)
    return out.audio


def collect(
    pieces: Iterable[Parts], names: Sequence[str], samples: int, rates: tuple[int, int], folder: Path | None = None
) -> dict[str, Audio]:
    """The stems by name, from pieces (parts, 2, n) at `rates[0]`; each stem is (2, samples) at `rates[1]`. Raises
    StudioError `engine.no_sound` for a piece that holds no numbers."""
    stems = {name: Growing(blank(samples, folder, name)) for name in names}
    streams = {name: Resampler(2, *rates) for name in names}
    for piece in pieces:
        if not np.isfinite(piece).all():
            raise StudioError("engine.no_sound", "What the model made is no sound: its weights may be damaged.")
        for name, part in zip(names, piece, strict=True):
            stems[name].write(streams[name].feed(part))
    if rates[0] != rates[1]:
        for name, stem in stems.items():
            stem.write(streams[name].feed(np.zeros((2, 0), np.float32), last=True))
    return {name: stem.audio for name, stem in stems.items()}


def give_rest_to_other(audio: Audio, stems: dict[str, Audio], folder: Path | None = None) -> dict[str, Audio]:
    """`other` becomes what the stems beside it leave of the input, so that together they are the input again: what the
    engine lost, and what a lower rate cannot hold, is heard there and nowhere else."""
    if "other" not in stems:
        stems["other"] = blank(audio.shape[1], folder, "other")
    beside = [stem for name, stem in stems.items() if name != "other"]
    for span in spans(audio.shape[1]):
        rest = np.array(np.broadcast_to(audio[:, span], (2, span.stop - span.start)), dtype=np.float64)
        for stem in beside:
            rest -= stem[:, span]
        stems["other"][:, span] = rest
        for array in (audio, *stems.values()):
            let_go(array)
    return stems
