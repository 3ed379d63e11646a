"""Under what name a file leaves, and the still that stands for a clip."""

from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from django.urls import reverse

from artists.models import User
from projects.assets import NewFile, add_file
from projects.file_names import given_name
from projects.models import Asset, Project
from tests.factories import make_asset, scratch_file

AsyncBrowser = Callable[[User], AsyncClient]


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [
        (Asset.Kind.MIX, "mix.flac", "Nova Kane – Paper Lanterns (Mix 1, {day}, 24-48).flac"),
        (Asset.Kind.MASTER, "master.wav", "Nova Kane – Paper Lanterns (Master 1, {day}, 24-48).wav"),
        (Asset.Kind.STEM, "candidate-01-drums.flac", "Nova Kane – Paper Lanterns (Stem 1, drums, {day}, 24-48).flac"),
        (Asset.Kind.VIDEO, "video-16x9.mp4", "Nova Kane – Paper Lanterns (Clip 1, 16x9, {day}).mp4"),
        (Asset.Kind.VOCAL, "my take.wav", "my take.wav"),
    ],
)
def test_a_name_says_whose_which_and_when(song: Project, kind: str, name: str, wanted: str) -> None:
    asset = make_asset(song, kind, name=name)
    assert given_name(asset) == wanted.format(day=f"{asset.created_at:%Y-%m-%d}")


def test_a_title_never_makes_a_path(song: Project) -> None:
    Project.objects.filter(pk=song.pk).update(title='../../"A/B"\\C:\nD')
    song.refresh_from_db()
    name = given_name(make_asset(song, Asset.Kind.MIX, name="mix.flac"))
    assert not set('/\\":\n') & set(name) and name.endswith(".flac") and "A-B" in name


@pytest.mark.django_db(transaction=True)
async def test_posters_belong_to_those_who_may_see_the_clip(
    song: Project, owner: User, stranger: User, async_browser_of: AsyncBrowser
) -> None:
    def clip() -> Asset:
        path, still = scratch_file(b"film", ".mp4"), scratch_file(b"still", ".jpg")
        try:
            return add_file(song, NewFile(Asset.Kind.VIDEO, path, "video-1x1.mp4", renditions={"poster": still}))
        finally:
            path.unlink()
            still.unlink()

    made = await sync_to_async(clip)()
    browser, foreign = await sync_to_async(async_browser_of)(owner), await sync_to_async(async_browser_of)(stranger)
    url = reverse("asset-poster", args=[made.pk])
    answer = await browser.get(url)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/jpeg"
    assert (await foreign.get(url)).status_code == 404
    assert (await AsyncClient().get(url)).status_code == 401
    bare = await sync_to_async(make_asset)(song, Asset.Kind.VIDEO, name="video-9x16.mp4")
    assert (await browser.get(reverse("asset-poster", args=[bare.pk]))).status_code == 404
    download = await browser.get(reverse("asset-content", args=[made.pk]), {"download": "1"})
    assert "Paper%20Lanterns%20%28Clip%201%2C%201x1" in download.headers["Content-Disposition"]
