"""The admins' part of the API: people, invitations, the label, the record. For everyone else it is not there."""

from django.http import Http404
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from artists.models import LabelRole
from projects.api.people import person


class Admins(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        user = person(request)
        if not user.is_active or user.label_role != LabelRole.ADMIN:
            raise Http404
        return True


ADMINS = [IsAuthenticated, Admins]
# Keys need `admin` to look as well: who works here is not for every program.
SCOPES = dict.fromkeys(("list", "retrieve", "get", "*"), "admin")
