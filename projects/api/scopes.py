"""What a key needs for each endpoint. People who are signed in need no scopes: their rights are their roles.

Looking needs `read`, everything else `write`, unless the view says otherwise: `scopes = {"decide": "decide"}` names the
scope of an action (or, in a plain view, of a method), `scopes = {"*": "admin"}` that of everything that changes
something. `SIGNED_IN` is a scope no key has.
"""

from typing import Any

SIGNED_IN = "signed-in"
LOOKING = {"GET", "HEAD", "OPTIONS"}


def scope_of(view: Any, method: str, action: str | None = None) -> str:
    """The scope a key needs to ask this of a view."""
    named: dict[str, str] = getattr(view, "scopes", {})
    default = "read" if method.upper() in LOOKING else named.get("*", "write")
    return named.get(action or method.lower(), default)
