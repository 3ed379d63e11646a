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
# What engines stand on: packages that pip may resolve, and those it must take without what they ask for.
TESTED = ("engines-tested.in", "engines-tested-alone.in")
REST = ("engines.in", "engines-alone.in")
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


def install_tested_engines() -> None:
    """Add torch and the packages whose engines the tests run, with tiny models of their own."""
    once(
        "packages of the tested engines", VENV / ".installed-engines-tested", _of(TESTED), lambda: _install_set(TESTED)
    )


def install_engines() -> None:
    """Add everything that engines stand on; the web application never loads any of it."""
    install_tested_engines()
    once("engine packages", VENV / ".installed-engines", _of(TESTED, REST), lambda: _install_set(REST))


def _of(*sets: tuple[str, str]) -> str:
    files = [REQUIREMENTS / name for name in ("torch.in", "base.txt", *(name for one in sets for name in one))]
    return fingerprint([*files, VENV / "pyvenv.cfg"])


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


def _install_set(names: tuple[str, str]) -> None:
    resolved, alone = names
    quiet = ("install", "--disable-pip-version-check", "--quiet")
    constraint = ("-c", REQUIREMENTS / "base.txt")
    # Torch first and by pip: later packages would pull another build of it, and uv does not read pip's own settings.
    try:
        call(*_pip(), *quiet, *constraint, "-r", REQUIREMENTS / "torch.in")
    except SetupError as failure:
        raise SetupError(
            f"torch could not be installed ({failure}). The tests and the engines with models need it: see whether "
            "there is a wheel of it for this Python and platform, and set PIP_INDEX_URL when yours lies elsewhere"
        ) from failure
    call(*_pip(), *quiet, *constraint, "-r", REQUIREMENTS / resolved)
    # These ask for versions that nothing else can live with, and run well without them.
    call(*_pip(), *quiet, "--no-deps", "-r", REQUIREMENTS / alone)
