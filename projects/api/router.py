"""Addresses with or without a slash at the end: a program that forgets it is not sent away."""

from rest_framework.routers import SimpleRouter

# Exactly as ids are written, so that nothing else reaches the database.
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class LenientRouter(SimpleRouter):
    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"
