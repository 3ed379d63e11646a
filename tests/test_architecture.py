"""The shape of the house: sizes, arrows, and what the web application must not load."""

import ast
import fnmatch
import importlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("studio", "artists", "projects", "processing")
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
FUNCTION_LINES_P90 = 30
HEAVY = ("torch", "librosa", "matchering", "pedalboard", "scipy", "numba")


def _sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


@cache
def _definitions(path: Path) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    """Functions stand in statements; expressions, which are most of a tree, are not gone through."""

    def within(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield child
            if isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
                yield from within(child)

    return tuple(within(ast.parse(path.read_text())))


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for one in _definitions(path):
        yield f"{path.relative_to(ROOT)}:{one.name}", (one.end_lineno or 0) - one.lineno + 1


def _modules() -> list[str]:
    names = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in _sources(*PACKAGES)]
    return sorted(name.removesuffix(".__init__") for name in names if not name.endswith("__main__"))


def _python(code: str) -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "studio.settings"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in _sources(*PACKAGES, "tests")}
    assert {str(path): lines for path, lines in lengths.items() if lines > FILE_LINES_MAX} == {}


def test_no_function_is_too_long() -> None:
    lengths = dict(found for path in _sources(*PACKAGES) for found in _functions(path))
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES_MAX} == {}


def test_most_functions_are_short() -> None:
    lengths = sorted(lines for path in _sources(*PACKAGES) for _, lines in _functions(path))
    assert lengths[int(len(lengths) * 0.9)] <= FUNCTION_LINES_P90


def test_no_line_is_counted_in_what_is_compiled() -> None:
    """Counting changes a function's code; a loop that is compiled must stay as it was written."""
    omitted = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["slipcover"]["omit"]
    compiled = [path for path in _sources("processing") if _decorators(path) & {"compiled", "njit"}]
    assert len(compiled) >= 6
    assert [str(path) for path in compiled if not any(fnmatch.fnmatch(str(path), one) for one in omitted)] == []


def _decorators(path: Path) -> set[str]:
    named = [getattr(one, "func", one) for function in _definitions(path) for one in function.decorator_list]
    return {one.id for one in named if isinstance(one, ast.Name)}


def test_imports_point_one_way() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(tool), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_web_application_loads_no_sound_libraries() -> None:
    code = (
        "import sys, studio.asgi\nfrom django.urls import get_resolver\n"
        "def walk(patterns):\n    for one in patterns:\n        walk(getattr(one, 'url_patterns', []))\n"
        "walk(get_resolver().url_patterns)\n"
        f"print(*sorted(name for name in {HEAVY!r} if name in sys.modules))"
    )
    assert _python(code).split() == []


def test_every_module_can_be_imported() -> None:
    for name in _modules():
        importlib.import_module(name)
