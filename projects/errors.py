"""The studio's one error, under the name that songs and everything above them import."""

from artists.errors import Invalid, NotAllowed, StudioError

__all__ = ["Invalid", "NotAllowed", "StudioError"]
