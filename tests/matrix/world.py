"""One of everything that somebody can do something to, with the song in any state; and what is written where."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from django.utils import timezone

from artists import tokens
from artists.models import ApiToken, Artist, Invitation, Label, LabelRole, Member, User
from processing.models import QueueState, Run, Stage
from projects import albums, comments, guests, lyrics, opinions, review
from projects.models import (
    Album,
    AlbumSong,
    Asset,
    Comment,
    Decision,
    Declaration,
    Delivery,
    GuestLink,
    LyricsVersion,
    Notification,
    NotificationChoice,
    Opinion,
    Origin,
    Pick,
    Project,
    Review,
    SavedView,
    Webhook,
)
from tests.factories import make_artist, make_project, make_user

ROLES = {"anr": LabelRole.ANR, "engineer": LabelRole.ENGINEER, "admin": LabelRole.ADMIN}
LYRICS = "[Verse]\nOne line\n\n[Chorus]\nAnother line"
# What an effect shows in: rows, their columns, and further tables that those columns are read from.
LOOKS: dict[str, tuple[Any, ...]] = {
    "files": (Asset.objects, ("pk", "kind")),
    "picks": (Pick.objects, ("asset", "by")),
    "reviews": (Review.objects, ("pk", "state")),
    "decisions": (Decision.objects, ("review", "verdict", "by")),
    "links": (GuestLink.objects, ("pk", "closed_at")),
    "comments": (Comment.objects, ("pk", "resolved_by")),
    "opinions": (Opinion.objects, ("by", "rating", "tags", "rejected")),
    "lyrics": (LyricsVersion.objects, ("number", "text", "name")),
    "rights": (Declaration.objects, ("by",)),
    "origins": (Origin.objects, ("platform", "plan")),
    "runs": (Run.objects, ("recipe", "state", "priority")),
    "stages": (Stage.objects, ("state", "attempt", "place")),
    "queues": (QueueState.objects, ("name", "paused_by")),
    "people": (User.objects, ("pk", "label_role", "is_active", "language")),
    "members": (Artist.objects, ("pk", "members", "name", "colour"), Member),
    "invitations": (Invitation.objects, ("pk", "withdrawn_at")),
    "hooks": (Webhook.objects, ("pk", "url", "events", "active", "rotation")),
    "deliveries": (Delivery.objects, ("pk", "type", "by")),
    "label": (Label.objects, ("name", "contact_email")),
    "keys": (ApiToken.objects, ("pk", "revoked_at")),
    "notices": (Notification.objects.exclude(read_at=None), ("pk",)),
    "choices": (NotificationChoice.objects, ("user", "type", "in_app", "email")),
    "views": (SavedView.objects, ("name",)),
    "albums": (Album.objects, ("pk", "title")),
    "places": (AlbumSong.objects, ("project", "master", "place", "gap_s")),
}


class World:
    """`ids` are what addresses and bodies are filled with."""

    def __init__(self, state: str) -> None:
        self.people = {name: make_user(name) for name in ("owner", "teammate", "stranger")}
        self.people |= {name: make_user(name, role=role) for name, role in ROLES.items()}
        owner, anr = self.people["owner"], self.people["anr"]
        self.artist = make_artist(owner, self.people["teammate"], name="Nova Kane")
        make_artist(self.people["stranger"], name="The Others")
        self.song = make_project(self.artist, title="Paper Lanterns", created_by=owner, state="in_production")
        for text in ("Early words", LYRICS):
            lyrics.save_lyrics(self.song, text, by=owner)
        files = {kind: self.asset(kind) for kind in ("vocal", "candidate", "mix", "master", "video")}
        other = self.asset("candidate", 2)
        asked = review.request_review(files["mix"], by=owner)
        decided = review.request_review(other, by=owner)
        review.decide(decided, "changes_requested", "Louder voice", by=anr)
        remark = comments.comment(files["mix"], "Breath", by=owner, at_s=1.0)
        ticked = comments.resolve(comments.comment(files["mix"], "Done", by=owner), by=owner)
        link = guests.share(files["mix"], "A guest", by=owner)
        for name in ("owner", "teammate", *ROLES):
            opinions.reject(other, "wrong mood", by=self.people[name])
        running, failed = self.runs(owner)
        album, bare = (albums.start_album(self.artist, title, by=owner) for title in ("Uno", "Due"))
        place = albums.put_on(album, self.song, by=owner)
        key, _secret = tokens.issue(owner, "mine")
        notice = Notification.objects.create(user=owner, type="comment.added", project=self.song)
        view = SavedView.objects.create(user=anr, page="inbox", name="Masters", query="kind=master")
        target = make_user("target")
        invitation = Invitation.objects.create(
            email="new@example.org", digest="x" * 64, by=anr, expires_at=timezone.now() + timezone.timedelta(days=3)
        )
        hook = Webhook.objects.create(url="https://example.org/hook", events=["*"], by=owner)
        delivery = Delivery.objects.create(hook=hook, type="decision.made", body="{}")
        # Undoing has ten seconds; a slow machine must not use them up.
        later = timezone.now() + timezone.timedelta(hours=1)
        Decision.objects.update(at=later)
        Comment.objects.update(at=later)
        Label.ours()
        Project.objects.filter(pk=self.song.pk).update(state=state)
        self.ids: dict[str, Any] = {
            "song": self.song.pk, "artist": self.artist.pk, "slug": self.artist.slug,
            **{kind: asset.pk for kind, asset in files.items()},
            "other": other.pk, "review": asked.pk, "decided": decided.pk, "comment": remark.pk, "ticked": ticked.pk,
            "running": running.pk, "failed": failed.pk, "stage": running.stages.get().pk,
            "broken": failed.stages.get().pk, "key": key.pk, "notice": notice.pk, "view": view.pk, "link": link.pk,
            "album": album.pk, "bare": bare.pk, "place": place.pk, "target": target.pk, "invitation": invitation.pk,
            "hook": hook.pk, "hook_url": hook.url, "delivery": delivery.pk,
        }  # fmt: skip
        # Every deed is taken back, so this is also what stood there before each.
        self.at_first = {name: look() for name, (_, look) in self.looks.items()}

    def changed(self, tables: set[str]) -> set[str]:
        """What stands otherwise than at first, where only these tables were written to."""
        return {name for name, (own, look) in self.looks.items() if own & tables and look() != self.at_first[name]}

    def asset(self, kind: str, version: int = 1) -> Asset:
        by = self.people["owner"] if kind == "vocal" else None
        facts = {"name": f"{kind}.wav", "size_bytes": 9, "media_type": "audio/wav", "duration_s": 9.0}
        found: Asset = Asset.objects.create(
            project=self.song,
            kind=kind,
            version=version,
            sha256=f"{kind}{version}".ljust(64, "0"),
            created_by=by,
            **facts,
        )
        return found

    def runs(self, owner: User) -> tuple[Run, Run]:
        running = Run.objects.create(project=self.song, recipe="mix", by=owner)
        Stage.objects.create(run=running, name="mix", kind="render_mix", state="queued")
        failed = Run.objects.create(project=self.song, recipe="intake", by=owner, state="failed")
        Stage.objects.create(run=failed, name="lyrics", kind="read_lyrics", state="failed", error_code="stage.broke")
        return running, failed

    @cached_property
    def looks(self) -> dict[str, tuple[set[str], Callable[[], Any]]]:
        """By the names that the table uses for effects: the tables they show in, and what stands there."""
        found: dict[str, tuple[set[str], Callable[[], Any]]] = {
            name: ({of.model._meta.db_table, *(one._meta.db_table for one in more)}, partial(rows, of, *columns))
            for name, (of, columns, *more) in LOOKS.items()
        }
        song = {Project._meta.db_table}
        return found | {
            "song": (song, self._brief),
            "state": (song, self._state),
            "songs": (song, Project.objects.count),
        }

    def _brief(self) -> dict[str, Any]:
        project = Project.objects.values().get(pk=self.song.pk)
        return {name: value for name, value in project.items() if name not in {"event_seq", "updated_at", "state"}}

    def _state(self) -> str:
        return str(Project.objects.values_list("state", flat=True).get(pk=self.song.pk))


def rows(of: Any, *columns: str) -> list[Any]:
    return [list(row) for row in of.order_by("pk").values_list(*columns)]
