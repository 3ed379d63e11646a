"""How voice and backing lie on each other, drawn and in words: for the stage that laid them and for the intake."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from processing.findings import FAIRLY_SURE, START_SURE
from processing.models import Stage
from processing.states import FINISHED_WELL
from projects.figures import figure, filled
from projects.models import Project

WIDTH, HEIGHT, LEFT = 340, 96, 44
BAND_MS = 20.0
CLOSE_MS = 60.0
DOTS_SHOWN = 400
TUNED = 0.15


@dataclass(frozen=True)
class Plot:
    """One drawing, in units of its view box: milliseconds upwards (late is up) over the voice's time."""

    title: str
    reach_ms: float
    line: str
    dots: tuple[tuple[float, float], ...]
    end_s: float
    alt: str

    @property
    def band_y(self) -> float:
        return round(_y(min(BAND_MS, self.reach_ms), self.reach_ms), 1)

    @property
    def band_height(self) -> float:
        return round(HEIGHT - 2 * self.band_y, 1)

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def left(self) -> int:
        return LEFT

    @property
    def middle(self) -> float:
        return HEIGHT / 2

    @property
    def reach(self) -> str:
        return f"{self.reach_ms:.0f} ms" if self.reach_ms < 1000 else f"{figure(self.reach_ms / 1000, '.1f')} s"


@dataclass(frozen=True)
class AlignmentPicture:
    plots: tuple[Plot, ...]
    words: tuple[str, ...]
    refused: str


def picture_of(stage: Stage, *, doubted: bool = False) -> AlignmentPicture | None:
    """For a stage that laid a voice on a backing or on a grid; None for others and where there is no voice. Where the
    typed tempo is `doubted`, nothing is said to fit it."""
    found = stage.result if stage.kind == "align" else stage.result.get("alignment", {}) if stage.result else {}
    if "offset_s" not in found:
        return None
    repaired = found.get("repaired") or {}
    end_s = max([at for at, _late in found["drift_ms"]] + [1.0]) * 1.08
    if repaired:
        pairs = ((_("Before"), found["drift_ms"]), (_("After"), repaired["drift_ms"]))
        plots = [_plot(title, drift, (), end_s) for title, drift in pairs]
    else:
        plots = [_plot(_("Voice against the beat"), found["drift_ms"], _syllables(stage, found), end_s)]
    refused = str(REFUSED[found["refused"]["code"]]()) if found.get("refused") else ""
    return AlignmentPicture(tuple(plots), tuple(_words(found, repaired, doubted)), refused)


def newest_laid(project: Project) -> Stage | None:
    """Where a voice was laid on an instrumental that was brought, the last time."""
    laid = Stage.objects.filter(run__project=project, kind="align", params__brought=True, state__in=FINISHED_WELL)
    return laid.order_by("-pk").first()


def _words(found: dict[str, Any], repaired: dict[str, Any], doubted: bool) -> Iterable[str]:
    start = filled(_("The voice starts at {at:.2f} s of the backing."), at=found["offset_s"])
    doubt = _("Other beats fit about as well: listen to the start.")
    yield start if found["offset_confidence"] >= START_SURE else f"{start} {doubt}"
    apart_pct = 100 * (found["tempo_ratio"] - 1)
    if found["tempo_confidence"] < FAIRLY_SURE:
        yield _("The voice alone does not tell its tempo, so the backing's is left as it is.")
    elif abs(apart_pct) < 0.02:
        yield _("The backing plays at the tempo that was typed.") if doubted else _("The tempo fits.")
    else:
        yield filled(_("The backing plays {pct:+.2f} % against the tempo of the voice."), pct=apart_pct)
    if found["key_confidence"] < FAIRLY_SURE:
        yield _("Too little is clearly sung to tell whether the keys fit.")
    elif abs(found["transpose_semitones"]) < TUNED:
        yield _("The backing is in tune with the voice.")
    else:
        words = _("The backing stands {steps:+.2f} semitones from the voice.")
        yield filled(words, steps=found["transpose_semitones"])
    if repaired:
        most = max(abs(late) for late in repaired["start_middle_end_ms"])
        yield _("The backing was moved to the voice; at start, middle and end they are now within {ms:.0f} ms.").format(
            ms=most
        )


REFUSED = {
    "align.tempo_too_far": lambda: _("Refused: the tempo is too far away. Up to 6 % could be repaired."),
    "align.key_too_far": lambda: _("Refused: the key is too far away. Up to two semitones could be repaired."),
    "align.no_common_beat": lambda: _("Refused: the backing keeps no steady beat. Choose another candidate."),
}


def _plot(title: str, drift: Sequence[Sequence[float]], dots: Sequence[tuple[float, float]], end_s: float) -> Plot:
    most = max([abs(late) for _at, late in drift] + [0.0])
    reach = CLOSE_MS if most <= CLOSE_MS else 1.1 * most
    line = " ".join(f"{_x(at, end_s)},{_y(late, reach)}" for at, late in drift)
    inside = tuple((_x(at, end_s), _y(late, reach)) for at, late in dots if abs(late) <= reach and at <= end_s)
    alt = _("Drift over {seconds:.0f} s: {first:+.0f} ms at the start, {last:+.0f} ms at the end; the band is ±20 ms.")
    first, last = (drift[0][1], drift[-1][1]) if drift else (0.0, 0.0)
    return Plot(title, reach, line, inside, end_s, alt.format(seconds=end_s, first=first, last=last))


def _syllables(stage: Stage, found: dict[str, Any]) -> list[tuple[float, float]]:
    """Each sung beginning with its distance to the nearest quarter of a beat, where the voice has been heard."""
    vocal = stage.inputs.get("vocal")
    same = {"inputs__vocal": vocal} if vocal else {"run": stage.run_id}
    rows = Stage.objects.filter(run__project=stage.run.project_id, kind="hear_voice", **same)
    heard = rows.order_by("-pk").first()
    plan = stage.params.get("plan") or stage.result.get("plan") or {}
    bpm = found.get("backing_bpm") or plan.get("bpm")
    if heard is None or not heard.result or not bpm:
        return []
    part_s, first_s, ratio = 15.0 / bpm, found.get("backing_first_beat_s", 0.0), found["tempo_ratio"]
    placed = [(at, found["offset_s"] + at / ratio - first_s) for at in heard.result.get("onsets_s", ())[:DOTS_SHOWN]]
    return [(at, 1000 * ((there + part_s / 2) % part_s - part_s / 2)) for at, there in placed]


def _x(at_s: float, end_s: float) -> float:
    return round(LEFT + (WIDTH - LEFT - 4) * at_s / end_s, 1)


def _y(late_ms: float, reach_ms: float) -> float:
    return round(HEIGHT / 2 - (HEIGHT / 2 - 4) * late_ms / reach_ms, 1)
