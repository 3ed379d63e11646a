"""The gate that every master passes: numbers against limits, with one sentence each for people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from processing.dsp import files
from processing.dsp.blocks import changes, stretches
from processing.dsp.encode import Encoding, encode_audio
from processing.dsp.full_scale import full_scale_runs
from processing.dsp.levels import Audio, inner
from processing.dsp.loudness import integrated_lufs
from processing.dsp.on_disk import let_go
from processing.dsp.stereo import mono_loss_lu
from processing.dsp.true_peak import true_peak_dbtp

SILENT_END = 10.0 ** (-60.0 / 20.0)
METER_DBTP = 0.005
"""Two true-peak meters may differ by this much on the same file."""
CODECS = (Encoding("mp3", 320),)
"""What is delivered lossy."""


@dataclass(frozen=True)
class Limits:
    loudness_lu: float = 0.5
    true_peak_dbtp: float = -1.0
    codec_peak_dbtp: float = 0.0
    clipping_run_samples: int = 3
    mono_loss_lu: float = 3.0
    head_silence_s: float = 2.0
    tail_silence_s: float = 6.0
    frames: int = 1


@dataclass(frozen=True)
class Check:
    """One measured value against its limit. `words` say what it means and, when it failed, what to do."""

    check: str
    value: float
    limit: float
    passed: bool
    words: str

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        data["pass"] = data.pop("passed")
        return data


def gate(
    master: Audio,
    mix: Audio,
    sample_rate: int,
    target_lufs: float,
    *,
    codec_peaks_dbtp: Mapping[str, float] | None = None,
    limits: Limits = Limits(),
    known: Mapping[str, Any] | None = None,
) -> list[Check]:
    """Check a master (2, samples) against its mix. Hard checks all: a release needs every one passed or waived.

    `codec_peaks_dbtp` holds the true peak after each lossy round trip, see `codec_peaks`. What `known` already tells
    of this very audio (`integrated_lufs`, `true_peak_dbtp`, `mono_loss_lu`) is not measured again.
    """
    broken = sum(int(np.count_nonzero(~np.isfinite(master[:, span]))) for span in stretches(master))
    checks = [
        _check("non_finite", broken, 0, broken == 0, "{value:.0f} broken samples. Master again.", "No broken samples.")
    ]
    if broken:
        return checks
    known = known or {}
    lufs = known["integrated_lufs"] if "integrated_lufs" in known else integrated_lufs(master, sample_rate)
    peak = known["true_peak_dbtp"] if "true_peak_dbtp" in known else true_peak_dbtp(master, sample_rate)
    loss = known["mono_loss_lu"] if "mono_loss_lu" in known else mono_loss_lu(master, sample_rate, whole_lufs=lufs)
    checks += [
        _loudness(lufs, target_lufs, limits),
        _true_peak(peak, limits),
        _clipping(master, limits),
        _mono(loss, limits),
        *_ends(master, sample_rate, limits),
        _duration(master, mix, limits),
    ]
    return checks + [_codec(name, peak, limits) for name, peak in (codec_peaks_dbtp or {}).items()]


def codec_peaks(
    master: Audio,
    sample_rate: int,
    scratch: Path,
    codecs: Sequence[Encoding] = CODECS,
    *,
    loudest_s: float | None = None,
) -> dict[str, float]:
    """True peak (dBTP) of the master after encoding and decoding, by codec and rate ("mp3_320").

    With `loudest_s`, only that many of its loudest seconds are tried: there encoders overshoot most.
    """
    if loudest_s is not None:
        master = loudest(master, sample_rate, loudest_s)
    peaks = {}
    for encoding in codecs:
        name = f"{encoding.codec}_{encoding.bitrate_kbps}"
        path = encode_audio(scratch / f"codec_check_{name}", master, sample_rate, encoding)
        peaks[name] = true_peak_dbtp(files.decode(path, rate=sample_rate), sample_rate)
        path.unlink()
    return peaks


def loudest(audio: Audio, sample_rate: int, duration_s: float) -> Audio:
    """The seconds of highest power, in their order, joined; all of it when it is shorter."""
    wanted, seconds = int(duration_s), audio.shape[1] // sample_rate
    if seconds <= wanted:
        return audio
    whole = audio[:, : seconds * sample_rate]
    power = [inner(whole[:, span], whole[:, span]) for span in stretches(whole, block=sample_rate)]
    joined = np.empty((audio.shape[0], wanted * sample_rate), np.float32)
    for number, second in enumerate(np.sort(np.argsort(power)[-wanted:])):
        joined[:, number * sample_rate :][:, :sample_rate] = whole[:, second * sample_rate :][:, :sample_rate]
        let_go(audio)
    return joined


def passed(checks: Sequence[Check]) -> bool:
    return all(check.passed for check in checks)


def _loudness(lufs: float, target_lufs: float, limits: Limits) -> Check:
    off = abs(lufs - target_lufs)
    good = f"{lufs:.1f} LUFS, as wanted."
    bad = f"{lufs:.1f} LUFS instead of {target_lufs:.1f}: the mix does not allow it. Choose a quieter target."
    return _check("integrated_lufs", lufs, target_lufs, off <= limits.loudness_lu, bad, good)


def _true_peak(peak: float, limits: Limits) -> Check:
    bad = "The true peak is {value:.2f} dBTP: players may distort. Master again with a lower ceiling."
    holds = peak <= limits.true_peak_dbtp + METER_DBTP
    return _check("true_peak_dbtp", peak, limits.true_peak_dbtp, holds, bad, "Peaks leave room for every player.")


def _clipping(master: Audio, limits: Limits) -> Check:
    longest = full_scale_runs(master).longest
    bad = "{value:.0f} samples in a row stand at full scale: it is clipped. Lower the mix and master again."
    return _check(
        "clipping_run_samples",
        longest,
        limits.clipping_run_samples,
        longest < limits.clipping_run_samples,
        bad,
        "No clipping.",
    )


def _mono(loss: float, limits: Limits) -> Check:
    bad = "On one loudspeaker it loses {value:.1f} LU. Make the wide tracks of the mix narrower."
    return _check("mono_loss_lu", loss, limits.mono_loss_lu, loss <= limits.mono_loss_lu, bad, "Holds in mono.")


def _ends(master: Audio, sample_rate: int, limits: Limits) -> list[Check]:
    heard = changes(master, lambda part: np.abs(part).max(axis=0) > SILENT_END)
    first, last = (int(heard[0]), int(heard[-1])) if heard.size else (master.shape[1], 0)
    head_s, tail_s = first / sample_rate, (master.shape[1] - last) / sample_rate
    bad = "{value:.1f} s of silence. Trim the song."
    return [
        _check(
            "head_silence_s", head_s, limits.head_silence_s, head_s <= limits.head_silence_s, bad, "Starts promptly."
        ),
        _check("tail_silence_s", tail_s, limits.tail_silence_s, tail_s <= limits.tail_silence_s, bad, "Ends promptly."),
    ]


def _duration(master: Audio, mix: Audio, limits: Limits) -> Check:
    off = abs(master.shape[1] - mix.shape[1])
    bad = "The master is {value:.0f} samples off the mix. Master again."
    return _check("duration_frames", off, limits.frames, off <= limits.frames, bad, "As long as the mix.")


def _codec(name: str, peak: float, limits: Limits) -> Check:
    bad = f"After {name.replace('_', ' ')} encoding" + " the peak is {value:+.2f} dBTP. Lower the ceiling by that much."
    holds = peak <= limits.codec_peak_dbtp
    return _check(f"codec_{name}_dbtp", peak, limits.codec_peak_dbtp, holds, bad, "Survives encoding without overs.")


def _check(name: str, value: float, limit: float, holds: bool, bad: str, good: str) -> Check:
    return Check(name, round(float(value), 3), float(limit), bool(holds), good if holds else bad.format(value=value))
