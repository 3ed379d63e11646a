"""The API: what the screens do, for programs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artists.models import Artist, User
from projects import events, review
from projects.declarations import STATEMENTS
from projects.models import Asset, Project
from tests.factories import make_asset, make_project, secret_of

JSON = "application/json"


class Api:
    """A signed-in program."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}")

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/api/v1/{path}", body, content_type=JSON)

    def patch(self, path: str, **body: Any) -> Any:
        return self.client.patch(f"/api/v1/{path}", body, content_type=JSON)


@pytest.fixture
def api_of(browser_of: Callable[[User], Client]) -> Callable[[User], Api]:
    return lambda user: Api(browser_of(user))


@pytest.fixture
def api(owner: User, api_of: Callable[[User], Api]) -> Api:
    return api_of(owner)


@pytest.fixture
def master(song: Project) -> Asset:
    Project.objects.update(state="in_production")
    return make_asset(song, "master", name="master.wav")


def test_a_song_is_started_and_sent(api: Api, artist: Artist) -> None:
    made = api.post("projects", artist=artist.pk, title="Lanterns", bpm=92, lyrics="One\n\nTwo ")
    assert (made.status_code, made.json()["state"], made.json()["bpm"]) == (201, "draft", 92)
    song = f"projects/{made.json()['id']}"
    assert [v["text"] for v in api.get(f"{song}/lyrics").json()["results"]] == ["One\n\nTwo "]
    refused = api.post(f"{song}/submit")
    assert (refused.status_code, refused.json()["code"]) == (400, "rights.not_declared")
    assert [one["declared"] for one in api.get(f"{song}/declaration").json()["asked"]] == [False]
    assert api.post(f"{song}/submit", declaration=["lyrics"]).json()["state"] == "in_production"


def test_rights_are_declared_by_name(api: Api, song: Project, vocal: Asset, owner: User) -> None:
    answer = api.post(f"projects/{song.pk}/declaration", declaration=["voice"])
    [told] = answer.json()["asked"]
    assert (answer.status_code, told["name"], told["declared"]) == (200, "voice", True)
    assert told["words"] == str(STATEMENTS["voice"])
    assert song.declarations.get().by == owner
    assert api.post(f"projects/{song.pk}/declaration", declaration=["all"]).status_code == 400
    assert api.post(f"projects/{song.pk}/submit").json()["state"] == "in_production"


def test_a_song_for_someone_else_is_refused(api: Api, stranger: User) -> None:
    other = stranger.artists.get()
    assert api.post("projects", artist=other.pk, title="Mine").status_code == 404


def test_a_wrong_field_is_named(api: Api, artist: Artist) -> None:
    answer = api.post("projects", artist=artist.pk, title="X", bpm=500)
    told = {"code": "brief.bpm_out_of_range", "message": "The tempo can be from 60 to 180 BPM.", "field": "bpm"}
    assert (answer.status_code, answer.json()) == (400, told)


def test_a_wrong_type_is_named(api: Api, artist: Artist) -> None:
    answer = api.post("projects", artist=artist.pk, title="X", bpm="fast")
    assert (answer.status_code, answer.json()["field"], answer.json()["code"]) == (400, "bpm", "invalid")


def test_a_brief_is_changed(api: Api, song: Project) -> None:
    assert api.patch(f"projects/{song.pk}", key="c min", autopilot=True).json()["key"] == "C minor"
    song.refresh_from_db()
    assert (song.key, song.autopilot, song.title) == ("C minor", True, "Paper Lanterns")


def test_state_is_not_for_the_taking(api: Api, song: Project) -> None:
    assert api.patch(f"projects/{song.pk}", state="released").json()["state"] == "draft"


def test_lyrics_are_saved_as_versions(api: Api, song: Project) -> None:
    for text in ("One", "Two"):
        assert api.post(f"projects/{song.pk}/lyrics", text=text).status_code == 201
    assert [v["number"] for v in api.get(f"projects/{song.pk}/lyrics/").json()["results"]] == [2, 1]


