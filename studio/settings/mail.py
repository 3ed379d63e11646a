"""What the house sends out: letters, and calls to other people's servers."""

from studio.settings.host import DATA_DIR, env

# `smtp+tls://user:password@host:587`. Without it e-mails are laid into the data folder, where they can be looked at.
EMAIL_URL = env("STUDIO_EMAIL_URL", default="")
EMAIL_IS_SENT = bool(EMAIL_URL)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
if EMAIL_URL:
    globals().update(env.email_url_config(EMAIL_URL))
# A mail server that hangs must not hold up the process that looks after lost work.
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("STUDIO_EMAIL_FROM", default="studio@localhost")
MAIL_GATHER_S = env.float("STUDIO_MAIL_GATHER_S", default=30.0)
DIGEST_HOUR = env.int("STUDIO_DIGEST_HOUR", default=8)
# Whether webhooks may call addresses inside the network, and those by http too.
WEBHOOKS_PRIVATE = env.bool("STUDIO_WEBHOOKS_PRIVATE", default=False)
