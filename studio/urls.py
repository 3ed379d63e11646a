"""The map of the house. Each app brings its own doors."""

from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from studio import health

urlpatterns = [
    path("django-admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("projects.urls")),
    path("", include("processing.urls_pages")),
    path("", include("projects.urls_pages")),
    re_path(r"^api/v1/schema/?$", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/", include("projects.api.routes")),
    path("api/v1/", include("processing.api_routes")),
    path("metrics", health.metrics, name="metrics"),
]