def test_songs_are_listed_in_pages_and_narrowed(api: Api, artist: Artist, song: Project) -> None:
    other = make_project(artist, state="in_review")
    everything = api.get("projects?limit=1").json()
    assert [p["id"] for p in everything["results"]] == [str(other.pk)]
    rest = api.client.get(everything["next"]).json()
    assert ([p["id"] for p in rest["results"]], rest["next"]) == ([str(song.pk)], None)
    assert [p["id"] for p in api.client.get(rest["previous"]).json()["results"]] == [str(other.pk)]
    assert [p["id"] for p in api.get("projects?state=in_review").json()["results"]] == [str(other.pk)]
    assert len(api.get(f"projects?artist={artist.pk}").json()["results"]) == 2
    assert api.get("projects?artist=99999999999").json()["results"] == []


def test_no_page_is_endless(api: Api, song: Project) -> None:
    answer = api.get("projects?limit=100000").json()
    assert answer["next"] is None
    for n in range(201):
        make_project(song.artist, title=f"{n}")
    assert len(api.get("projects?limit=100000").json()["results"]) == 200


def test_files_are_listed_with_their_addresses(api: Api, song: Project, vocal: Asset) -> None:
    make_asset(song, "mix")
    listed = api.get(f"projects/{song.pk}/assets?kind=vocal").json()["results"]
    assert [a["id"] for a in listed] == [str(vocal.pk)]
    for link in listed[0]["links"].values():
        assert api.client.get(link).status_code in {200, 404}
    assert listed[0]["links"]["content"].endswith(f"/assets/{vocal.pk}/content")
    assert len(api.get(f"projects/{song.pk}/assets").json()["results"]) == 2


def test_events_after_a_number(api: Api, song: Project, owner: User) -> None:
    for n in range(3):
        events.record(song, "thing.happened", by=owner, n=n)
    told = api.get(f"projects/{song.pk}/events?after=1").json()["results"]
    assert [(e["seq"], e["data"]["n"]) for e in told] == [(2, 1), (3, 2)]


def test_a_candidate_is_picked(api: Api, song: Project) -> None:
    candidate = make_asset(song, "candidate")
    assert api.post(f"assets/{candidate.pk}/pick").json()["phase"] == "instrumental"
    assert api.get(f"projects/{song.pk}/picks").json()["results"][0]["asset"] == str(candidate.pk)


def test_remarks(api: Api, vocal: Asset) -> None:
    made = api.post(f"assets/{vocal.pk}/comments", text="Breath", at_s=3.5)
    assert (made.status_code, made.json()["at_s"]) == (201, 3.5)
    assert api.post(f"assets/{vocal.pk}/comments", text="x", at_s=-1).json()["field"] == "at_s"
    assert api.post(f"assets/{vocal.pk}/comments", at_s=1).status_code == 400
    assert [c["text"] for c in api.get(f"assets/{vocal.pk}/comments").json()["results"]] == ["Breath"]


def test_a_decision_through_the_review(
    api: Api, master: Asset, anr: User, api_of: Callable[[User], Api], song: Project
) -> None:
    asked = api.post("reviews", asset=str(master.pk)).json()
    assert (asked["state"], asked["round"]) == ("open", 1)
    assert len(api.get("reviews?state=open").json()["results"]) == 1
    assert api.post(f"reviews/{asked['id']}/decide", verdict="approved").status_code == 403
    made = api_of(anr).post(f"reviews/{asked['id']}/decide", verdict="rejected", reason="Too dark")
    assert (made.status_code, made.json()["reason"]) == (200, "Too dark")
    assert api.get("reviews?state=open").json()["results"] == []
    assert [d["verdict"] for d in api.get(f"assets/{master.pk}/decisions").json()["results"]] == ["rejected"]


def test_a_decision_through_the_file(master: Asset, anr: User, api_of: Callable[[User], Api]) -> None:
    api = api_of(anr)
    early = api.post(f"assets/{master.pk}/decisions", verdict="approved")
    assert (early.status_code, early.json()["code"]) == (409, "review.none_open")
    review.request_review(master, by=None)
    assert api.post(f"assets/{master.pk}/decisions", verdict="approved").status_code == 201
    again = api.post(f"assets/{master.pk}/decisions", verdict="approved")
    assert again.status_code == 409


