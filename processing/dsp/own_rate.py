"""A stranger's file as it is, at its own sample rate, through a caged ffmpeg: block by block, or as a whole on disk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from processing.dsp import ffmpeg
from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, stereo
from processing.dsp.on_disk import Growing, let_go, like, nameless
from processing.dsp.probe import Probe, probe, source, unreadable
from processing.dsp.resample import Resampler
from processing.dsp.soundness import unbroken
from processing.errors import StudioError


@dataclass(frozen=True)
class IngestLimits:
    min_s: float = 1.0
    max_s: float = 20 * 60.0
    max_channels: int = 8
    max_file_bytes: int = 2 * ffmpeg.GIB
    memory_bytes: int = 3 * ffmpeg.GIB // 4
    patience_s: float = 20.0
    patience_bytes_per_s: float = 8e6
    """A large honest file may take longer than a small hostile one."""

    def cage(self, file_bytes: int) -> ffmpeg.Limits:
        timeout_s = self.patience_s * 0.8 + file_bytes / self.patience_bytes_per_s
        return ffmpeg.Limits(timeout_s=timeout_s, memory_bytes=self.memory_bytes)


USUAL = IngestLimits()


def at_own_rate(path: Path, folder: Path, samples: int, *, limits: IngestLimits = USUAL) -> tuple[Audio, int]:
    """The first `samples` of a file that was taken in before, as stereo, and its rate. The array lies in `folder`."""
    with plainly_named(path, folder) as take, in_audio_words():
        cage = limits.cage(take.stat().st_size)
        what = probe(take, limits=cage)
        out = Growing(nameless(samples, folder))
        with ffmpeg.started(decoding(take, what, limits), limits=cage) as child:
            for block in blocks(child, what):
                out.write(stereo(unbroken(block)[0]))
                let_go(out.audio)
            finished(child)
        return out.audio, what.sample_rate


def resampled(audio: Audio, rate_in: int, rate_out: int, samples: int) -> Audio:
    """(channels, samples) at another rate as `ingest` does it, `samples` long; it lies where `audio` lies."""
    if rate_in == rate_out:
        return audio
    out = Growing(like(audio, samples=samples))
    stream = Resampler(audio.shape[0], rate_in, rate_out)
    for span in stretches(audio, out.audio):
        out.write(stream.feed(audio[:, span], last=span.stop == audio.shape[1]))
    return out.audio


def decoding(take: Path, what: Probe, limits: IngestLimits) -> list[str]:
    # One second more than allowed is enough to know that it is too long.
    cut = ["-t", str(limits.max_s + 1.0)]
    fold = ["-af", "aresample=ochl=stereo:rematrix_maxval=1.0"] if what.channels > 2 else []
    shape = ["-ac", str(min(2, what.channels)), "-ar", str(what.sample_rate)]
    return ["-threads", "1", *source(take), "-map", "0:a:0", *cut, *fold, *shape, "-f", "f32le", "pipe:1"]


def blocks(child: ffmpeg.Child, what: Probe) -> Iterator[Audio]:
    """Blocks of about one second, (channels, samples)."""
    channels = min(2, what.channels)
    while raw := child.read(4 * channels * what.sample_rate):
        whole = len(raw) // (4 * channels) * 4 * channels
        yield np.ascontiguousarray(np.frombuffer(raw[:whole], dtype="<f4").reshape(-1, channels).T)


def finished(child: ffmpeg.Child) -> tuple[str, bool]:
    """What ffmpeg said, and whether it came to the end. Failing after much was read is damage, not refusal."""
    try:
        return child.finish(), True
    except StudioError as error:
        if error.code != "ffmpeg.failed":
            raise
        return "\n".join(error.facts["said"]), False


@contextmanager
def plainly_named(path: Path, folder: Path) -> Iterator[Path]:
    """A link with a name of our own: the stranger's name reaches no argument list and no log that we parse."""
    with tempfile.TemporaryDirectory(prefix=".take-", dir=folder) as room:
        link = Path(room) / "take"
        link.symlink_to(path.absolute())
        yield link


@contextmanager
def in_audio_words() -> Iterator[None]:
    try:
        yield
    except StudioError as error:
        if error.code == "ffmpeg.timeout":
            raise StudioError("audio.too_slow", "Reading this file took too long. Export it as WAV or FLAC.") from error
        if error.code == "ffmpeg.memory":
            raise StudioError("audio.too_heavy", "Reading this file takes too much memory. Export it again.") from error
        if error.code == "ffmpeg.failed":
            raise unreadable() from error
        raise
