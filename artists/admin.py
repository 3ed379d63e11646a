"""The admin of people and artists."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from artists.models import ApiToken, Artist, Invitation, Member, User


class MemberInline(TabularInline):  # type: ignore[misc]
    model = Member
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(User)
class PeopleAdmin(UserAdmin, ModelAdmin):  # type: ignore[misc,type-arg]
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "display_name", "email", "label_role", "is_active", "last_login"]
    list_filter = ["label_role", "is_active", "is_staff"]
    fieldsets = [
        (None, {"fields": ["username", "password", "display_name", "email", "label_role"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "display_name", "label_role", "password1", "password2"]}),
    ]


@admin.register(Artist)
class ArtistAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ["name", "slug", "colour"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MemberInline]


class LookOnly(ModelAdmin):  # type: ignore[misc]
    """Rows to read: their verbs, which keep the record, are on the people's and keys' pages."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(LookOnly):
    list_display = ["email", "artist", "label_role", "by", "created_at", "expires_at", "accepted_at", "withdrawn_at"]
    search_fields = ["email"]
    exclude = ["digest"]


@admin.register(ApiToken)
class ApiTokenAdmin(LookOnly):
    list_display = ["name", "user", "start", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"]
    search_fields = ["name", "user__username"]
    exclude = ["digest"]
