"""Lyric lines: in order, never two at once, with the singing where it is known."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from processing.engines.edit_video.captions import captions, title_end_s
from tests.processing.engines.edit_video.songs import laid, notes, plan

LINES = ("one line of the song", "and another one", "and the last")


@settings(max_examples=40)
@given(st.lists(st.text("ab ", min_size=1, max_size=60), max_size=9), st.integers(1, 12))
def test_captions_never_overlap_and_stay_in_the_song(lines: list[str], bars: int) -> None:
    song = plan(laid(("intro", 2, ()), ("verse", bars, tuple(lines)), ("chorus", bars, tuple(lines))))
    shown = captions(song, song.sections[-1].end_s)
    assert all(a.end_s <= b.start_s for a, b in pairwise(shown))
    assert all(0 <= c.start_s < c.end_s <= song.sections[-1].end_s for c in shown)


def test_lines_are_spread_over_their_section_on_beats() -> None:
    song = plan(laid(("intro", 2, ()), ("verse", 8, LINES)))
    shown = captions(song, 20.0)
    assert [c.text for c in shown] == list(LINES)
    assert shown[0].start_s == 4.0
    assert all(c.start_s % song.beat_s == 0 for c in shown)


def test_lines_follow_the_sung_phrases() -> None:
    sung = notes((5.0, 5.4), (5.5, 5.9), (6.0, 6.5), (9.0, 9.4), (9.5, 10.2), (14.0, 14.5), (14.6, 15.5))
    shown = captions(plan(laid(("intro", 2, ()), ("verse", 8, LINES)), sung_notes=sung), 20.0)
    assert [round(c.start_s, 2) for c in shown] == [4.88, 8.88, 13.88]
    assert [round(c.end_s, 2) for c in shown] == [7.5, 11.2, 16.5]


def test_an_unbroken_phrase_is_shared_by_length() -> None:
    sung = notes(*((4 + 0.5 * k, 4.5 + 0.5 * k) for k in range(24)))
    shown = captions(plan(laid(("verse", 8, ("aaaaaaaaaa", "bbbbbbbbbb"))), sung_notes=sung), 16.0)
    assert abs(shown[1].start_s - 10.0) < 1.0


def test_too_few_notes_fall_back_to_the_section() -> None:
    song = plan(laid(("verse", 8, LINES)), sung_notes=notes((3.0, 4.0)))
    assert captions(song, 16.0)[0].start_s == 0.0


def test_the_title_leaves_before_the_first_line_but_can_be_read() -> None:
    early = captions(plan(laid(("verse", 8, LINES))), 16.0)
    late = captions(plan(laid(("intro", 2, ()), ("verse", 8, LINES))), 20.0)
    assert title_end_s(early, 16.0) == 2.5
    assert title_end_s(late, 20.0) == late[0].start_s - 0.3
    assert title_end_s((), 30.0) == 4.5
    assert title_end_s((), 1.0) == 1.0
