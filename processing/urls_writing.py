"""The studio's part in writing and choosing: reading lyrics, candidates to compare, more of a kind."""

from django.urls import path

from processing import views_audition, views_lyrics

urlpatterns = [
    path("songs/<uuid:project_id>/lyrics/reading/", views_lyrics.reading, name="lyrics-reading"),
    path("songs/<uuid:project_id>/audition/takes/", views_audition.takes, name="audition-takes"),
    path("versions/<uuid:asset_id>/more/", views_audition.more, name="more-like"),
]
