"""Lettering: every letter drawn or replaced, lines that fit, strips inside the frame."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from processing.engines.edit_video.lettering import FACES, Place, broken, face, legible, missing, strip

BUILT_IN = ImageFont.load_default(40)
LOWER = Place(0.74, bottom=0.9, size=0.06)


def test_the_first_face_that_has_every_letter_is_taken(tmp_path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert face(40, "plain", [str(tmp_path / "none.ttf"), str(tmp_path / "broken.ttf")]).getname() == BUILT_IN.getname()
    assert not missing(face(40, "Ünïcode Ночь"), "Ünïcode Ночь")


def test_a_face_that_lacks_letters_is_passed_over() -> None:
    assert face(40, "\U00012000", FACES[:1]).getname() == BUILT_IN.getname()


def test_missing_letters_are_made_plain() -> None:
    assert missing(BUILT_IN, "aé漢") == {"é", "漢"}
    assert legible(BUILT_IN, "café 漢 noir") == "cafe noir"
    assert legible(BUILT_IN, "plain words") == "plain words"


@given(st.text("abc defgh", min_size=1, max_size=120))
def test_broken_lines_keep_all_words_and_fit(words: str) -> None:
    lines = broken(BUILT_IN, words, 500)
    assert " ".join(lines).split() == words.split()
    assert all(BUILT_IN.getlength(line) <= 500 or " " not in line for line in lines)


def test_two_lines_are_about_equally_long() -> None:
    first, second = broken(BUILT_IN, "I was only walking through the other side of town", 600)
    assert 0.6 < BUILT_IN.getlength(first) / BUILT_IN.getlength(second) < 1.7


@settings(max_examples=15)
@given(st.text("Wabc defgh", min_size=1, max_size=200), st.sampled_from([(640, 360), (360, 640), (400, 400)]))
def test_strips_stay_inside_the_frame(words: str, frame: tuple[int, int]) -> None:
    drawn = strip(words, frame, LOWER)
    if drawn is None:
        assert not words.strip()
        return
    height, width = drawn.ink.shape
    assert 0 <= drawn.left <= frame[0] - width and 0 <= drawn.top <= frame[1] - height
    assert not any(side % 2 for side in (drawn.left, drawn.top, width, height))


def test_ink_stays_in_the_safe_area() -> None:
    drawn = strip("A line of a song that needs two lines to be read well by all", (640, 360), LOWER)
    assert drawn is not None
    rows, columns = np.nonzero(drawn.ink > 60)
    assert columns.min() + drawn.left > 0.1 * 640 and columns.max() + drawn.left < 0.9 * 640
    assert rows.max() + drawn.top < 0.93 * 360


def test_the_shadow_surrounds_the_ink() -> None:
    drawn = strip("shadow", (640, 360), LOWER)
    assert drawn is not None
    assert (drawn.shadow > 20).sum() > 2 * (drawn.ink > 20).sum()


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\n"])
def test_nothing_to_draw_gives_no_strip(nothing: str) -> None:
    assert strip(nothing, (640, 360), LOWER) is None


def test_a_title_without_end_becomes_smaller() -> None:
    small = strip("word " * 60, (640, 360), LOWER)
    large = strip("word", (640, 360), LOWER)
    assert small is not None and large is not None
    assert small.ink.shape[0] < 4 * large.ink.shape[0]


def test_control_letters_and_newlines_are_spaces() -> None:
    drawn, plain = strip("a\u0000b\nc\u200b", (640, 360), LOWER), strip("a b c", (640, 360), LOWER)
    assert drawn is not None and plain is not None
    assert (drawn.ink == plain.ink).all()
