"""Who may do what, when, and what it changes: one line per deed.

`who` are those it is open to: o owner, t teammate, a A&R, e engineer, x admin, s stranger (who meets a 404 at all
of a song); nobody meets the door. `when` are the states of the song in which it can be done: D draft, P in production,
R in review, C changes requested, A approved, L released, Z archived; "-" is for deeds that no song has a say in.
`changes` are what it writes (see `World.written`): the first always, the others where the song's state asks for it, and
nothing else. Addresses and bodies are filled from `World.ids`.
"""

from dataclasses import dataclass
from typing import Any

STATES = {
    "D": "draft", "P": "in_production", "R": "in_review", "C": "changes_requested", "A": "approved", "L": "released",
    "Z": "archived",
}  # fmt: skip
ROLES = {"o": "owner", "t": "teammate", "a": "anr", "e": "engineer", "x": "admin", "s": "stranger"}
ANYBODY, EVERYBODY, LABEL, DECIDES, RUNS = "otaexs", "otaex", "aex", "ax", "ex"
ALWAYS, NOT_GONE, OPEN, MAKING = "DPRCALZ", "DPRCA", "DPRC", "PRC"


@dataclass(frozen=True)
class Html:
    """A form of a page: the name of its address, what its parts are filled with, and its fields."""

    name: str
    parts: dict[str, str]
    form: dict[str, Any]


@dataclass(frozen=True)
class Api:
    """An endpoint, by method and name, its path below /api/v1/ and its body."""

    name: str
    path: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Row:
    deed: str
    who: str
    when: str
    changes: str
    html: Html | None = None
    api: Api | None = None

    def __str__(self) -> str:
        return self.deed

    @property
    def names_a_song(self) -> bool:
        """Whether the deed is done to something that belongs to the song."""
        return self.when != "-"


def html(name: str, parts: str = "", /, **form: Any) -> Html:
    """`parts` as `asset_id=candidate version=1`."""
    return Html(name, dict(part.split("=") for part in parts.split()), form)


def api(name: str, path: str, /, **body: Any) -> Api:
    return Api(name, path, body)


