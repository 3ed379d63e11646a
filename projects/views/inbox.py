"""The label's inbox: what waits, one of them open beside the list, and the views that people keep."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from artists.models import Artist, User
from projects import events
from projects.errors import Invalid
from projects.inbox import AGES, ANY, BUILT_IN, PAGE, Wanted, rename_view, reviews_for, save_view, with_notes
from projects.models import Asset, Project, Review, SavedView
from projects.review import REVIEWABLE
from projects.views.deeds import Done, deed, member
from projects.views.talk import talk_of

PER_PAGE = 25
VERSIONS_BESIDE = 9


def _staff(request: HttpRequest) -> User:
    user = member(request)
    if not user.is_label:
        raise Http404
    return user


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    user = _staff(request)
    target = request.headers.get("HX-Target", "")
    since = 0 if target in ("reviews", "desk") else events.newest()
    wanted = Wanted.of(request.GET.dict())
    page = Paginator(with_notes(reviews_for(user, wanted)), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "query": wanted.query, "since": since}
    if target == "reviews":
        return render(request, "projects/_reviews.html", {**context, **_quiet(user, page)})
    context |= _choices(user, wanted) | _quiet(user, page) | _open(request, page)
    return render(request, "projects/_desk.html" if target == "desk" else "projects/inbox.html", context)


@login_required
@require_GET
def one(request: HttpRequest, review_id: int) -> HttpResponse:
    """What is open beside the list."""
    user = _staff(request)
    found = get_object_or_404(with_notes(Review.objects.visible_to(user)), pk=review_id)
    return render(request, "projects/_item.html", _detail(request, found))


@login_required
@require_GET
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """The one address of a review: the label meets it in the inbox, the artist in the song's room."""
    user = member(request)
    found = get_object_or_404(Review.objects.visible_to(user), pk=review_id)
    if user.is_label:
        return HttpResponseRedirect(f"{reverse('inbox')}?open={found.pk}")
    return HttpResponseRedirect(f"{reverse('room', args=[found.project_id])}#talk")


@deed
def keep_view(request: HttpRequest) -> Done:
    user = _staff(request)
    view = save_view(user, _own_name(request), request.POST.get("query", ""))
    return Done(_("Kept."), f"{reverse('inbox')}?{view.query}", leave=True)


@deed
def name_view(request: HttpRequest, view_id: int) -> Done:
    view = rename_view(_own_view(request, view_id), _own_name(request))
    return Done(_("Renamed."), f"{reverse('inbox')}?{view.query}", leave=True)


@deed
def drop_view(request: HttpRequest, view_id: int) -> Done:
    _own_view(request, view_id).delete()
    return Done(_("Deleted. The reviews are all still there."), reverse("inbox"), leave=True)


def _own_view(request: HttpRequest, view_id: int) -> SavedView:
    return get_object_or_404(SavedView, pk=view_id, page=PAGE, user=_staff(request))


def _own_name(request: HttpRequest) -> str:
    """Two views of one name can not be told apart: those that everybody has keep theirs."""
    name = request.POST.get("name", "")
    if name.strip().casefold() in {str(built_in).casefold() for built_in, _wanted in BUILT_IN}:
        words = _("You have a view called {name} already.").format(name=name.strip())
        raise Invalid("view.name_taken", words, field="name")
    return name


def _choices(user: User, wanted: Wanted) -> dict[str, object]:
    kept = list(user.saved_views.filter(page=PAGE))
    states = [(state.value, state.label) for state in Review.State if state != Review.State.OPEN]
    return {
        "built_in": [(name, view.query) for name, view in BUILT_IN],
        "kept": kept,
        "current": next((view for view in kept if view.query == wanted.query), None),
        "is_built_in": wanted in [view for _name, view in BUILT_IN],
        "states": [("", Review.State.OPEN.label), *states, (ANY, _("Any state"))],
        "kinds": [(kind.value, kind.label) for kind in Asset.Kind if kind in REVIEWABLE],
        "artists": Artist.objects.visible_to(user).only("name", "slug"),
        "ages": AGES.items(),
    }


def _quiet(user: User, page: Page[Review]) -> dict[str, object]:
    """What an empty inbox can say of the songs under way."""
    if page.paginator.count:
        return {}
    making = (
        Project.objects.visible_to(user).filter(state=Project.State.IN_PRODUCTION).exclude(kind=Project.Kind.SAMPLE)
    )
    return {"in_production": making.count()}


def _open(request: HttpRequest, page: Page[Review]) -> dict[str, object]:
    """The review that is open: the one the address names, else the first of the list. What was said of it follows."""
    named = request.GET.get("open", "")
    rows, asked = list(page), int(named) if named.isascii() and named.isdigit() and len(named) < 19 else 0
    found = next((row for row in rows if row.pk == asked), None)
    if asked and found is None:
        found = with_notes(Review.objects.visible_to(request.user)).filter(pk=asked).first()
    opened = found is not None
    found = found or (rows[0] if rows else None)
    return {"opened": opened, "talk_follows": True, **(_detail(request, found) if found else {})}


def _detail(request: HttpRequest, found: Review) -> dict[str, object]:
    """One review with its version, the versions to compare it with, and what was said."""
    beside = Asset.objects.filter(project=found.project_id, kind=found.asset.kind).order_by("-version")
    versions = [found.asset, *(asset for asset in beside[:VERSIONS_BESIDE] if asset.pk != found.asset_id)]
    talk = talk_of(request, found.project, found.asset)
    return {"review": found, "project": found.project, "versions": versions[:VERSIONS_BESIDE], "talk": talk}
