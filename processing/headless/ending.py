"""How every headless command ends when it can not do what it was asked: one line with the code, and exit code 1."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand

from processing.errors import StudioError


@contextmanager
def errors_told(command: BaseCommand, verbosity: int = 1) -> Iterator[None]:
    """`error: <code>: <words>` on stderr, with the trace of the stage from verbosity 2 on."""
    try:
        yield
    except StudioError as error:
        command.stderr.write(f"error: {error.code}: {error.words}")
        if verbosity > 1 and error.facts.get("trace"):
            command.stderr.write(error.facts["trace"])
        raise SystemExit(1) from None


def tell_failed(command: BaseCommand, checks: Sequence[Mapping[str, Any]]) -> None:
    """Name the checks that the master did not pass; a file is there all the same."""
    if failed := [check["check"] for check in checks if not check["pass"]]:
        command.stdout.write(f"The master did not pass: {', '.join(failed)}. See report.json.")
