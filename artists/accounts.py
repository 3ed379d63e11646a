"""How people come in: by invitation only, so the public sign-up form stays shut; and what the door says to them."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from artists.models import Label

WRONG = _("Name and password do not go together. Look at both and try again.")
# The rates of failed sign-ins are over five minutes at most (`ACCOUNT_RATE_LIMITS` in the settings).
TOO_OFTEN = _("Too many tries. Wait five minutes, then try again.")


class ClosedHouse(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This way in is shut. Ask an admin of the label."),
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": _("That was too often. Wait a moment."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("Type the password that you have now."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """Under the label's name: the address of the machine means nothing to whoever reads it."""
        return f"{Label.ours().name}: {subject}"


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That is not the code that is shown now."),
    }
