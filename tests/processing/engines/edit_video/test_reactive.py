"""The whole clip: real files in, a real MP4 out."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from processing.engines.contracts import VideoParams
from processing.engines.edit_video import motion
from processing.engines.edit_video.captions import captions
from processing.engines.edit_video.film import Film
from processing.engines.edit_video.reactive import Clock, ReactiveScenes
from processing.engines.edit_video.titles import Titles
from processing.errors import StudioError
from tests.processing.engines.edit_video.songs import laid, plan, write_song

LINES = ("first line here", "then another line")
SONG = plan(laid(("intro", 1, ()), ("verse", 2, LINES), ("chorus", 2, LINES)), title="Näxt\x00 song")
SMALL = VideoParams(160, 90, 30, seed=2, artist="The Band")


@pytest.fixture(scope="module")
def master(tmp_path_factory) -> Path:
    return write_song(tmp_path_factory.mktemp("song") / "master.wav", 7.01, click_s=3.0)


@pytest.fixture(scope="module")
def clip(master: Path) -> tuple[Path, dict]:
    out = master.with_name("clip.mp4")
    facts = ReactiveScenes().render(plan=SONG, master=master, stems={}, out=out, params=SMALL)
    return out, dict(facts)


def test_the_clip_is_h264_and_aac_as_long_as_the_song(clip) -> None:
    with av.open(str(clip[0])) as file:
        picture, sound = file.streams.video[0], file.streams.audio[0]
        frames = sum(1 for _ in file.decode(picture))
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (picture.width, picture.height, picture.format.name) == (160, 90, "yuv420p")
        assert frames == clip[1]["frames"] == 210
        assert file.metadata["title"] == "Näxt song" and file.metadata["artist"] == "The Band"


def test_it_plays_before_it_is_loaded(clip) -> None:
    head = clip[0].read_bytes()[:4096]
    assert head.find(b"moov") > 0 and head.find(b"mdat") in (-1, *range(head.find(b"moov"), 4096))


def test_sound_starts_with_the_first_picture(clip) -> None:
    with av.open(str(clip[0])) as file:
        frames = list(file.decode(file.streams.audio[0]))
        samples = np.concatenate([frame.to_ndarray()[0] for frame in frames])
        starts_s = float(frames[0].pts * frames[0].time_base)
    assert starts_s + np.abs(samples).argmax() / 48_000 == pytest.approx(3.0, abs=0.025)


def test_the_facts_tell_the_cuts(clip) -> None:
    facts = clip[1]
    assert facts["duration_s"] == pytest.approx(7.0, abs=1 / 30)
    assert {2.0, 6.0} <= set(facts["cuts_s"])
    assert len(facts["scenes"]) == len(facts["cuts_s"]) + 1
    assert not [path for path in clip[0].parent.iterdir() if path.suffix == ".part"]


def test_the_same_seed_makes_the_same_clip(clip, master: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.mp4"
    facts = ReactiveScenes().render(plan=SONG, master=master, stems={}, out=again, params=SMALL)
    assert dict(facts) == clip[1]
    assert again.read_bytes() == clip[0].read_bytes()


def test_stems_and_photo_are_used(master: Path, tmp_path: Path) -> None:
    Image.effect_noise((64, 64), 90).save(tmp_path / "photo.png")
    stems = {name: write_song(tmp_path / f"{name}.wav", 7.0) for name in ("drums", "bass", "vocal")}
    given = {"plan": SONG, "master": master, "out": tmp_path / "clip.mp4", "params": VideoParams(90, 160, 15)}
    facts = ReactiveScenes().render(**given, stems=stems, photo=tmp_path / "photo.png")
    assert "portrait" in facts["scenes"] and facts["frames"] == 105


def test_cancelling_leaves_nothing_behind(master: Path, tmp_path: Path) -> None:
    told = []

    def stop(fraction: float, words: str) -> None:
        told.append(words)
        if fraction > 0.02:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ReactiveScenes().render(
            plan=SONG, master=master, stems={}, out=tmp_path / "clip.mp4", params=SMALL, progress=stop
        )
    assert list(tmp_path.iterdir()) == []
    assert told[0] == "Listening to the song"


def test_progress_rises_and_tells_speed_and_rest() -> None:
    told: list[tuple[float, str]] = []
    clock = Clock(lambda fraction, words: told.append((fraction, words)), 1800, 30, started_s=0.0)
    for done in (0, 900, 1800):
        clock.told_s = -9.0
        clock.tell(done)
    assert [fraction for fraction, _ in told] == pytest.approx([0.02, 0.505, 0.99])
    assert "Drawn 0:30 of 1:00" in told[1][1] and "left" not in told[1][1]


def test_progress_is_not_told_too_often() -> None:
    told: list[float] = []
    clock = Clock(lambda fraction, _words: told.append(fraction), 1000, 30)
    for done in range(500):
        clock.tell(done)
    assert len(told) <= 2


@pytest.mark.parametrize("size", [(161, 90), (160, 32), (9000, 90)])
def test_impossible_sizes_are_refused(master: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(StudioError, match="even sides"):
        ReactiveScenes().render(plan=SONG, master=master, stems={}, out=tmp_path / "c.mp4", params=VideoParams(*size))


@pytest.mark.parametrize("content", [None, b"", b"no sound at all"])
def test_a_master_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "master.wav").write_bytes(content)
    with pytest.raises(StudioError, match="could not be read"):
        motion.read(tmp_path / "master.wav", {}, 30)


def test_a_recording_without_samples_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="could not be read"):
        motion.hear(write_song(tmp_path / "empty.wav", 0.0))


def test_title_and_lines_come_and_go() -> None:
    film = Film(320, 180)
    titles = Titles(SONG, VideoParams(320, 180, artist="Band"), captions(SONG, 10.0), 10.0)

    def brightest(t_s: float) -> tuple[int, int]:
        film.pixels[:] = 60
        titles.lay(film, t_s)
        return int(film.luma[50:100].max()), int(film.luma[130:].max())

    assert brightest(0.0) == (60, 60)
    assert brightest(1.2)[0] > 200
    assert brightest(2.0 + 1.0)[0] == 60 < 200 < brightest(3.1)[1]
    assert brightest(9.99)[1] < 120
