"""Parameters and plans in the words of the studio: what a stage was told, as a musician would say it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.figures import figure
from projects.models import Asset
from projects.models.project import Genre
from projects.said import said

Say = Callable[[Any], str]
MANY = 6
"""So many parts of a list are named; the rest is counted."""
STEM_WORDS: Mapping[str, Promise] = {
    "vocals": gettext_lazy("Voice"),
    "drums": gettext_lazy("Drums"),
    "bass": gettext_lazy("Bass"),
    "other": gettext_lazy("Everything else"),
}
NAMES: Mapping[str, Promise] = {
    "plan": gettext_lazy("Song plan"),
    "brief": gettext_lazy("Brief"),
    "text": gettext_lazy("Lyrics"),
    "kind": gettext_lazy("Kind of recording"),
    "seed": gettext_lazy("Seed"),
    "number": gettext_lazy("Number"),
    "bpm": gettext_lazy("Tempo"),
    "start_s": gettext_lazy("Start of the voice (s)"),
    "meter": gettext_lazy("Meter"),
    "genre": gettext_lazy("Genre"),
    "title": gettext_lazy("Title"),
    "artist": gettext_lazy("Artist"),
    "wishes": gettext_lazy("Wishes"),
    "settings": gettext_lazy("Console"),
    "said": gettext_lazy("Said"),
    "asked": gettext_lazy("Said"),
    "dials": gettext_lazy("Mastering"),
    "healthy": gettext_lazy("Faults that the reference's tone would bring"),
    "aspect": gettext_lazy("Format"),
    "width": gettext_lazy("Width"),
    "height": gettext_lazy("Height"),
}
WISHES: Mapping[str, tuple[Promise, str]] = {
    "vocal_db": (gettext_lazy("voice"), "dB"),
    "brightness_db": (gettext_lazy("brightness"), "dB"),
    "space_db": (gettext_lazy("space"), "dB"),
    "energy": (gettext_lazy("energy"), ""),
    "brightness": (gettext_lazy("brightness"), ""),
    "space": (gettext_lazy("space"), ""),
}
DIALS: Mapping[str, tuple[Promise, str]] = {
    "target_lufs": (gettext_lazy("loudness"), "LUFS"),
    "ceiling_dbtp": (gettext_lazy("ceiling"), "dBTP"),
    "tone": (gettext_lazy("tone of the reference"), ""),
    "loudness": (gettext_lazy("loudness of the reference"), ""),
    "width": (gettext_lazy("width of the reference"), ""),
}


def params_in_words(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """One line per parameter; whole documents become a sentence about them."""
    lines = []
    for name, value in params.items():
        title = str(NAMES.get(name, name.replace("_", " ").capitalize()))
        words = SAID[name](value) if name in SAID else plain(value)
        if words:
            lines.append((title, words))
    return lines


def plain(value: Any) -> str:
    """A value short enough for a line; nothing for what is not set."""
    if value is None or value == "" or value == {} or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return figure(value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {plain(part)}" for name, part in list(value.items())[:MANY] if plain(part))
    if isinstance(value, list):
        return ", ".join(plain(part) for part in value[:MANY]) + (" …" if len(value) > MANY else "")
    return str(value)


def tempo(bpm: Any) -> str:
    return f"{figure(float(bpm))} BPM" if isinstance(bpm, int | float) else ""


def genre(key: Any) -> str:
    return str(dict(Genre.choices).get(str(key), key or ""))


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def plan_in_words(plan: Any) -> str:
    """`96 BPM, 4/4, A minor, Pop, warm, 9 sections, 3:12`."""
    if not isinstance(plan, dict):
        return ""
    sections = plan.get("sections") or []
    parts = [
        tempo(plan.get("bpm")),
        plan.get("meter"),
        said(plan.get("key") or ""),
        genre(plan.get("genre")),
        said(plan.get("mood") or ""),
    ]
    if sections:
        parts.append(ngettext("{n} section", "{n} sections", len(sections)).format(n=len(sections)))
    if plan.get("duration_s"):
        parts.append(clock(float(plan["duration_s"])))
    return ", ".join(str(part) for part in parts if part)


def wishes_in_words(wishes: Any) -> str:
    return _moves(wishes, WISHES, signed=True)


def _moves(values: Any, names: Mapping[str, tuple[Promise, str]], *, signed: bool) -> str:
    if not isinstance(values, dict):
        return ""
    parts = []
    for name, value in values.items():
        words, unit = names.get(name, (name.replace("_", " "), ""))
        if isinstance(value, int | float) and value:
            parts.append(f"{words} {figure(value, '+g' if signed else 'g')} {unit}".strip())
    return ", ".join(parts)


def _lyrics(text: Any) -> str:
    words = len(str(text).split())
    return ngettext("{n} word", "{n} words", words).format(n=words)


def _recording(kind: Any) -> str:
    return str(dict(Asset.Kind.choices).get(str(kind), kind))


SAID: Mapping[str, Say] = {
    "plan": plan_in_words,
    "brief": lambda brief: plan_in_words({**brief, "notes": ""}) if isinstance(brief, dict) else "",
    "text": _lyrics,
    "kind": _recording,
    "bpm": tempo,
    "genre": genre,
    "wishes": wishes_in_words,
    "settings": lambda settings: _("settings written by a person") if settings else "",
    "dials": lambda dials: _moves(dials, DIALS, signed=False),
    "healthy": lambda healthy: _("held back") if healthy else "",
}
