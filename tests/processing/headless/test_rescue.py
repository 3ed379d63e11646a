"""A short faulty song goes through the whole rescue in this process, and a wrong order is said before any work."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from processing.dsp import files
from processing.headless.rescue import rescue
from processing.headless.rescue_order import RescueOrder
from tests.processing.dsp.pathologies.songs import RATE, healthy, with_mud, with_wide_bass


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> RescueOrder:
    folder = tmp_path_factory.mktemp("rescue")
    track = files.write_flac(folder / "machine song.flac", with_wide_bass(with_mud(healthy()))[:, : 4 * RATE], RATE)
    return RescueOrder(out=folder / "out", track=track, origin={"platform": "yue", "plan": "own_machine"})


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker, order: RescueOrder) -> Iterator[dict[str, Any]]:
    """Made outside any test's transaction, left there for the test of reuse, and cleared afterwards."""
    with django_db_blocker.unblock():
        yield rescue(order)
        call_command("flush", verbosity=0, interactive=False)


@pytest.mark.django_db
def test_every_file_is_there_and_fits(made: dict[str, Any], order: RescueOrder) -> None:
    out = order.out
    stems = {path.stem: files.read(path)[0] for path in (out / "stems").iterdir()}
    assert stems.keys() == {"vocals", "drums", "bass", "other"}
    song, _ = files.read(order.track)
    assert np.abs(sum(stems.values()) - song).max() < 1e-3, "the stems add up to what was brought"
    for name in ("instrumental.flac", "mix.flac", "master.wav", *(f"restored/{stem}.flac" for stem in stems)):
        audio, rate = files.read(out / name)
        assert (rate, audio.shape[1]) == (RATE, song.shape[1]), name
    assert (out / "master.mp3").stat().st_size > 1000
    assert json.loads((out / "report.json").read_text()) == made


def test_the_report_tells_before_and_after(made: dict[str, Any]) -> None:
    told = made["pathologies"]
    assert {"wide_bass", "mud"} <= set(told["found"]["before"])
    # By the numbers themselves: a severity ends at 100.
    faults = told["restored"]["faults"]
    withheld = {one.get("fault", one["remedy"]) for one in told["withheld"]}
    for old, new in zip(faults["before"], faults["after"], strict=True):
        way = -1 if old["above"] else 1
        better = way * new["value"] > way * old["value"]
        assert better or not old["found"] or withheld & {old["code"], old["remedy"]}, old["code"]
    assert not [check for check in made["qc"] if not check["pass"] and check["check"] != "integrated_lufs"]
    assert made["origin"]["platform"] == "yue" and made["inputs"][0]["kind"] == "track"
    for name in (
        "inputs",
        "seed",
        "stages",
        "measures",
        "provenance",
        "seconds_total",
        "picked",
        "sections",
        "console",
    ):
        assert name in made
    assert made["measures"]["master"]["target_lufs"] == -14.0 and "integrated_lufs" in made["measures"]["instrumental"]


def test_a_second_rescue_reuses_every_stage(
    made: dict[str, Any], order: RescueOrder, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        again = rescue(replace(order, out=tmp_path))
    assert not [stage["name"] for stage in again["stages"] if not stage["reused"]]
    assert again["pathologies"] == made["pathologies"]


def test_what_is_left_out_is_left_out_on_every_stem(order: RescueOrder) -> None:
    asked = replace(order, amounts={"vocals.de_mud": 0.5, "other.de_mud": 0.2, "widen": 0.3}, without=("de_mud",))
    assert asked.told_amounts == {"widen": 0.3, "de_mud": 0.0}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"track": Path("nowhere.wav")}, "order.no_such_file"),
        ({"target_lufs": 3.0}, "order.target_lufs"),
        ({"engine": ["separate"]}, "order.engine"),
        ({"created_on": "yesterday"}, "origin.date_wrong"),
        ({"amount": ["de_mud"]}, "order.amount"),
        ({"amount": ["de_mud=1.5"]}, "order.amount"),
        ({"amount": ["drums.denoise=0.5"]}, "order.amount"),
    ],
)
@pytest.mark.django_db
def test_a_wrong_order_is_said_with_its_code(tmp_path: Path, capsys: Any, given: dict[str, Any], code: str) -> None:
    track = tmp_path / "a.wav"
    track.write_bytes(b"RIFF")
    with pytest.raises(SystemExit) as stopped:
        call_command("rescue", **{"track": track, "out": tmp_path / "out", **given})
    assert stopped.value.code == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"error: {code}: ")
