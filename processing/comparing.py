"""What changed between two versions of one kind, in words: the console of mixes, figures of masters, plans of
candidates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processing.console.differences import diff
from processing.console.settings import ConsoleSettings
from processing.errors import StudioError
from processing.models import Stage
from processing.plan_words import DIALS, clock, genre, plain, tempo
from processing.versions import Version
from projects.figures import figure
from projects.models import Asset
from projects.said import said

# Measure, what people call it, unit, digits, and the smallest difference worth a line.
FIGURES: tuple[tuple[str, Promise, str, int, float], ...] = (
    ("integrated_lufs", gettext_lazy("Loudness"), "LUFS", 1, 0.05),
    ("true_peak_dbtp", gettext_lazy("True peak"), "dBTP", 1, 0.05),
    ("loudness_range_lu", gettext_lazy("Loudness range"), "LU", 1, 0.1),
    ("plr_db", gettext_lazy("Peaks over loudness"), "dB", 1, 0.1),
    ("mono_loss_lu", gettext_lazy("Lost in mono"), "LU", 1, 0.1),
    ("correlation", gettext_lazy("Stereo correlation"), "", 2, 0.02),
    ("bandwidth_hz", gettext_lazy("Highest tone"), "Hz", 0, 500),
)
PLANNED: tuple[tuple[str, Promise], ...] = (
    ("bpm", gettext_lazy("Tempo")),
    ("meter", gettext_lazy("Meter")),
    ("key", gettext_lazy("Key")),
    ("genre", gettext_lazy("Genre")),
    ("mood", gettext_lazy("Mood")),
)


@dataclass(frozen=True)
class Change:
    """One difference. `before` and `after` are empty where the words say it all."""

    words: str
    before: str = ""
    after: str = ""


def settings_of(version: Version) -> ConsoleSettings | None:
    """The console of a mix; None when it is not known or no longer readable."""
    if version.console is None:
        return None
    try:
        return ConsoleSettings.from_json(version.console.result["settings"])
    except (KeyError, StudioError):
        return None


def what_changed(old: Version, new: Version) -> list[Change]:
    """From `old` to `new`; empty when nothing that is known differs."""
    about = {Asset.Kind.MIX: _mixes, Asset.Kind.MASTER: _masters, Asset.Kind.CANDIDATE: _candidates}
    own = about[Asset.Kind(new.asset.kind)](old, new) if new.asset.kind in about else []
    told = {change.words for change in own}
    figures = _figures(old.asset.measures, new.asset.measures)
    return own + [change for change in figures if change.words not in told]


def _mixes(old: Version, new: Version) -> list[Change]:
    before, after = settings_of(old), settings_of(new)
    lines = [Change(said(line)) for line in diff(before, after)] if before and after else []
    if not before or not after:
        lines.append(Change(_("The console of one of them is not known, so only the figures can be compared.")))
    return _sources(old, new, ("candidate", "vocal")) + lines


def _masters(old: Version, new: Version) -> list[Change]:
    lines = _sources(old, new, ("mix", "reference"))
    before, after = _dials(old), _dials(new)
    for name, (words, unit) in DIALS.items():
        if before.get(name) != after.get(name):
            title = str(words).capitalize()
            lines.append(
                Change(title, f"{plain(before.get(name))} {unit}".strip(), f"{plain(after.get(name))} {unit}".strip())
            )
    return lines


def _dials(version: Version) -> dict[str, Any]:
    return dict(version.stage.result.get("dials", {})) if version.stage else {}


def _candidates(old: Version, new: Version) -> list[Change]:
    lines = [_changed(_("Seed"), _param(old, "seed"), _param(new, "seed"))]
    lines.append(_changed(_("Engine"), said(old.engine_name), said(new.engine_name)))
    for name, title in PLANNED:
        lines.append(_changed(str(title), _planned(old, name), _planned(new, name)))
    lines.append(_changed(_("Length"), _length(old), _length(new)))
    lines.append(_changed(_("Sections"), _form(old), _form(new)))
    total = [f"{version.total:.0f}" if version.total is not None else "" for version in (old, new)]
    lines.append(_changed(_("Score"), *total))
    return [line for line in lines if line] + _metrics(old, new)


def _metrics(old: Version, new: Version) -> list[Change]:
    """What the scorecards say differently, where the difference is worth hearing for."""
    before = {one["title"]: one for one in old.card.get("metrics", ())}
    return [
        Change(said(one["title"]), said(before[one["title"]]["shown"]), said(one["shown"]))
        for one in new.card.get("metrics", ())
        if one["title"] in before and before[one["title"]]["shown"] != one["shown"]
    ]


def _changed(title: str, before: str, after: str) -> Change | None:
    return Change(title, before or _("unknown"), after or _("unknown")) if before != after else None


def _param(version: Version, name: str) -> str:
    return plain(version.stage.params.get(name)) if version.stage else ""


def _planned(version: Version, name: str) -> str:
    value = version.plan.get(name)
    return tempo(value) if name == "bpm" else genre(value) if name == "genre" else said(plain(value))


def _length(version: Version) -> str:
    return clock(version.asset.duration_s) if version.asset.duration_s else ""


def _form(version: Version) -> str:
    return " · ".join(str(part.get("label", "")) for part in version.sections)


def _sources(old: Version, new: Version, roles: tuple[str, ...]) -> list[Change]:
    """Which of the files they were made from is another one."""
    before, after = (version.stage.inputs if version.stage else {} for version in (old, new))
    differing = [role for role in roles if before.get(role, []) != after.get(role, [])]
    wanted = {pk for role in differing for pk in (*before.get(role, []), *after.get(role, []))}
    files = {str(asset.pk): asset for asset in Asset.objects.filter(pk__in=wanted, project=new.asset.project_id)}
    return [
        Change(_source_title(role), _named(before.get(role, []), files), _named(after.get(role, []), files))
        for role in differing
    ]


def _source_title(role: str) -> str:
    titles = {
        "candidate": _("Instrumental"),
        "vocal": _("Vocal"),
        "mix": _("Made from"),
        "reference": _("Reference"),
    }
    return titles[role]


def _named(ids: list[str], files: Mapping[str, Asset]) -> str:
    names = [f"{files[pk].get_kind_display()} {files[pk].version}" for pk in ids if pk in files]
    return ", ".join(names) or _("none")


def _figures(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    lines = []
    for name, title, unit, digits, least in FIGURES:
        before, after = old.get(name), new.get(name)
        if isinstance(before, int | float) and isinstance(after, int | float) and abs(after - before) >= least:
            shown = [f"{figure(value, f'.{digits}f')} {unit}".strip() for value in (before, after)]
            lines.append(Change(str(title), *shown))
    return lines


def console_stage(version: Version) -> Stage:
    """Raises StudioError `mix.settings_unknown` for a mix whose console nobody wrote down."""
    if version.console is None or settings_of(version) is None:
        words = _("The console of this mix is not known. Start from another mix.")
        raise StudioError("mix.settings_unknown", words)
    return version.console
