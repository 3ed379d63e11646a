"""`python -m processing.compile_loops`: compile every loop over samples and pixels before somebody waits for it."""

import importlib
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

MODULES = (
    "processing.engines.compose.house_band.sound.loops",
    "processing.engines.compose.house_band.sound.strings",
    "processing.engines.edit_video.brushes",
    "processing.dsp.loops.straight",
    "processing.dsp.loops.recursive",
    "processing.dsp.loops.banded",
    "processing.dsp.loops.moving",
    "processing.engines.edit_video.lab",
)
"""Those that take longest come first."""


def loops_of(module: str) -> Iterator[Any]:
    """The loops that stand in a module, not those it borrows."""
    for value in vars(importlib.import_module(module)).values():
        if getattr(value, "calls", None) and value.__module__ == module:
            yield value


def compile_module(module: str) -> int:
    """Compile what stands in it; returns how many loops that are."""
    # Set-up reads the list above before there is a numba.
    from processing.dsp.compiled import compile_now

    loops = list(loops_of(module))
    for loop in loops:
        compile_now(loop)
    return len(loops)


def main() -> None:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        print(f"{sum(pool.map(compile_module, MODULES))} loops are ready")


if __name__ == "__main__":
    main()
