"""What makes two stages the same work: code version, engine and weights, parameters and the content they use."""

import hashlib
import json
from typing import Any

from django.conf import settings

from processing.engines.catalogue import BY_KEY, EngineSpec
from processing.engines.registry import in_order
from processing.licences import gate
from processing.models import Stage
from processing.stages.table import kind_of
from projects.models import Asset


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _engine(key: str) -> list[Any]:
    spec = BY_KEY.get(key)
    return [spec.key, spec.version, sorted(spec.weights.items())] if spec else []


def helpers_of(kind: str) -> list[EngineSpec]:
    """The engines that a stage of that kind would ask for on its way: the best that are ready and allowed here."""
    found: list[EngineSpec] = []
    for capability in kind_of(kind).asks:
        found += in_order(capability, weights=settings.WEIGHTS_DIR, may_use=gate.may_use)[:1]
    return found


def _inputs(stage: Stage) -> dict[str, list[str]]:
    wanted = [pk for ids in stage.inputs.values() for pk in ids]
    content = {str(pk): sha256 for pk, sha256 in Asset.objects.filter(pk__in=wanted).values_list("pk", "sha256")}
    return {role: [content[pk] for pk in ids] for role, ids in stage.inputs.items()}


def _parents(stage: Stage) -> list[Any]:
    parents = stage.run.stages.filter(name__in=stage.needs).prefetch_related("outputs__asset").order_by("name")
    return [
        [parent.kind, parent.result, sorted((out.role, out.asset.sha256) for out in parent.outputs.all())]
        for parent in parents
    ]


def fingerprint(stage: Stage) -> str:
    """SHA-256 over everything the result depends on. Parents count by what they made, not by how."""
    work = [
        stage.kind,
        kind_of(stage.kind).version,
        _engine(stage.engine),
        stage.params,
        _inputs(stage),
        _parents(stage),
        *(_engine(spec.key) for spec in helpers_of(stage.kind)),
    ]
    return hashlib.sha256(canonical(work).encode()).hexdigest()
