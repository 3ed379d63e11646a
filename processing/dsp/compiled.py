"""How sample loops are compiled: once per machine where the code folder can be written, else once per run."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])
FAST = {"contract", "reassoc", "arcp", "nsz"}
"""Sums may be reordered, so that they run several lanes wide; broken samples stay broken, so that they are noticed."""


def compiled(loop: F) -> F:
    """Compile a plain loop to machine code that lets other threads run. `.py_func` is the loop as written."""
    keep = os.access(Path(__file__).parent, os.W_OK)
    return cast(F, numba.njit(cache=keep, nogil=True, fastmath=FAST, error_model="numpy")(loop))
