"""How the drawing loops are compiled: once per machine where the code folder can be written, else once per run."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(loop: F) -> F:
    """Compile a plain loop to machine code. `.py_func` is the loop as written."""
    keep = os.access(Path(__file__).parent, os.W_OK)
    return cast(F, numba.njit(cache=keep, nogil=True, fastmath=True)(loop))
