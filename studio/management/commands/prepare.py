"""`manage.py prepare`: database, static files and demo people, brought up to date. Safe to run at any time."""

from typing import Any

from django.conf import settings
from django.core.management import call_command

from artists.commands import StudioCommand
from artists.models import User
from studio.demo.people import seed_people


class Command(StudioCommand):
    help = "Migrate the database, collect static files and, where nobody can sign in yet, add the demo label."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=1)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.STUDIO_DEMO and not User.objects.exists():
            seed_people()
