"""Addresses with or without a slash at the end: a program that forgets it is not sent away."""

from rest_framework.routers import SimpleRouter


class LenientRouter(SimpleRouter):
    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"
