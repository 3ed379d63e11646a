"""The record: who did what and when. For the label's admins."""

import csv
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from artists.models import User
from projects import audit
from projects.api.people import whole_number
from projects.views.house import the_admin


class _Line:
    """What a csv writer writes to: it hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def wanted_in(request: HttpRequest) -> audit.Wanted:
    query = request.GET
    return audit.Wanted(
        person=whole_number(query.get("person", "")) or None,
        song=query.get("song", "").replace("\x00", "").strip()[:120],
        verb=query.get("verb", "").replace("\x00", "")[:60],
        first=_day(query.get("first", "")),
        last=_day(query.get("last", "")),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # The calendar's ends can not be moved to the next day.
    return day if 1900 < day.year < 9000 else None


@login_required
@require_GET
def audit_page(request: HttpRequest) -> HttpResponse:
    the_admin(request)
    wanted = wanted_in(request)
    rows, following = audit.page_of(wanted, whole_number(request.GET.get("before", "")))
    asked = {name: value for name, value in request.GET.items() if name != "before" and value}
    context = {
        "rows": [(row, audit.words_of(row)) for row in rows],
        "wanted": wanted,
        "following": urlencode({**asked, "before": following}) if following else "",
        "asked": urlencode(asked),
        "is_filtered": bool(asked),
        "people": User.objects.order_by("display_name", "username"),
        "deeds": audit.deeds(),
    }
    return render(request, "projects/audit.html", context)


@login_required
@require_GET
def audit_csv(request: HttpRequest) -> HttpResponseBase:
    the_admin(request)
    response = StreamingHttpResponse(_lines(wanted_in(request)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="record.csv"'
    return response


def _lines(wanted: audit.Wanted) -> Iterator[str]:
    sheet = csv.writer(_Line())
    for line in audit.sheet_of(wanted):
        yield sheet.writerow([f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell for cell in line])
