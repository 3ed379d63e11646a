"""For all tests of sound and of the pipeline."""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def loops_are_compiled_ahead() -> Iterator[None]:
    """No loop was called in a way that a set-up does not know of: a song would wait for the compiler."""
    yield
    from processing.compile_loops import MODULES, loops_of
    from processing.dsp.compiled import wanted

    not_ahead = {
        f"{loop.__name__} {kinds}"
        for module in MODULES
        if module in sys.modules
        for loop in loops_of(module)
        for kinds in {str(one) for one in loop.signatures} - {str(one) for one in wanted(loop)}
    }
    assert not not_ahead
