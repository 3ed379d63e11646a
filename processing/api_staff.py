"""Who may ask for what concerns the whole house."""

from django.http import Http404
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from artists.models import User
from processing.views_jobs import require_engineer
from projects.api.people import person


class Staff(BasePermission):
    """For everybody else there is no such address."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not person(request).is_label:
            raise Http404
        return True


STAFF = [IsAuthenticated, Staff]


def engineer(request: Request) -> User:
    return require_engineer(person(request))
