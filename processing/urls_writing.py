"""The studio's part in writing and choosing: reading lyrics, candidates to compare, more of a kind."""

from django.urls import path

from processing import views_lyrics

urlpatterns = [
    path("songs/<uuid:project_id>/lyrics/reading/", views_lyrics.reading, name="lyrics-reading"),
]
