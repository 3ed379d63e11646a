import subprocess
import sys
from pathlib import Path

import pytest

from processing import compile_loops
from processing.dsp.compiled import compiled, wanted
from tests.house import ROOT


def test_every_loop_says_how_it_is_called() -> None:
    """A module with loops that the list does not name would be compiled while somebody waits."""
    marked = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "processing").rglob("*.py")
        if "\n@compiled" in path.read_text()
    }
    assert marked == set(compile_loops.MODULES)
    for module in compile_loops.MODULES:
        loops = list(compile_loops.loops_of(module))
        assert loops and all(wanted(loop) for loop in loops)
        assert (ROOT / f"{module.replace('.', '/')}.py").read_text().count("\n@compiled") == len(loops)


@pytest.mark.parametrize("named", ["", "elsewhere"])
def test_loops_are_kept_where_there_is_a_place(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / named if named else tmp_path / "a file" / "below"
    (tmp_path / "a file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(place))
    code = (
        "from processing.dsp.loops.straight import raise_crests as loop\n"
        "import numpy as np\n"
        "loop(np.zeros(9, np.float32))\n"
        "print(type(loop._cache).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ("FunctionCache" if named else "NullCache")
    assert bool(list(place.rglob("*.nbi"))) is bool(named)


def test_without_a_word_it_is_compiled_when_called() -> None:
    @compiled()
    def double(value: int) -> int:
        return value * 2

    assert wanted(double) == [] and double(4) == 8
