"""A sound that is known to be spoilt is looked into, as an upload and as something made here."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from artists.models import User
from processing.dsp import files
from processing.errors import StudioError
from processing.models import Run
from processing.pipeline import launch
from projects import storage
from projects.assets import NewFile, add_file
from projects.models import Asset, Project
from tests.factories import make_asset
from tests.processing.dsp.pathologies.songs import RATE, healthy, with_wide_bass

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(work_off: Callable[..., Run]) -> Any:
    return lambda asset: work_off("diagnose", asset=str(asset.pk))


def upload(
    song: Project, audio: np.ndarray, folder: Path, kind: Asset.Kind = Asset.Kind.FLAT_MIX, **more: Any
) -> Asset:
    path = files.write_flac(folder / "sound.flac", audio, RATE)
    return add_file(song, NewFile(kind, path, "sound.flac", **more))


def test_an_upload_is_taken_in_looked_into_and_drawn(song: Project, look: Any, tmp_path: Path) -> None:
    asset = upload(song, with_wide_bass(healthy()[:, : 6 * RATE]), tmp_path)
    run = look(asset)
    assert [(stage.kind, stage.state) for stage in run.stages.all()] == [("ingest", "done"), ("diagnose", "done")]
    result = run.stages.get(kind="diagnose").result
    assert "wide_bass" in result["found"] and result["scores"]["wide_bass"] > 50
    faults = {fault["code"]: fault for fault in result["faults"]}
    assert faults["wide_bass"]["spans"] and faults["wide_bass"]["remedy"] == "mono_bass"
    assert len(result["faults"]) == len(result["scores"]) == 19, "healthy checks are told too"
    sizes = {"spectrogram": (1200, 320), "vectorscope": (240, 240)}
    for kind, size in sizes.items():
        drawn = asset.renditions.get(kind=kind)
        with storage.local_copy(drawn.sha256) as path:
            assert Image.open(io.BytesIO(path.read_bytes())).size == size
        assert drawn.media_type == "image/png"


@pytest.mark.parametrize("kind", [Asset.Kind.VOCAL, Asset.Kind.REFERENCE, Asset.Kind.INSTRUMENTAL])
def test_whatever_was_uploaded_can_be_looked_into_and_read_by_those_who_may_see_the_song(
    song: Project,
    kind: Asset.Kind,
    look: Any,
    tmp_path: Path,
    owner: User,
    teammate: User,
    stranger: User,
    browser_of: Callable[[User], Client],
) -> None:
    asset = upload(song, healthy()[:1, : 4 * RATE], tmp_path, kind)
    address = reverse("diagnosis", args=[asset.pk])
    assert "Nobody has looked into this sound yet" in browser_of(teammate).get(address).content.decode()
    result = look(asset).stages.get(kind="diagnose").result
    assert result["brought"] == {"claims_lossless": True, "channels": 1} and "narrow" not in result["found"]
    for person, status in ((owner, 200), (teammate, 200), (stranger, 404)):
        answer = browser_of(person).get(address)
        assert answer.status_code == status
        assert ("The file has one channel: it is mono" in answer.content.decode()) is (status == 200)
    for person, status in ((stranger, 404), (teammate, 302)):
        assert browser_of(person).post(reverse("look-into", args=[asset.pk])).status_code == status


@pytest.mark.parametrize(("channels", "found"), [(1, False), (2, True)])
def test_only_what_has_two_channels_is_called_narrow(
    song: Project, look: Any, tmp_path: Path, channels: int, found: bool
) -> None:
    centred = np.repeat(healthy()[:1, : 4 * RATE], channels, axis=0)
    for number, more in enumerate(({}, {"provenance": {"stage": "render_mix"}})):
        folder = tmp_path / str(number)
        folder.mkdir()
        asset = upload(song, centred * np.float32(1.0 - 0.1 * number), folder, **more)
        result = look(asset).stages.get(kind="diagnose").result
        assert ("narrow" in result["found"]) is found and result["brought"]["channels"] == channels


def test_the_curves_span_the_song(song: Project, look: Any, tmp_path: Path) -> None:
    curves = look(upload(song, healthy()[:, : 4 * RATE], tmp_path)).stages.get(kind="diagnose").result["curves"]
    assert curves["duration_s"] == 4.0
    for name, step in (("momentary_lufs", "loudness_step_s"), ("correlation", "correlation_step_s")):
        assert len(curves[name]) * curves[step] == pytest.approx(4.0, abs=0.2)
    assert len(curves["levels_db"]) == len(curves["centres_hz"]) == 30


def test_what_was_made_here_needs_no_taking_in(song: Project, look: Any, tmp_path: Path) -> None:
    made = upload(song, healthy()[:, : 4 * RATE], tmp_path, provenance={"stage": "render_mix"})
    assert [stage.kind for stage in look(made).stages.all()] == ["diagnose"]


def test_looking_twice_is_looking_once(song: Project, look: Any, tmp_path: Path) -> None:
    asset = upload(song, healthy()[:, : 4 * RATE], tmp_path)
    look(asset)
    assert {stage.state for stage in look(asset).stages.all()} == {"reused"}


@pytest.mark.parametrize(("kind", "name", "code"), [("photo", "me.png", "recipe.not_a_sound"), (None, "", "no_sound")])
def test_what_can_not_be_heard_is_refused_before_anything_starts(
    song: Project, owner: User, kind: str | None, name: str, code: str
) -> None:
    asset = str(make_asset(song, kind, name=name).pk) if kind else "nonsense"
    with pytest.raises(StudioError) as refused:
        launch.start(song, "diagnose", by=owner, asset=asset)
    assert refused.value.code.endswith(code) and not Run.objects.exists()
