"""Take a stranger's file in: probe by content, decode once through a caged ffmpeg, leave one canonical copy.

The canonical copy is 48 kHz stereo, FLAC 24-bit (float WAV where a sample exceeds full scale). The stranger's file
is only read. Durations are counted in decoded samples: headers lie.
"""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from processing.dsp import ffmpeg
from processing.dsp.files import LosslessWriter
from processing.dsp.levels import gain_to_db, stereo
from processing.dsp.own_rate import USUAL, IngestLimits, blocks, decoding, finished, in_audio_words, plainly_named
from processing.dsp.pathologies.damage_checks import apart
from processing.dsp.probe import Probe, probe, source, unreadable
from processing.dsp.resample import Resampler
from processing.dsp.soundness import Finding, Soundness
from processing.errors import StudioError

__all__ = ["CANONICAL_RATE", "IngestLimits", "Ingested", "ingest"]

CANONICAL_RATE = 48_000
_RATES = range(4_000, 768_001)
_MAX_BROKEN_SHARE = 0.01
_TRUNCATED_S = 0.1
_TRUNCATED_SHARE = 0.01
# Cover pictures, and the last piece of a WAV whose size was left open (a truncated one is told by its promise).
_COUNTED = re.compile(r"time=(\d+):(\d+):(\d+\.\d+)")
_HARMLESS = re.compile(
    r"^\[(png|mjpeg|webp|gif)|Could not find codec parameters|corrupt input packet|\bpcm_\w+ @|/wav @"
)


@dataclass(frozen=True)
class Ingested:
    """What was taken in. `path` is the canonical copy; `warnings` are for people. `samples_in`, `cut_peaks` and
    `cut_spans` (seconds) are of the file itself, at its own rate."""

    path: Path
    duration_s: float
    samples: int
    sample_rate_in: int
    samples_in: int
    channels_in: int
    codec: str
    container: str
    peak_dbfs: float
    full_scale_samples: int
    cut_peaks: int
    cut_spans: tuple[tuple[float, float], ...]
    broken_samples: int
    warnings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "path": self.path.name, "warnings": [asdict(w) for w in self.warnings]}


def ingest(path: Path, out_path: Path, *, limits: IngestLimits = USUAL) -> Ingested:
    """Decode `path` into the canonical copy beside `out_path` (its suffix becomes `.flac` or `.wav`).

    Raises StudioError `audio.missing | empty | file_too_big | playlist | not_audio | no_sound | unreadable |
    too_many_channels | odd_rate | too_short | too_long | silent | broken | too_slow | too_heavy`. An error leaves
    no file behind.
    """
    with plainly_named(path, out_path.parent) as take:
        file_bytes = take.stat().st_size if take.is_file() else 0
        if file_bytes > limits.max_file_bytes:
            raise StudioError(
                "audio.file_too_big", "The file is too large. Export it as FLAC or MP3.", bytes=file_bytes
            )
        cage = limits.cage(file_bytes)
        with in_audio_words():
            what = probe(take, limits=cage)
            _refuse_unfit(what, limits)
            _refuse_endless(take, what, limits, cage)
            return _decode(take, out_path, what, limits, cage)


def _decode(take: Path, out_path: Path, what: Probe, limits: IngestLimits, cage: ffmpeg.Limits) -> Ingested:
    check = Soundness(what.sample_rate)
    written = 0
    resampler = Resampler(min(2, what.channels), what.sample_rate, CANONICAL_RATE)
    with LosslessWriter(out_path, CANONICAL_RATE, 2) as writer:
        with ffmpeg.started(decoding(take, what, limits), limits=cage) as child:
            for block in blocks(child, what):
                converted = stereo(resampler.feed(check.repaired(block)))
                writer.write(converted)
                written += converted.shape[1]
            damage = _damage(child)
        converted = stereo(resampler.feed(np.zeros((min(2, what.channels), 0), dtype=np.float32), last=True))
        writer.write(converted)
        written += converted.shape[1]
        _refuse_unsound(check, check.samples / what.sample_rate, limits, damage)
    cut_at = check.flat.times_s(what.sample_rate)
    findings = (*_of_the_file(what, check.samples / what.sample_rate, damage), *check.findings())
    return Ingested(
        path=writer.path,
        duration_s=written / CANONICAL_RATE,
        samples=written,
        sample_rate_in=what.sample_rate,
        samples_in=check.samples,
        channels_in=what.channels,
        codec=what.codec,
        container=what.container,
        peak_dbfs=round(gain_to_db(check.peak), 2),
        full_scale_samples=check.runs.samples,
        cut_peaks=cut_at.size,
        cut_spans=apart(cut_at),
        broken_samples=check.broken,
        warnings=findings,
    )


