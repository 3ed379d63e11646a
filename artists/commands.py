"""How every command ends when it can not do what it was asked: one line with the code on stderr, never a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from artists.errors import StudioError

USAGE = 2
"""The exit code of a command that was not understood; one that failed ends with 1."""


class StudioCommand(BaseCommand):
    """What was mistyped is `error: usage: <words>`, what can not be done `error: <code>: <words>`."""

    _called_from_command_line: bool

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if self._called_from_command_line:
            parser.error = self._misunderstood  # type: ignore[method-assign]
        return parser

    def _misunderstood(self, message: str) -> NoReturn:
        self.stderr.write(f"error: usage: {message}. See --help.")
        raise SystemExit(USAGE)

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            with errors_told(self, options.get("verbosity", 1)):
                return super().execute(*args, **options)
        except CommandError as error:
            if not self._called_from_command_line:
                raise
            self.stderr.write(f"error: {error}")
            raise SystemExit(error.returncode) from None


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
