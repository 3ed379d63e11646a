"""What is looked into is held to what was brought: a rescue of a song of one channel is not called narrow for it."""

import pytest

from processing.pipeline import recipes
from projects.models import Asset, Project
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


def look(asset: Asset) -> dict[str, tuple[str, tuple[str, ...], dict[str, list[str]]]]:
    nodes = recipes.build(asset.project, "diagnose", {"asset": str(asset.pk)}).ordered()
    return {node.name: (node.kind, node.needs, dict(node.inputs)) for node in nodes}


def test_what_came_of_a_rescue_hears_first_what_its_file_said_of_itself(song: Project) -> None:
    Project.objects.update(kind="rescue")
    song.refresh_from_db()
    master = make_asset(song, "master", provenance={"stage": "master"})
    alone = {"diagnose": ("diagnose", (), {"sound": [str(master.pk)]})}
    assert look(master) == alone, "nothing was brought"
    make_asset(song, "flat_mix", name="early.wav")
    flat = make_asset(song, "flat_mix", name="late.wav")
    assert look(master) == {
        "upload": ("ingest", (), {"file": [str(flat.pk)]}),
        "brought": ("diagnose", ("upload",), {"sound": [str(flat.pk)]}),
        "diagnose": ("diagnose", ("brought",), {"sound": [str(master.pk)]}),
    }
    assert look(flat)["diagnose"] == ("diagnose", ("upload",), {"sound": [str(flat.pk)]})
    Project.objects.update(kind="hybrid")
    master.refresh_from_db()
    assert look(Asset.objects.get(pk=master.pk)) == alone
