"""Who is told what: the table of notices. Everything else about them reads this."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artists.models import LabelRole, User
from projects.models import Comment, Event, Notification, NotificationChoice

Email = NotificationChoice.Email
DECIDERS = (LabelRole.ANR, LabelRole.ADMIN)
ENGINEERS = (LabelRole.ENGINEER, LabelRole.ADMIN)
Audience = Callable[[Event], QuerySet[User]]


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `words` is the sentence, `roles` who can ever get it: "artist", "label" or both."""

    label: Promise
    words: Promise
    email: str
    roles: tuple[str, ...] = ("artist", "label")


BOTH = ("artist", "label")
KINDS: dict[str, Kind] = {
    "review.requested": Kind(
        _("A decision is asked for"), _("{who} asks for a decision on {name}"), Email.INSTANT, ("label",)
    ),
    "decision.made": Kind(_("A decision was made"), _("{who} decided on {name}: {verdict}"), Email.INSTANT),
    "decision.undone": Kind(_("A decision was taken back"), _("{who} took back the decision on {name}"), Email.INSTANT),
    "comment.mentioned": Kind(_("Somebody mentions me"), _("{who} mentions you in a comment on {name}"), Email.INSTANT),
    "comment.added": Kind(_("Comments where I take part"), _("{who} commented on {name}"), Email.DAILY),
    "comment.answered": Kind(_("Answers in my threads"), _("{who} answered in your thread on {name}"), Email.INSTANT),
    "candidates.ready": Kind(
        _("Candidates are ready to hear"),
        _("Your turn: listen to the candidates and pick one"),
        Email.INSTANT,
        ("artist",),
    ),
    "tempo.asked": Kind(
        _("The band needs my tempo"), _("Your turn: the band needs your tempo"), Email.INSTANT, ("artist",)
    ),
    "upload.found": Kind(
        _("Something is wrong with a recording"), _("The studio heard something in {name}"), Email.OFF, ("artist",)
    ),
    "master.landed": Kind(
        _("A new master can be heard"), _("Master {version} is ready to hear"), Email.OFF, ("artist",)
    ),
    "song.submitted": Kind(_("A song was sent in"), _("{who} sent the song into production"), Email.DAILY, ("label",)),
    "run.failed": Kind(_("Something could not be made"), _("{recipe} could not be finished"), Email.INSTANT),
    "flow.stopped": Kind(_("A song can not go on by itself"), _("The song waits: {words}"), Email.DAILY),
    "mail.failed": Kind(_("E-mails can not be sent"), _("E-mails can not be sent: {words}"), Email.OFF, ("label",)),
    "webhook.off": Kind(
        _("A webhook was switched off"),
        _("Nothing has arrived at the webhook {name} for three days, so it was switched off"),
        Email.INSTANT,
        ("label",),
    ),
}
# About the house itself: for its admins.
OF_THE_HOUSE = frozenset({"mail.failed", "webhook.off"})


@dataclass(frozen=True)
class Rule:
    """Of an event: which kind of notice it is, and to whom."""

    kind: str
    audience: Audience
    when: Callable[[Event], bool] = lambda _event: True


def everyone_with(*roles: LabelRole) -> QuerySet[User]:
    return User.objects.filter(is_active=True, label_role__in=roles)


def _of_artist(event: Event) -> Q:
    return Q(memberships__artist=event.project.artist_id)


def _active(who: Q) -> QuerySet[User]:
    return User.objects.filter(who, is_active=True).distinct()


def artist(event: Event) -> QuerySet[User]:
    return _active(_of_artist(event))


def deciders(event: Event) -> QuerySet[User]:
    return everyone_with(*DECIDERS)


def artist_and_engineers(event: Event) -> QuerySet[User]:
    return _active(_of_artist(event) | Q(label_role__in=ENGINEERS))


def artist_and_requester(event: Event) -> QuerySet[User]:
    asked = Q(pk__in=event.project.reviews.filter(pk=event.data.get("review")).values("requested_by"))
    return _active(_of_artist(event) | asked)


