"""What nearly every stage loads: made ready before a process forks, a stage in the fork starts in milliseconds."""

import importlib

# Nothing that starts threads or a GPU may stand here, for neither survives a fork.
LIBRARIES = ("numpy", "soundfile", "soxr", "scipy.signal", "scipy.ndimage", "numba")


def load_all() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    _ready_compiler()


def _ready_compiler() -> None:
    """Run one compiled loop: numba looks its whole house through before the first of a process, for a third of a
    second, and every fork of this process would do it again."""
    import numpy as np

    from processing.dsp.loops.straight import add_row

    add_row(np.zeros(1, np.float32), np.zeros(1, np.float32), 1.0)
