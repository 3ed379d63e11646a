"""Loops over samples and pixels: compiled at set-up, or the first song would wait for every one of them."""

from studio.setup.python import PYTHON
from studio.setup.steps import ROOT, call, fingerprint, once

MADE_FROM = (
    "processing/dsp/compiled.py",
    "processing/dsp/loops/*.py",
    "processing/engines/edit_video/brushes.py",
    "processing/engines/edit_video/lab.py",
    "processing/engines/compose/house_band/sound/loops.py",
    "requirements/base.txt",
)


def compile_all() -> None:
    sources = [path for pattern in MADE_FROM for path in ROOT.glob(pattern)]
    # A compiled loop is thrown away with its folder's caches, and the stamp with it.
    stamp = ROOT / "processing" / "dsp" / "loops" / "__pycache__" / ".compiled"
    environment = {"PYTHONDONTWRITEBYTECODE": ""}
    once(
        "compiled loops",
        stamp,
        fingerprint(sources),
        lambda: call(PYTHON, "-m", "processing.compile_loops", env=environment),
    )
