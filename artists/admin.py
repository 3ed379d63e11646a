"""The admin of people, artists and sign-ins. What rules guard is changed on the studio's own pages, by their verbs."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from artists.models import ApiToken, Artist, Invitation, Label, Member, User
from artists.people import note
from artists.roster import COLOUR


class Looking:
    """Rows to read: their verbs, which keep the rules and the record, are on the studio's own pages."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class LookOnly(Looking, ModelAdmin):  # type: ignore[misc]
    pass


class MemberInline(Looking, TabularInline):  # type: ignore[misc]
    model = Member
    extra = 0


@admin.register(User)
class PeopleAdmin(UserAdmin, ModelAdmin):  # type: ignore[misc,type-arg]
    """Names and passwords. What people may do is only shown: nothing here would keep the last admin or the record."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "display_name", "email", "label_role", "is_active", "last_login"]
    list_filter = ["label_role", "is_active", "is_staff"]
    readonly_fields = ["label_role", "is_active", "is_staff", "is_superuser", "elsewhere", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "display_name", "email"]}),
        (_("Access"), {"fields": ["label_role", "is_active", "is_staff", "is_superuser", "elsewhere"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "display_name", "password1", "password2"]}),
    ]

    @admin.display(description=_("Where this is changed"))
    def elsewhere(self, person: User) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("people"), _("On the page of people"))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        """A new password is a new way in: the record says who set it."""
        changed = request.resolver_match and request.resolver_match.url_name == "auth_user_password_change"
        if changed and isinstance(obj, User) and isinstance(request.user, User):
            note("people.password_set", request.user, user=obj.pk, name=str(obj))
        entry: LogEntry = super().log_change(request, obj, message)
        return entry

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """People are shut out, so that what they did keeps its name."""
        return False


class ArtistForm(forms.ModelForm):  # type: ignore[type-arg]
    """The rule of `artists.roster` for colours."""

    class Meta:
        model = Artist
        fields = "__all__"  # noqa: DJ007

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"]
        if not COLOUR.fullmatch(colour):
            raise forms.ValidationError(_("Write a colour like #7c5cff."))
        return colour


@admin.register(Artist)
class ArtistAdmin(ModelAdmin):  # type: ignore[misc]
    form = ArtistForm
    list_display = ["name", "slug", "colour"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MemberInline]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """With an artist all their songs would go."""
        return False

    def save_model(self, request: HttpRequest, obj: Artist, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by = request.user if isinstance(request.user, User) else None
        note("artist.changed" if change else "artist.added", by, artist=obj.pk, artist_name=obj.name)


@admin.register(Label)
class LabelAdmin(LookOnly):
    list_display = ["name", "contact_email", "budget_month", "budget_song", "keep_rejected_days"]


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


class SignInAdmin(LookOnly):
    """Who came to the door, which axes lets people rub out: it is evidence."""

    list_display = ["username", "ip_address", "attempt_time", "path_info"]
    list_filter = ["attempt_time"]
    search_fields = ["username", "ip_address"]


for model in (AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
    admin.site.register(model, SignInAdmin)
