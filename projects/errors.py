"""The ways this app says no to a person. All are StudioErrors; the kind of no decides the HTTP status."""

from processing.errors import StudioError


class Invalid(StudioError):  # noqa: N818
    """Something typed or sent can not be taken; `field` names where."""


class NotAllowed(StudioError):  # noqa: N818
    """The person may see this but not do that."""


__all__ = ["Invalid", "NotAllowed", "StudioError"]
