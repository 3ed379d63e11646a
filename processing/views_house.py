"""What the house spends and stores: costs, files, and what a run would take before anybody starts it."""

import csv
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from artists.models import Label, LabelRole
from processing import costs, retention
from processing.estimate import estimate
from processing.storage_use import storage_use
from processing.views_jobs import staff
from projects.errors import StudioError
from projects.models import Project
from projects.said import said
from projects.views.deeds import Done, deed

SHOWN = 100
SPANS = {"month": gettext_lazy("This month"), "year": gettext_lazy("Twelve months"), "all": gettext_lazy("Always")}


def since_of(span: str) -> datetime | None:
    if span == "month":
        return costs.month_start()
    if span == "year":
        return timezone.now() - timedelta(days=365)
    return None


def _asked(request: HttpRequest) -> tuple[str, str]:
    by, span = request.GET.get("by", ""), request.GET.get("span", "")
    return by if by in costs.BY else "song", span if span in SPANS else "year"


@login_required
@require_GET
def costs_page(request: HttpRequest) -> HttpResponse:
    staff(request)
    by, span = _asked(request)
    rows = costs.spending(by, since=since_of(span), limit=SHOWN)
    context = {
        "rows": rows,
        "total": sum(row.cost for row in rows),
        "by": by,
        "span": span,
        "ways": costs.BY,
        "spans": SPANS,
        "budget": costs.month_budget(),
        "label": Label.ours(),
        "rates": [(queue, settings.COST_PER_HOUR.get(queue, 0.0)) for queue in settings.RQ_QUEUES],
    }
    return render(request, "processing/costs.html", context)


@login_required
@require_GET
def costs_csv(request: HttpRequest) -> HttpResponse:
    """The whole table, for a spreadsheet."""
    staff(request)
    by, span = _asked(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="costs-by-{by}.csv"'
    sheet = csv.writer(response)
    sheet.writerow([by, "artist" if by == "song" else "", "stages", "seconds", "cost", "currency"])
    for row in costs.spending(by, since=since_of(span)):
        cells = [row.name, row.note, row.stages, f"{row.seconds:.2f}", f"{row.cost:.4f}", settings.CURRENCY]
        sheet.writerow([harmless(cell) for cell in cells])
    return response


def harmless(cell: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


@login_required
@require_GET
def storage_page(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    leaving = retention.leaving()
    context = {
        "use": storage_use(),
        "days": Label.ours().keep_rejected_days,
        "leaving": leaving[:SHOWN],
        "leaving_files": sum(len(one.files) for one in leaving),
        "leaving_bytes": sum(one.size_bytes for one in leaving),
        "may_tidy": user.label_role == LabelRole.ADMIN,
    }
    return render(request, "processing/storage.html", context)


@deed
def tidy(request: HttpRequest) -> Done:
    """Take away what the list shows. The label's admins do."""
    user = staff(request)
    if user.label_role != LabelRole.ADMIN:
        raise Http404
    gone = sum(len(one.files) for one in retention.tidy(by=user))
    words = ngettext("{n} file was removed.", "{n} files were removed.", gone).format(n=gone)
    return Done(words, reverse("storage"))


@login_required
@require_GET
def estimate_part(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """What `?recipe=` would take now; nothing where it can not be started yet, nor with `&quiet` unless refused."""
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)
    try:
        found = estimate(project, request.GET.get("recipe", ""))
    except StudioError:
        found = None
    refusal = _refusal(project, found)
    shown = found if refusal or "quiet" not in request.GET else None
    return render(request, "processing/_estimate.html", {"estimate": shown, "refusal": refusal})


def _refusal(project: Project, found: Any) -> str:
    """Why it would be refused, told before somebody presses the button."""
    if found is None:
        return ""
    refused = costs.refusal_of(project, found.cost)
    return said(refused.words) if refused else ""
