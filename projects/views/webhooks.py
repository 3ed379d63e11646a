"""Hooks on the admins' pages: the list with a form, and each with its secret and what was sent to it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from projects import webhooks as verbs
from projects.courier import LEASE
from projects.errors import StudioError
from projects.models import Delivery, Webhook
from projects.outbox import EVERYTHING, GROUPS
from projects.said import said
from projects.views.deeds import Done, deed
from projects.views.house import the_admin

SHOWN = 50
REFUSED = 422


@login_required
@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    the_admin(request)
    return _list(request)


def _list(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    hooks = [(hook, verbs.health(hook)) for hook in Webhook.objects.all()]
    context = {"hooks": hooks, "groups": GROUPS.items(), "chosen": [EVERYTHING], **more}
    return render(request, "artists/webhooks.html", context, status=status)


@login_required
@require_POST
def make_webhook(request: HttpRequest) -> HttpResponse:
    """On to the page of the new one; what was refused is said beside the form, with all that was typed."""
    user, wanted = the_admin(request), _wanted(request)
    try:
        hook = verbs.make(wanted, by=user)
    except StudioError as error:
        return _list(request, REFUSED, asked=wanted, chosen=wanted.events, refused=said(error.words))
    return HttpResponseRedirect(f"{reverse('webhook', args=[hook.pk])}?secret=shown")


@login_required
@require_GET
@never_cache
def webhook(request: HttpRequest, hook_id: uuid.UUID) -> HttpResponse:
    the_admin(request)
    hook = get_object_or_404(Webhook, pk=hook_id)
    context = {
        "hook": hook,
        "health": verbs.health(hook),
        "secret": verbs.secret_of(hook),
        "groups": GROUPS.items(),
        # Single types come in through the API; saving the form must not lose them.
        "single": [one for one in hook.events if one not in GROUPS and one != EVERYTHING],
        **_sent(hook),
    }
    return render(request, "artists/webhook.html", context)


@login_required
@require_GET
def webhook_deliveries(request: HttpRequest, hook_id: uuid.UUID) -> HttpResponse:
    """What was sent, as a part of the page that asks again while something is under way."""
    the_admin(request)
    hook = get_object_or_404(Webhook, pk=hook_id)
    return render(request, "artists/_deliveries.html", {"hook": hook, **_sent(hook)})


def _sent(hook: Webhook) -> dict[str, Any]:
    rows = list(hook.deliveries.select_related("by")[:SHOWN])
    # What waits for a later attempt is not worth asking for every other second.
    soon = timezone.now() + LEASE
    is_under_way = any(row.next_at is not None and row.next_at <= soon for row in rows)
    return {"deliveries": rows, "is_under_way": is_under_way}


@deed
def change_webhook(request: HttpRequest, hook_id: uuid.UUID) -> Done:
    user, hook = the_admin(request), get_object_or_404(Webhook, pk=hook_id)
    verbs.change(hook, _wanted(request), by=user)
    return Done(_("Saved."), reverse("webhook", args=[hook.pk]), leave=True)


@deed
def rotate_webhook(request: HttpRequest, hook_id: uuid.UUID) -> Done:
    user, hook = the_admin(request), get_object_or_404(Webhook, pk=hook_id)
    verbs.rotate(hook, by=user)
    words = _("There is a new secret. For a day the one before it signs as well.")
    return Done(words, f"{reverse('webhook', args=[hook.pk])}?secret=shown#secret-of", leave=True)


@deed
def remove_webhook(request: HttpRequest, hook_id: uuid.UUID) -> Done:
    user, hook = the_admin(request), get_object_or_404(Webhook, pk=hook_id)
    words = _("Removed. {name} is told nothing any more.").format(name=hook)
    verbs.remove(hook, by=user)
    return Done(words, reverse("webhooks"), leave=True)


@deed
def ping_webhook(request: HttpRequest, hook_id: uuid.UUID) -> Done:
    user, hook = the_admin(request), get_object_or_404(Webhook, pk=hook_id)
    verbs.ping(hook, by=user)
    return Done(_("A test call is on its way."), f"{reverse('webhook', args=[hook.pk])}#sent")


@deed
def delivery_again(request: HttpRequest, delivery_id: uuid.UUID) -> Done:
    user, row = the_admin(request), get_object_or_404(Delivery.objects.select_related("hook"), pk=delivery_id)
    verbs.send_again(row, by=user)
    return Done(_("It is on its way again."), f"{reverse('webhook', args=[row.hook_id])}#sent")


def _wanted(request: HttpRequest) -> verbs.Wanted:
    form = request.POST
    everything = [EVERYTHING] if form.get("what") == "all" else []
    return verbs.Wanted(
        url=form.get("url", ""),
        events=everything or form.getlist("events"),
        name=form.get("name", ""),
        active=form.get("active", "yes") == "yes",
    )
