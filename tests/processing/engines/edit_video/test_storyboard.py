"""The storyboard: gapless, on downbeats, a new scene with each section, the same for the same seed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processing.engines.contracts import SECTION_KINDS, Section
from processing.engines.edit_video.storyboard import FRAMINGS, draw
from tests.processing.engines.edit_video.songs import laid, plan

FORM = laid(
    ("intro", 4, ()), ("verse", 8, ()), ("chorus", 8, ()), ("verse", 8, ()), ("chorus", 8, ()), ("outro", 4, ())
)
SONG = plan(FORM)


def shots(seed: int = 1, **changes: object):
    return draw(SONG, **{"duration_s": 80.0, "fps": 30, "seed": seed, **changes})


def test_every_frame_is_seen_once() -> None:
    board = shots()
    assert board[0].first_frame == 0 and board[-1].end_frame == 2400
    assert all(a.end_frame == b.first_frame for a, b in pairwise(board))


def test_cuts_stand_on_downbeats() -> None:
    assert all(abs(shot.start_s / SONG.bar_s - round(shot.start_s / SONG.bar_s)) < 1e-9 for shot in shots())
    assert all(shot.first_frame == round(shot.start_s * 30) for shot in shots())


@given(
    st.lists(st.tuples(st.sampled_from(SECTION_KINDS), st.integers(2, 12)), min_size=2, max_size=9), st.integers(0, 99)
)
def test_a_new_section_brings_a_new_scene(parts: list[tuple[str, int]], seed: int) -> None:
    form = laid(*((kind, bars, ()) for kind, bars in parts))
    board = draw(plan(form), duration_s=form[-1].end_s, fps=30, seed=seed, photo=seed % 2 == 0)
    opened = {shot.start_s for shot in board if shot.opens_section}
    assert opened == {section.start_s for section in form}
    assert all(a.scene != b.scene for a, b in pairwise(board) if b.opens_section)


def test_neighbouring_shots_never_look_alike() -> None:
    assert all((a.scene, a.framing) != (b.scene, b.framing) for a, b in pairwise(shots()))
    assert {shot.framing for shot in shots()} <= set(range(FRAMINGS))


def test_the_seed_decides() -> None:
    assert shots(3) == shots(3)
    assert len({tuple(shot.scene for shot in shots(seed)) for seed in range(8)}) > 4


def test_choruses_share_their_scenes_and_colours() -> None:
    chorus = [shot for shot in shots() if shot.kind == "chorus"]
    assert {shot.look for shot in chorus} == {1}
    assert len({shot.scene for shot in chorus}) <= 2
    assert len({shot.scene for shot in shots()}) >= 6


def test_choruses_are_cut_faster_than_verses() -> None:
    lengths = {kind: [s.end_frame - s.first_frame for s in shots() if s.kind == kind] for kind in ("verse", "chorus")}
    assert max(lengths["chorus"]) <= min(lengths["verse"])


def test_a_photo_gets_its_own_shots() -> None:
    assert "portrait" in {shot.scene for shot in shots(photo=True)}
    assert "portrait" not in {shot.scene for shot in shots()}


def test_a_song_without_a_plan_is_still_cut() -> None:
    board = draw(plan(), duration_s=60.0, fps=25, seed=0)
    assert board[-1].end_frame == 1500 and len(board) > 5


def test_sections_without_times_follow_their_bars() -> None:
    untimed = (Section("A", "verse", 4), Section("B", "chorus", 4))
    opened = [shot.start_s for shot in draw(plan(untimed), duration_s=16.0, fps=30, seed=0) if shot.opens_section]
    assert opened == [0.0, 8.0]


@pytest.mark.parametrize("length_s", [0.01, 0.5, 7.9])
def test_a_song_shorter_than_its_plan_ends_in_time(length_s: float) -> None:
    assert draw(SONG, duration_s=length_s, fps=30, seed=0)[-1].end_frame == max(round(length_s * 30), 1)
