from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Importing connects the receiver of what the artists app notes; it needs the app registry to be full.
        from projects import audit  # noqa: F401
