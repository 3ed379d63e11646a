"""The supervisor as an operator meets it: real processes in a data folder of their own."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import RunningHouse

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    house = RunningHouse(tmp_path_factory.mktemp("house"))
    yield house
    house.close()


@pytest.fixture
def running(house: RunningHouse) -> RunningHouse:
    if house.supervisor is None:
        house.start()
    return house


def _refused(house: RunningHouse, *command: str) -> tuple[int, str]:
    second = house.spawn(*command)
    _, words = second.communicate(timeout=60)
    return second.returncode, words


def _is_whole(house: RunningHouse, wanted: dict[str, int]) -> bool:
    return house.readyz()[0] == 200 and all(len(house.processes(one)) == count for one, count in wanted.items())


def test_everything_reports_ready(running: RunningHouse) -> None:
    status, parts = running.readyz()
    assert status == 200
    assert parts["missing"] == []
    assert parts["workers"]["cpu"] == 2


def _quick_after(house: RunningHouse, gone: set[int], seconds: float) -> bool:
    """Whether the reserve is there, heard of, and none of those that are gone."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        found = {one.pid for one in house.processes("worker --queue quick")} - gone
        # The cpu workers take quick work too.
        if len(found) == 1 and house.readyz()[1]["workers"]["quick"] >= 3:
            return True
        time.sleep(0.1)
    return False


def test_a_worker_is_kept_free_for_short_work(running: RunningHouse) -> None:
    assert _quick_after(running, set(), 30), running.logs()
    (reserve,) = running.processes("worker --queue quick")
    reserve.kill()
    assert _quick_after(running, {reserve.pid}, 30), running.logs()


def test_a_second_instance_exits_with_3(running: RunningHouse) -> None:
    status, words = _refused(running, "manage.py", "up")
    assert status == 3
    assert words.startswith("error: up.already_running:")


def test_a_taken_port_exits_with_4(running: RunningHouse, tmp_path: Path) -> None:
    other = RunningHouse(tmp_path, STUDIO_PORT=str(running.port))
    status, words = _refused(other)
    assert status == 4
    assert str(running.port) in words


@pytest.mark.parametrize(
    "programs",
    [("manage.py web", "manage.py reconcile", "worker --queue cpu"), ("-server",)],
    ids=["programs", "redis"],
)
def test_a_killed_process_is_started_again(running: RunningHouse, programs: tuple[str, ...]) -> None:
    before = {program: len(running.processes(program)) for program in programs}
    victims = [running.processes(program)[0] for program in programs]
    for victim in victims:
        victim.kill()
    for victim in victims:
        victim.wait(timeout=5)
    limit = time.monotonic() + 25
    while time.monotonic() < limit and not _is_whole(running, before):
        time.sleep(0.1)
    assert _is_whole(running, before), running.logs()
    assert not {victim.pid for victim in victims} & {one.pid for one in running.processes()}


def test_interrupt_leaves_no_process(running: RunningHouse) -> None:
    began = time.monotonic()
    assert running.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < 10
    assert running.is_empty_within(1.0), running.processes()


def test_a_start_with_nothing_to_do_skips_preparing(house: RunningHouse) -> None:
    log = house.data / "logs" / "prepare.log"
    before = log.stat().st_mtime_ns
    house.start()
    assert log.stat().st_mtime_ns == before


def test_a_killed_supervisor_leaves_no_process(running: RunningHouse) -> None:
    assert running.supervisor is not None
    running.stop(signal.SIGKILL)
    assert running.is_empty_within(5.0), running.processes()


def test_term_in_the_middle_of_a_start_leaves_no_process(house: RunningHouse) -> None:
    house.supervisor = house.spawn()
    limit = time.monotonic() + 25
    while time.monotonic() < limit and not house.processes("worker --queue cpu"):
        time.sleep(0.02)
    assert house.processes("worker --queue cpu"), house.logs()
    assert house.stop(signal.SIGTERM) == 0
    assert house.is_empty_within(1.0), house.processes()
