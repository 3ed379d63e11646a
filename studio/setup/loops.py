"""Loops over samples and pixels: compiled at set-up, or the first song would wait for every one of them."""

from processing.compile_loops import MODULES
from studio.setup.python import PYTHON
from studio.setup.steps import ROOT, call, fingerprint, once


def compile_all() -> None:
    made_from = [f"{module.replace('.', '/')}.py" for module in (*MODULES, "processing.dsp.compiled")]
    sources = [ROOT / name for name in (*made_from, "requirements/base.txt")]
    # A compiled loop is thrown away with its folder's caches, and the stamp with it.
    stamp = ROOT / "processing" / "dsp" / "loops" / "__pycache__" / ".compiled"
    environment = {"PYTHONDONTWRITEBYTECODE": ""}
    once(
        "compiled loops",
        stamp,
        fingerprint(sources),
        lambda: call(PYTHON, "-m", "processing.compile_loops", env=environment),
    )
