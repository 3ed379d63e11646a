"""The studio's one error, under the name that audio code imports."""

from projects.errors import StudioError

__all__ = ["StudioError"]
