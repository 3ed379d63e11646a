"""From an engine's key to the engine: the one place where adapters are imported, on first use."""

from importlib import import_module
from typing import Any

from processing.engines.catalogue import BY_KEY, EngineSpec, engines_for
from processing.errors import StudioError


def choose(capability: str, key: str = "") -> EngineSpec:
    """The engine a person asked for, or the first of its capability.

    Raises StudioError `engine.unknown` or `engine.wrong_capability`.
    """
    if not key:
        specs = engines_for(capability)
        if not specs:
            raise StudioError("engine.none", f"No engine is installed for {capability}.")
        return specs[0]
    spec = BY_KEY.get(key) or BY_KEY.get(f"{capability}.{key}")
    if spec is None:
        raise StudioError("engine.unknown", f"There is no engine called {key}. Run `manage.py engines list`.")
    if spec.capability != capability:
        raise StudioError("engine.wrong_capability", f"{spec.name} does not do {capability}.")
    return spec


def load(spec: EngineSpec, **options: Any) -> Any:
    module, _, name = spec.path.rpartition(".")
    return getattr(import_module(module), name)(**options)
