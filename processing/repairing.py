"""Repairing a rescued song again with more or less of each remedy, stem by stem."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from artists.models import User
from processing.dsp.repairs.names import REMEDY_WORDS, SONG, SUITS, amounts_for, is_amount
from processing.models import Run
from processing.pipeline import launch
from processing.states import FINISHED_WELL
from projects.errors import Invalid, StudioError
from projects.models import Project
from projects.said import said
from projects.songs import GONE

ON_ASKING_IN_MONO = {"other": {"widen": 0.0}}
"""A song of one channel is given width where somebody asks for it, and nowhere else."""


@dataclass(frozen=True)
class Amount:
    """How much of a remedy one stem may be given at the most, 0 to 1; the guard may have taken less."""

    name: str
    title: str
    share: float


def shown_and_newest(project: Project) -> tuple[Run | None, Run | None]:
    """The newest rescue that has been judged, or the newest as far as it has come; and the newest of all."""
    runs = project.runs.filter(recipe="rescue").order_by("-pk")
    newest = runs.first()
    judged = runs.filter(stages__kind="judge_restored", stages__state__in=FINISHED_WELL).first()
    return judged or newest, newest


def amounts_of(run: Run, asked: Run) -> dict[str, list[Amount]]:
    """By stem, every remedy that this rescue tried on it, or that is told about or done only where somebody asks;
    as much of each as was `asked` for last."""
    told = asked.params.get("amounts") or {}
    rows = run.stages.filter(kind__in=("mend_song", "restore", "diagnose")).values_list("name", "result")
    results: dict[str, dict[str, Any]] = dict(rows)
    is_mono = results.get("diagnose", {}).get("brought", {}).get("channels") == 1
    return {
        stem: _of_stem(stem, results[name].get("steps", ()), told, is_mono=is_mono)
        for stem, name in ((stem, "mend" if stem == SONG else f"restore-{stem}") for stem in SUITS)
        if name in results
    }


def _of_stem(
    stem: str, steps: Iterable[Mapping[str, Any]], told: Mapping[str, float], *, is_mono: bool
) -> list[Amount]:
    shares = {**(ON_ASKING_IN_MONO.get(stem, {}) if is_mono else {}), **amounts_for(stem, told)}
    named = {step["remedy"] for step in steps} | shares.keys()
    return [
        Amount(f"{stem}.{name}", said(words), shares.get(name, 1.0))
        for name, words in REMEDY_WORDS.items()
        if name in named
    ]


def again(project: Project, typed: Mapping[str, str], *, by: User) -> Run:
    """The newest rescue once more, with these shares (0 to 1) by remedy, or by stem and remedy. What comes before is
    not done again, nor is a stem whose shares stay.

    Raises Invalid `rescue.amount_wrong`, StudioError `rescue.nothing_to_repeat` or `song.closed`.
    """
    if project.state in GONE:
        raise StudioError("song.closed", _("This song is finished; nothing more is made for it."))
    seen, newest = shown_and_newest(project)
    if seen is None or newest is None:
        raise StudioError("rescue.nothing_to_repeat", _("This song has not been rescued yet."))
    shown = {amount.name: amount.share for amounts in amounts_of(seen, newest).values() for amount in amounts}
    shares = {name: _share(name, text) for name, text in typed.items() if is_amount(name)}
    amounts = {**(newest.params.get("amounts") or {})}
    # What was left where it stood is not written down: its stem is then the one that is there.
    amounts |= {name: share for name, share in shares.items() if shown.get(name) != share}
    return launch.start(project, "rescue", by=by, **{**newest.params, "amounts": amounts})


def _share(name: str, text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0.0 <= share <= 1.0:
        remedy = said(REMEDY_WORDS[name.rpartition(".")[2]])
        words = _("{remedy} can be used from 0 to 100 %.").format(remedy=remedy)
        raise Invalid("rescue.amount_wrong", words, field=name)
    return share
