"""kill -9 in the middle of the work: the song is finished all the same, with nothing lost and nothing twice."""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.song import Song, begin, give_up, kill_one
from tests.house import RunningHouse

pytestmark = pytest.mark.fault

# Generous, since other tests share the machine; the benchmark measures how late a song really is.
LIMIT_S = 150.0


@pytest.fixture(scope="module")
def house(django_db_setup: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    house = RunningHouse(tmp_path_factory.mktemp("house"))
    shutil.copy(migrated, house.data / "studio.sqlite3")
    house.start()
    yield house
    house.close()


def test_a_song_survives_the_loss_of_each_process(house: RunningHouse) -> None:
    """One after the other while it is being made: what does the work first, then what serves it."""
    chance = random.Random("workers, servers")
    song = begin(house)
    song.wait(LIMIT_S, Song.is_being_made)
    for kind in ("job process", "worker", "reconciler", "web server", "redis"):
        time.sleep(chance.uniform(0.2, 0.8))
        assert kill_one(house, kind, chance, patience_s=30.0), f"no {kind} to kill\n{house.logs()}"
        assert not song.is_over(), f"too late to kill the {kind}"
    song.wait(LIMIT_S)
    assert song.faults() == []


def test_a_song_is_taken_in_while_the_workers_do_long_work(house: RunningHouse) -> None:
    long = begin(house, candidates=5)
    long.wait(LIMIT_S, Song.is_being_made)
    other = begin(house)
    other.wait(30.0, lambda song: song.runs().get("intake") == "done")
    assert not long.is_over(), "its work was not long enough to tell"
    give_up(house)


def test_a_song_goes_on_after_the_whole_house_was_killed(house: RunningHouse) -> None:
    song = begin(house)
    song.wait(LIMIT_S, Song.is_being_made)
    assert house.supervisor is not None
    house.supervisor.kill()
    house.supervisor.wait()
    assert house.is_empty_within(5.0)
    house.start()
    song.wait(LIMIT_S)
    assert song.faults() == []
