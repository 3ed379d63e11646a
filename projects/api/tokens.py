"""Programs come in with `Authorization: Token <secret>`, and only where the key's scopes reach."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from artists import tokens
from artists.models import ApiToken, User
from projects.api.scopes import SIGNED_IN, scope_of
from projects.errors import NotAllowed


class TokenAuthentication(BaseAuthentication):
    """Scopes are asked here and not in a permission, so that a view with permissions of its own can not forget them."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        sent = request.headers.get("Authorization", "")
        secret = tokens.secret_in(sent)
        if secret is None:
            if sent.lower().startswith("bearer "):
                words = _("Send the key as “Authorization: Token” and the key; Bearer is not understood here.")
                raise AuthenticationFailed(words, "token.not_bearer")
            return None
        token = tokens.authenticate(secret)
        if token is None:
            raise AuthenticationFailed(_("This key is unknown, has run out or was revoked."), "token.unknown")
        view = request.parser_context["view"]
        scope = scope_of(view, request.method or "", getattr(view, "action", None))
        if scope == SIGNED_IN:
            raise NotAllowed("token.sign_in_instead", _("This can only be done by signing in, not with a key."))
        if scope not in token.scopes:
            words = _("This key lacks the scope “{scope}”.").format(scope=scope)
            raise NotAllowed("token.scope_missing", words, scope=scope)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = TokenAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        words = "A key from “Keys to the API” in your menu: `Authorization: Token <secret>`."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": words}
