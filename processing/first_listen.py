"""What the studio heard in the files of a draft, in words, as soon as it has listened."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from processing.findings import FAIRLY_SURE, Finding, recording_words
from processing.models import Run, Stage
from processing.pipeline.check import CHECKED
from processing.states import FINISHED_WELL
from projects.figures import filled
from projects.models import Asset, Project
from projects.said import said

CHECKS_READ = 60
# Typed and heard tempo are the same within this; half and double count as the same pulse.
TEMPO_APART = 0.03


@dataclass(frozen=True)
class Heard:
    """One file. `doubts` are what to look at; `heard_bpm` is offered where no tempo was typed."""

    asset: Asset
    state: str
    doubts: tuple[str, ...] = ()
    heard_bpm: float | None = None

    @property
    def is_fine(self) -> bool:
        return self.state == "done" and not self.doubts


@dataclass
class FirstListen:
    files: list[Heard] = field(default_factory=list)

    @property
    def is_listening(self) -> bool:
        return any(heard.state == "listening" for heard in self.files)


def first_listen(project: Project) -> FirstListen:
    """Read in a fixed number of queries."""
    checks = project.runs.filter(recipe="check").prefetch_related("stages").order_by("-pk")[:CHECKS_READ]
    newest: dict[str, Run] = {}
    for run in checks:
        newest.setdefault(str(run.params.get("asset")), run)
    files = project.assets.filter(kind__in=CHECKED)
    return FirstListen([_heard(asset, newest[str(asset.pk)], project) for asset in files if str(asset.pk) in newest])


def tempo_findings(project: Project) -> list[Finding]:
    """What the first listen doubted about the typed tempo: it stays true after the song was sent in."""
    voices = [str(pk) for pk in project.assets.filter(kind=Asset.Kind.VOCAL).values_list("pk", flat=True)]
    listened = Stage.objects.filter(
        run__project=project, run__recipe="check", run__params__asset__in=voices, kind="hear_voice"
    )
    heard = listened.filter(state__in=FINISHED_WELL).order_by("-pk").first()
    doubts = _tempo(heard.result["tempo"], project)[0] if heard and heard.result else []
    return [Finding(_("Tempo"), words, doubt=True) for words in doubts]


def _heard(asset: Asset, run: Run, project: Project) -> Heard:
    stages = {stage.kind: stage for stage in run.stages.all()}
    doubts = recording_words(stages["ingest"].result) if "ingest" in stages else []
    looked = stages.get("diagnose")
    if looked and looked.result:
        doubts += [said(fault["words"]) for fault in looked.result["faults"] if fault["found"]]
    bpm = None
    voice = stages.get("hear_voice")
    if voice and voice.result:
        tempo_doubt, bpm = _tempo(voice.result["tempo"], project)
        doubts += tempo_doubt
    broken = next((stage for stage in stages.values() if stage.state == Stage.State.FAILED), None)
    if broken:
        doubts.append(said(broken.error_words) or _("The studio could not read this file. Export it again."))
    state = {Run.State.RUNNING: "listening", Run.State.DONE: "done"}.get(Run.State(run.state), "failed")
    return Heard(asset, state, tuple(doubts), bpm)


def _tempo(tempo: dict[str, Any], project: Project) -> tuple[list[str], float | None]:
    """Doubts about a typed tempo that the voice contradicts, and the tempo to offer where none was typed."""
    heard, sure = float(tempo["bpm"]), float(tempo["confidence"])
    if sure < FAIRLY_SURE:
        return [], None
    if project.bpm is None:
        return [], round(heard, 1)
    ratios = (project.bpm / heard / factor for factor in (0.5, 1.0, 2.0))
    if any(abs(ratio - 1.0) < TEMPO_APART for ratio in ratios):
        return [], None
    words = _("You typed {typed:g} BPM, but the voice sounds like {heard:.0f} BPM. Tap the tempo to be sure.")
    return [filled(words, typed=project.bpm, heard=heard)], round(heard, 1)
