"""A picture is opened once when it comes in, so that a broken one is told at once."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from processing.errors import StudioError
from processing.stages import look_at_photo


def context_of(path: Path) -> SimpleNamespace:
    return SimpleNamespace(asset=lambda _role: "photo", path=lambda _asset: path)


def test_a_picture_that_opens_is_fine(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "#884422").save(tmp_path / "me.jpg")
    assert look_at_photo.handle({}, context_of(tmp_path / "me.jpg")) == {"findings": [], "shape": [96, 64]}  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"", b"no picture at all"])
def test_a_broken_picture_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "me.png"
    path.write_bytes(content)
    with pytest.raises(StudioError, match=r"video\.bad_photo: The photo cannot be read"):
        look_at_photo.handle({}, context_of(path))  # type: ignore[arg-type]