def _damage(child: ffmpeg.Child) -> str:
    """What ffmpeg complained about, "" when nothing."""
    said, is_whole = finished(child)
    if not is_whole:
        return said or "failed"
    marks = ("Error", "Invalid data", "invalid", "corrupt", "truncated", "Truncat", "overread", "Header missing")
    complaints = [line for line in said.split("\n") if line.startswith("[") and any(m in line for m in marks)]
    return "\n".join(line for line in complaints if not _HARMLESS.search(line))


def _refuse_unfit(what: Probe, limits: IngestLimits) -> None:
    if what.channels > limits.max_channels:
        words = f"It has {what.channels} channels; the studio takes up to {limits.max_channels}. Export a stereo mix."
        raise StudioError("audio.too_many_channels", words, channels=what.channels)
    if what.sample_rate not in _RATES:
        words = f"A sample rate of {what.sample_rate} Hz is not usable. Export it at 44.1 or 48 kHz."
        raise StudioError("audio.odd_rate", words, sample_rate=what.sample_rate)


def _refuse_endless(take: Path, what: Probe, limits: IngestLimits, cage: ffmpeg.Limits) -> None:
    """A header that promises too much may lie, so its sound is counted; that is far cheaper than taking it in."""
    if (what.declared_s or 0.0) <= limits.max_s:
        return
    args = ["-threads", "1", *source(take), "-map", "0:a:0", "-t", str(limits.max_s + 1.0), "-f", "null", "-"]
    counted = _COUNTED.findall(ffmpeg.run(args, limits=cage, check=False).words)
    if counted:
        hours, minutes, seconds = counted[-1]
        _refuse_long(int(hours) * 3600 + int(minutes) * 60 + float(seconds), limits)


def _refuse_long(duration_s: float, limits: IngestLimits) -> None:
    if duration_s > limits.max_s:
        words = f"It is longer than {limits.max_s / 60:.0f} minutes. Upload one song at a time."
        raise StudioError("audio.too_long", words)


def _refuse_unsound(check: Soundness, duration_s: float, limits: IngestLimits, damage: str) -> None:
    if check.samples == 0 or (damage and duration_s < limits.min_s):
        raise unreadable()
    if duration_s < limits.min_s:
        words = f"It is only {duration_s:.2f} seconds long; the studio needs at least {limits.min_s:.0f}."
        raise StudioError("audio.too_short", words, duration_s=duration_s)
    _refuse_long(duration_s, limits)
    if check.broken_share > _MAX_BROKEN_SHARE:
        words = "Most of its samples hold no number (NaN, infinity or absurd values). Export it again as 24-bit."
        raise StudioError("audio.broken", words, share=check.broken_share)
    if check.silent:
        raise StudioError("audio.silent", "There is no sound in it: silence from start to end. Check the export.")


def _of_the_file(what: Probe, duration_s: float, damage: str) -> list[Finding]:
    findings = []
    missing_s = (what.declared_s or 0.0) - duration_s
    if missing_s > max(_TRUNCATED_S, _TRUNCATED_SHARE * duration_s):
        words = (
            f"The end is missing: its header promises {missing_s:.1f} seconds more. Was the upload or export cut off?"
        )
        findings.append(Finding("audio.truncated", words, round(missing_s, 2)))
    if damage:
        words = "Parts of the file are damaged and were skipped. Listen to it, or export it again."
        findings.append(Finding("audio.damaged", words, damage.count("\n") + 1))
    if what.channels > 2:
        findings.append(Finding("audio.folded", f"{what.channels} channels were folded to stereo.", what.channels))
    return findings
