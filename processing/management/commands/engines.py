"""`manage.py engines list|verify`: what is installed, under which licence, with which weights."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from processing.engines.catalogue import ENGINES, EngineSpec
from processing.engines.registry import load
from processing.errors import StudioError
from processing.licences.gate import judge

BLOCK_BYTES = 1 << 20


class Command(BaseCommand):
    help = "List the engines with their licences, or verify that each loads and that its weights have the stated hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("list", "verify"))

    def handle(self, *_: Any, what: str, **__: Any) -> None:
        if what == "list":
            for spec in ENGINES:
                verdict = judge(spec, sign_offs=settings.STUDIO_SIGN_OFFS)
                mark = "yes" if verdict.allowed else "NO "
                self.stdout.write(f"{mark}  {spec.key:<26} {spec.capability:<16} {spec.name}: {verdict.words}")
            return
        broken = 0
        for spec in ENGINES:
            try:
                verify(spec, settings.WEIGHTS_DIR)
            except (StudioError, ImportError) as error:
                broken += 1
                words = error.words if isinstance(error, StudioError) else str(error)
                code = error.code if isinstance(error, StudioError) else "engine.cannot_load"
                self.stderr.write(f"error: {code}: {spec.key}: {words}")
            else:
                self.stdout.write(f"ok   {spec.key}")
        if broken:
            raise SystemExit(1)


def verify(spec: EngineSpec, folder: Path) -> None:
    """Raises StudioError `weights.missing` or `weights.wrong_hash`, ImportError when the adapter cannot load."""
    for name, wanted in spec.weights.items():
        path = folder / name
        if not path.is_file():
            raise StudioError("weights.missing", f"Put {name} into {folder}.")
        digest = hashlib.sha256()
        with path.open("rb") as source:
            while block := source.read(BLOCK_BYTES):
                digest.update(block)
        if digest.hexdigest() != wanted:
            raise StudioError("weights.wrong_hash", f"{name} is not the file this engine was licensed for.")
    load(spec, weights=folder)
