"""`manage.py demo`: the demo label and its first song, where there are none yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from artists.commands import StudioCommand
from artists.models import User
from studio.demo.people import seed_people, sign_ins
from studio.demo.song import seed_song


class Command(StudioCommand):
    help = "Add six demo artists, the label's people and a first song in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STUDIO_DEMO:
            raise CommandError("demo.off: the demo is switched off (STUDIO_DEMO)")
        if not User.objects.exists():
            seed_people()
        self.stdout.write(sign_ins())
        project = seed_song()
        self.stdout.write(f"{project} is in production" if project else "there are songs already")
