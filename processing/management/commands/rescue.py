"""`manage.py rescue`: a flat file taken apart, mended, mixed and mastered, in one process."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command

from artists.commands import StudioCommand
from processing.dsp.repairs.names import REMEDY_WORDS
from processing.engines.contracts import GENRES
from processing.headless.bars import Bars
from processing.headless.ending import tell_failed
from processing.headless.order import engine_named
from processing.headless.rescue import rescue
from processing.headless.rescue_order import RescueOrder, amount_named
from projects.models.origin import Plan, Platform


class Command(StudioCommand):
    help = "Rescue a flat stereo file: stems, repairs, mix and master, with what was wrong before and after."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--track", type=Path, required=True, help="the flat file, any audio format")
        parser.add_argument("--reference", type=Path, action="append", default=[], help="a mastered track to match")
        parser.add_argument("--out", type=Path, required=True, help="folder for the results; made if missing")
        parser.add_argument("--title", default="")
        parser.add_argument("--genre", default="", choices=("", *GENRES))
        parser.add_argument("--target-lufs", type=float, default=-14.0)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--engine", action="append", default=[], metavar="CAPABILITY=KEY")
        parser.add_argument(
            "--no-remedy", action="append", default=[], choices=tuple(REMEDY_WORDS), help="leave one out"
        )
        parser.add_argument(
            "--amount",
            action="append",
            default=[],
            metavar="NAME=SHARE",
            help="how much of a remedy is used at the most, 0 to 1, such as de_mud=0.5 or vocals.de_mud=0.5",
        )
        parser.add_argument("--platform", default="", choices=("", *Platform.values), help="where it was made")
        parser.add_argument("--plan", default="", choices=("", *Plan.values), help="the plan on that day")
        parser.add_argument("--created-on", default="", help="the day it was made, such as 2026-03-31")
        parser.add_argument("--proof", default="", help="address of a bill or licence")

    def handle(self, *_: Any, **given: Any) -> None:
        order = _order(given)
        call_command("migrate", verbosity=0)
        with Bars(sys.stderr) as bars:
            report = rescue(order, bars.watch)
        self._tell(report, order)

    def _tell(self, report: dict[str, Any], order: RescueOrder) -> None:
        found = report["pathologies"]["found"]
        before, after = (", ".join(found[when]) or "nothing" for when in ("before", "after"))
        self.stdout.write(f"{report['title']}: {report['seconds_total']} s, written to {order.out}")
        self.stdout.write(f"Found before: {before}. Found after: {after}.")
        tell_failed(self, report["qc"])


def _order(given: dict[str, Any]) -> RescueOrder:
    return RescueOrder(
        out=given["out"],
        track=given["track"],
        references=tuple(given["reference"]),
        title=given["title"],
        genre=given["genre"],
        target_lufs=given["target_lufs"],
        seed=given["seed"],
        engines=dict(engine_named(words) for words in given["engine"]),
        amounts=dict(amount_named(words) for words in given["amount"]),
        without=tuple(given["no_remedy"]),
        origin={
            "platform": given["platform"],
            "plan": given["plan"],
            "created_on": given["created_on"],
            "proof_link": given["proof"],
        },
    )