SONG, VERSION, RUN = "project_id=song", "asset_id=candidate", "run_id=running"
BRIEF = {"title": "Lanterns", "meter": "4/4", "candidates_wanted": "3", "seed": "1"}
NO = {"verdict": "rejected", "reason": "Too dark"}
# fmt: off
ROWS = [
    # A song and its brief
    Row(
        "start a song",
        EVERYBODY,
        "-",
        "songs",
        html("new-song", id="00000000-0000-4000-8000-000000000001", artist="{slug}", title="New"),
        api("post api-project-list", "projects/", artist="{artist}", title="New"),
    ),
    Row(
        "change the brief",
        EVERYBODY,
        OPEN,
        "song",
        html("save-brief", SONG, **BRIEF),
        api("patch api-project-detail", "projects/{song}/", title="Lanterns"),
    ),
    Row(
        "declare the rights",
        EVERYBODY,
        ALWAYS,
        "rights",
        None,
        api("post api-project-declaration", "projects/{song}/declaration/", declaration=["lyrics", "voice"]),
    ),
    Row(
        "tell where it comes from",
        EVERYBODY,
        NOT_GONE,
        "origins",
        None,
        api("put api-project-origin", "projects/{song}/origin/", platform="suno", plan="paid"),
    ),
    Row(
        "send it in",
        EVERYBODY,
        "D",
        "state rights lyrics song",
        html("submit", SONG, **BRIEF, lyrics="One line", declares=["lyrics", "voice"]),
        api("post api-project-submit", "projects/{song}/submit/", declaration=["lyrics", "voice"]),
    ),
    Row("say the tempo", EVERYBODY, OPEN, "song runs stages", html("say-tempo", SONG, bpm="92")),
    Row("change what a file is", EVERYBODY, "D", "files", html("file-kind", "asset_id=vocal", kind="reference"),
        api("patch api-asset-detail", "assets/{vocal}/", kind="reference")),
    Row("take a file out", EVERYBODY, "D", "files", html("file-remove", "asset_id=vocal"),
        api("delete api-asset-detail", "assets/{vocal}/")),
    # Words
    Row(
        "save the lyrics",
        EVERYBODY,
        OPEN,
        "lyrics",
        html("save-lyrics", SONG, lyrics="New words"),
        api("post api-project-lyrics", "projects/{song}/lyrics/", text="New words"),
    ),
    Row(
        "bring a version back",
        EVERYBODY,
        OPEN,
        "lyrics",
        html("lyrics-restore", f"{SONG} version=1"),
        api("post api-lyrics-restore", "projects/{song}/lyrics/1/restore/"),
    ),
    Row(
        "name a version",
        EVERYBODY,
        ALWAYS,
        "lyrics",
        html("lyrics-name", f"{SONG} version=1", name="First"),
        api("patch api-lyrics-version", "projects/{song}/lyrics/1/", name="First"),
    ),
    Row("take a proposal", EVERYBODY, OPEN, "song", html("lyrics-accept", SONG, field="mood", value="calm")),
    # Versions
    Row(
        "pick a version",
        EVERYBODY,
        NOT_GONE,
        "picks",
        html("pick", VERSION),
        api("post api-asset-pick", "assets/{candidate}/pick/"),
    ),
    Row(
        "rate it",
        EVERYBODY,
        NOT_GONE,
        "opinions",
        html("rate", VERSION, rating="4"),
        api("patch api-asset-opinions", "assets/{candidate}/opinions/", rating=4),
    ),
    Row("tag it", EVERYBODY, NOT_GONE, "opinions", html("tag", VERSION, tag="warm")),
    Row("reject it", EVERYBODY, NOT_GONE, "opinions", html("reject", VERSION, words="Wrong mood")),
    Row("take the rejection back", EVERYBODY, NOT_GONE, "opinions", html("unreject", "asset_id=other")),
    Row(
        "drop one's opinion",
        EVERYBODY,
        NOT_GONE,
        "opinions",
        None,
        api("delete api-asset-opinions", "assets/{other}/opinions/"),
    ),
    # What intake heard is not here, so nobody gets further than being told so; tests/processing plays more.
    Row("play more like it", EVERYBODY, "", "runs stages", html("more-like", VERSION)),
    Row("play more", EVERYBODY, "", "runs stages", html("more-candidates", SONG)),
    Row("nudge the mix", EVERYBODY, "", "runs stages", html("nudge-mix", SONG, vocal_db="1")),
    # Talk
    Row(
        "remark",
        EVERYBODY,
        ALWAYS,
        "comments",
        html("comment-on-version", SONG, asset="{mix}", text="Here"),
        api("post api-asset-comments", "assets/{mix}/comments/", text="Here"),
    ),
    Row(
        "tick a remark off",
        EVERYBODY,
        ALWAYS,
        "comments",
        html("comment-resolve", "comment_id=comment"),
        api("post api-comment-resolve", "comments/{comment}/resolve/"),
    ),
    Row(
        "open a remark again",
        EVERYBODY,
        ALWAYS,
        "comments",
        html("comment-reopen", "comment_id=ticked"),
        api("post api-comment-reopen", "comments/{ticked}/reopen/"),
    ),
    Row(
        "take a remark back",
        "o",
        ALWAYS,
        "comments",
        html("comment-remove", "comment_id=comment"),
        api("delete api-comment-detail", "comments/{comment}/"),
    ),
    Row(
        "let a guest in",
        EVERYBODY,
        ALWAYS,
        "links",
        html("share", "asset_id=mix", name="Kim", days="7", may_comment="yes"),
        api("post api-asset-links", "assets/{mix}/links/", name="Kim", days=7),
    ),
    Row(
        "close a guest's link",
        EVERYBODY,
        ALWAYS,
        "links",
        html("close-guest-link", "link_id=link"),
        api("post api-link-close", "links/{link}/close/"),
    ),
    # Decisions
    Row(
        "ask for a decision",
        EVERYBODY,
        "PRCA",
        "reviews state",
        html("request-review", "asset_id=master"),
        api("post api-review-list", "reviews/", asset="{master}"),
    ),
    Row(
        "approve",
        DECIDES,
        ALWAYS,
        "reviews decisions state",
        html("decide", "review_id=review", verdict="approved"),
        api("post api-review-decide", "reviews/{review}/decide/", verdict="approved"),
    ),
    Row(
        "approve through the file",
        DECIDES,
        ALWAYS,
        "reviews decisions state",
        None,
        api("post api-asset-decisions", "assets/{mix}/decisions/", verdict="approved"),
    ),
    Row(
        "say no",
        DECIDES,
        ALWAYS,
        "reviews decisions state",
        html("decide", "review_id=review", **NO),
        api("post api-review-decide", "reviews/{review}/decide/", **NO),
    ),
    Row(
        "undo one's decision",
        "a",
        NOT_GONE,
        "reviews decisions state",
        html("undo-decision", "review_id=decided"),
        api("post api-review-undo", "reviews/{decided}/undo/"),
    ),
    Row(
        "take a request back",
        EVERYBODY,
        ALWAYS,
        "reviews decisions state",
        html("withdraw", "review_id=review"),
        api("post api-review-withdraw", "reviews/{review}/withdraw/"),
    ),
    Row(
        "take a decision back",
        DECIDES,
        NOT_GONE,
        "reviews decisions state",
        html("withdraw", "review_id=decided", reason="Heard it again"),
        api("post api-review-withdraw", "reviews/{decided}/withdraw/", reason="Heard it again"),
    ),
    # The machines' work; of the label's staff it is the engineers' and admins'.
    Row("cancel a run", "otex", ALWAYS, "stages", html("cancel-run", RUN),
        api("post api-run-cancel", "runs/{running}/cancel/")),
    Row("try a run again", "otex", ALWAYS, "runs stages", html("retry-run", "run_id=failed"),
        api("post api-run-retry", "runs/{failed}/retry/")),
    Row("start a run", EVERYBODY, NOT_GONE, "runs stages", None,
        api("post api-project-runs", "projects/{song}/runs/", recipe="intake")),
    Row("put a run first", RUNS, "-", "runs stages", html("prioritise-run", RUN, priority="1")),
    Row("pause a queue", RUNS, "-", "queues", html("pause-queue", queue="gpu", reason="repairs")),
    Row("retry what failed", RUNS, "-", "runs stages", html("retry-jobs", stage="{broken}")),
    # One's own desk
    Row("make a key", ANYBODY, "-", "keys", html("make-key", name="backup", scopes="read"),
        api("post api-key-list", "keys/", name="backup", scopes=["read"])),
    Row("revoke a key", "o", "-", "keys", html("revoke-key", "key_id=key"),
        api("post api-key-revoke", "keys/{key}/revoke/")),
    Row("read a notice", "o", "-", "notices", html("notice-read", "notice_id=notice"),
        api("post api-notification-read", "notifications/{notice}/read/")),
    Row("read all notices", "o", "-", "notices", html("notices-read"),
        api("post api-notification-read-all", "notifications/read-all/")),
    Row("choose a language", ANYBODY, "-", "people", html("choose-language", language="es", next="/")),
    Row("keep a view", LABEL, "-", "views", html("keep-view", name="Mixes", query="kind=mix"),
        api("post api-view-list", "inbox-views/", name="Mixes", query="kind=mix")),
    Row("name a view", "a", "-", "views", html("name-view", "view_id=view", name="Other"),
        api("patch api-view-detail", "inbox-views/{view}/", name="Other")),
    Row("drop a view", "a", "-", "views", html("drop-view", "view_id=view"),
        api("delete api-view-detail", "inbox-views/{view}/")),
    Row("decide on many", DECIDES, "-", "reviews decisions",
        html("decide-many", review="{review}", verdict="approved")),
    # An album is its artist's; the state of a song on it has no say.
    Row("start an album", EVERYBODY, "-", "albums", html("new-album", artist="{slug}", title="Tre"),
        api("post api-album-list", "albums/", artist="{artist}", title="Tre")),
    Row("rename an album", EVERYBODY, ALWAYS, "albums", html("rename-album", "album_id=album", title="Tre"),
        api("patch api-album-detail", "albums/{album}/", title="Tre")),
    Row("drop an album", EVERYBODY, ALWAYS, "albums", html("drop-album", "album_id=bare"),
        api("delete api-album-detail", "albums/{bare}/")),
    Row("put a song on an album", EVERYBODY, ALWAYS, "places",
        html("put-on-album", "album_id=bare", project="{song}")),
    Row("take a song off an album", EVERYBODY, ALWAYS, "places", html("take-off-album", "place_id=place")),
    Row("say the gap behind it", EVERYBODY, ALWAYS, "places", html("album-gap", "place_id=place", gap_s="1.5")),
    # The house
    Row("invite somebody", "x", "-", "invitations", html("invite", email="guest@example.org", artist="{artist}"),
        api("post api-invitation-list", "invitations", email="guest@example.org", artist="{artist}")),
    Row("withdraw an invitation", "x", "-", "invitations", html("withdraw-invitation", "invitation_id=invitation"),
        api("post api-invitation-withdraw", "invitations/{invitation}/withdraw")),
    Row("change a role", "x", "-", "people", html("change-role", "user_id=target", label_role="anr"),
        api("post api-person-role", "people/{target}/role", label_role="anr")),
    Row("shut somebody out", "x", "-", "people", html("change-active", "user_id=target", active="no"),
        api("post api-person-active", "people/{target}/active", is_active="false")),
    Row("join an artist", "x", "-", "members",
        html("change-membership", "user_id=target", artist="{artist}", join="yes"),
        api("post api-person-membership", "people/{target}/membership", artist="{artist}", member="true")),
    Row("add an artist", "x", "-", "members", html("add-artist", name="Newcomer", colour="#336699"),
        api("post api-roster-list", "roster", name="Newcomer", colour="#336699")),
    Row("change an artist", "x", "-", "members",
        html("change-artist", "artist_id=artist", name="Renamed", colour="#336699"),
        api("put api-roster-detail", "roster/{artist}", name="Renamed", colour="#336699")),
    Row("make a webhook", "x", "-", "hooks", html("make-webhook", url="https://8.8.8.8/in", what="all"),
        api("post api-webhook-list", "webhooks", url="https://8.8.8.8/in", events=["*"])),
    Row("change a webhook", "x", "-", "hooks",
        html("change-webhook", "hook_id=hook", url="{hook_url}", events="run.", active="no"),
        api("patch api-webhook-detail", "webhooks/{hook}", active="false")),
    Row("make a new secret", "x", "-", "hooks", html("rotate-webhook", "hook_id=hook"),
        api("post api-webhook-rotate", "webhooks/{hook}/rotate")),
    Row("remove a webhook", "x", "-", "hooks deliveries", html("remove-webhook", "hook_id=hook"),
        api("delete api-webhook-detail", "webhooks/{hook}")),
    Row("try a webhook", "x", "-", "deliveries", html("ping-webhook", "hook_id=hook"),
        api("post api-webhook-ping", "webhooks/{hook}/ping")),
    Row("send it again", "x", "-", "deliveries", html("delivery-again", "delivery_id=delivery"),
        api("post api-delivery-again", "deliveries/{delivery}/again")),
    Row("name the label", "x", "-", "label", html("save-label", name="Our label"),
        api("put api-label", "label", name="Our label")),
]
# fmt: on
