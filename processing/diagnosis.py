"""The report of a diagnosis: every check with its number and places, and the curves that a page draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from processing.diagnosis_axes import Axes
from processing.diagnosis_words import remedy
from processing.models import Stage
from processing.states import FINISHED_WELL
from projects.figures import figure
from projects.models import Asset, Project
from projects.said import said

WIDTH, HEIGHT = 1000.0, 200.0
SHOWN_SPANS = 12
LOUD_LUFS, SOFT_LUFS = 0.0, -50.0
WORST_DB = 24.0


@dataclass(frozen=True)
class Check:
    """One fault, or what is fine. `usual` is what released music has, empty where an older look did not tell; `spans`
    are (start, end) in seconds, `more` counts those that are not shown."""

    code: str
    title: str
    words: str
    remedy: str
    figure: str
    limit: str
    usual: str
    severity: float
    found: bool
    spans: tuple[tuple[float, float], ...]
    more: int


@dataclass(frozen=True)
class Line:
    """A curve as an SVG path on WIDTH x HEIGHT."""

    name: str
    path: str


class Report:
    """`stage` is a finished `diagnose` of `asset`."""

    def __init__(self, asset: Asset, stage: Stage) -> None:
        self.asset, self.stage = asset, stage
        self.checks = [check_of(fault) for fault in stage.result["faults"]]
        self.curves: dict[str, Any] = stage.result["curves"]

    @property
    def found(self) -> list[Check]:
        return sorted((check for check in self.checks if check.found), key=lambda check: -check.severity)

    @property
    def fine(self) -> list[Check]:
        return [check for check in self.checks if not check.found]

    @property
    def loudness(self) -> list[Line]:
        """Momentary and short-term, from -50 to 0 LUFS."""
        step_s = self.curves["loudness_step_s"]
        return [
            Line(_("momentary"), self._over_time(self.curves["momentary_lufs"], step_s, SOFT_LUFS, LOUD_LUFS)),
            Line(_("short-term"), self._over_time(self.curves["short_term_lufs"], step_s, SOFT_LUFS, LOUD_LUFS)),
        ]

    @property
    def sides(self) -> Line:
        """Correlation of left and right, from -1 to 1."""
        step_s = self.curves["correlation_step_s"]
        return Line(_("correlation"), self._over_time(self.curves["correlation"], step_s, -1.0, 1.0))

    def _over_time(self, values: Sequence[float], step_s: float, low: float, high: float) -> str:
        whole_s = max(float(self.curves["duration_s"]), step_s)
        times = [min((number + 0.5) * step_s / whole_s, 1.0) for number in range(len(values))]
        return path_of(times, [(value - low) / (high - low) for value in values])

    @property
    def target(self) -> tuple[str, list[float]]:
        """What the balance is held against: the song's first reference, else what its genre's masters share."""
        references = self.asset.project.assets.filter(kind=Asset.Kind.REFERENCE).order_by("version")
        for one in references:
            if one.pk != self.asset.pk and (levels := one.measures.get("third_octaves", {}).get("levels_db")):
                return one.name, [float(level) for level in levels]
        genre = self.asset.project.genre or "pop"
        label = self.asset.project.get_genre_display() or _("Pop")
        return _("usual for {genre}").format(genre=label), list(self.curves["usual_db"].get(genre, ()))

    @property
    def balance(self) -> list[Line]:
        """Third octaves of the sound and of its target, each around its own middle."""
        name, target = self.target
        ours = self.curves["levels_db"]
        return [Line(name, self._bands(target)), Line(_("this sound"), self._bands(ours))]

    def _bands(self, levels_db: Sequence[float]) -> str:
        heard = np.asarray(levels_db, dtype=float)[1:29]  # 31.5 Hz to 16 kHz
        if not heard.size:
            return ""
        centred = heard - float(np.median(heard))
        places = np.linspace(0.0, 1.0, heard.size)
        return path_of(places.tolist(), (0.5 + centred / (2 * WORST_DB)).tolist())

    @property
    def axes(self) -> Axes:
        return Axes(float(self.curves["duration_s"]))


def check_of(fault: dict[str, Any]) -> Check:
    spans = tuple((float(start), float(end)) for start, end in fault["spans"])
    return Check(
        code=fault["code"],
        title=said(fault["title"]),
        words=said(fault["words"]),
        remedy=remedy(fault),
        figure=_figure(fault["value"], fault["unit"]),
        limit=_figure(fault["limit"], fault["unit"]),
        usual=_figure(fault["usual"], fault["unit"]) if "usual" in fault else "",
        severity=float(fault["severity"]),
        found=bool(fault["found"]),
        spans=spans[:SHOWN_SPANS],
        more=max(0, len(spans) - SHOWN_SPANS),
    )


def _figure(value: float, unit: str) -> str:
    if unit in {"share", "of the power"}:
        return f"{figure(100 * value, '.1f')} %"
    return f"{figure(value, '.3g' if abs(value) < 1000 else '.0f')} {said(unit)}".strip()


def path_of(places: Sequence[float], heights: Sequence[float]) -> str:
    """An SVG path through points given as 0..1 from left to right and from bottom to top."""
    points = [
        f"{place * WIDTH:.1f} {(1.0 - min(max(height, 0.0), 1.0)) * HEIGHT:.1f}"
        for place, height in zip(places, heights, strict=True)
    ]
    return "M" + "L".join(points) if points else ""


def report_of(asset: Asset) -> Report | None:
    """The newest finished diagnosis of a sound; None when nobody has looked into it."""
    drawn = {"provenance__attached__renditions__has_key": str(asset.pk)}
    rows = Stage.objects.filter(run__project=asset.project_id, kind="diagnose", state__in=FINISHED_WELL, **drawn)
    stage = rows.order_by("-pk").first()
    return Report(asset, stage) if stage and "faults" in stage.result else None


def is_looking(asset: Asset) -> bool:
    """Whether a look into this sound is under way."""
    busy = ("waiting", "queued", "running")
    rows = Stage.objects.filter(run__project=asset.project_id, run__recipe="diagnose", kind="diagnose", state__in=busy)
    return any(str(asset.pk) in stage.inputs.get("sound", ()) for stage in rows)


def scores_of(project: Project) -> list[tuple[str, float, float]]:
    """For a rescued song: title, severity as it was brought and in its newest master, where either is a fault.

    While it is repaired again, the scores of the last repair stay.
    """
    looks = Stage.objects.filter(
        run__project=project, run__recipe="rescue", kind="diagnose", state__in=FINISHED_WELL
    ).order_by("-run", "-pk")
    after = looks.filter(name="master-check").first() or looks.filter(name="mix-check").first()
    brought = looks.filter(run=after.run_id, name="diagnose").first() if after else None
    if after is None or brought is None:
        return []
    told = {fault["code"]: fault for fault in brought.result["faults"]}
    there = {fault["code"]: fault for fault in after.result["faults"]}
    wanted = [code for code in told if code in there and (told[code]["found"] or there[code]["found"])]
    return [(said(told[code]["title"]), told[code]["severity"], there[code]["severity"]) for code in wanted]
