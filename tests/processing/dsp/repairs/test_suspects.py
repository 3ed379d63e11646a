"""Who made it worse is found in a piece of the song: stems are restored whole for those most suspected alone."""

from collections.abc import Collection, Sequence

import numpy as np
import pytest

from processing.dsp.pathologies.fault import Fault
from processing.dsp.repairs import judging, suspects
from processing.dsp.repairs import repair as desk
from processing.dsp.repairs.bench import Bench, held
from processing.dsp.repairs.suspects import PIECE_S
from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE, Song

QUIET_S, LENGTH_S = 30.0, 75.0
STEPS = tuple(
    desk.Step(code, name, 1.0, 80.0, 10.0, True, "words")
    for code, name in (("wide_bass", "mono_bass"), ("mud", "de_mud"), ("shimmer", "de_shimmer"))
)


def shimmer(*spans: tuple[float, float]) -> Fault:
    return Fault("shimmer", "Metallic shimmer", 3.0, "dB", -2.0, True, True, "words", spans=spans)


def bench_of(song: Song) -> Bench:
    brought = {"other": held(song), "vocals": held(np.zeros_like(song))}

    def restore(source: str, without: Collection[str], _known: Sequence[desk.Step] = ()) -> desk.Repaired:
        steps = [step for step in STEPS if step.remedy not in without] if source == "other" else []
        return desk.Repaired(desk.repeated(brought[source](), RATE, steps), (), (), tuple(steps))

    made = {source: restore(source, ()) for source in brought}
    stems = {source: held(one.audio) for source, one in made.items()}
    return Bench(brought, RATE, restore, stems=stems, steps={source: one.steps for source, one in made.items()})


@pytest.fixture
def shiny_mud(monkeypatch: pytest.MonkeyPatch) -> None:
    """The repair of mud brings shimmer with it."""
    whole = desk.REMEDIES["de_mud"]
    monkeypatch.setitem(desk.REMEDIES, "de_mud", lambda *told: songs.with_shimmer(whole(*told)))


def test_the_remedy_that_did_it_comes_first(shiny_mud: None) -> None:
    assert suspects.suspects(bench_of(songs.healthy()), shimmer())[0] == "de_mud"


def test_stems_are_restored_for_the_first_suspect_alone(shiny_mud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    bench, asked = bench_of(songs.with_mud(songs.healthy())), list[tuple[list[str], list[str]]]()
    plain = bench.restore

    def restore(source: str, without: Collection[str], known: Sequence[desk.Step]) -> desk.Repaired:
        asked.append((list(without), [step.remedy for step in known]))
        return plain(source, without, known)

    monkeypatch.setattr(bench, "restore", restore)
    judged = judging.judge(bench)
    assert asked == [(["de_mud"], ["mono_bass"])]
    assert [one["remedy"] for one in judged.withheld] == ["de_mud"]


def test_a_piece_lies_where_most_of_it_is() -> None:
    bench = Bench({}, RATE, lambda *_: None, stems={"other": held(np.zeros((2, round(LENGTH_S * RATE)), np.float32))})  # type: ignore[arg-type, return-value]

    def from_s(*spans: tuple[float, float]) -> float:
        piece = suspects._piece(bench, shimmer(*spans))
        assert piece.stop - piece.start == PIECE_S * RATE and piece.stop <= LENGTH_S * RATE
        return float(piece.start / RATE)

    assert from_s() == (LENGTH_S - PIECE_S) / 2.0
    assert from_s((2.0, 5.0), (40.0, 44.0), (60.0, 61.0)) == 40.0
    assert from_s((1.0, 12.0), (40.0, 44.0)) == 1.0
    assert from_s((74.0, 74.0)) == LENGTH_S - PIECE_S, "a click has a place and no length"
    assert from_s((0.0, LENGTH_S)) in (0.0, (LENGTH_S - PIECE_S) / 2.0)


def test_a_short_song_is_its_own_piece() -> None:
    bench = bench_of(songs.healthy()[:, : 4 * RATE])
    heard = [audio.shape[1] for audio in suspects._without(bench, "de_mud", suspects._piece(bench, shimmer()))]
    assert heard == [4 * RATE, 4 * RATE]


def test_steps_are_done_again_by_their_amounts_and_with_their_tools() -> None:
    song = songs.with_mud(songs.healthy()[:, : 4 * RATE])
    [half] = [desk.Step("mud", "de_mud", 0.5, 80.0, 40.0, True, "words")]
    assert np.array_equal(desk.repeated(song, RATE, [half]), desk.REMEDIES["de_mud"](song, RATE, 0.5))
    louder = desk.repeated(song, RATE, [half], {"de_mud": lambda audio, _rate, amount: audio * (1.0 + amount)})
    assert np.array_equal(louder, song * 1.5)
    assert np.array_equal(desk.repeated(song, RATE, []), song)
