"""The studio as an installed app: its manifest, its service worker, and the page for when it can not be reached."""

import hashlib
import json

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SHELL = ("studio.css", "studio.js", "offline.js", "icon.svg", "icon-192.png", "django_htmx/htmx-2.min.js")
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-mask-512.png", "512x512", "maskable"),
)


@require_safe
@cache_control(max_age=3600, private=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """What the app is called and looks like, in the visitor's language."""
    content = {
        "id": "/",
        "name": "Autonomous Studio",
        "short_name": "Studio",
        "description": _("Where the label's records are made: listen, compare, comment, decide."),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#100e0d",
        "theme_color": "#100e0d",
        "categories": ["music", "productivity"],
        "icons": [{"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"}, *_icons()],
        "shortcuts": [
            {"name": _("New song"), "url": reverse("new-song")},
            {"name": _("Songs"), "url": reverse("songs")},
            {"name": _("Notices"), "url": reverse("notices")},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _icons() -> list[dict[str, str]]:
    return [
        {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose} for name, sizes, purpose in ICONS
    ]


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """From the root, because a service worker only looks after what lies below its own address."""
    shell, code = [static(name) for name in SHELL], _code()
    pages = {language: f"{reverse('offline')}?in={language}" for language, _name in settings.LANGUAGES}
    # The page for when the studio can not be reached is kept as it is said today, so its words count as well.
    said = [_offline_page(request, language) for language in pages]
    version = hashlib.sha256("".join([*shell, code, *said]).encode()).hexdigest()[:12]
    told = {"VERSION": version, "SHELL": shell, "OFFLINE": pages}
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in told.items())
    return HttpResponse(head + code, content_type="text/javascript")


def _code() -> str:
    if staticfiles_storage.exists("sw.js"):
        with staticfiles_storage.open("sw.js") as file:
            return str(file.read().decode())
    found = finders.find("sw.js")
    return open(found).read() if isinstance(found, str) else ""


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker in every language (`?in=es`), so it says nothing about anybody."""
    asked = request.GET.get("in", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language()
    return HttpResponse(_offline_page(request, language), headers={"Content-Language": language})


def _offline_page(request: HttpRequest, language: str) -> str:
    with override(language):
        return render_to_string("offline.html", request=request)
