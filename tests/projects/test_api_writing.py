"""Lyrics, opinions and more of a kind over the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artists.models import User
from processing.models import Run, Stage, StageOutput
from projects.lyrics import save_lyrics
from projects.models import Asset, Opinion, Project
from tests.factories import make_asset

JSON = "application/json"


@pytest.fixture
def ask(browser_of: Callable[[User], Client]) -> Callable[..., Any]:
    """`ask(user, "post", "projects/…", field=value)`."""

    def call(user: User, verb: str, path: str, **body: Any) -> Any:
        client = browser_of(user)
        if verb == "get":
            return client.get(f"/api/v1/{path}", body)
        return getattr(client, verb)(f"/api/v1/{path}", body, content_type=JSON)

    return call


@pytest.fixture
def written(song: Project, owner: User) -> str:
    for text in ("One red", "One green"):
        save_lyrics(song, text, by=owner)
    return f"projects/{song.pk}/lyrics"


def test_lyrics_are_saved_upon_what_was_read(song: Project, owner: User, teammate: User, ask: Any) -> None:
    path = f"projects/{song.pk}/lyrics"
    assert ask(owner, "post", path, text="").json()["code"] == "lyrics.empty"
    first = ask(owner, "post", path, text="[Chorus]\nOne", base="0", suggestions=["[Chorus]"])
    assert (first.status_code, first.json()["spans"][0]) == (201, [0, 8, "suggested"])
    stamp = first.json()["stamp"]
    assert ask(teammate, "post", path, text="Theirs", base=stamp).json()["number"] == 2
    late = ask(owner, "post", path, text="Mine", base=stamp)
    assert (late.status_code, late.json()["code"]) == (409, "lyrics.changed_meanwhile")
    assert ask(owner, "post", path, text="Mine").json()["number"] == 3
    newest = ask(owner, "get", path).json()["results"][0]
    assert (newest["text"], newest["shares"]["human"]) == ("Mine", 1.0)


def test_a_version_is_read_named_compared_and_restored(written: str, owner: User, ask: Any) -> None:
    assert ask(owner, "get", f"{written}/1").json()["text"] == "One red"
    assert ask(owner, "patch", f"{written}/1", name="demo").json()["name"] == "demo"
    told = ask(owner, "get", f"{written}/2/difference").json()
    assert (told["old"], told["new"]) == (1, 2)
    assert [(one["kind"], one["text"]) for one in told["pieces"]] == [
        ("same", "One "), ("removed", "red"), ("added", "green"),
    ]  # fmt: skip
    assert ask(owner, "get", f"{written}/1/difference", against=2).json()["old"] == 2
    assert ask(owner, "get", f"{written}/1/difference").json()["old"] is None
    back = ask(owner, "post", f"{written}/1/restore")
    assert (back.status_code, back.json()["number"], back.json()["text"]) == (201, 3, "One red")
    assert ask(owner, "post", f"{written}/1/restore").json()["code"] == "lyrics.already_so"


@pytest.mark.parametrize("path", ["9", "9/difference", "9/restore", "1/difference?against=9"])
def test_what_is_not_there_is_not_found(written: str, owner: User, ask: Any, path: str) -> None:
    verb = "post" if path.endswith("restore") else "get"
    assert ask(owner, verb, f"{written}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("verb", "path"),
    [("get", "1"), ("patch", "1"), ("get", "1/difference"), ("post", "1/restore")],
)
def test_lyrics_of_others_are_not_found(written: str, stranger: User, ask: Any, verb: str, path: str) -> None:
    assert ask(stranger, verb, f"{written}/{path}").status_code == 404


def test_words_are_read_without_being_saved(song: Project, owner: User, stranger: User, ask: Any) -> None:
    told = ask(owner, "post", f"projects/{song.pk}/reading", text="[Verse]\nRain on the window").json()
    assert told["tags"] == {"[Verse]": "verse"} and told["counts"] == {"1": 5}
    assert told["blocks"][0]["label"] == "Verse" and told["plan"]["sections"][1]["kind"] == "verse"
    assert not song.lyrics.exists()
    assert ask(stranger, "post", f"projects/{song.pk}/reading", text="x").status_code == 404


def test_opinions_are_given_changed_and_taken_back(
    song: Project, owner: User, teammate: User, stranger: User, ask: Any
) -> None:
    path = f"assets/{make_asset(song, Asset.Kind.CANDIDATE).pk}/opinions"
    said = ask(owner, "patch", path, rating=4, tags=["Warm"]).json()
    assert (said["rating"], said["tags"], said["by"]) == (4, ["warm"], owner.pk)
    assert ask(owner, "patch", path, rejected=True).json()["code"] == "opinion.reason_missing"
    assert ask(owner, "patch", path, rejected=True, reason="thin").json()["rating"] == 4
    ask(teammate, "patch", path, rating=1)
    assert [one["rating"] for one in ask(teammate, "get", path).json()["results"]] == [4, 1]
    assert ask(owner, "patch", path, rating=9).status_code == 400
    assert {ask(stranger, verb, path).status_code for verb in ("get", "patch", "delete")} == {404}
    assert ask(teammate, "patch", path, rating=None).status_code == 204
    assert ask(owner, "delete", path).status_code == 204 and not Opinion.objects.exists()


def test_more_of_a_kind_is_asked_for(song: Project, owner: User, stranger: User, ask: Any, settings: Any) -> None:
    settings.STUDIO_IN_PROCESS = True
    run = Run.objects.create(project=song, recipe="instrumental", state=Run.State.DONE)
    stage = Stage.objects.create(run=run, name="candidate-1", kind="compose", params={"plan": {"a": 1}, "seed": 3})
    asset = make_asset(song, Asset.Kind.CANDIDATE)
    StageOutput.objects.create(stage=stage, role="candidate", asset=asset)
    assert ask(stranger, "post", f"assets/{asset.pk}/more").status_code == 404
    made = ask(owner, "post", f"assets/{asset.pk}/more", count=2)
    assert made.status_code == 201 and made.json()["recipe"] == "instrumental"
    assert [one["params"]["seed"] for one in made.json()["stages"] if one["kind"] == "compose"] == [4, 5]
