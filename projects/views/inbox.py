"""What waits for the label: open reviews, oldest first, ready to play and to decide."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from projects.models import Project, Review
from projects.views.deeds import member

SHOWN = 50


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    user = member(request)
    if not user.is_label:
        raise Http404
    reviews = Review.objects.visible_to(user).filter(state=Review.State.OPEN)
    context = {
        "reviews": reviews.select_related("project__artist", "asset", "requested_by")[:SHOWN],
        "count": reviews.count(),
        "in_production": Project.objects.visible_to(user).filter(state=Project.State.IN_PRODUCTION).count(),
    }
    part = request.headers.get("HX-Target") == "reviews"
    return render(request, "projects/_reviews.html" if part else "projects/inbox.html", context)
