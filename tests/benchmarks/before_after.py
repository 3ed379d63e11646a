"""Songs that are spoilt as machines spoil them, rescued: the table and the pictures of docs/sound.md.

    python -m tests.benchmarks.before_after [--docs DIR]

The house band plays, each fault is put in by arithmetic, and `manage.py rescue` mends the file, with another song of
the band as its reference. What is told are its own report and measurements of the files. Without `--docs` the table is
only printed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from processing.demo.reference import reference
from processing.dsp import files
from processing.dsp.balance import balance_distance_db
from processing.dsp.levels import Audio
from processing.dsp.measures import measure
from processing.dsp.spectrum import third_octaves_db
from tests.before_after_picture import picture
from tests.processing.dsp.pathologies.songs import band, with_antiphase, with_shimmer, with_wide_bass

ROOT = Path(__file__).resolve().parent.parent.parent
RATE = 48_000
SECONDS = 12
REFERENCE = "another song.flac"
BEGIN, END = "<!-- before and after: written by tests.benchmarks.before_after -->", "<!-- end of before and after -->"
FIGURES = (("integrated_lufs", "LUFS", 1), ("true_peak_dbtp", "dBTP", 1), ("mono_loss_lu", "LU lost in mono", 1))


@dataclass(frozen=True)
class Spoilt:
    name: str
    words: str
    spoil: Callable[[Audio], Audio]


def _veiled(song: Audio) -> Audio:
    return band(song, 0.0, 11_000.0) + np.float32(1.5) * band(song, 200.0, 500.0)


CASES = (
    Spoilt("veil", "cut off at 11 kHz, and 200 to 500 Hz raised by 8 dB", _veiled),
    Spoilt(
        "phase", "the bass and four bands of one side turned over", lambda song: with_wide_bass(with_antiphase(song))
    ),
    Spoilt("shimmer", "a haze of noise from 8 to 12 kHz", with_shimmer),
)


@dataclass(frozen=True)
class Rescued:
    case: Spoilt
    unspoilt: Audio
    before: Audio
    after: Audio
    report: dict[str, Any]

    def faults(self) -> list[str]:
        """Each fault that was found: its severity before, after the repair, and in the master."""
        told = self.report["pathologies"]
        restored, after = told["restored"]["after"], told["after"]
        ways = ((code, told["before"][code], restored[code], after[code]) for code in told["found"]["before"])
        return [f"`{code}` {' → '.join(str(round(abs(one))) for one in severities)}" for code, *severities in ways]

    def distances_db(self) -> tuple[float, float]:
        """How far the tone is from the unspoilt song, before and after."""
        whole, before, after = (third_octaves_db(audio, RATE) for audio in (self.unspoilt, self.before, self.after))
        return balance_distance_db(before, whole), balance_distance_db(after, whole)

    def row(self) -> str:
        old, new = measure(self.before, RATE), measure(self.after, RATE)
        figures = "<br>".join(
            f"{old[name]:.{digits}f} → {new[name]:.{digits}f} {unit}" for name, unit, digits in FIGURES
        )
        before_db, after_db = self.distances_db()
        steps = [step for one in self.report["pathologies"]["steps"].values() for step in one if step["kept"]]
        kept = "<br>".join(dict.fromkeys(f"`{step['remedy']}`" for step in steps)) or "none"
        tone, shown = (
            f"{before_db:.1f} → {after_db:.1f} dB",
            f"![{self.case.name}](images/rescue-{self.case.name}.webp)",
        )
        return f"| {self.case.words} | {'<br>'.join(self.faults()) or 'none'} | {kept} | {tone} | {figures} | {shown} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, help="write the pictures and the table there")
    docs: Path | None = parser.parse_args().docs
    song = np.ascontiguousarray(reference(seed=7)[:, : SECONDS * RATE])
    with tempfile.TemporaryDirectory(prefix="before-after-") as folder:
        files.write_flac(Path(folder) / REFERENCE, reference(seed=8), RATE)
        made = [_rescued(case, song, Path(folder)) for case in CASES]
    table = "\n".join((_head(), *(one.row() for one in made)))
    print(table)
    if docs:
        for one in made:
            path = docs / "images" / f"rescue-{one.case.name}.webp"
            picture(one.unspoilt, one.before, one.after, RATE).save(path, "WEBP", quality=80, method=6)
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
        _write(docs / "sound.md", table)
    return 0


def _rescued(case: Spoilt, song: Audio, folder: Path) -> Rescued:
    spoilt = case.spoil(song)
    spoilt = np.asarray(spoilt * np.float32(0.8 / np.abs(spoilt).max()), dtype=np.float32)
    track, out = files.write_flac(folder / f"{case.name}.flac", spoilt, RATE), folder / case.name
    env = {**os.environ, "STUDIO_DATA_DIR": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "studio.settings"}
    command = [sys.executable, "manage.py", "rescue", "--track", str(track), "--out", str(out), "--genre", "pop"]
    subprocess.run([*command, "--reference", str(folder / REFERENCE)], cwd=ROOT, env=env, check=True)
    report = json.loads((out / "report.json").read_text())
    return Rescued(case, song, files.read(track)[0], files.read(out / "master.wav")[0], report)


def _head() -> str:
    return (
        "| spoilt by | faults found: severity before → mended → in the master | remedies kept | tone, distance to the "
        "unspoilt song | measured | before, after |\n| --- | --- | --- | --- | --- | --- |"
    )


def _write(path: Path, table: str) -> None:
    text = path.read_text()
    head, rest = text.split(BEGIN)
    _old, tail = rest.split(END)
    path.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{tail}")


if __name__ == "__main__":
    raise SystemExit(main())
