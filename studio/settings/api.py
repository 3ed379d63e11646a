"""The API: who may ask how often, how it answers, how it describes itself."""

from datetime import timedelta

from studio.settings.host import env

API_PREFIX = "/api/"
# A repeated POST with the same Idempotency-Key gets the first answer for this long.
IDEMPOTENCY_KEPT_FOR = timedelta(hours=24)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First, so that who is nobody is answered 401 and told how to come in.
        "projects.api.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "projects.api.pages.Page",
    "DEFAULT_SCHEMA_CLASS": "studio.schema.Described",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "studio.api.coded_errors",
    "DEFAULT_THROTTLE_CLASSES": [
        "projects.api.throttles.Person",
        "projects.api.throttles.Visitor",
        "projects.api.throttles.Working",
    ],
    # Per person and minute, but `anonymous` per address.
    "DEFAULT_THROTTLE_RATES": {
        "user": env("STUDIO_RATE_USER", default="600/min"),
        "anonymous": env("STUDIO_RATE_ANONYMOUS", default="60/min"),
        "uploads": env("STUDIO_RATE_UPLOADS", default="120/min"),
        "runs": env("STUDIO_RATE_RUNS", default="30/min"),
    },
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Autonomous Studio",
    "DESCRIPTION": "Everything the screens do can be done here.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "studio.schema.tell_the_rest",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ProjectState": "projects.models.project.Project.State",
        "ReviewState": "projects.models.review.Review.State",
        "RunState": "processing.models.Run.State",
        "StageState": "processing.models.Stage.State",
    },
}
