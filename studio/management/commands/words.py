"""`manage.py words`: bring the catalogues up to date with the sentences of the studio."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from artists.commands import StudioCommand
from studio import spoken, words
from studio.setup import catalogue
from studio.setup.catalogue import Entry

CATALOGUES = {"django": words.found, "said": spoken.found}
"""What pages say, and what machines say in rows and logs."""


class Command(StudioCommand):
    help = "Add new sentences to locale/*/LC_MESSAGES/*.po, drop unused ones, compile, and count what is missing."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a translation is missing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        missing = 0
        for language in [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]:
            for name, find in CATALOGUES.items():
                missing += self._bring_up_to_date(language, name, find(), check=check)
        if check and missing:
            raise CommandError(f"words.missing: {missing} sentences have no translation")
        if not check:
            catalogue.compile_all()

    def _bring_up_to_date(self, language: str, name: str, found: dict[tuple[str, str], Entry], *, check: bool) -> int:
        path = catalogue.LOCALES / language / "LC_MESSAGES" / f"{name}.po"
        known = catalogue.read(path) if path.exists() else {}
        for key, entry in found.items():
            if key in known and known[key].plural == entry.plural:
                entry.said, entry.fuzzy = known[key].said, known[key].fuzzy
        if not check:
            catalogue.write(path, found.values(), language)
        lacking = [entry for entry in found.values() if not entry.is_complete]
        self.stdout.write(f"{language}, {name}: {len(found)} sentences, {len(lacking)} without a translation")
        for entry in lacking:
            self.stdout.write(f"  {entry.places[0]}: {entry.msgid!r}")
        return len(lacking)
