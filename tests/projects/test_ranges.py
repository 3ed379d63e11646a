"""Range headers, RFC 9110."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.ranges import CAP_BYTES, Span, UnsatisfiableError, asked_span


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-99", Span(0, 100)),
        ("bytes=0-0", Span(0, 1)),
        ("bytes=999-", Span(999, 1000)),
        ("bytes=500-", Span(500, 1000)),
        ("bytes=900-5000", Span(900, 1000)),
        ("bytes=-100", Span(900, 1000)),
        ("bytes=-5000", Span(0, 1000)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=a-b", None),
        ("items=0-5", None),
        ("bytes=0-1,5-6", None),
        ("bytes=٣-٤٤٤٤٤٤٤٤٤٤٤٤٤٤٤٤٤٤٤٤", None),
    ],
)
def test_spans(header: str, span: Span | None) -> None:
    assert asked_span(header, 1000) == span


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_beyond_the_end(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        asked_span(header, 1000)


def test_an_empty_file_has_no_parts() -> None:
    with pytest.raises(UnsatisfiableError):
        asked_span("bytes=0-", 0)


def test_long_answers_are_capped() -> None:
    assert asked_span("bytes=10-", 10 * CAP_BYTES) == Span(10, 10 + CAP_BYTES)
    assert asked_span(f"bytes=-{2 * CAP_BYTES}", 10 * CAP_BYTES) == Span(8 * CAP_BYTES, 9 * CAP_BYTES)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 9_000))
def test_a_span_is_what_slicing_gives(first: int, last: int, size_bytes: int) -> None:
    whole = bytes(i % 251 for i in range(size_bytes))
    try:
        span = asked_span(f"bytes={first}-{last}", size_bytes)
    except UnsatisfiableError:
        assert first >= size_bytes
    else:
        assert span is None if last < first else whole[span.start : span.end] == whole[first : last + 1]
