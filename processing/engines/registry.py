"""From an engine's key to the engine: the one place where adapters are imported, on first use."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from processing.engines.catalogue import BY_KEY, EngineSpec, engines_for
from processing.errors import StudioError


def missing(spec: EngineSpec, weights: Path | None) -> str:
    """What the engine lacks on this machine, in words; empty when it is ready. `weights`: the operator's folder."""
    if absent := [name for name in spec.needs if find_spec(name) is None]:
        return f"{spec.name} needs {', '.join(absent)}. Run `make engines`."
    if spec.folder and not (weights and any((weights / spec.folder).glob("*"))):
        return f"{spec.name} needs its weights in weights/{spec.folder}."
    return ""


def choose(
    capability: str,
    key: str = "",
    *,
    weights: Path | None = None,
    may_use: Callable[[EngineSpec], bool] = lambda _spec: True,
) -> EngineSpec:
    """The engine a person asked for, else the first of its capability that is ready here and may be used.

    Raises StudioError `engine.unknown`, `engine.wrong_capability`, `engine.not_ready` or `engine.none`.
    """
    if not key:
        # One that is there but may not be used is still named, so that the gate can say why it is refused.
        ready = in_order(capability, weights=weights, may_use=may_use) or in_order(capability, weights=weights)
        if not ready:
            raise StudioError("engine.none", f"No engine is installed for {capability}.")
        return ready[0]
    spec = BY_KEY.get(key) or BY_KEY.get(f"{capability}.{key}")
    if spec is None:
        raise StudioError("engine.unknown", f"There is no engine called {key}. Run `manage.py engines list`.")
    if spec.capability != capability:
        raise StudioError("engine.wrong_capability", f"{spec.name} does not do {capability}.")
    if lack := missing(spec, weights):
        raise StudioError("engine.not_ready", lack, engine=spec.key)
    return spec


def in_order(
    capability: str, *, weights: Path | None = None, may_use: Callable[[EngineSpec], bool] = lambda _spec: True
) -> list[EngineSpec]:
    """All that could do it here and may, best first: when one fails, the next is tried."""
    return [spec for spec in engines_for(capability) if may_use(spec) and not missing(spec, weights)]


def load(spec: EngineSpec, *, weights: Path | None = None, **options: Any) -> Any:
    """Raises StudioError `engine.not_ready` when what it needs is not there."""
    if lack := missing(spec, weights):
        raise StudioError("engine.not_ready", lack, engine=spec.key)
    if spec.folder and weights:
        options["weights"] = weights / spec.folder
    module, _, name = spec.path.rpartition(".")
    return getattr(import_module(module), name)(**options)
