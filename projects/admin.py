"""The admin of songs: to look things up. Changes are made through the verbs, so that events and activity follow."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from projects.models import (
    Activity,
    Asset,
    Comment,
    Decision,
    Declaration,
    Event,
    LyricsVersion,
    Notification,
    Opinion,
    Origin,
    Pick,
    Project,
    Review,
    Upload,
)


class LookOnly(ModelAdmin):  # type: ignore[misc]
    """Rows to read: nothing is added, changed or deleted here."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


LISTS: dict[type[Model], dict[str, Any]] = {
    Project: {
        "list_display": ["title", "artist", "kind", "state", "updated_at"],
        "list_filter": ["state", "kind", "artist"],
        "search_fields": ["title", "artist__name"],
    },
    LyricsVersion: {"list_display": ["project", "number", "by", "at"]},
    Asset: {
        "list_display": ["name", "project", "kind", "version", "size_bytes", "created_by", "created_at"],
        "list_filter": ["kind"],
        "search_fields": ["name", "project__title", "sha256"],
    },
    Pick: {"list_display": ["project", "phase", "asset", "by", "at"], "list_filter": ["phase"]},
    Review: {
        "list_display": ["asset", "project", "round", "state", "requested_by", "requested_at"],
        "list_filter": ["state"],
    },
    Decision: {"list_display": ["review", "verdict", "by", "at"], "list_filter": ["verdict"]},
    Comment: {"list_display": ["asset", "text", "at_s", "by", "at"], "search_fields": ["text"]},
    Opinion: {"list_display": ["asset", "by", "rating", "rejected", "reason", "at"], "list_filter": ["rejected"]},
    Declaration: {"list_display": ["project", "by", "at"]},
    Origin: {"list_display": ["project", "platform", "plan", "created_on", "by", "at"], "list_filter": ["platform"]},
    Notification: {"list_display": ["type", "user", "project", "at", "read_at", "emailed_at"], "list_filter": ["type"]},
    Event: {
        "list_display": ["project", "seq", "type", "by", "at"],
        "list_filter": ["type"],
        "search_fields": ["project__title"],
    },
    Activity: {"list_display": ["verb", "project", "by", "at"], "search_fields": ["verb", "by__username"]},
    Upload: {"list_display": ["name", "project", "owner", "offset_bytes", "length_bytes", "expires_at"]},
}

for model, columns in LISTS.items():
    admin.site.register(model, type(f"{model.__name__}Admin", (LookOnly,), columns))
