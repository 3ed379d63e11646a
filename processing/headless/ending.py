"""What a headless command says about a master that is there and not what it should be."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.management.base import BaseCommand


def tell_failed(command: BaseCommand, checks: Sequence[Mapping[str, Any]]) -> None:
    """Name the checks that the master did not pass; a file is there all the same."""
    if failed := [check["check"] for check in checks if not check["pass"]]:
        command.stdout.write(f"The master did not pass: {', '.join(failed)}. See report.json.")
