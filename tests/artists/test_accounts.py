"""The house is entered by invitation."""

from django.test import Client

from artists.models import User


def test_nobody_signs_up_by_themselves(client: Client, db: None) -> None:
    sent = {"email": "x@example.org", "username": "x", "password1": "correct horse", "password2": "correct horse"}
    client.post("/accounts/signup/", sent)
    assert not User.objects.exists()
