"""The admins' pages about people, artists and the label. For everyone else there are no such pages."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from artists import invitations, people, roster
from artists.label import LabelSettings, change_label
from artists.models import Artist, Invitation, Label, LabelRole, User
from projects.api.people import whole_number
from projects.errors import Invalid, StudioError
from projects.models import Activity
from projects.views.deeds import Done, deed, member

PER_PAGE = 50
INVITATIONS_SHOWN = 30


def the_admin(request: HttpRequest) -> User:
    """Raises Http404 for everyone but the label's admins."""
    user = member(request)
    if not user.is_active or user.label_role != LabelRole.ADMIN:
        raise Http404
    return user


@login_required
@require_GET
def people_page(request: HttpRequest) -> HttpResponse:
    the_admin(request)
    return _people(request)


def _people(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    rows = User.objects.prefetch_related("artists").order_by("-is_active", "display_name", "username")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    seen = Activity.objects.filter(by__in=[user.pk for user in page]).order_by().values_list("by")
    asked = Invitation.objects.select_related("artist", "by")[:INVITATIONS_SHOWN]
    context = {
        "page": page,
        "seen": dict(seen.annotate(at=Max("at"))),
        "invitations": [(one, invitations.standing(one)) for one in asked],
        "artists": Artist.objects.annotate(songs=Count("projects", distinct=True)).prefetch_related("members"),
        "roles": LabelRole.choices,
        "usual_colour": roster.USUAL_COLOUR,
        **more,
    }
    part = request.headers.get("HX-Target") == "people"
    return render(request, "artists/_people.html" if part else "artists/people.html", context, status=status)


@login_required
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """The page again, with the link: shown this once, kept nowhere."""
    user = the_admin(request)
    artist = Artist.objects.filter(pk=whole_number(request.POST.get("artist", ""))).first()
    asked = {"email": request.POST.get("email", ""), "label_role": request.POST.get("label_role", "")}
    try:
        made, secret = invitations.invite(by=user, artist=artist, **asked)
    except StudioError as error:
        return _people(request, 422, asked={**asked, "artist": artist}, refused=error)
    link = request.build_absolute_uri(reverse("join", args=[secret]))
    answer = _people(request, made=made, link=link, was_sent=invitations.send(made, link))
    answer["Cache-Control"] = "no-store"
    return answer


@deed
def withdraw_invitation(request: HttpRequest, invitation_id: int) -> Done:
    user = the_admin(request)
    invitations.withdraw(get_object_or_404(Invitation, pk=invitation_id), by=user)
    return Done(_("The link no longer opens the door."), reverse("people"))


@deed
def change_role(request: HttpRequest, user_id: int) -> Done:
    user, person = the_admin(request), get_object_or_404(User, pk=user_id)
    people.change_role(person, request.POST.get("label_role", "?"), by=user)
    return Done(_("{name}: {role}.").format(name=person, role=person.get_label_role_display()), reverse("people"))


@deed
def change_active(request: HttpRequest, user_id: int) -> Done:
    user, person = the_admin(request), get_object_or_404(User, pk=user_id)
    if request.POST.get("active") == "yes":
        people.reactivate(person, by=user)
        return Done(_("{name} may come in again.").format(name=person), reverse("people"))
    people.deactivate(person, by=user)
    return Done(_("{name} is shut out.").format(name=person), reverse("people"))


@deed
def change_membership(request: HttpRequest, user_id: int) -> Done:
    user, person = the_admin(request), get_object_or_404(User, pk=user_id)
    artist = get_object_or_404(Artist, pk=whole_number(request.POST.get("artist", "")))
    if request.POST.get("join") == "no":
        people.leave_artist(person, artist, by=user)
        return Done(_("{name} has left {artist}.").format(name=person, artist=artist), reverse("people"))
    people.join_artist(person, artist, by=user)
    return Done(_("{name} belongs to {artist}.").format(name=person, artist=artist), reverse("people"))


@deed
def add_artist(request: HttpRequest) -> Done:
    user = the_admin(request)
    artist = roster.add_artist(by=user, **_artist_facts(request))
    return Done(_("{artist} is on the label.").format(artist=artist), reverse("people"))


@deed
def change_artist(request: HttpRequest, artist_id: int) -> Done:
    user, artist = the_admin(request), get_object_or_404(Artist, pk=artist_id)
    roster.change_artist(artist, by=user, **_artist_facts(request))
    return Done(_("Saved."), reverse("people"))


def _artist_facts(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("name", "colour", "about")}


@login_required
@require_GET
def label_page(request: HttpRequest) -> HttpResponse:
    the_admin(request)
    return _label(request, Label.ours())


def _label(request: HttpRequest, shown: Any, status: int = 200, **more: Any) -> HttpResponse:
    context = {"label": shown, "currency": settings.CURRENCY, **more}
    return render(request, "artists/label.html", context, status=status)


@login_required
@require_POST
def save_label(request: HttpRequest) -> HttpResponse:
    """Kept whole or not at all: what can not be kept is told at every field, with all that was typed still there."""
    user, form = the_admin(request), request.POST
    wanted = LabelSettings(
        name=" ".join(form.get("name", "").split()),
        contact_email=form.get("contact_email", "").strip(),
        budget_month=_amount(form.get("budget_month", "")),
        budget_song=_amount(form.get("budget_song", "")),
        keep_rejected_days=_days(form.get("keep_rejected_days", "")),
    )
    try:
        change_label(wanted, by=user)
    except Invalid as error:
        return _label(request, form.dict(), 422, problems=error.facts["problems"])
    messages.success(request, _("Saved."))
    return redirect("label")


def _amount(text: str) -> Decimal | None:
    """What is no amount is told like one out of range."""
    text = text.strip().replace(",", ".")
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return Decimal("NaN")


def _days(text: str) -> int | None:
    text = text.strip()
    # Anything that is no number is answered like a number out of range.
    return (int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1) if text else None
