"""How songs look in templates: covers, clocks, section strips, money."""

import colorsys
import hashlib
import math
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from projects import figures
from projects.models import Project

register = template.Library()

COVER_SHAPES = 9


@register.simple_tag
def cover(project: Project, size: str = "") -> SafeString:
    """A picture of its own for every song, drawn from its id near the artist's colour. Attributes only, for the CSP."""
    return _drawn(project.pk.bytes, project.artist.colour, size)


@lru_cache(maxsize=4096)
def _drawn(song: bytes, colour: str, size: str) -> SafeString:
    digest = hashlib.sha256(song).digest()
    hue = _hue(colour) + (digest[0] - 128) / 1400
    ground, ink = _colour(hue, 0.2, 0.42), _colour(hue + 0.05 + digest[1] / 1500, 0.8, 0.8)
    glow = _colour(hue + (digest[2] - 128) / 700, 0.58, 0.7)
    motif = (_bars, _rings, _hills)[digest[5] % 3]
    return format_html(
        '<svg class="cover {}" viewBox="0 0 160 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        '<rect width="160" height="100" fill="{}"/><circle cx="{}" cy="{}" r="{}" fill="{}"/>{}</svg>',
        size,
        ground,
        30 + digest[3] * 100 // 255,
        20 + digest[4] * 60 // 255,
        20 + digest[6] * 22 // 255,
        glow,
        motif(digest[8:], ink),
    )


def _bars(digest: bytes, ink: str) -> SafeString:
    tall = [18 + digest[i] * 62 / 255 for i in range(COVER_SHAPES)]
    rows = [
        (20 + 14 * i, f"{50 - h / 2:.1f}", f"{h:.1f}", ink, f"{0.55 + 0.4 * (i % 2):.2f}") for i, h in enumerate(tall)
    ]
    return format_html_join("", '<rect x="{}" y="{}" width="9" height="{}" rx="4.5" fill="{}" opacity="{}"/>', rows)


def _rings(digest: bytes, ink: str) -> SafeString:
    x, y = 40 + digest[0] * 80 // 255, 30 + digest[1] * 40 // 255
    rows = [(x, y, 6 + 9 * i + digest[2 + i] % 5, ink, 1.5 + digest[3 + i] % 3) for i in range(COVER_SHAPES - 2)]
    shape = '<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="{}" opacity="0.8"/>'
    return format_html_join("", shape, rows)


def _hills(digest: bytes, ink: str) -> SafeString:
    rows = []
    for i in range(COVER_SHAPES - 2):
        base, lift, swing = 26 + 9 * i, digest[i] % 26, digest[i + 8] % 26
        path = f"M-5 {base} C 35 {base - lift}, 60 {base + swing}, 85 {base} S 135 {base - swing}, 165 {base}"
        rows.append((path, ink, f"{0.35 + 0.08 * i:.2f}"))
    return format_html_join("", '<path d="{}" fill="none" stroke="{}" stroke-width="3" opacity="{}"/>', rows)


def _hue(colour: str) -> float:
    try:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    except ValueError:
        return 0.04
    return colorsys.rgb_to_hls(red, green, blue)[0]


def _colour(hue: float, light: float, full: float) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue % 1.0, light, full))


RIDE_PX, RIDE_FULL_DB = 17, 6.0


@register.simple_tag
def section_strip(sections: Sequence[dict[str, Any]], duration_s: float | None) -> SafeString:
    """The song's sections as a coloured strip; every part says its name."""
    if not sections or not duration_s:
        return SafeString()
    parts = _rects(sections, duration_s)
    labels = ", ".join(str(part.get("label", "")) for part in sections)
    return format_html(
        '<svg class="parts" viewBox="0 0 1000 6" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        labels,
        parts,
    )


@register.simple_tag
def ride_strip(rides: Sequence[Any], sections: Sequence[dict[str, Any]], duration_s: float | None) -> SafeString:
    """Where a track's level moves, over the colours of the sections: up is above the middle, down below it."""
    if not duration_s:
        return SafeString()
    rows = []
    for ride in rides:
        high = round(RIDE_PX * min(1.0, abs(ride.gain_db) / RIDE_FULL_DB), 2)
        start_s, end_s = min(ride.start_s, duration_s), min(ride.end_s, duration_s)
        x, width = 1000 * start_s / duration_s, 1000 * (end_s - start_s) / duration_s
        y = RIDE_PX - high if ride.gain_db > 0 else RIDE_PX
        rows.append((round(x, 2), round(y, 2), round(width, 2), high))
    moves = format_html_join("", '<rect class="ride" x="{}" y="{}" width="{}" height="{}"></rect>', rows)
    return format_html(
        '<svg class="parts rides-drawn" viewBox="0 0 1000 {}" preserveAspectRatio="none" aria-hidden="true">'
        '<g transform="translate(0 {})">{}</g><line x1="0" x2="1000" y1="{}" y2="{}"></line>{}</svg>',
        *(2 * RIDE_PX + 6, 2 * RIDE_PX, _rects(sections, duration_s), RIDE_PX, RIDE_PX, moves),
    )


def _rects(sections: Sequence[dict[str, Any]], duration_s: float) -> SafeString:
    rows = [
        (
            round(1000 * part["start_s"] / duration_s, 2),
            round(1000 * (part["end_s"] - part["start_s"]) / duration_s - 3, 2),
            part.get("kind", ""),
            f"{part.get('label', '')} {clock(part['start_s'])}",
        )
        for part in sections
        if part["end_s"] > part["start_s"]
    ]
    return format_html_join("", '<rect x="{}" width="{}" height="6" data-kind="{}"><title>{}</title></rect>', rows)


@register.filter
def clock(seconds: float | None) -> str:
    """`185.2` as `3:05`."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


@register.filter
def size(count: int) -> str:
    """As `bytes` in clock.ts writes it, so that a file is as large on its way as when it is here."""
    return f"{math.ceil(count / 1_000)} kB" if count < 1_000_000 else f"{figures.figure(count / 1_000_000, '.1f')} MB"


@register.filter
def money(amount: Decimal | float | None) -> str:
    """As `money` in clock.ts writes it."""
    value = float(amount or 0)
    return f"{figures.figure(value, '.4f' if 0 < value < 0.1 else '.2f')} {settings.CURRENCY}"


@register.filter
def level(decibels: float | None, digits: int = 1) -> str:
    """`-14.02` as `−14.0`: what the player shows beside it is written the same way."""
    return "" if decibels is None else figures.figure(float(decibels), f".{digits}f")


@register.filter
def spaced(name: str) -> str:
    """`render_mix` as `render mix`."""
    return name.replace("_", " ")


@register.filter
def percent(fraction: float | None) -> str:
    return f"{int(100 * (fraction or 0))} %"


@register.filter
def plain(number: float | None) -> str:
    """A number for an attribute: a dot, whatever the language."""
    return f"{float(number or 0):.4f}"


@register.filter
def figure(number: float | None) -> str:
    """A number as short as it is true, with a dot, for number inputs; nothing for nothing."""
    return "" if number is None else f"{number:g}"


@register.simple_tag
def studio_version() -> str:
    return str(settings.STUDIO_VERSION)


@register.simple_tag
def studio_source() -> str:
    return str(settings.STUDIO_SOURCE_URL)


@register.simple_tag
def currency() -> str:
    return str(settings.CURRENCY)
