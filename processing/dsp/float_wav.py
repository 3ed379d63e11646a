"""A 32-bit float WAV, written block by block. libsndfile's own carries a date, so two runs would differ."""

import struct
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from processing.dsp.levels import Audio

_HEADER_BYTES = 58
_IEEE_FLOAT = 3


class FloatWav:
    """Use as a context manager: the file appears under its name when the block ends well, and not at all otherwise."""

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.float.part")
        self._rate, self._channels, self._samples = rate, channels, 0
        self._file = self._part.open("wb")
        self._file.write(bytes(_HEADER_BYTES))

    def write(self, block: Audio) -> None:
        self._file.write(np.ascontiguousarray(block.T, dtype="<f4").tobytes())
        self._samples += block.shape[1]

    def _header(self) -> bytes:
        frame_bytes = 4 * self._channels
        data_bytes = self._samples * frame_bytes
        fmt = struct.pack(
            "<HHIIHHH", _IEEE_FLOAT, self._channels, self._rate, self._rate * frame_bytes, frame_bytes, 32, 0
        )
        riff = struct.pack("<4sI4s", b"RIFF", data_bytes + _HEADER_BYTES - 8, b"WAVE")
        fact = struct.pack("<4sII", b"fact", 4, self._samples)
        return riff + struct.pack("<4sI", b"fmt ", 18) + fmt + fact + struct.pack("<4sI", b"data", data_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._file.seek(0)
            self._file.write(self._header())
        self._file.close()
        if kind is None:
            self._part.replace(self._path)
        self._part.unlink(missing_ok=True)
