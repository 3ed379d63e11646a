from django.apps import AppConfig
from django.core import checks


class ProcessingConfig(AppConfig):
    name = "processing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Importing connects the receivers; both need the app registry to be full.
        from processing import checks as own_checks
        from processing.pipeline import check, flow  # noqa: F401

        checks.register(own_checks.engines_are_licensed)
        checks.register(own_checks.capabilities_have_engines)
