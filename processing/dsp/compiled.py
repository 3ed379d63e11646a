"""How sample loops are compiled: once per machine where the code folder can be written, else once per run.

Each loop says how it is called, so that a set-up can compile all of them ahead (`processing.compile_loops`). Called
otherwise it is compiled on the spot, a second or so at the first call.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import numba
from numba.core import sigutils

F = TypeVar("F", bound=Callable[..., Any])
FAST = {"contract", "reassoc", "arcp", "nsz"}
"""Sums may be reordered, so that they run several lanes wide; broken samples stay broken, so that they are noticed."""


def compiled(
    *calls: str, fastmath: bool | set[str] = FAST, error_model: Literal["python", "numpy"] = "numpy"
) -> Callable[[F], F]:
    """Compile a plain loop to machine code that lets other threads run. `.py_func` is the loop as written.

    `calls` are the types of its arguments as numba writes them: `f4[::1]` is a row of float32, `i8` an int.
    """

    def compile_later(loop: F) -> F:
        dispatcher: Any = numba.njit(cache=_is_kept(), nogil=True, fastmath=fastmath, error_model=error_model)(loop)
        dispatcher.calls = calls
        return cast(F, dispatcher)

    return compile_later


def _is_kept() -> bool:
    """Whether compiled loops find a place on the disk: beside the code, or where `NUMBA_CACHE_DIR` says."""
    place = Path(os.environ.get("NUMBA_CACHE_DIR") or Path(__file__).parent)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(place, os.W_OK)


def compile_now(loop: Any) -> None:
    """Compile for every call it says; what lies on the disk already is only read."""
    for call in wanted(loop):
        loop.compile(call)


def wanted(loop: Any) -> list[tuple[Any, ...]]:
    """The types of arguments, for each way it says it is called."""
    read: Any = sigutils.normalize_signature
    return [read(f"({call},)")[0] for call in loop.calls]
