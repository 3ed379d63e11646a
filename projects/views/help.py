"""Help: an index that can be searched, and a page per topic that also opens as a sheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from projects.help import BY_SLUG, TOPICS


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """With `?q=` only the topics in whose text every word occurs, for browsers without scripts."""
    wanted = request.GET.get("q", "").lower().split()
    topics = [(topic, render_to_string(topic.template)) for topic in TOPICS]
    said = [(topic, f"{topic.title} {topic.summary} {text}".lower()) for topic, text in topics]
    found = [topic for topic, text in said if all(word in text for word in wanted)]
    return render(request, "help/index.html", {"topics": found, "wanted": request.GET.get("q", "")})


@require_GET
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in BY_SLUG:
        raise Http404
    template = "help/_topic.html" if request.headers.get("HX-Request") else "help/topic.html"
    return render(request, template, {"topic": BY_SLUG[slug]})
