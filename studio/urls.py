"""The map of the house. Each app brings its own doors."""

from django.contrib import admin
from django.urls import include, path, re_path

from studio import api_page, health, installed, schema

urlpatterns = [
    path("django-admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("sw.js", installed.service_worker, name="service-worker"),
    path("offline/", installed.offline, name="offline"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("projects.urls")),
    path("", include("processing.urls_pages")),
    path("", include("processing.urls_desk")),
    path("", include("projects.urls_house")),
    path("", include("projects.urls_pages")),
    re_path(r"^api/v1/schema/?$", schema.Schema.as_view(), name="api-schema"),
    re_path(r"^api/v1/docs/?$", api_page.api_page, name="api-docs"),
    path("api/v1/", include("projects.api.routes")),
    path("api/v1/", include("processing.api_routes")),
    path("metrics", health.metrics, name="metrics"),
]
