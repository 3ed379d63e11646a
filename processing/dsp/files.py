"""The only reader and writer of our own audio files: FLAC 24-bit, or float WAV where FLAC would clip.

Audio is float32 `(channels, samples)`. Writers are deterministic (no dates), appear under their name only when
complete, and refuse non-finite samples. Files of strangers go through `ingest` first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soundfile
from numpy.typing import NDArray

from processing.dsp import ffmpeg
from processing.dsp.blocks import stretches
from processing.dsp.encode import Encoding, encode_audio
from processing.dsp.float_wav import FloatWav
from processing.dsp.levels import Audio, sample_peak
from processing.dsp.on_disk import let_go, nameless
from processing.dsp.pcm import as_16, as_24, assert_finite, assert_fits, write_pcm
from processing.errors import StudioError

BLOCK = 1 << 16
_OURS = ("FLAC", "WAV", "WAVEX")


@dataclass(frozen=True)
class FileFacts:
    sample_rate: int
    channels: int
    samples: int

    @property
    def duration_s(self) -> float:
        return self.samples / self.sample_rate


def facts(path: Path) -> FileFacts:
    """What the header of one of our files says."""
    with _opened(path) as file:
        return FileFacts(sample_rate=file.samplerate, channels=file.channels, samples=file.frames)


def read(path: Path, *, start_s: float = 0.0, duration_s: float | None = None) -> tuple[Audio, int]:
    """Audio `(channels, samples)` and its rate; a span beyond the end is cut there.

    Raises StudioError `audio.missing | audio.unreadable`.
    """
    with _opened(path) as file:
        rate = int(file.samplerate)
        file.seek(min(max(0, round(start_s * rate)), file.frames))
        wanted = -1 if duration_s is None else max(0, round(duration_s * rate))
        return _shaped(file.read(wanted, dtype="float32", always_2d=True)), rate


def read_to_disk(path: Path, folder: Path) -> tuple[Audio, int]:
    """The whole file as `read` gives it, for work that goes through it by stretches: the array lies in `folder`."""
    about = facts(path)
    audio, at = nameless(about.samples, folder, about.channels), 0
    for block in blocks(path):
        audio[:, at : at + block.shape[1]] = block
        at += block.shape[1]
        let_go(audio)
    return audio, about.sample_rate


def blocks(path: Path, samples: int = BLOCK) -> Iterator[Audio]:
    """The whole file in pieces of at most `samples`, in constant memory."""
    with _opened(path) as file:
        while len(block := file.read(samples, dtype="float32", always_2d=True)):
            yield _shaped(block)


def decode(path: Path, *, rate: int = 48_000) -> Audio:
    """One of our lossy files (MP3, AAC, Opus) back as stereo, for checks after encoding."""
    args = [*ffmpeg.reading(path), "-map", "0:a:0", "-ac", "2", "-ar", str(rate), "-f", "f32le", "pipe:1"]
    samples = np.frombuffer(ffmpeg.run(args).stdout, dtype="<f4")
    return np.ascontiguousarray(samples.reshape(-1, 2).T)


def write_flac(path: Path, audio: Audio, rate: int) -> Path:
    """Write FLAC 24-bit; where a sample exceeds full scale a float WAV instead. Returns the path really written."""
    with LosslessWriter(path, rate, audio.shape[0]) as writer:
        for span in stretches(audio, block=BLOCK):
            writer.write(audio[:, span])
    return writer.path


def write_wav24(path: Path, audio: Audio, rate: int) -> Path:
    """Write WAV 24-bit. Raises `audio.would_clip` when a sample exceeds full scale."""
    assert_fits(audio)
    return write_pcm(path, (as_24(audio[:, span]) for span in stretches(audio)), rate, "PCM_24", audio.shape[0])


def write_wav16(path: Path, audio: Audio, rate: int, *, seed: int = 0) -> Path:
    """Write WAV 16-bit with triangular dither from `seed`. Raises `audio.would_clip`."""
    assert_fits(audio)
    return write_pcm(path, [as_16(audio, seed)], rate, "PCM_16", audio.shape[0])


def write_wav_float(path: Path, audio: Audio, rate: int) -> Path:
    """Write WAV 32-bit float: no ceiling."""
    assert_finite(audio)
    with FloatWav(path, rate, audio.shape[0]) as wav:
        for span in stretches(audio):
            wav.write(audio[:, span])
    return path


def write_mp3(
    path: Path, audio: Audio, rate: int, *, bitrate_kbps: int = 320, tags: Mapping[str, str] | None = None
) -> Path:
    assert_finite(audio)
    return encode_audio(path, audio, rate, Encoding("mp3", bitrate_kbps, tags or {}))


def write_aac(
    path: Path, audio: Audio, rate: int, *, bitrate_kbps: int = 256, tags: Mapping[str, str] | None = None
) -> Path:
    assert_finite(audio)
    return encode_audio(path, audio, rate, Encoding("aac", bitrate_kbps, tags or {}))


def write_opus(
    path: Path, audio: Audio, rate: int, *, bitrate_kbps: int = 128, tags: Mapping[str, str] | None = None
) -> Path:
    assert_finite(audio)
    return encode_audio(path, audio, rate, Encoding("opus", bitrate_kbps, tags or {}))


class LosslessWriter:
    """Block by block into FLAC 24-bit; at the first sample above full scale it carries on as a float WAV.

    Use as a context manager; afterwards `path` is what was written (`.flac` or `.wav`). An exception inside
    the block leaves no file.
    """

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        self.path = path.with_suffix(".flac")
        self._rate, self._channels = rate, channels
        self._part = self.path.with_name(f".{self.path.name}.part")
        self._flac: soundfile.SoundFile | None = soundfile.SoundFile(
            self._part, "w", rate, channels, subtype="PCM_24", format="FLAC"
        )
        self._wav: FloatWav | None = None
        self._samples = 0

    def write(self, block: Audio) -> None:
        assert_finite(block)
        if self._wav is None and sample_peak(block) > 1.0:
            self._continue_as_wav()
        if self._wav is not None:
            self._wav.write(block)
        elif self._flac is not None:
            self._flac.write(np.ascontiguousarray(as_24(block).T))
            self._samples += block.shape[1]

    def _continue_as_wav(self) -> None:
        assert self._flac is not None
        self._flac.close()
        self._flac = None
        self.path = self.path.with_suffix(".wav")
        self._wav = FloatWav(self.path, self._rate, self._channels)
        if self._samples:
            for block in blocks(self._part):
                self._wav.write(block)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._flac is not None:
            self._flac.close()
            if kind is None:
                self._part.replace(self.path)
        if self._wav is not None:
            self._wav.__exit__(kind, error, trace)
        self._part.unlink(missing_ok=True)


def _opened(path: Path) -> soundfile.SoundFile:
    if not Path(path).is_file():
        raise StudioError("audio.missing", "This audio file is no longer there.", file=Path(path).name)
    try:
        file = soundfile.SoundFile(path)
    except soundfile.LibsndfileError as error:
        raise StudioError("audio.unreadable", "This file is not audio that the studio wrote.") from error
    if file.format not in _OURS:
        file.close()
        raise StudioError("audio.unreadable", "This file is not audio that the studio wrote.")
    return file


def _shaped(frames: NDArray[np.float32]) -> Audio:
    return np.ascontiguousarray(frames.T)
