from pathlib import Path
from typing import Any

import pytest

from processing.errors import StudioError
from processing.headless.order import Order


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text("[Verse]\nHello")
    return path


def code(**fields: Any) -> str:
    with pytest.raises(StudioError) as caught:
        Order(out=Path("out"), **fields)
    return caught.value.code


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"bpm": 59.9}, "order.bpm"),
        ({"bpm": 180.1}, "order.bpm"),
        ({"genre": "polka"}, "order.genre"),
        ({"meter": "5/4"}, "order.meter"),
        ({"candidates": 0}, "order.candidates"),
        ({"candidates": 21}, "order.candidates"),
        ({"seed": -1}, "order.seed"),
        ({"seed": 2**31}, "order.seed"),
        ({"target_lufs": -5.9}, "order.target_lufs"),
        ({"target_lufs": -24.1}, "order.target_lufs"),
        ({"vocal_db": 6.1}, "order.vocal_db"),
        ({"aspects": ("16:9", "4:3")}, "order.aspect"),
        ({"vocal": Path("nowhere.wav")}, "order.no_such_file"),
        ({"references": (Path("nowhere.wav"),)}, "order.no_such_file"),
    ],
)
def test_what_cannot_be_made_is_refused(words: Path, fields: dict[str, Any], refusal: str) -> None:
    assert code(lyrics=words, **fields) == refusal


@pytest.mark.parametrize(
    "fields",
    [{"bpm": 60}, {"bpm": 180}, {"candidates": 20}, {"seed": 2**31 - 1}, {"target_lufs": -24}, {"vocal_db": -6}],
)
def test_the_limits_themselves_are_fine(words: Path, fields: dict[str, Any]) -> None:
    assert Order(out=Path("out"), lyrics=words, **fields)


def test_something_must_be_given() -> None:
    assert code() == "order.nothing"


def test_lyrics_are_read_with_or_without_a_byte_order_mark(words: Path) -> None:
    words.write_bytes(b"\xef\xbb\xbf" + "Ñandú".encode())
    assert Order(out=Path("out"), lyrics=words).read_lyrics() == "Ñandú"


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"\xff\xfe\x00bad", "lyrics.not_text"), (b"a" * 70_000, "lyrics.too_long")]
)
def test_what_is_not_a_text_of_lyrics_is_refused(words: Path, content: bytes, refusal: str) -> None:
    words.write_bytes(content)
    with pytest.raises(StudioError) as caught:
        Order(out=Path("out"), lyrics=words).read_lyrics()
    assert caught.value.code == refusal


def test_no_lyrics_are_no_words(words: Path) -> None:
    assert Order(out=Path("out"), vocal=words).read_lyrics() == ""
