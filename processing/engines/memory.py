"""When a model does not fit: smaller steps until one does."""

import gc
import logging
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

from processing.errors import StudioError

Rung = TypeVar("Rung")
T = TypeVar("T")
log = logging.getLogger(__name__)
# How torch, cuBLAS and cuDNN say that there was no room; the last two only by a code.
_NO_ROOM = ("allocate memory", "out of memory", "ALLOC_FAILED")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch (on a card or in main memory) or Python ran out of memory."""
    said = isinstance(error, RuntimeError) and any(words in str(error) for words in _NO_ROOM)
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError" or said


def first_that_fits(rungs: Sequence[Rung], work: Callable[[Rung], T], *, start: int = 0, name: str) -> tuple[int, T]:
    """Do the work on the first rung, from `start` on, that has the memory for it; which one, and what was made.

    `work` begins anew on each rung. Raises StudioError `engine.out_of_memory` after the last one, and
    `engine.broke_down` when the model fails otherwise, so that another engine can be asked.
    """
    for number in range(start, len(rungs)):
        done = _tried(rungs[number], work, name)
        if done:
            return number, done[0]
        # Only out here, where the error and its traceback no longer hold the tensors, does freeing free anything.
        free()
    raise StudioError(
        "engine.out_of_memory",
        f"{name} does not fit into this machine's memory, even in its smallest steps. "
        "Close other work on this machine, or choose another engine.",
    )


def _tried(rung: Rung, work: Callable[[Rung], T], name: str) -> tuple[T] | None:
    try:
        return (work(rung),)
    except (MemoryError, RuntimeError) as error:
        if is_out_of_memory(error):
            return None
        log.exception("%s broke down", name)
        words = f"{name} broke down at its work. Whoever runs the studio finds the reason in the log of the worker."
        raise StudioError("engine.broke_down", words) from error


def free() -> None:
    """Give memory that nothing holds any more back to the card and to the machine."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