def test_a_request_is_withdrawn(api: Api, master: Asset) -> None:
    asked = api.post("reviews", asset=str(master.pk)).json()
    assert api.post(f"reviews/{asked['id']}/withdraw").json()["state"] == "withdrawn"
    assert api.get(f"reviews/{asked['id']}").json()["state"] == "withdrawn"


def test_threads_names_and_ticks(
    api: Api, vocal: Asset, anr: User, stranger: User, api_of: Callable[[User], Api]
) -> None:
    head = api.post(f"assets/{vocal.pk}/comments", text="Breath, @anr?", at_s=3.5, end_s=4.0).json()
    assert (head["mentions"], head["parent"], head["end_s"]) == ([anr.pk], None, 4.0)
    answer = api_of(anr).post(f"assets/{vocal.pk}/comments", text="Yes", parent=head["id"], mentions=[]).json()
    assert answer["parent"] == head["id"]
    for parent in (10**9, answer["id"] + 10**6):
        assert api.post(f"assets/{vocal.pk}/comments", text="x", parent=parent).status_code == 404
    wrong = api.post(f"assets/{vocal.pk}/comments", text="x", mentions=[stranger.pk])
    assert (wrong.status_code, wrong.json()["field"]) == (400, "mentions")
    ticked = api_of(anr).post(f"comments/{head['id']}/resolve").json()
    assert ticked["resolved_by"] == anr.pk and ticked["resolved_at"]
    late = api.post(f"comments/{head['id']}/resolve")
    assert (late.status_code, late.json()["code"]) == (409, "comment.already_resolved")
    assert api.post(f"comments/{head['id']}/reopen").json()["resolved_at"] is None
    assert api.post(f"comments/{answer['id']}/resolve").json()["code"] == "comment.is_an_answer"
    listed = api.get(f"assets/{vocal.pk}/comments").json()["results"]
    assert {one["id"] for one in listed} == {head["id"], answer["id"]}
    assert {one["username"] for one in api.get(f"assets/{vocal.pk}/people").json()["results"]} >= {"owner", "anr"}


def test_a_remark_is_taken_back(api: Api, vocal: Asset, teammate: User, api_of: Callable[[User], Api]) -> None:
    made = api.post(f"assets/{vocal.pk}/comments", text="Oops").json()
    path = f"/api/v1/comments/{made['id']}"
    assert api_of(teammate).client.delete(path).status_code == 403
    assert api.client.delete(path).status_code == 204
    assert api.get(f"comments/{made['id']}").status_code == 404


@pytest.mark.parametrize("verb", ["resolve", "reopen"])
def test_a_strangers_remark_is_not_there(
    verb: str, api: Api, vocal: Asset, stranger: User, api_of: Callable[[User], Api]
) -> None:
    made = api.post(f"assets/{vocal.pk}/comments", text="Ours").json()
    theirs = api_of(stranger)
    assert theirs.post(f"comments/{made['id']}/{verb}").status_code == 404
    assert theirs.client.delete(f"/api/v1/comments/{made['id']}").status_code == 404
    assert theirs.get(f"assets/{vocal.pk}/people").status_code == 404


def test_a_decision_is_undone_and_an_approval_taken_back(
    master: Asset, anr: User, admin: User, api_of: Callable[[User], Api]
) -> None:
    asked, api = review.request_review(master, by=None), api_of(anr)
    made = api.post(f"reviews/{asked.pk}/decide", verdict="rejected", quick=["harsh"], reason="Bar 3")
    assert made.json()["reason"] == "It sounds harsh. Bar 3"
    assert api_of(admin).post(f"reviews/{asked.pk}/undo").status_code == 403
    assert api.post(f"reviews/{asked.pk}/undo").json()["state"] == "open"
    assert api.post(f"reviews/{asked.pk}/undo").json()["code"] == "review.nothing_to_undo"
    api.post(f"reviews/{asked.pk}/decide", verdict="approved")
    assert api.post(f"reviews/{asked.pk}/withdraw").json()["field"] == "reason"
    assert api.post(f"reviews/{asked.pk}/withdraw", reason="Wrong file").json()["state"] == "withdrawn"
    told = api.get(f"assets/{master.pk}/decisions").json()["results"]
    assert [one["verdict"] for one in told] == ["rejected", "open", "approved", "withdrawn"]


