"""Versions of lyrics, and what people say of what was made of them."""

from django.urls import re_path

from projects.api import lyrics, opinions
from projects.api.router import UUID

VERSION = rf"^projects/(?P<project_id>{UUID})/lyrics/(?P<number>\d{{1,9}})"
urlpatterns = [
    re_path(VERSION + r"/?$", lyrics.Version.as_view(), name="api-lyrics-version"),
    re_path(VERSION + r"/difference/?$", lyrics.Difference.as_view(), name="api-lyrics-difference"),
    re_path(VERSION + r"/restore/?$", lyrics.Restore.as_view(), name="api-lyrics-restore"),
    re_path(rf"^assets/(?P<asset_id>{UUID})/opinions/?$", opinions.Opinions.as_view(), name="api-asset-opinions"),
]
