"""`manage.py engines list|verify`: what is installed, under which licence, with which weights."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from artists.commands import StudioCommand
from processing.engines.catalogue import ENGINES, EngineSpec
from processing.engines.registry import load, missing
from processing.engines.weights import checked, sha256_of
from processing.errors import StudioError
from processing.licences.gate import judge


class Command(StudioCommand):
    help = "List the engines with their licences, or verify that each loads and that its weights have the stated hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("list", "verify"))

    def handle(self, *_: Any, what: str, **__: Any) -> None:
        if what == "list":
            self._list()
        elif self._verify():
            raise SystemExit(1)

    def _list(self) -> None:
        for spec in ENGINES:
            verdict = judge(spec, sign_offs=settings.STUDIO_SIGN_OFFS)
            mark, lack = "yes" if verdict.allowed else "NO ", missing(spec, settings.WEIGHTS_DIR)
            words = f"{spec.name}: {verdict.words} {lack}".strip()
            self.stdout.write(f"{mark}  {spec.key:<26} {spec.capability:<16} {words}")

    def _verify(self) -> int:
        """How many are broken. One that is not installed, or has no weights, is not."""
        broken = 0
        for spec in ENGINES:
            try:
                lack = verify(spec, settings.WEIGHTS_DIR)
            except (StudioError, ImportError) as error:
                broken += 1
                words = error.words if isinstance(error, StudioError) else str(error)
                code = error.code if isinstance(error, StudioError) else "engine.cannot_load"
                self.stderr.write(f"error: {code}: {spec.key}: {words}")
            else:
                self.stdout.write(f"none {spec.key}: {lack}" if lack else f"ok   {spec.key}")
        return broken


def verify(spec: EngineSpec, folder: Path) -> str:
    """What the engine lacks here, in words; empty when it is there, its weights are what they say and it loads.

    Raises StudioError `weights.*` or `engine.*`, ImportError when the adapter cannot load.
    """
    for name, wanted in spec.weights.items():
        if not (folder / name).is_file():
            return f"Put {name} into {folder}."
        if sha256_of(folder / name) != wanted:
            raise StudioError("weights.wrong_hash", f"{name} is not the file this engine was licensed for.")
    if lack := missing(spec, folder):
        return lack
    for path in sorted((folder / spec.folder).glob("*")) if spec.folder else ():
        if path.is_file():
            checked(path)
    load(spec, weights=folder)
    return ""
