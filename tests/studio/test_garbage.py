"""What is loaded is not searched for garbage again, what comes later is, and the web server sees to it."""

import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command

from studio.management.commands import web
from tests.house import ROOT

ASKED = """
import gc, weakref
from studio.garbage import spare_what_stays
class Ring: pass
loaded = [Ring() for _ in range(50)]
spare_what_stays()
assert gc.get_freeze_count() > 1_000
assert not any(one is loaded for one in gc.get_objects())
later = Ring()
later.itself, gone = later, weakref.ref(later)
del later
gc.collect()
assert gone() is None
"""


def test_what_is_loaded_is_spared_and_what_comes_later_is_not() -> None:
    subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, check=True)


def test_the_web_server_spares_what_it_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []

    class Server:
        def __init__(self, *_: Any, **__: Any) -> None:
            happened.append("made")

        def run(self) -> None:
            happened.append("run")

    monkeypatch.setattr(web, "Server", Server)
    monkeypatch.setattr(web, "spare_what_stays", lambda: happened.append("spared"))
    call_command("web")
    assert happened == ["made", "spared", "run"]


def test_commands_load_without_searching_and_search_again_when_they_are_loaded() -> None:
    code = (
        "import gc, runpy, sys\n"
        "searched = []\n"
        "gc.callbacks.append(lambda phase, info: searched.append(phase))\n"
        "from django.core.management.commands import check\n"
        "before = len(searched)\n"
        "check.Command.handle = lambda *_, **__: print(len(searched) - before, gc.isenabled(), gc.get_freeze_count())\n"
        "sys.argv = ['manage.py', 'check']\n"
        "runpy.run_path('manage.py', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    searches, enabled, frozen = done.stdout.split()
    assert enabled == "True" and int(frozen) > 100_000
    assert int(searches) < 100
