"""kill -9 in the middle of the work: the song is finished all the same, with nothing lost and nothing twice."""

import random
import time
from collections.abc import Iterator

import pytest

from tests.fault.song import Song, begin, kill_one
from tests.house import RunningHouse

pytestmark = pytest.mark.fault

# Generous, since other tests share the machine; the benchmark measures how late a song really is.
LIMIT_S = 150.0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    house = RunningHouse(tmp_path_factory.mktemp("house"))
    house.start()
    yield house
    house.close()


@pytest.mark.parametrize(
    "kinds", [("job process", "worker"), ("reconciler", "web server", "redis")], ids=["workers", "servers"]
)
def test_a_song_survives(house: RunningHouse, kinds: tuple[str, ...]) -> None:
    chance = random.Random(",".join(kinds))
    song = begin(house)
    song.wait(LIMIT_S, Song.is_being_made)
    for kind in kinds:
        time.sleep(chance.uniform(0.2, 0.8))
        assert kill_one(house, kind, chance, patience_s=30.0), f"no {kind} to kill\n{house.logs()}"
    song.wait(LIMIT_S)
    assert song.faults() == []


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
