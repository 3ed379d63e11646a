"""The admin of people and artists."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from artists.models import Artist, Member, User


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
