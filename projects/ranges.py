"""Byte ranges as RFC 9110 has them: which part of a file a request asks for."""

import re
from dataclasses import dataclass

# Players ask for "all from here". An answer is capped, so that a reader who stops reading holds little memory.
CAP_BYTES = 4 * 1024 * 1024
ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


@dataclass(frozen=True)
class Span:
    """From `start` up to but not including `end`."""

    start: int
    end: int

    @property
    def size_bytes(self) -> int:
        return self.end - self.start

    def content_range(self, size_bytes: int) -> str:
        return f"bytes {self.start}-{self.end - 1}/{size_bytes}"


class UnsatisfiableError(Exception):
    """The range begins beyond the end of the file."""


def asked_span(header: str, size_bytes: int) -> Span | None:
    """The span a Range header asks for, capped; None when there is no single valid range and all is answered.

    Raises UnsatisfiableError for a valid range that the file does not have.
    """
    match = ONE_RANGE.match(header.strip())
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(size_bytes - int(last), 0), size_bytes
        if not int(last):
            raise UnsatisfiableError
    else:
        start = int(first)
        end = min(int(last) + 1, size_bytes) if last else size_bytes
        if last and int(last) < start:
            return None
    if start >= size_bytes:
        raise UnsatisfiableError
    return Span(start, min(end, start + CAP_BYTES))
