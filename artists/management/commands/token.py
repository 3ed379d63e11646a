"""`manage.py token`: a key to the API for a person's programs, made on the machine itself."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any, NoReturn

from django.utils import timezone

from artists import tokens
from artists.commands import StudioCommand
from artists.models import User


class Command(StudioCommand):
    help = "Make a key to the API for one person and print its secret, which can not be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="user name or e-mail address")
        parser.add_argument("--name", default="command line", help="what the key is for")
        parser.add_argument("--scope", action="append", choices=list(tokens.SCOPES), help="may be given several times")
        parser.add_argument("--days", type=int, help="how long the key lasts; without it, until it is revoked")

    def handle(self, *_: Any, **given: Any) -> None:
        field = "email" if "@" in given["user"] else "username"
        user = User.objects.filter(**{field: given["user"]}, is_active=True).first()
        if user is None:
            self._refuse("token.user_unknown", f"Nobody called {given['user']} may sign in here.")
        if given["days"] is not None and given["days"] < 1:
            self._refuse("token.days_out_of_range", "A key lasts at least one day.")
        ends = timezone.now() + timedelta(days=given["days"]) if given["days"] else None
        token, secret = tokens.issue(user, given["name"][:60], given["scope"] or ["read"], expires_at=ends)
        self.stderr.write(f"A key for {user} that may {', '.join(token.scopes)}. It is shown only now:")
        self.stdout.write(secret)

    def _refuse(self, code: str, words: str) -> NoReturn:
        self.stderr.write(f"error: {code}: {words}")
        raise SystemExit(1)
