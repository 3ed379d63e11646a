"""Who wrote which letters, carried from version to version."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.authorship import EDITED, HUMAN, SUGGESTED, Spans, shares, stretches, written_by

LINE = "Salt on the windows"


def hands(text: str, spans: Spans) -> dict[str, str]:
    """What each hand wrote, put together."""
    found = dict.fromkeys((HUMAN, SUGGESTED, EDITED), "")
    for stretch in stretches(text, spans):
        found[stretch.who] += stretch.text
    return {who: words.strip() for who, words in found.items()}


@pytest.fixture
def offered() -> tuple[str, Spans]:
    text = f"[Verse]\nMy own words\n{LINE}\nMore of mine"
    return text, written_by("[Verse]\nMy own words\nMore of mine", [], text, [LINE])


def test_what_is_typed_is_the_persons() -> None:
    assert written_by("", [], "One\nTwo") == [[0, 7, HUMAN]]


def test_what_was_offered_is_marked(offered: tuple[str, Spans]) -> None:
    assert hands(*offered)[SUGGESTED] == LINE


def test_a_persons_own_words_never_become_the_studios() -> None:
    assert hands(LINE, written_by(LINE, [], LINE, [LINE])) == {HUMAN: LINE, SUGGESTED: "", EDITED: ""}


@pytest.mark.parametrize("line", ["Salt on my windows", "Salt on the", "Salt upon the cold windows"])
def test_a_suggestion_that_was_changed_is_edited(offered: tuple[str, Spans], line: str) -> None:
    text, spans = offered
    found = hands(new := text.replace(LINE, line), written_by(text, spans, new))
    assert found[EDITED] == line and found[SUGGESTED] == ""


def test_a_suggestion_changed_before_it_was_saved_is_edited() -> None:
    assert hands("Salt on my windows", written_by("", [], "Salt on my windows", [LINE]))[EDITED] == "Salt on my windows"


def test_a_suggestion_replaced_by_something_else_is_the_persons(offered: tuple[str, Spans]) -> None:
    text, spans = offered
    found = hands(new := text.replace(LINE, "Quarter past never"), written_by(text, spans, new))
    assert found[EDITED] == found[SUGGESTED] == ""


def test_words_around_a_suggestion_leave_it_as_it_is(offered: tuple[str, Spans]) -> None:
    text, spans = offered
    new = text.replace("More of mine", "Something else entirely").replace("My own", "All my own")
    assert hands(new, written_by(text, spans, new))[SUGGESTED] == LINE


def test_moving_and_doubling_keeps_whose_it_is(offered: tuple[str, Spans]) -> None:
    text, spans = offered
    new = f"{LINE}\nMore of mine\n[Verse]\nMy own words\n  {LINE}"
    found = hands(new, written_by(text, spans, new))
    assert found[SUGGESTED] == LINE * 2 and found[EDITED] == ""


def test_edited_stays_edited(offered: tuple[str, Spans]) -> None:
    text, spans = offered
    once = text.replace(LINE, "Salt on my windows")
    spans = written_by(text, spans, once)
    twice = once.replace("Salt on my windows", "Salt on my doors")
    assert hands(twice, written_by(once, spans, twice))[EDITED] == "Salt on my doors"


def test_shares_count_letters_that_can_be_read(offered: tuple[str, Spans]) -> None:
    text, spans = offered
    share = shares(text, spans)
    assert sum(share.values()) == pytest.approx(1.0) and 0.2 < share[SUGGESTED] < 0.5
    assert shares("", [])[HUMAN] == 0.0


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40), st.text("ab \n", max_size=8))
def test_spans_cover_the_text_in_order(old: str, new: str, offered: str) -> None:
    spans = written_by(old, written_by("", [], old, [offered]), new, [offered])
    assert "".join(stretch.text for stretch in stretches(new, spans)) == new
    assert [span[0] for span in spans] == [0, *(span[1] for span in spans)][: len(spans)]
    assert all(one[2] != two[2] for one, two in pairwise(spans))
