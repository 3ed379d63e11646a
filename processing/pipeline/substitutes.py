"""When an engine cannot, the next one does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings

from processing.engines.catalogue import BY_KEY, EngineSpec
from processing.engines.registry import choose, in_order, load
from processing.errors import StudioError
from processing.licences import gate

# Errors of an engine, for which another engine may be tried; every other error ends the stage.
ENGINE_ERRORS = ("engine.", "weights.")

T = TypeVar("T")


@dataclass(frozen=True)
class Worked(Generic[T]):
    """What an engine made, which one it was, and those before it that could not: `engine`, `code`, `words` each."""

    value: T
    spec: EngineSpec
    fallbacks: list[dict[str, str]]


def first_that_works(
    capability: str, first: str, work: Callable[[Any], T], say: Callable[[str], None], **options: Any
) -> Worked[T]:
    """Give the engine with the key `first` to `work`; when it fails as an engine does (`engine.*`, `weights.*`), the
    next in order of preference, and so on. Raises the first engine's error when none can do it.
    """
    planned = BY_KEY.get(first)
    if planned and planned.capability != capability:
        planned = None  # a stage of several capabilities: another one was substituted before
    chosen = planned or choose(capability, weights=settings.WEIGHTS_DIR, may_use=gate.may_use)
    others = in_order(capability, weights=settings.WEIGHTS_DIR, may_use=gate.may_use)
    failures: list[tuple[EngineSpec, StudioError]] = []
    for spec in [chosen, *(one for one in others if one.key != chosen.key)]:
        try:
            value = work(load(spec, weights=settings.WEIGHTS_DIR, **options))
        except StudioError as error:
            if not error.code.startswith(ENGINE_ERRORS):
                raise
            failures.append((spec, error))
            say(f"{spec.name} could not: {error.words}")
            continue
        return Worked(value, spec, _told(failures, spec, say))
    raise failures[0][1]


def _told(
    failures: Sequence[tuple[EngineSpec, StudioError]], used: EngineSpec, say: Callable[[str], None]
) -> list[dict[str, str]]:
    if failures:
        say(f"{used.name} was used instead.")
    return [
        {
            "engine": spec.key,
            "code": error.code,
            "words": f"{spec.name} could not: {error.words} {used.name} was used instead. {used.says}",
        }
        for spec, error in failures
    ]
