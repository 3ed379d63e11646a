"""The rule mixer at wrong recording levels, its speed, and what a changed value costs.

    python -m tests.benchmarks.mixing [--tracks DIR] [--seconds 180] [--genre pop]

Without a folder of stems, six tracks are synthesised. Prints, for eight wrong levels of the voice in the first minute,
voice over backing before and after; how audible the voice is as it came, in the plain sum at the mix's own ratio of
voice to backing, in a sum of tracks that are equally loud, and in the mix; loudness, true peak, mono loss. Then times
faster than real time (processor time), against a bare chain of pedalboard too, and re-mixing against a first mix.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from processing.console.settings import ConsoleSettings
from processing.dsp import files
from processing.dsp.dynamic_eq import audibility
from processing.dsp.levels import Audio, db_to_gain, fitted, stereo
from processing.dsp.loudness import integrated_lufs
from processing.dsp.stereo import mono_loss_lu
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.propose_mix.genres import genre_of
from processing.engines.propose_mix.listening import only, sounding
from processing.engines.propose_mix.roles import role_of
from processing.engines.propose_mix.rules import Rules
from processing.engines.render_mix.console import Console
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.strip import Rack, fader_gain, processed
from tests.bare_desk import played
from tests.processing.engines.band import band

RATE = 48_000
TABLE_S = 60
SHIFTS_DB = (-14.0, -10.0, -6.0, -2.0, 2.0, 6.0, 10.0, 14.0)
HEADING = (
    ("voice at", 8), ("LU before", 11), ("after", 7), ("audible: as it came", 21), ("at the mix's ratio", 20),
    ("equally loud", 14), ("mixed", 7), ("LUFS", 8), ("dBTP", 7), ("mono", 6),
)  # fmt: skip


@dataclass(frozen=True)
class Balance:
    """Voice over backing in LU while singing, and how audible the voice is (0..1)."""

    over_lu: float
    audibility: float


def main() -> None:
    options = _options()
    tracks = _tracks(options)
    voice = next(name for name in tracks if role_of(name) == "vocal")
    seconds, wanted_lu = next(iter(tracks.values())).shape[1] / RATE, genre_of(options.genre).vocal_lu
    print(f"{len(tracks)} tracks, {seconds:.0f} s, {options.genre}: voice wanted {wanted_lu:+.1f} LU over backing")
    print("".join(f"{words:>{width}}" for words, width in HEADING))
    begun = {name: audio[:, : TABLE_S * RATE] for name, audio in tracks.items()}
    for shift_db in SHIFTS_DB:
        _row(shift_db, _turned(begun, {voice: shift_db}), voice, options.genre)
    _speed(tracks, options.genre)
    _remix(tracks, voice, options.genre)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _row(shift_db: float, tracks: Mapping[str, Audio], voice: str, genre: str) -> None:
    document = Rules().propose(tracks, RATE, genre=genre, wishes={})
    mix = Console().render(tracks, RATE, document)
    before, after = _plain(tracks, voice), _after(tracks, voice, document)
    # A voice that drowns its band is audible before all else: only at the same ratio does a mix show what it is worth.
    at_ratio = _plain(_turned(tracks, {voice: after.over_lu - before.over_lu}), voice)
    equal = _plain(
        _turned(tracks, {name: -integrated_lufs(audio, RATE) - 24.0 for name, audio in tracks.items()}), voice
    )
    figures = (
        f"{shift_db:+.0f}", f"{before.over_lu:.1f}", f"{after.over_lu:.2f}",
        *(f"{one.audibility:.3f}" for one in (before, at_ratio, equal, after)),
        f"{integrated_lufs(mix, RATE):.2f}", f"{true_peak_dbtp(mix, RATE):.2f}", f"{mono_loss_lu(mix, RATE):.2f}",
    )  # fmt: skip
    print("".join(f"{figure:>{width}}" for figure, (_words, width) in zip(figures, HEADING, strict=True)))


def _turned(tracks: Mapping[str, Audio], gains_db: Mapping[str, float]) -> dict[str, Audio]:
    return {name: audio * np.float32(db_to_gain(gains_db.get(name, 0.0))) for name, audio in tracks.items()}


def _plain(tracks: Mapping[str, Audio], voice: str) -> Balance:
    """Of the tracks as they are, nothing done to them."""
    backing = np.sum([audio for name, audio in tracks.items() if name != voice], axis=0)
    return _balance(tracks[voice], backing, tracks[voice])


def _after(tracks: Mapping[str, Audio], voice: str, document: dict[str, Any]) -> Balance:
    settings, rack = ConsoleSettings.from_json(document), Rack(RATE, Keys(tracks, RATE))
    at_fader = {
        name: processed(tracks[name], track, rack) * np.float32(fader_gain(track))
        for name, track in settings.tracks.items()
    }
    backing = np.sum([audio for name, audio in at_fader.items() if name != voice], axis=0)
    return _balance(at_fader[voice], backing, tracks[voice])


def _balance(voice: Audio, backing: Audio, sung: Audio) -> Balance:
    active = sounding(stereo(sung), RATE)
    levels = [integrated_lufs(only(part, active, RATE), RATE) for part in (voice, backing)]
    return Balance(levels[0] - levels[1], audibility(voice, backing, RATE))


def _speed(tracks: Mapping[str, Audio], genre: str) -> None:
    proposing_s, document = _timed(lambda: Rules().propose(tracks, RATE, genre=genre, wishes={}))
    began_s = time.perf_counter()
    rendering_s, mix = _timed(lambda: Console().render(tracks, RATE, document))
    waited_s = time.perf_counter() - began_s
    duration_s = mix.shape[1] / RATE
    print(f"propose {proposing_s:.1f} s, render {rendering_s:.1f} s of one core: ", end="")
    print(
        f"{duration_s / (proposing_s + rendering_s):.1f} x real time all-in, {duration_s / rendering_s:.1f} x rendering"
        f"; by the clock, rendering {duration_s / waited_s:.1f} x"
    )
    began_s = time.perf_counter()
    bare_s, _mix = _timed(lambda: played(tracks, RATE, ConsoleSettings.from_json(document)))
    bare_waited_s = time.perf_counter() - began_s
    print(
        f"the same settings on pedalboard alone, without what it lacks: {bare_s:.1f} s; the console takes "
        f"{rendering_s / bare_s:.2f} x its processor time, {waited_s / bare_waited_s:.2f} x by the clock"
    )


def _remix(tracks: Mapping[str, Audio], voice: str, genre: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        console = Console(cache=Path(folder))
        document = Rules().propose(tracks, RATE, genre=genre, wishes={})
        first_s, _mix = _timed(lambda: console.render(tracks, RATE, document))
        document["tracks"][voice]["gain_db"] += 1.0
        fader_s, _mix = _timed(lambda: Console(cache=Path(folder)).render(tracks, RATE, document))
        document["tracks"][voice]["highpass_hz"] += 20.0
        strip_s, _mix = _timed(lambda: Console(cache=Path(folder)).render(tracks, RATE, document))
    print(f"first {first_s:.1f} s, voice +1 dB {fader_s:.1f} s ({fader_s / first_s:.0%}), ", end="")
    print(f"voice filtered anew {strip_s:.1f} s ({strip_s / first_s:.0%})")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time: other work on the machine does not count."""
    before = os.times()
    result = work()
    after = os.times()
    return after.user + after.system - before.user - before.system, result


def _tracks(options: argparse.Namespace) -> dict[str, Audio]:
    if options.tracks is None:
        return band(options.seconds)
    found = {path.stem: files.decode(path, rate=RATE) for path in sorted(options.tracks.iterdir()) if path.is_file()}
    samples = min(max(a.shape[1] for a in found.values()), round(options.seconds * RATE))
    return {name: fitted(stereo(audio), samples) for name, audio in found.items()}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tracks", type=Path)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--genre", default="pop")
    return parser.parse_args()


if __name__ == "__main__":
    main()
