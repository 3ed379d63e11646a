"""The notice centre, the bell, and the way out of e-mails."""

import itertools

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from projects import digest, notices
from projects.models import Notification
from projects.views.deeds import Done, deed, member

PER_PAGE = 60


@login_required
@require_GET
def centre(request: HttpRequest) -> HttpResponse:
    """Everything this person was told, newest first, what belongs to one song side by side."""
    user = member(request)
    rows, only_unread = notices.shown_to(user), request.GET.get("show") != "all"
    if only_unread:
        rows = rows.filter(read_at=None)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "songs": _by_song(list(page)), "only_unread": only_unread}
    part = request.headers.get("HX-Target") == "notices"
    return render(request, "projects/_notices.html" if part else "projects/notices.html", context)


def _by_song(rows: list[Notification]) -> list[tuple[object, list[Notification]]]:
    """Groups in the order of their newest notice."""
    order = {key: place for place, key in enumerate(dict.fromkeys(row.project_id for row in rows))}
    rows = sorted(rows, key=lambda row: (order[row.project_id], -row.pk))
    grouped = itertools.groupby(rows, key=lambda row: row.project_id)
    return [(group[0].project, group) for _key, found in grouped if (group := list(found))]


@login_required
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    return render(request, "projects/_bell.html", {"rang": True})


@login_required
@require_GET
def follow(request: HttpRequest, notice_id: int) -> HttpResponse:
    """To the place the notice is about; on the way it counts as read."""
    notice = get_object_or_404(notices.shown_to(member(request)), pk=notice_id)
    notices.mark_read(Notification.objects.filter(pk=notice.pk))
    return HttpResponseRedirect(notices.link(notice))


@deed
def read(request: HttpRequest, notice_id: int) -> Done:
    user = member(request)
    get_object_or_404(Notification.objects.visible_to(user), pk=notice_id)
    notices.mark_read(Notification.objects.filter(pk=notice_id))
    return Done("", reverse("notices"))


@deed
def read_all(request: HttpRequest) -> Done:
    """All of them, or all of one song."""
    rows = Notification.objects.visible_to(member(request)).filter(read_at=None)
    if song := request.POST.get("song", ""):
        rows = rows.filter(project__in=[one.project_id for one in rows if str(one.project_id) == song])
    notices.mark_read(Notification.objects.filter(pk__in=list(rows.values_list("pk", flat=True))))
    return Done(_("All read."), reverse("notices"))


@csrf_exempt
def leave_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the end of each e-mail. A mail program's own button posts; a person is asked first, because scanners
    follow every link they see. The signature in the address stands for the sign-in."""
    user = digest.leaver(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        notices.stop_mail(user)
    return render(request, "projects/leave_mail.html", {"left": request.method == "POST"})
