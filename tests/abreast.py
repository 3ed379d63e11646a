"""`--abreast 3`: files of tests run side by side in three processes, forked when all tests are collected.

Collecting imports everything the studio stands on and counts its lines: half a minute of processor time, which every
worker of pytest-xdist spends again for itself. Forked processes share it, and start at once.

A process asks for its next file before the last test of the one it has, since what lives as long as a session is taken
down after a test that no other follows.
"""

import importlib
import logging.config
import os
import sys
import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.db import connections

from tests import own_house

DIED = "the process that was to run this test died: {status}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--abreast", type=int, default=0, metavar="N", help="run files of tests side by side")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    wanted = session.config.getoption("--abreast")
    if not wanted or session.config.option.collectonly or session.testsfailed:
        return None
    Crowd(session).run(wanted)
    return True


class Runner:
    """The parent's end of one forked process."""

    def __init__(self, pid: int, pipe: Connection) -> None:
        self.pid, self.pipe = pid, pipe
        self.ahead: list[pytest.Item] = []
        self.last_words = ""


class Crowd:
    """Hands out files of tests and gathers what became of them."""

    def __init__(self, session: pytest.Session) -> None:
        self.session, self.hook = session, session.config.hook
        # Tests of one file need not stand together: pytest-django puts those with a database before all others.
        files: dict[Path, list[pytest.Item]] = {}
        for test in session.items:
            files.setdefault(test.path, []).append(test)
        self.files = list(files.values())
        self.waiting = iter(range(len(self.files)))
        self.runners: dict[Any, Runner] = {}

    def _forked(self, number: int, base: Path) -> Runner:
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        mine, theirs = Pipe()
        if pid := os.fork():
            theirs.close()
            return Runner(pid, mine)
        status = 1
        try:
            for other in [mine, *self.runners]:
                other.close()
            _settle(self.session.config, number, base)
            _work(self.session, self.files, theirs)
            status = 0
        except Exception:  # a test's own is caught by pytest: this is ours, or a plugin's
            theirs.send(("broke", traceback.format_exc()))
        finally:
            # Not through the parent's own end of things: its reports, its coverage, its folders.
            os._exit(status)

    def run(self, wanted: int) -> None:
        base = self.session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        for number in range(min(wanted, len(self.files))):
            runner = self._forked(number, base)
            self.runners[runner.pipe] = runner
        while self.runners:
            for pipe in wait(list(self.runners)):
                runner = self.runners[pipe]
                try:
                    self._told(runner, *runner.pipe.recv())
                except EOFError:
                    self._gone(runner)
        if self.session.shouldfail:
            raise self.session.Failed(self.session.shouldfail)

    def _told(self, runner: Runner, what: str, about: Any) -> None:
        if what == "next":
            number = None if self.session.shouldfail else next(self.waiting, None)
            runner.ahead += self.files[number] if number is not None else []
            runner.pipe.send(number)
        elif what == "over":
            runner.ahead.pop(0)
        elif what == "broke":
            runner.last_words = f"\n{about}"
        else:
            report = self.hook.pytest_report_from_serializable(config=self.session.config, data=about)
            self.hook.pytest_runtest_logreport(report=report)

    def _gone(self, runner: Runner) -> None:
        del self.runners[runner.pipe]
        _, status = os.waitpid(runner.pid, 0)
        for test in runner.ahead:
            words = DIED.format(status=os.waitstatus_to_exitcode(status)) + runner.last_words
            report = pytest.TestReport(test.nodeid, test.location, {}, "failed", words, "call")
            self.hook.pytest_runtest_logreport(report=report)


def _settle(config: pytest.Config, number: int, base: Path) -> None:
    """Leave what is shared with the parent: where output is gathered, the house, the folder for temporary files."""
    capture = config.pluginmanager.getplugin("capturemanager")
    capture.stop_global_capturing()  # type: ignore[union-attr]
    capture.start_global_capturing()  # type: ignore[union-attr]
    config.get_terminal_writer()._file = open(os.devnull, "w")  # noqa: SIM115
    folder = base / f"abreast{number}"
    folder.mkdir()
    config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
    own_house.move_in(f"{number}")
    _read_settings_again()
    # The log wrote to where output was gathered before; each line cost a complaint with its whole traceback.
    logging.config.dictConfig(settings.LOGGING)


def _read_settings_again() -> None:
    name = os.environ["DJANGO_SETTINGS_MODULE"]
    for part in [module for module in sys.modules if module.startswith(f"{name}.")]:
        del sys.modules[part]
    fresh = importlib.reload(importlib.import_module(name))
    for name in {*filter(str.isupper, dir(fresh))} - {"DATABASES"}:  # pytest-django names the database
        if (value := getattr(fresh, name)) != getattr(settings, name):
            setattr(settings, name, value)
            setting_changed.send(sender=None, setting=name, value=value, enter=True)


def _work(session: pytest.Session, files: list[list[pytest.Item]], pipe: Connection) -> None:
    class Teller:
        @pytest.hookimpl
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            told = session.config.hook.pytest_report_to_serializable(config=session.config, report=report)
            pipe.send(("report", told))

    session.config.pluginmanager.register(Teller(), "abreast-teller")
    tests = _as_asked(files, pipe)
    test = next(tests, None)
    while test is not None:
        following = next(tests, None)
        session.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        pipe.send(("over", None))
        test = following


def _as_asked(files: list[list[pytest.Item]], pipe: Connection) -> Iterator[pytest.Item]:
    while True:
        pipe.send(("next", None))
        if (number := pipe.recv()) is None:
            return
        yield from files[number]
