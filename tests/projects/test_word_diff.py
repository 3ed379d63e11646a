"""What changed between two texts, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from projects.word_diff import changes, condensed, pieces

TEXTS = st.text(alphabet="ab \n'é[", max_size=60)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces(old, new)]


def test_a_changed_word_leaves_the_rest_alone() -> None:
    assert told("one red light\ntwo\n", "one green light\ntwo\n") == [
        ("same", "one "),
        ("removed", "red"),
        ("added", "green"),
        ("same", " light\ntwo\n"),
    ]


def test_apostrophes_belong_to_their_word() -> None:
    assert ("removed", "don't") in told("I don't know", "I do know")


def test_a_first_version_is_all_new() -> None:
    assert told("", "One\nTwo") == [("added", "One\nTwo")]
    assert told("", "") == []


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    shown = pieces(old, new)
    assert "".join(p.text for p in shown if p.kind != "added") == old
    assert "".join(p.text for p in shown if p.kind != "removed") == new
    for change in changes(old, new):
        assert change.same == (old[change.start : change.end] == new[change.new_start : change.new_end])


def test_long_texts_are_compared_in_time() -> None:
    old = "".join(f"{n % 7} love is all around\n" for n in range(900))
    assert (
        "".join(p.text for p in pieces(old, old.replace("3 love", "3 loss")) if p.kind != "removed").count("loss") > 100
    )


def test_what_stayed_far_from_any_change_is_left_out() -> None:
    old = "".join(f"line {n}\n" for n in range(20))
    shown = condensed(pieces(old, old.replace("line 9\n", "")))
    assert [(piece.kind, piece.lines or piece.text) for piece in shown] == [
        ("same", ""),
        ("skipped", 7),
        ("same", "line 7\nline 8\n"),
        ("removed", "line 9\n"),
        ("same", "line 10\nline 11\n"),
        ("skipped", 8),
        ("same", ""),
    ]
    short = pieces("one\ntwo\nthree", "one\ntwo\nfour")
    assert condensed(short) == short
