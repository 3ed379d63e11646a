"""Blind listening, and what people say of versions."""

from django.urls import path

from projects.views import audition

urlpatterns = [
    path("songs/<uuid:project_id>/audition/", audition.page, name="audition"),
    path("songs/<uuid:project_id>/audition/reveal/", audition.reveal, name="audition-reveal"),
    path("songs/<uuid:project_id>/audition/again/", audition.again, name="audition-again"),
    path("versions/<uuid:asset_id>/rate/", audition.rate, name="rate"),
    path("versions/<uuid:asset_id>/tag/", audition.tag, name="tag"),
    path("versions/<uuid:asset_id>/reject/", audition.reject, name="reject"),
    path("versions/<uuid:asset_id>/unreject/", audition.take_back, name="unreject"),
]
