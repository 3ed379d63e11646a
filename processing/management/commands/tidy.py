"""`manage.py tidy`: take away the files of unchosen candidates of finished songs; `--dry-run` only lists them."""

from typing import Any

from django.core.management.base import CommandParser
from django.template.defaultfilters import filesizeformat

from artists.commands import StudioCommand
from artists.models import Label
from processing import retention


class Command(StudioCommand):
    help = "Remove the files of candidates nobody chose, of songs that were approved long enough ago."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list what would go, and remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        days = Label.ours().keep_rejected_days
        if days is None:
            self.stdout.write("The label keeps everything. Set a number of days on the label's page to change that.")
            return
        found = retention.leaving() if options["dry_run"] else retention.tidy(by=None)
        for one in found:
            about = f"{one.candidate.project.title}: {one.candidate.name}, {len(one.files)} files"
            self.stdout.write(f"{about}, {filesizeformat(one.size_bytes)}")
        verb = "would go" if options["dry_run"] else "removed"
        total = filesizeformat(sum(one.size_bytes for one in found))
        self.stdout.write(f"{sum(len(one.files) for one in found)} files {verb}, {total}, kept {days} days.")