def test_reviews_are_narrowed_like_the_inbox(master: Asset, anr: User, api_of: Callable[[User], Api]) -> None:
    asked, api = review.request_review(master, by=None), api_of(anr)
    found = {query: [one["id"] for one in api.get(f"reviews?{query}").json()["results"]] for query in (
        "kind=master", "kind=mix", "artist=nova-kane", "age=1", "mentions=me", "title=lantern", "state=approved"
    )}  # fmt: skip
    hits = [query for query, ids in found.items() if ids]
    assert hits == ["kind=master", "artist=nova-kane", "title=lantern"] and found["kind=master"] == [asked.pk]


def test_views_of_the_inbox(api: Api, anr: User, admin: User, api_of: Callable[[User], Api]) -> None:
    label = api_of(anr)
    made = label.post("inbox-views", name="Mixes", query="kind=mix&x=1")
    assert (made.status_code, made.json()["query"]) == (201, "kind=mix")
    one = f"inbox-views/{made.json()['id']}"
    assert label.post("inbox-views", name="Mixes").json()["code"] == "view.name_taken"
    assert label.patch(one, name="New mixes").json()["name"] == "New mixes"
    assert [view["name"] for view in label.get("inbox-views").json()["results"]] == ["New mixes"]
    assert api.post("inbox-views", name="Mine").status_code == 404
    for other in (api, api_of(admin)):
        assert other.get("inbox-views").json()["results"] == [] and other.patch(one, name="x").status_code == 404
    assert label.client.delete(f"/api/v1/{one}").status_code == 204


def test_a_review_of_something_else_is_not_asked(api: Api, db: None) -> None:
    assert api.post("reviews", asset="00000000-0000-0000-0000-000000000000").status_code == 404
    assert api.post("reviews", asset="x").status_code == 400


def test_artists_are_those_one_may_see(api: Api, artist: Artist, stranger: User) -> None:
    assert [a["name"] for a in api.get("artists").json()["results"]] == ["Nova Kane"]
    assert api.get(f"artists/{artist.pk}").json()["slug"] == "nova-kane"


def test_one_file(api: Api, vocal: Asset) -> None:
    told = api.get(f"assets/{vocal.pk}").json()
    assert (told["sha256"], told["size_bytes"], told["kind"]) == (vocal.sha256, vocal.size_bytes, "vocal")


def test_programs_use_a_token(client: Client, song: Project, owner: User) -> None:
    token = secret_of(owner)
    assert client.get("/api/v1/projects", HTTP_AUTHORIZATION=f"Token {token}").json()["results"]
    assert client.get("/api/v1/projects", HTTP_AUTHORIZATION="Token wrong").status_code in {401, 403}


def test_another_site_posts_nothing(owner: User, artist: Artist) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert Api(browser).post("projects", artist=artist.pk, title="X").status_code == 403
    assert not Project.objects.exists()


def test_broken_json_is_said_in_a_code(api: Api, song: Project) -> None:
    answer = api.client.post(f"/api/v1/projects/{song.pk}/lyrics", "{", content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize("path", ["projects", "events", "lyrics", "assets", "runs", "decide", "jobs", "engines"])
def test_the_schema_tells_of_everything(api: Api, db: None, path: str) -> None:
    schema = api.get("schema/")
    assert schema.status_code == 200
    assert any(address.endswith(f"/{path}/") for address in schema.json()["paths"])


@pytest.mark.parametrize(
    "path", [f"projects/{'-' * 36}", "projects/nothing", f"reviews/{'9' * 18}", f"runs/{'9' * 40}"]
)
def test_addresses_that_are_none(api: Api, db: None, path: str) -> None:
    assert api.get(path).status_code == 404


def test_a_list_costs_few_queries(
    api: Api, artist: Artist, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(20):
        make_asset(make_project(artist))
    with django_assert_max_num_queries(6):
        api.get("projects")
