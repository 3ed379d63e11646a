"""Looks at one song that was really made, and at what making it again costs."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pyebur128
import pytest
import soundfile
from django.core.management import call_command

from processing.dsp import files
from processing.models import Stage
from processing.stage_sheet import read_line
from projects.said import is_known
from studio.setup import catalogue
from tests.processing.headless.conftest import BPM, Made


def states(report: dict[str, Any]) -> dict[str, bool]:
    return {stage["name"]: stage["reused"] for stage in report["stages"]}


@pytest.mark.django_db  # one mark, so that the database is set up when this file is run alone
def test_every_promised_file_is_there_and_decodes(made: Made) -> None:
    out = made.order.out
    stems = {path.stem for path in (out / "stems").iterdir()}
    assert stems == {"drums", "bass", "harmony", "lead", "texture"}
    for name in (
        "candidates/01.flac",
        "candidates/02.flac",
        "instrumental.flac",
        "mix.flac",
        "master.wav",
        "stems/bass.flac",
    ):
        audio, rate = files.read(out / name)
        assert rate == 48_000
        assert audio.shape[1] == pytest.approx(made.report["duration_s"] * rate, abs=1), name
    assert json.loads((out / "report.json").read_text()) == made.report


def test_words_for_one_section_are_carried_out_and_the_rest_is_told(made: Made) -> None:
    said, chorus = made.report["said"], next(s for s in made.report["sections"] if s["kind"] == "chorus")
    assert said["lines"] == ["Vocal: level +1.0 dB in the chorus"] and "frobnicate" in said["notes"][0]
    (ride,) = made.report["console"]["tracks"]["vocal"]["rides"]
    assert (ride["start_s"], ride["gain_db"]) == (chorus["start_s"], 1.0)


def test_the_stems_sum_to_the_instrumental(made: Made) -> None:
    out = made.order.out
    whole, _ = files.read(out / "instrumental.flac")
    parts = sum(files.read(path)[0] for path in (out / "stems").iterdir())
    assert np.abs(whole - parts).max() < 1e-5


def test_the_master_is_as_loud_as_asked_by_an_independent_meter(made: Made) -> None:
    audio, rate = soundfile.read(made.order.out / "master.wav", always_2d=True)
    meter = pyebur128.R128State(2, rate, pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK)
    meter.add_frames(np.ascontiguousarray(audio).reshape(-1), len(audio))
    assert pyebur128.get_loudness_global(meter) == pytest.approx(-14.0, abs=0.5)
    peaks = [pyebur128.get_true_peak(meter, channel) for channel in (0, 1)]
    assert 20 * np.log10(max(peaks)) <= -1.0
    assert soundfile.info(made.order.out / "master.wav").subtype == "PCM_24"


def test_the_mp3_carries_title_and_artist(made: Made) -> None:
    with av.open(str(made.order.out / "master.mp3")) as mp3:
        assert (mp3.metadata["title"], mp3.metadata["artist"]) == ("Paper Boats", "Headless")


def test_the_clip_is_as_long_as_the_master(made: Made) -> None:
    with av.open(str(made.order.out / "video-1x1.mp4")) as clip:
        video, audio = clip.streams.video[0], clip.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert (video.width, video.height, video.average_rate) == (360, 360, 30)
        assert float(video.duration * video.time_base) == pytest.approx(made.report["duration_s"], abs=1 / 30 + 0.001)


def test_the_report_says_all_that_it_promises(made: Made) -> None:
    report = made.report
    assert [kind["kind"] for kind in report["inputs"]] == ["lyrics", "vocal", "reference"]
    assert (report["seed"], report["bpm"], report["picked"][:11]) == (5, BPM, "candidates/")
    assert {c["seed"] for c in report["candidates"]} == {5, 6}
    assert all(len(c["metrics"]) >= 10 and all(m["words"] for m in c["metrics"].values()) for c in report["candidates"])
    assert all(check["pass"] for check in report["qc"])
    for name in ("instrumental", "mix", "master"):
        assert {"integrated_lufs", "true_peak_dbtp", "loudness_range_lu", "plr_db"} <= set(report["measures"][name])
    assert report["measures"]["master"]["target_lufs"] == -14.0
    assert all(stage["licence"] for stage in report["stages"] if stage["engine"])
    assert report["seconds_total"] > 0


def test_sections_tile_the_song_in_whole_bars(made: Made) -> None:
    sections, bar_s = made.report["sections"], 4 * 60 / BPM
    assert sections[0]["start_s"] == 0
    assert sections[-1]["end_s"] == pytest.approx(made.report["duration_s"])
    for left, right in itertools.pairwise(sections):
        assert left["end_s"] == right["start_s"]
    assert all(
        (s["end_s"] / bar_s) % 1 == pytest.approx(0, abs=1e-6) or (s["end_s"] / bar_s) % 1 > 1 - 1e-6 for s in sections
    )


def test_the_voice_stands_on_the_grid(made: Made) -> None:
    alignment = made.report["alignment"]
    assert abs(alignment["error_ms"]) <= 20
    assert abs(alignment["error_start_ms"]) <= 20
    assert abs(alignment["error_end_ms"]) <= 20


def test_the_key_that_was_sung_is_found(made: Made) -> None:
    assert made.report["key"] in {"A minor", "C major"}


def test_making_it_again_reuses_every_stage(made: Made, again: Any) -> None:
    second = again()
    assert set(states(second).values()) == {True}
    assert second["measures"] == made.report["measures"]
    assert second["seconds_total"] < 0.25 * made.report["seconds_total"]


def test_a_louder_voice_redoes_mix_and_after_and_nothing_before(again: Any) -> None:
    redone = {name for name, reused in states(again(vocal_db=1.5, aspects=())).items() if not reused}
    assert redone == {"console", "mix", "master"}


def test_a_broken_vocal_ends_with_its_code(made: Made, unblocked: None, tmp_path: Path, capsys: Any) -> None:
    bad = tmp_path / "take.wav"
    bad.write_text("not a recording")
    with pytest.raises(SystemExit) as stopped:
        call_command("produce", vocal=bad, out=tmp_path / "out", no_video=True)
    assert stopped.value.code == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("error: audio.")


def test_a_wrong_wish_is_said_before_any_work(unblocked: None, tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        call_command("produce", lyrics=tmp_path / "none.txt", out=tmp_path)
    assert capsys.readouterr().err.startswith("error: order.no_such_file: There is no file none.txt")


@pytest.mark.parametrize("words", ["compose", "compose="])
def test_an_engine_is_named_with_its_capability(unblocked: None, tmp_path: Path, capsys: Any, words: str) -> None:
    with pytest.raises(SystemExit):
        call_command("produce", lyrics=Path(__file__), out=tmp_path, engine=[words])
    assert capsys.readouterr().err.startswith("error: order.engine")


PEOPLE_READ = {"words", "title", "unit", "limits", "shown", "reasons"}


def strings(value: Any, spoken: bool = False) -> Iterator[str]:
    """The texts under a name that means something for people, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"plan", "file"}:
                yield from strings(inner, name in PEOPLE_READ or (spoken and not isinstance(inner, str)))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner, spoken)
    elif isinstance(value, str) and spoken and value:
        yield value


def said_by(stage: Stage) -> Iterator[str]:
    yield from filter(None, (stage.message, stage.error_words))
    yield from (read_line(line).words for line in stage.log.splitlines() if line.strip())
    yield from strings(stage.result)


def test_everything_that_stages_said_is_known_in_spanish(made: Made, unblocked: None) -> None:
    catalogue.compile_all()
    stages = list(Stage.objects.all())
    heard = {words for stage in stages for words in said_by(stage)}
    assert len(heard) > 120
    assert sorted(words for words in heard if not is_known(words, "es")) == []
    kinds = {stage.kind for stage in stages if list(said_by(stage))}
    assert {"plan_song", "score", "propose_mix", "master", "film", "compose", "hear_voice", "read_lyrics"} <= kinds


def test_rows_and_report_stay_english(made: Made, unblocked: None) -> None:
    card = Stage.objects.filter(kind="score").first()
    assert card is not None
    assert {metric["title"] for metric in card.result["metrics"]} >= {"Steady beat", "Loudness"}
    assert {check["words"] for check in made.report["qc"]} >= {"Holds in mono.", "Ends promptly."}
