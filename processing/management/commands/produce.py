"""`manage.py produce`: a song from files to files, in one process."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command

from artists.commands import StudioCommand
from processing.engines.contracts import GENRES, METERS
from processing.headless.bars import Bars
from processing.headless.ending import tell_failed
from processing.headless.order import Order, engine_named
from processing.headless.produce import produce


class Command(StudioCommand):
    help = "Make a song from lyrics, a voice and a reference: candidates, mix, master and clip, without any server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lyrics", type=Path, help="plain text with [Verse], [Chorus] … tags")
        parser.add_argument("--vocal", type=Path, help="the sung take, any audio format")
        parser.add_argument("--instrumental", type=Path, help="a backing from elsewhere; the band does not play then")
        parser.add_argument("--reference", type=Path, action="append", default=[], help="a mastered track to match")
        parser.add_argument("--out", type=Path, required=True, help="folder for the results; made if missing")
        parser.add_argument("--title", default="")
        parser.add_argument("--genre", default="", choices=("", *GENRES))
        parser.add_argument("--mood", default="")
        parser.add_argument("--bpm", type=float, help="60 to 180; heard or inferred when left out")
        parser.add_argument("--meter", default="4/4", choices=tuple(METERS))
        parser.add_argument("--key", default="", help='for example "A minor"')
        parser.add_argument("--candidates", type=int, default=3)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--engine", action="append", default=[], metavar="CAPABILITY=KEY")
        parser.add_argument("--target-lufs", type=float, default=-14.0)
        parser.add_argument("--vocal-db", type=float, default=0.0, help="the voice louder or softer than the rules say")
        parser.add_argument("--words", default="", help='what to change on the mix: "vocals up a bit in the chorus"')
        parser.add_argument("--no-video", action="store_true")
        parser.add_argument("--aspect", default="16:9", help="one or more of 16:9,9:16,1:1")

    def handle(self, *_: Any, **given: Any) -> None:
        order = _order(given)
        call_command("migrate", verbosity=0)
        with Bars(sys.stderr) as bars:
            report = produce(order, bars.watch)
        for line in (*report["said"]["lines"], *report["said"]["notes"]):
            self.stdout.write(line)
        self.stdout.write(f"{report['title']}: {report['seconds_total']} s, written to {order.out}")
        tell_failed(self, report["qc"])


def _order(given: dict[str, Any]) -> Order:
    names = (
        "lyrics",
        "vocal",
        "instrumental",
        "out",
        "title",
        "genre",
        "mood",
        "bpm",
        "meter",
        "key",
        "candidates",
        "seed",
    )
    return Order(
        **{name: given[name] for name in names},
        references=tuple(given["reference"]),
        engines=dict(engine_named(words) for words in given["engine"]),
        target_lufs=given["target_lufs"],
        vocal_db=given["vocal_db"],
        words=given["words"],
        aspects=() if given["no_video"] else tuple(dict.fromkeys(given["aspect"].split(","))),
    )
