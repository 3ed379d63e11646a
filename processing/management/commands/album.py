"""`manage.py album`: the masters of one release as a family, in their sequence."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from artists.commands import StudioCommand
from processing.engines.master.reference_match import ReferenceMatch
from processing.headless.album import album
from processing.headless.album_order import AlbumOrder, gaps_named, mix_named


class Command(StudioCommand):
    help = "Bring the masters of one release to one loudness and into one tonal family, and lay out their sequence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--master", type=Path, action="append", default=[], help="in the order of the album")
        parser.add_argument("--mix", action="append", default=[], metavar="NUMBER=FILE", help="what a master came from")
        parser.add_argument("--out", type=Path, required=True, help="folder for the results; made if missing")
        parser.add_argument("--gaps", default="", help="seconds between songs, such as 2,1.5; suggested when left out")
        parser.add_argument("--joined", action="store_true", help="also write the whole album as one WAV")

    def handle(self, *_: Any, **given: Any) -> None:
        order = AlbumOrder(
            out=given["out"],
            masters=tuple(given["master"]),
            mixes=dict(mix_named(words) for words in given["mix"]),
            gaps_s=gaps_named(given["gaps"]),
            joined=given["joined"],
        )
        report = album(order, ReferenceMatch(), self.stderr.write)
        for track in report["tracks"]:
            self.stdout.write(f"{track['file']}: {' '.join(track['words'])}")
        if not report["coherent"]:
            self.stdout.write("Not all masters are inside the family. See album.json.")
