"""The one doorway through which a stage's handler reaches files, engines, progress and the store."""

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from processing.engines.catalogue import EngineSpec
from processing.engines.registry import choose, load
from processing.errors import StudioError
from processing.licences import gate
from processing.models import Stage
from processing.pipeline.leases import StoppedError, lease_end
from processing.pipeline.substitutes import Worked, first_that_works
from processing.signals import stage_told
from projects import events
from projects.assets import KeptFile, NewFile, keep_file, media_type_of
from projects.models import Asset, Rendition
from projects.storage import Kept, keep, local_copy

LOG_LINES_MAX = 400
T = TypeVar("T")


@dataclass(frozen=True)
class Output:
    role: str
    file: KeptFile
    parents: tuple[Asset, ...]


class Context:
    """Lives as long as one attempt of one stage. `scratch` is removed afterwards."""

    def __init__(self, stage: Stage, scratch: Path) -> None:
        self.stage = stage
        self.project = stage.run.project
        self.scratch = scratch
        self.outputs: list[Output] = []
        self.renditions: dict[str, dict[str, tuple[Kept, str]]] = {}
        self.measures: dict[str, tuple[dict[str, Any], float]] = {}
        self.log_lines: list[str] = []
        self.engines_used: list[EngineSpec] = []
        self._files = ExitStack()
        self._told_at = 0.0
        self._parents = {
            parent.name: parent
            for parent in stage.run.stages.filter(name__in=stage.needs).prefetch_related("outputs__asset__renditions")
        }

    @property
    def for_listening(self) -> bool:
        """Whether people will play the outputs in a browser; a headless run spares itself the small copies."""
        return not settings.STUDIO_IN_PROCESS

    def close(self) -> None:
        self._files.close()

    # What came before

    def result(self, kind: str) -> dict[str, Any]:
        """The result of the needed stage of that kind; empty when the recipe has none."""
        return next((parent.result for parent in self._parents.values() if parent.kind == kind), {})

    def results(self, kind: str) -> dict[str, dict[str, Any]]:
        """Results by stage name, for stages that gather several of one kind."""
        return {name: parent.result for name, parent in self._parents.items() if parent.kind == kind}

    def assets(self, role: str) -> list[Asset]:
        """Assets under a role, whether brought in from outside the run or made by a needed stage."""
        wanted = self.stage.inputs.get(role, [])
        found = {str(a.pk): a for a in Asset.objects.filter(pk__in=wanted).prefetch_related("renditions")}
        made = [out.asset for p in self._parents.values() for out in p.outputs.all() if out.role == role]
        return [found[pk] for pk in wanted if pk in found] + made

    def asset(self, role: str) -> Asset:
        assets = self.assets(role)
        if not assets:
            raise StudioError("stage.input_missing", f"The {role} this stage needs is no longer there.")
        return assets[0]

    def stems(self, prefix: str = "stem") -> dict[str, Asset]:
        """Stem name -> asset, from roles written `<prefix>:<name>`; of several the one that was made last."""
        roles = [*self.stage.inputs, *(out.role for p in self._parents.values() for out in p.outputs.all())]
        head = f"{prefix}:"
        return {role.removeprefix(head): self.assets(role)[-1] for role in roles if role.startswith(head)}

    def path(self, asset: Asset) -> Path:
        """The stored file itself, readable until the stage ends."""
        return self._files.enter_context(local_copy(asset.sha256))

    def canonical_path(self, asset: Asset) -> Path:
        """Safe decoded audio of an upload; for files we made ourselves, the file."""
        for rendition in asset.renditions.all():
            if rendition.kind == Rendition.Kind.CANONICAL:
                return self._files.enter_context(local_copy(rendition.sha256))
        if asset.provenance.get("stage"):
            return self.path(asset)
        raise StudioError("audio.not_ingested", f"{asset.name} has not been taken in yet. Run intake first.")

    # What this stage does

    def engine(self, capability: str, **options: Any) -> Any:
        spec = choose(capability, self.stage.engine, weights=settings.WEIGHTS_DIR, may_use=gate.may_use)
        return load(spec, weights=settings.WEIGHTS_DIR, **options)

    def first_that_works(self, capability: str, work: Callable[[Any], T], **options: Any) -> Worked[T]:
        """Give the stage's engine to `work`; when it fails as an engine does, the next in order of preference, and so
        on. What a substitute made is recorded as its own and never reused, since the first choice is to be asked
        again. Raises the first engine's error when none can do it.
        """
        worked = first_that_works(capability, self.stage.engine, work, self.log, **options)
        self.engines_used.append(worked.spec)
        if worked.fallbacks:
            self.stage.engine, self.stage.fingerprint = worked.spec.key, ""
        return worked

    def shelf(self, name: str) -> Path:
        """A folder that outlives the stage, for half-finished work of this artist that a later stage may take up.

        The reconciler keeps all shelves together below SHELF_MAX_BYTES, oldest files first.
        """
        folder: Path = settings.SHELF_DIR / name / str(self.project.artist_id)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def log(self, words: str) -> None:
        """A line for people; shown with the next progress, kept when the stage is over."""
        self.log_lines.append(f"{timezone.now():%H:%M:%S} {words}")
        del self.log_lines[:-LOG_LINES_MAX]

    def progress(self, fraction: float, message: str, **preview: Any) -> None:
        """Tell people how far it is. Renews the lease and raises StoppedError when the stage was cancelled or lost.

        Called as often as the work likes; told at most EVENTS_PER_SECOND times a second.
        """
        now = time.monotonic()
        if now - self._told_at < 1.0 / settings.EVENTS_PER_SECOND and not preview:
            return
        self._told_at = now
        fraction = min(max(fraction, 0.0), 1.0)
        if message and message != self.stage.message:
            self.log(message)
        changes = {"progress": fraction, "message": message[:200], "log": "\n".join(self.log_lines)}
        with transaction.atomic():
            mine = Stage.objects.filter(pk=self.stage.pk, attempt=self.stage.attempt, state=Stage.State.RUNNING)
            if not mine.update(**changes, lease_until=lease_end()):
                raise StoppedError
            self.stage.progress, self.stage.message = fraction, message
            events.record(
                self.project,
                "stage.progressed",
                stage=self.stage.pk,
                run=self.stage.run_id,
                name=self.stage.name,
                kind=self.stage.kind,
                fraction=round(fraction, 4),
                message=message,
                eta_s=self.stage.eta_s,
                cost=float(self.stage.cost_so_far),
                **preview,
            )
        stage_told.send(Stage, stage=self.stage)

    # What it leaves behind

    def save(self, role: str, new: NewFile, parents: Iterable[Asset] = ()) -> None:
        """Store a file now; its asset appears when the stage is done, in the same transaction."""
        self.outputs.append(Output(role, keep_file(new), tuple(parents)))

    def add_renditions(self, asset: Asset, paths: dict[str, Path]) -> None:
        """Derived files for an asset that exists already, attached when the stage is done."""
        kept = {kind: (keep(path), media_type_of(path.name)) for kind, path in paths.items()}
        self.renditions.setdefault(str(asset.pk), {}).update(kept)

    def add_measures(self, asset: Asset, measures: dict[str, Any], duration_s: float) -> None:
        self.measures[str(asset.pk)] = (measures, duration_s)
