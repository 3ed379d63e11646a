"""The admin of songs: to look things up. Changes are made through the verbs, so that events and activity follow."""

from typing import Any

from django.contrib import admin
from django.db.models import Model

from artists.admin import LookOnly as Rows
from projects.models import (
    Activity,
    Album,
    AlbumSong,
    Asset,
    Comment,
    Decision,
    Declaration,
    Event,
    GuestLink,
    KeptAnswer,
    LyricsVersion,
    Notification,
    NotificationChoice,
    Opinion,
    Origin,
    Pick,
    Project,
    Rendition,
    Review,
    SavedView,
    Upload,
)


class LookOnly(Rows):
    """Rows to read, of which there are many."""

    list_per_page = 50
    show_full_result_count = False


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
    Rendition: {
        "list_display": ["asset", "kind", "size_bytes", "media_type"],
        "list_filter": ["kind"],
        "search_fields": ["asset__name", "sha256"],
    },
    Album: {"list_display": ["title", "artist", "created_by", "updated_at"], "search_fields": ["title"]},
    AlbumSong: {"list_display": ["album", "place", "project", "master", "gap_s"], "search_fields": ["album__title"]},
    Pick: {"list_display": ["project", "phase", "asset", "by", "at"], "list_filter": ["phase"]},
    Review: {
        "list_display": ["asset", "project", "round", "state", "requested_by", "requested_at"],
        "list_filter": ["state"],
    },
    Decision: {"list_display": ["review", "verdict", "by", "at"], "list_filter": ["verdict"]},
    Comment: {"list_display": ["asset", "text", "at_s", "by", "at"], "search_fields": ["text"]},
    GuestLink: {
        "list_display": ["name", "asset", "may_comment", "by", "made_at", "ends_at", "closed_at", "openings"],
        "search_fields": ["name", "asset__name"],
    },
    Opinion: {"list_display": ["asset", "by", "rating", "rejected", "reason", "at"], "list_filter": ["rejected"]},
    Declaration: {"list_display": ["project", "by", "at"]},
    Origin: {"list_display": ["project", "platform", "plan", "created_on", "by", "at"], "list_filter": ["platform"]},
    Notification: {"list_display": ["type", "user", "project", "at", "read_at", "emailed_at"], "list_filter": ["type"]},
    NotificationChoice: {"list_display": ["user", "type", "in_app", "email"], "list_filter": ["type"]},
    SavedView: {"list_display": ["user", "page", "name", "query"], "search_fields": ["name"]},
    # An answer may hold what was shown only once: a key, a link.
    KeptAnswer: {"list_display": ["user", "key", "status", "at"], "exclude": ["body"]},
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
