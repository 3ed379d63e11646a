"""Does the reference search beat the rules on its own objective, within its time, without failing a check?

    python -m tests.benchmarks.reference_search [--songs 10] [--seconds 40] [--budget 60]
    python -m tests.benchmarks.reference_search --tracks DIR --reference FILE [--genre rock]

Ten seeded songs of the house band with a synthetic singer, each against a master that the band made in another genre
and another sound. Both consoles are rendered over the whole song; distances are measured there, not on paper.
"""

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from processing.dsp import files
from processing.dsp.levels import Audio, fitted, stereo
from processing.dsp.limiter import limit
from processing.dsp.loudness import gain_to_target_db
from processing.dsp.qc import gate
from processing.engines.compose.house_band.engine import HouseBand
from processing.engines.compose.house_band.sound.tone import shelve
from processing.engines.contracts import Section, SongPlan
from processing.engines.propose_mix.likeness import Portrait, distance
from processing.engines.propose_mix.proof import fails
from processing.engines.propose_mix.reference_search import BUDGET_S, ReferenceSearch, heard
from processing.engines.propose_mix.rules import Rules
from processing.engines.render_mix.console import Console
from tests.processing.engines.band import band

RATE = 48_000
GENRES = ("pop", "hip_hop", "house", "rock", "rnb", "lofi")
KEYS = ("A minor", "D minor", "F minor", "E minor", "Eb major", "G major")
TEMPI = (104.0, 88.0, 124.0, 132.0, 76.0, 72.0)
MASTERS = ((1.5, 0.5, -1.0), (-1.0, 0.5, 2.0), (2.5, -1.0, 0.5), (0.0, 1.0, 1.5), (1.0, -1.5, 2.5))
"""Shelves of the reference masters in dB: lows, middle, highs."""
WANTED = 8


@dataclass(frozen=True)
class Case:
    name: str
    genre: str
    tracks: Mapping[str, Audio]
    reference: Audio


def main() -> None:
    options = _options()
    cases = [_own(options)] if options.tracks else list(_cases(options.songs, options.seconds))
    print(
        f"{'case':<22}{'rules':>8}{'search':>8}{'closer':>8}{'wall s':>8}{'cpu s':>8}  checks failed (rules / search)"
    )
    better = late = failed = 0
    for case in cases:
        won, in_time, clean = _row(case, options.budget)
        better, late, failed = better + won, late + (not in_time), failed + (not clean)
    print(f"better in {better} of {len(cases)}, over the budget {late}, mixes that fail where the rules pass {failed}")
    raise SystemExit(0 if better >= WANTED * len(cases) / 10 and failed == 0 else 1)


def _row(case: Case, budget_s: float) -> tuple[bool, bool, bool]:
    wanted = heard(case.reference, RATE)
    rules = Rules().propose(case.tracks, RATE, genre=case.genre, wishes={})
    wall, cpu = time.monotonic(), time.process_time()
    search = ReferenceSearch(budget_s=budget_s)
    found = search.propose(case.tracks, RATE, genre=case.genre, wishes={}, reference=case.reference)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    before, old = _measured(case, rules, wanted)
    after, new = _measured(case, found, wanted)
    print(
        f"{case.name:<22}{before:8.3f}{after:8.3f}{1.0 - after / before:8.0%}{wall:8.1f}{cpu:8.1f}"
        f"  {', '.join(old) or 'none'} / {', '.join(new) or 'none'}",
        flush=True,
    )
    return after < before, wall <= budget_s, set(new) <= set(old)


def _measured(case: Case, document: dict[str, Any], wanted: Portrait) -> tuple[float, list[str]]:
    mix = Console().render(case.tracks, RATE, document)
    return distance(heard(mix, RATE), wanted), fails(gate(mix, mix, RATE, document["master"]["loudness_lufs"]))


def _cases(count: int, seconds: float) -> Iterator[Case]:
    for number in range(count):
        at, other = number % len(GENRES), (number * 2 + 3) % len(GENRES)
        other = (other + 1) % len(GENRES) if other == at else other
        stems = dict(HouseBand("synth").compose(_plan(at, seconds), seed=number).stems)
        samples = stems["drums"].shape[1]
        voice = fitted(band(samples / RATE, seed=number)["vocal"], samples)
        yield Case(
            f"{number + 1} {GENRES[at]} -> {GENRES[other]}",
            GENRES[at],
            {"vocal": voice, **stems},
            _master(other, seconds, number),
        )


def _plan(at: int, seconds: float) -> SongPlan:
    bar_s = 240.0 / TEMPI[at]
    bars = max(2, round(seconds / bar_s / 2))
    half_s = bars * bar_s
    sections = (Section("Verse", "verse", bars, 0.0, half_s), Section("Chorus", "chorus", bars, half_s, 2 * half_s))
    return SongPlan("bench", GENRES[at], "hopeful", TEMPI[at], "4/4", KEYS[at], sections, 2 * half_s)


def _master(genre: int, seconds: float, number: int) -> Audio:
    """A finished-sounding song of another genre with a taste of its own."""
    stems = HouseBand("synth").compose(_plan(genre, seconds), seed=100 + number).stems
    mix = np.sum(list(stems.values()), axis=0, dtype=np.float32)
    voice = stereo(band(mix.shape[1] / RATE, seed=200 + number)["vocal"])
    mix += np.float32(0.6) * fitted(voice, mix.shape[1])
    shelve(mix, MASTERS[number % len(MASTERS)])
    mix += np.float32(0.2 + 0.1 * (number % 3)) * np.tanh(np.float32(4.0) * mix)
    return limit(mix, RATE, ceiling_dbtp=-1.0, drive_db=gain_to_target_db(mix, RATE, -10.0 - number % 3))


def _own(options: argparse.Namespace) -> Case:
    found = {path.stem: files.decode(path, rate=RATE) for path in sorted(options.tracks.iterdir()) if path.is_file()}
    samples = min(max(audio.shape[1] for audio in found.values()), round(options.seconds * RATE))
    tracks = {name: fitted(stereo(audio), samples) for name, audio in found.items()}
    return Case(options.reference.stem[:20], options.genre, tracks, stereo(files.decode(options.reference, rate=RATE)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--songs", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--budget", type=float, default=BUDGET_S)
    parser.add_argument("--tracks", type=Path)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--genre", default="pop")
    return parser.parse_args()


if __name__ == "__main__":
    main()
