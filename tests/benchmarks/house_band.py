"""How well the house band keeps its promises, measured on finished audio: one line per genre, meter and source.

Run from the repository: `python -m tests.benchmarks.house_band [--quick] [--source synth|bank|both] [--genre rock]`.
Exit code 1 when a bar is missed.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import librosa
import numpy as np
from numpy.typing import NDArray

from processing.dsp.loudness import integrated_lufs
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.compose.house_band.engine import HouseBand, fingerprint
from processing.engines.compose.house_band.sound.bank import find_bank
from processing.engines.contracts import METERS, ComposeResult, Section, SongPlan

RATE = 48_000
TEMPI = {"pop": 104.0, "hip_hop": 88.0, "house": 124.0, "rock": 132.0, "rnb": 76.0, "lofi": 72.0}
KEYS = {
    "pop": "A minor",
    "hip_hop": "D minor",
    "house": "F minor",
    "rock": "E minor",
    "rnb": "Eb major",
    "lofi": "G major",
}
OTHER_METERS = (("pop", "3/4", 112.0), ("lofi", "3/4", 96.0), ("rock", "6/8", 66.0), ("rnb", "6/8", 54.0))
FORM = (("intro", 4), ("verse", 8), ("chorus", 8), ("bridge", 4), ("chorus", 8), ("outro", 4))
SHORT = (("verse", 4), ("chorus", 4))
MASTERS_DB = -8.0
"""Energy of commercial masters between 1 and 10 kHz relative to the whole, measured by hand."""
MULTIPLES = (1.0, 2.0, 0.5, 4.0, 3.0, 1.5, 2 / 3, 1 / 3, 0.75, 4 / 3)
"""Pulses a tracker may follow instead of the counted beat; those with a three are allowed in 3/4 and 6/8 only."""

LIMITS = {
    "tempo_pct": (0.0, 0.5),
    "jitter_ms": (0.0, 5.0),
    "contrast_lu": (2.0, 5.0),
    "verse_1k_10k_db": (MASTERS_DB - 6, MASTERS_DB + 6),
    "bounds_ok": (1.0, 1.0),
    "lufs": (-16.7, -15.3),
    "dbtp": (-60.0, -1.0),
    "seeds_corr": (-0.5, 0.5),
    "same": (1.0, 1.0),
    "mono_loss": (-1.0, 1.5),
    "corr": (0.2, 1.0),
    "sum_error": (0.0, 1e-4),
}

Mono = NDArray[np.float32]


@dataclass(frozen=True)
class Line:
    name: str
    values: dict[str, float]

    def missed(self) -> list[str]:
        return [k for k, (low, high) in LIMITS.items() if not low <= self.values[k] <= high]


def song(genre: str, bpm: float, meter: str = "4/4", bars_of: Sequence[tuple[str, int]] = FORM) -> SongPlan:
    bar_s = 60.0 / bpm * METERS[meter]
    sections: list[Section] = []
    at = 0.0
    for number, (kind, bars) in enumerate(bars_of):
        lines = ("la la la", "la la la la") if kind in ("verse", "chorus", "bridge") else ()
        sections.append(Section(f"{kind} {number}", kind, bars, at, at + bars * bar_s, lines))
        at += bars * bar_s
    return SongPlan("bench", genre, "hopeful", bpm, meter, KEYS[genre], tuple(sections), at)


def measure(plan: SongPlan, source: str) -> Line:
    band = HouseBand(source)
    cpu = time.process_time()
    result = band.compose(plan, seed=11)
    values = {"x_cpu": plan.duration_s / (time.process_time() - cpu)}
    mix = instrumental(result)
    mono = mix.mean(axis=0)
    values |= seeds(band, plan) | levels(mix) | rhythm(mono, plan) | form(mix, mono, plan)
    values["sum_error"] = float(np.abs(sum(result.stems.values()) - mix).max())
    values["hold_db"] = float(result.facts["peak_hold_db"])
    return Line(f"{plan.genre} {plan.meter} {plan.bpm:g} {source}", values)


def seeds(band: HouseBand, plan: SongPlan) -> dict[str, float]:
    """Whether a seed repeats to the byte and another differs, on a short song."""
    short = song(plan.genre, plan.bpm, plan.meter, SHORT)
    one, again, other = (band.compose(short, seed=seed) for seed in (11, 11, 12))
    left, right = (instrumental(r).mean(axis=0) for r in (one, other))
    return {"same": float(fingerprint(one) == fingerprint(again)), "seeds_corr": float(np.corrcoef(left, right)[0, 1])}


def instrumental(result: ComposeResult) -> NDArray[np.float32]:
    mix = np.zeros_like(next(iter(result.stems.values())))
    for stem in result.stems.values():
        mix += stem
    return mix


def levels(mix: NDArray[np.float32]) -> dict[str, float]:
    mono = mix.mean(axis=0)
    lufs = integrated_lufs(mix, RATE)
    return {
        "lufs": lufs,
        "dbtp": true_peak_dbtp(mix, RATE),
        "corr": float(np.corrcoef(mix)[0, 1]),
        "mono_loss": lufs - integrated_lufs(np.stack([mono, mono]), RATE),
    }


def rhythm(mono: Mono, plan: SongPlan) -> dict[str, float]:
    rate, hop = 22_050, 128
    low = librosa.resample(mono, orig_sr=RATE, target_sr=rate, res_type="soxr_hq")
    _, frames = librosa.beat.beat_track(y=low, sr=rate, hop_length=512)
    beats = frames * 512 / rate
    middle = beats[len(beats) // 10 : -max(1, len(beats) // 10)]
    period = np.polyfit(np.arange(len(middle)), middle, 1)[0]
    threes = plan.meter != "4/4"
    allowed = [m for m in MULTIPLES if threes or m in (1.0, 2.0, 0.5, 4.0)]
    error = min(abs(60.0 / period / (plan.bpm * m) - 1.0) for m in allowed)
    onsets = librosa.onset.onset_strength(y=low, sr=rate, hop_length=hop, n_fft=1024)
    return {"tempo_pct": 100 * float(error), "jitter_ms": jitter_ms(onsets, hop / rate, plan)}


def jitter_ms(onsets: Mono, hop_s: float, plan: SongPlan) -> float:
    """Median distance of onset peaks (between frames by a parabola) from the counted grid, a constant lag removed."""
    lags = []
    for beat in np.arange(0.0, plan.duration_s - 0.5, plan.beat_s):
        near = np.arange(max(1, int((beat - 0.05) / hop_s)), min(len(onsets) - 1, int((beat + 0.08) / hop_s)))
        if len(near) < 3:
            continue
        peak = near[np.argmax(onsets[near])]
        before, here, after = onsets[peak - 1 : peak + 2]
        if here < 0.6 * np.percentile(onsets, 95):
            continue
        curve = before - 2 * here + after
        lags.append((peak + (0.5 * (before - after) / curve if curve else 0.0)) * hop_s - beat)
    return 1e3 * float(np.median(np.abs(np.asarray(lags) - np.median(lags))))


def form(mix: NDArray[np.float32], mono: Mono, plan: SongPlan) -> dict[str, float]:
    def of(kind: str) -> NDArray[np.float32]:
        spans = [s for s in plan.sections if s.kind == kind]
        return np.concatenate([mix[:, int(s.start_s * RATE) : int(s.end_s * RATE)] for s in spans], axis=1)

    verse = of("verse")
    power = np.abs(np.fft.rfft(verse.mean(axis=0))) ** 2
    hz = np.fft.rfftfreq(verse.shape[1], 1 / RATE)
    share = power[(hz >= 1_000) & (hz < 10_000)].sum() / power[hz > 20].sum()
    return {
        "contrast_lu": integrated_lufs(of("chorus"), RATE) - integrated_lufs(verse, RATE),
        "verse_1k_10k_db": 10 * float(np.log10(share)),
        "bounds_ok": boundaries(mono, plan),
    }


def boundaries(mono: Mono, plan: SongPlan) -> float:
    """Share of reported boundaries where the sound changes most, within five beats around, at most one beat away."""
    bands = librosa.feature.melspectrogram(y=mono, sr=RATE, n_fft=4096, hop_length=2400, n_mels=32)
    beat = plan.beat_s / 0.05
    total = int(plan.duration_s / plan.beat_s)
    rows = [librosa.power_to_db(bands[:, int(i * beat) : int((i + 1) * beat) + 1].mean(axis=1)) for i in range(total)]
    sound = np.stack(rows)
    span = 4 * plan.beats_per_bar  # longer than a fill, which changes the sound a bar early
    change = np.array(
        [
            np.abs(sound[i : i + span].mean(0) - sound[max(0, i - span) : i].mean(0)).mean() if i else 0.0
            for i in range(total)
        ]
    )
    right = []
    for section in plan.sections[1:]:
        at = round(section.start_s / plan.beat_s)
        near = np.arange(max(1, at - 5), min(total, at + 6))
        # A fill makes a plateau of a beat or two: its end nearest to the report counts.
        most = near[change[near] >= 0.97 * change[near].max()]
        right.append(int(np.abs(most - at).min()) <= 1)
    return float(np.mean(right))


def alone(source: str) -> str:
    """Speed and peak memory of one three-minute song, nothing else in the process."""
    command = [sys.executable, "-m", "tests.benchmarks.house_band_alone", source]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="4/4 only")
    parser.add_argument("--source", choices=("synth", "bank", "both"), default="both")
    parser.add_argument("--genre", choices=sorted(TEMPI))
    wanted = parser.parse_args()
    plans = [song(g, bpm) for g, bpm in TEMPI.items()] + (
        [] if wanted.quick else [song(g, b, m) for g, m, b in OTHER_METERS]
    )
    sources = ("synth", "bank") if wanted.source == "both" else (wanted.source,)
    HouseBand("synth").compose(song("pop", 180.0), seed=1)  # compiles the loops
    failed = False
    for source in sources:
        if source == "bank" and find_bank() is None:
            print("no sound bank on this machine: that half is left out")
            continue
        print(f"three minutes in a fresh process ({source}):", alone(source), flush=True)
        for plan in plans:
            if wanted.genre in (None, plan.genre):
                line = measure(plan, source)
                missed = line.missed()
                failed |= bool(missed)
                print(
                    f"{line.name:24s}",
                    *(f"{k}={v:.3g}" for k, v in line.values.items()),
                    "MISSED " + ",".join(missed) if missed else "ok",
                    flush=True,
                )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
