from django.apps import AppConfig


class ArtistsConfig(AppConfig):
    name = "artists"
    default_auto_field = "django.db.models.BigAutoField"
