"""`manage.py api_types`: write the TypeScript types of the API, or with `--check` say whether they are stale."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from artists.commands import StudioCommand
from studio.api_types import types

FILE = Path(settings.BASE_DIR) / "static" / "src" / "api" / "types.ts"


class Command(StudioCommand):
    help = "Write static/src/api/types.ts from the API's description."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is stale")

    def handle(self, *_: Any, **given: Any) -> None:
        text = types()
        if not given["check"]:
            FILE.parent.mkdir(parents=True, exist_ok=True)
            FILE.write_text(text)
        elif not FILE.exists() or FILE.read_text() != text:
            self.stderr.write("error: api_types.stale: The API has changed. Run `manage.py api_types` and commit.")
            raise SystemExit(1)
