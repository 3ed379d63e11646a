"""What becomes of tests that run side by side: all of them are told of, whatever happens to the process they are in."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.house import ROOT

# A quick process may take both files: each waits in its first test until the other has begun, in another process.
MEETING = """
import os, pathlib, time
def meet(me, other):
    pathlib.Path(os.environ["TOLD"], me).touch()
    limit = time.monotonic() + 60
    while not pathlib.Path(os.environ["TOLD"], other).exists():
        assert time.monotonic() < limit
        time.sleep(0.01)
"""
FILES = {
    "meeting.py": MEETING,
    "test_first.py": """
        import os, pathlib
        from meeting import meet
        def test_has_a_house_of_its_own():
            meet("first", "second")
            pathlib.Path(os.environ["STUDIO_DATA_DIR"], "mine").touch(exist_ok=False)
        def test_fails():
            print("told by the first")
            assert 1 + 1 == 3
    """,
    "test_second.py": """
        import os, pathlib, pytest
        from django.conf import settings
        from meeting import meet
        @pytest.fixture(scope="session", autouse=True)
        def last_of_all():
            yield
            pathlib.Path(os.environ["TOLD"], f"down {os.getpid()}").touch()
        def test_has_a_house_of_its_own():
            meet("second", "first")
            assert str(settings.DATA_DIR) == os.environ["STUDIO_DATA_DIR"]
            pathlib.Path(os.environ["STUDIO_DATA_DIR"], "mine").touch(exist_ok=False)
        def test_is_skipped():
            pytest.skip("not today")
    """,
}
DYING = """
    import os
    def test_passes():
        pass
    def test_dies():
        os._exit(7)
    def test_comes_too_late():
        pass
"""


def run_abreast(folder: Path, files: dict[str, str], *options: str) -> tuple[int, str]:
    for name, text in files.items():
        (folder / name).write_text(textwrap.dedent(text))
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p tests.own_house -p tests.abreast -rA --abreast 2\n")
    command = [sys.executable, "-m", "pytest", *options, str(folder)]
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "DJANGO_SETTINGS_MODULE": "studio.settings", "TOLD": str(folder)}
    # Where this is set pytest tells every failure's words once more, in its summary.
    outside = {name: value for name, value in os.environ.items() if name not in {"CI", "BUILD_NUMBER"}}
    done = subprocess.run(command, cwd=ROOT, env={**outside, **alone}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_every_test_is_told_of_once(tmp_path: Path) -> None:
    status, told = run_abreast(tmp_path, FILES)
    assert status == 1
    assert "1 failed, 2 passed, 1 skipped" in told
    assert "told by the first" in told
    assert len([*tmp_path.glob("down *")]) == 1


def test_what_a_dead_process_had_before_it_has_failed(tmp_path: Path) -> None:
    status, told = run_abreast(tmp_path, {"test_dying.py": DYING})
    assert status == 1
    assert "2 failed, 1 passed" in told
    assert told.count("the process that was to run this test died: 7") == 2


def test_the_first_failure_may_end_it(tmp_path: Path) -> None:
    later = {f"test_later_{number}.py": "def test_passes():\n    pass\n" for number in range(9)}
    status, told = run_abreast(tmp_path, {"test_a.py": "def test_fails():\n    assert False\n", **later}, "-x")
    assert status == 1
    assert "stopping after 1 failures" in told


def test_a_plugin_that_breaks_says_why(tmp_path: Path) -> None:
    broken = 'def pytest_runtest_logstart():\n    raise RuntimeError("nothing plays")\n'
    status, told = run_abreast(tmp_path, {"conftest.py": broken, "test_a.py": "def test_passes():\n    pass\n"})
    assert status == 1
    assert "1 failed" in told
    assert "RuntimeError: nothing plays" in told
