"""What browsers may do with a page: cookies, HTTPS, the content security policy."""

from csp.constants import NONCE, SELF

from studio.settings.host import env
from studio.settings.storage import REMOTE_ORIGINS

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("STUDIO_HTTPS", default=False)
# Browsers that came in by HTTPS once never come back without it.
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *REMOTE_ORIGINS],
        "media-src": [SELF, "blob:", *REMOTE_ORIGINS],
        "connect-src": [SELF, *REMOTE_ORIGINS],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
    },
}
# The admin's theme sets styles in attributes and evaluates Alpine expressions: it is given that and nothing more.
ADMIN_PREFIX = "/django-admin/"
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "media-src": ["'none'"],
    "connect-src": [SELF],
}
