"""What nearly every stage loads: imported before a process forks, a stage in the fork starts in milliseconds."""

import importlib

# Nothing that starts threads or a GPU may stand here, for neither survives a fork.
LIBRARIES = ("numpy", "soundfile", "soxr", "scipy.signal", "scipy.ndimage", "numba")


def load_all() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
