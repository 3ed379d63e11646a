"""Scenes: each fills the frame, differs from the others, and moves with the music."""

import numpy as np
import pytest
from PIL import Image

from processing.engines.edit_video.motion import BANDS, Motion
from processing.engines.edit_video.scenes import SCENES, Moment, Stage
from processing.engines.edit_video.scenes.portrait import read_photo
from processing.errors import StudioError

FRAMES = 120
PHOTO = np.random.default_rng(1).integers(0, 256, (90, 120)).astype(np.uint8)


def music(level: float, kick_at: int | None = None) -> Motion:
    still = np.full(FRAMES, level, np.float32)
    kick = np.zeros(FRAMES, np.float32)
    if kick_at is not None:
        kick[kick_at - 5 : kick_at + 1] = 1
    return Motion(4.0, FRAMES, 30, kick, still, still, still, np.full((FRAMES, BANDS), level, np.float32))


def painted(name: str, motion: Motion, frame: int = 60, size: tuple[int, int] = (160, 90), framing: int = 0):
    scene = SCENES[name](Stage(*size, framing, 3, PHOTO))
    tone = np.zeros(size[::-1], np.uint8)
    scene.paint(tone, Moment.at(motion, frame, 0.5))
    return tone


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("size", [(160, 90), (90, 160), (100, 100)])
def test_every_framing_fills_every_format(name: str, size: tuple[int, int]) -> None:
    frames = [painted(name, music(0.5), size=size, framing=framing) for framing in range(3)]
    assert all(tone.std() > 3 and tone.max() > 40 for tone in frames)
    assert (frames[0] != frames[1]).mean() > 0.1


@pytest.mark.parametrize("name", SCENES)
def test_the_kick_can_be_seen(name: str) -> None:
    before, after = painted(name, music(0.3)), painted(name, music(0.3, kick_at=60))
    assert np.abs(before.astype(int) - after).max() > 8


@pytest.mark.parametrize("name", SCENES)
def test_loud_music_looks_different_from_silence(name: str) -> None:
    assert (painted(name, music(0.0)) != painted(name, music(1.0))).mean() > 0.02


@pytest.mark.parametrize("name", SCENES)
def test_the_same_moment_is_the_same_picture(name: str) -> None:
    assert (painted(name, music(0.4), 7) == painted(name, music(0.4), 7)).all()
    assert painted(name, music(0.4), 0).shape == (90, 160)


def test_a_photo_is_read_upright_and_scaled(tmp_path) -> None:
    Image.fromarray(np.dstack([PHOTO] * 3)).save(tmp_path / "photo.jpg")
    tones = read_photo(tmp_path / "photo.jpg", 45)
    assert tones.shape == (45, 60)
    assert tones.min() < 30 and tones.max() > 220


def test_a_photo_that_is_none_is_refused(tmp_path) -> None:
    (tmp_path / "photo.jpg").write_text("no picture")
    with pytest.raises(StudioError, match="cannot be read"):
        read_photo(tmp_path / "photo.jpg", 90)


def test_a_huge_photo_is_refused(tmp_path) -> None:
    Image.new("1", (9000, 9000)).save(tmp_path / "huge.png")
    with pytest.raises(StudioError, match="too large"):
        read_photo(tmp_path / "huge.png", 90)


def test_a_portrait_without_photo_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        SCENES["portrait"](Stage(160, 90, 0, 0))
