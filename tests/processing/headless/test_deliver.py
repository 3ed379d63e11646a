"""What is laid out of an instrumental that came from elsewhere: as it lay in the mix, with the stems found in it."""

from pathlib import Path

import pytest

from processing.errors import StudioError
from processing.headless import deliver
from processing.headless.order import Order
from processing.models import Run, Stage, StageOutput
from projects.models import Asset, Project
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


def test_a_backing_is_delivered_as_it_lay_in_the_mix(song: Project, vocal: Asset) -> None:
    backing, moved = make_asset(song, Asset.Kind.INSTRUMENTAL), make_asset(song, Asset.Kind.CANDIDATE)
    drums = make_asset(song, Asset.Kind.STEM)
    run = Run.objects.create(project=song, recipe="mix", state="done")
    handed = {"candidate": [str(backing.pk)], "vocal": [str(vocal.pk)]}
    Stage.objects.create(run=run, name="mix", kind="render_mix", inputs=handed, needs=["parts"], position=2)
    assert deliver.mixed_tracks([run]) == {"candidate": backing, "vocal": vocal}
    align = Stage.objects.create(run=run, name="align", kind="align", position=0)
    StageOutput.objects.create(stage=align, role="candidate", asset=moved)
    parts = Stage.objects.create(run=run, name="parts", kind="separate", position=1)
    StageOutput.objects.create(stage=parts, role="stem:drums", asset=drums)
    assert deliver.mixed_tracks([run]) == {"candidate": moved, "vocal": vocal, "stem:drums": drums}


def test_an_instrumental_that_is_not_there_is_said_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("Hello")
    with pytest.raises(StudioError) as caught:
        Order(out=tmp_path, lyrics=tmp_path / "words.txt", instrumental=tmp_path / "none.wav")
    assert caught.value.code == "order.no_such_file"
