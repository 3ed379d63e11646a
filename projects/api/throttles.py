"""How often is too often; the rates are settings (`STUDIO_RATE_…`)."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from projects.api.scopes import LOOKING, scope_of


class Person(UserRateThrottle):
    """Anything at all, per person."""

    scope = "user"


class Visitor(AnonRateThrottle):
    """The few doors that are open to everybody, per address."""

    scope = "anonymous"


class Uploading(UserRateThrottle):
    """Beginning files; the blocks of a file that was begun are not counted."""

    scope = "uploads"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method != "POST" or super().allow_request(request, view)


class Working(UserRateThrottle):
    """Setting machines to work, which costs money."""

    scope = "runs"

    def allow_request(self, request: Request, view: Any) -> bool:
        method = request.method or ""
        costs = method not in LOOKING and scope_of(view, method, getattr(view, "action", None)) == "run"
        return not costs or super().allow_request(request, view)
