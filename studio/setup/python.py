"""The virtual environment and the locked packages in it."""

import shutil
import sys
from pathlib import Path

from studio.setup.steps import ROOT, SetupError, call, fingerprint, once, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
UV_PIN = "uv==0.13.8"
REQUIREMENTS = ROOT / "requirements"
# The libraries are compiled once here, so that the first start is as quick as the later ones.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}


def make_environment() -> None:
    once("virtual environment", VENV / ".made", "made", _make_environment)


def install(name: str) -> None:
    """Install `requirements/<name>.txt`, a full lock: every package is named in it, so nothing is resolved here."""
    lock = REQUIREMENTS / f"{name}.txt"
    once(
        f"{name} packages",
        VENV / f".installed-{name}",
        fingerprint([lock, VENV / "pyvenv.cfg"]),
        lambda: _install(lock),
    )


def install_engines() -> None:
    """Add torch and the engines that stand on it; the web application never loads them."""
    files = [REQUIREMENTS / name for name in ("torch.in", "engines.in", "engines-alone.in", "base.txt")]
    once("engine packages", VENV / ".installed-engines", fingerprint([*files, VENV / "pyvenv.cfg"]), _install_engines)


def _make_environment() -> None:
    if VENV.exists() and not PYTHON.exists():
        shutil.rmtree(VENV)
    try:
        call(sys.executable, "-m", "venv", VENV)
    except SetupError:
        # Debian's Python comes without ensurepip; pip or uv from outside can fill an empty environment as well.
        call(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    outside_uv = shutil.which("uv")
    if outside_uv and not UV.exists():
        UV.symlink_to(outside_uv)
    if UV.exists():
        return
    try:
        call(*_pip(), "install", "--disable-pip-version-check", "--quiet", UV_PIN)
    except SetupError as failure:
        say(f"no uv ({failure}); pip does its work")


def _pip() -> list[str]:
    if any(VENV.glob("lib/python*/site-packages/pip")):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def _install(lock: Path) -> None:
    if UV.exists():
        try:
            call(UV, "pip", "install", "--python", PYTHON, "--no-deps", "--compile-bytecode", "-r", lock, env=COMPILED)
            return
        except SetupError as failure:
            say(f"uv gave up ({failure}); pip tries")
    call(*_pip(), "install", "--disable-pip-version-check", "--quiet", "--no-deps", "-r", lock, env=COMPILED)


def _install_engines() -> None:
    quiet = ("install", "--disable-pip-version-check", "--quiet")
    constraint = ("-c", REQUIREMENTS / "base.txt")
    # Torch first and by pip: later packages would pull another build of it, and uv does not read pip's own settings.
    call(*_pip(), *quiet, *constraint, "-r", REQUIREMENTS / "torch.in")
    call(*_pip(), *quiet, *constraint, "-r", REQUIREMENTS / "engines.in")
    # These ask for versions that nothing else can live with, and run well without them.
    call(*_pip(), *quiet, "--no-deps", "-r", REQUIREMENTS / "engines-alone.in")