def _may_see(event: Event) -> Q:
    return _of_artist(event) | ~Q(label_role=LabelRole.NONE)


def mentioned(event: Event) -> QuerySet[User]:
    named = Comment.mentions.through.objects.filter(comment=event.data.get("comment")).values("user")
    ids = event.data.get("mentions")
    return _active(_may_see(event) & (Q(pk__in=ids) if ids else Q(pk__in=named)))


def in_the_thread(event: Event) -> QuerySet[User]:
    """Whoever wrote in the thread that was answered, and whoever was called into it."""
    first = Comment.objects.filter(pk=event.data.get("comment")).values("parent")
    thread = Comment.objects.filter(Q(pk__in=first) | Q(parent__in=first))
    return _active(_may_see(event) & (Q(pk__in=thread.values("by")) | Q(pk__in=thread.values("mentions"))))


def in_the_talk(event: Event) -> QuerySet[User]:
    """The artist's people, and whoever of the label has spoken or decided on the song."""
    spoke = Comment.objects.filter(asset__project=event.project_id).values("by")
    decided = event.project.reviews.values("decisions__by")
    part = Q(pk__in=spoke) | Q(pk__in=decided)
    return _active(_of_artist(event) | (~Q(label_role=LabelRole.NONE) & part))


def still_knows(event: Event) -> QuerySet[User]:
    """Whoever has read, or was mailed, what has been taken back meanwhile."""
    kept = Notification.objects.filter(
        project=event.project_id, type="decision.made", data__review=event.data["review"]
    )
    return _active(Q(pk__in=kept.values("user")))


def _is_answer(event: Event) -> bool:
    return bool(event.data.get("parent"))


def _picks_by_hand(event: Event) -> bool:
    return event.data.get("recipe") == "instrumental" and not event.project.autopilot


RULES: dict[str, tuple[Rule, ...]] = {
    "review.requested": (Rule("review.requested", deciders),),
    "decision.made": (Rule("decision.made", artist_and_requester),),
    "decision.undone": (Rule("decision.undone", still_knows),),
    "decision.withdrawn": (Rule("decision.undone", artist_and_requester),),
    # Whoever is named is told so, and no second time for the same remark.
    "comment.added": (
        Rule("comment.mentioned", mentioned),
        Rule("comment.answered", in_the_thread, _is_answer),
        Rule("comment.added", in_the_talk, lambda event: not _is_answer(event)),
    ),
    "comment.answered": (Rule("comment.mentioned", mentioned), Rule("comment.answered", in_the_thread)),
    "run.done": (Rule("candidates.ready", artist, _picks_by_hand),),
    "tempo.asked": (Rule("tempo.asked", artist),),
    "upload.found": (Rule("upload.found", artist),),
    "master.landed": (Rule("master.landed", artist),),
    "song.submitted": (Rule("song.submitted", lambda _event: everyone_with(LabelRole.ANR)),),
    "run.failed": (Rule("run.failed", artist_and_engineers),),
    "flow.stopped": (Rule("flow.stopped", artist_and_engineers),),
}

# What was taken back is taken off everyone's list too, where nobody has seen it yet: the event, what it undoes, and the
# fact by which both are known to be about the same thing.
TAKEN_BACK: dict[str, tuple[tuple[str, ...], str]] = {
    "decision.undone": (("decision.made",), "review"),
    "review.withdrawn": (("review.requested",), "review"),
    "comment.removed": (("comment.added", "comment.answered", "comment.mentioned"), "comment"),
}


def kinds_for(user: User) -> dict[str, Kind]:
    """The kinds of notice that this person can get at all."""
    side = "label" if user.is_label else "artist"
    return {
        key: kind for key, kind in KINDS.items() if side in kind.roles and (key not in OF_THE_HOUSE or _is_admin(user))
    }


def _is_admin(user: User) -> bool:
    return user.label_role == LabelRole.ADMIN
