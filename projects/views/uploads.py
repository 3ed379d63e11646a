"""The tus 1.0.0 protocol: core, creation, termination and expiration."""

import base64
import binascii
import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import Http404
from django.utils.http import http_date
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from projects import uploads
from projects.api.people import person
from projects.api.throttles import Uploading
from projects.errors import Invalid, StudioError
from projects.models import Project, Upload

VERSION = "1.0.0"
BLOCK_TYPE = "application/offset+octet-stream"
STATUS = {
    "upload.wrong_offset": HTTPStatus.CONFLICT,
    "upload.gone": HTTPStatus.GONE,
    "upload.busy": HTTPStatus.LOCKED,
    "upload.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload.block_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload.too_long": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload.wrong_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "upload.not_a_block": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "upload.too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "upload.no_room": HTTPStatus.INSUFFICIENT_STORAGE,
    "upload.version": HTTPStatus.PRECONDITION_FAILED,
}


class TusView(APIView):
    """Speaks tus in headers on every answer, errors included."""

    throttle_classes = []
    schema = None

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny() if self.request.method == "OPTIONS" else IsAuthenticated()]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            raise StudioError("upload.version", f"Speak tus {VERSION}.")

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, StudioError):
            response.status_code = STATUS.get(exc.code, response.status_code)
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        headers = {
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,termination,expiration",
            "Tus-Max-Size": str(settings.UPLOAD_MAX_BYTES),
        }
        return Response(status=HTTPStatus.NO_CONTENT, headers=headers)


class Uploads(TusView):
    """Where uploads begin."""

    throttle_classes = [Uploading]

    def post(self, request: Request) -> Response:
        told = _metadata(request.headers.get("Upload-Metadata", ""))
        length_bytes = _number(request, "Upload-Length")
        try:
            project = Project.objects.visible_to(request.user).get(pk=told.get("project", ""))
        except (Project.DoesNotExist, ValidationError):
            raise Http404 from None
        declared = uploads.Declared(told.get("kind", ""), told.get("filename", ""), length_bytes)
        upload = uploads.begin(project, declared, by=person(request))
        return Response(
            status=HTTPStatus.CREATED, headers={**_standing(upload), "Location": f"{request.path}{upload.pk}"}
        )


class OneUpload(TusView):
    """One file on its way in; only its owner sees it."""

    def head(self, request: Request, upload_id: uuid.UUID) -> Response:
        upload = self._upload(upload_id)
        return Response(headers={**_standing(upload), "Upload-Length": str(upload.length_bytes)})

    def patch(self, request: Request, upload_id: uuid.UUID) -> Response:
        upload = self._upload(upload_id)
        if request.content_type != BLOCK_TYPE:
            raise StudioError("upload.not_a_block", f"Send blocks as {BLOCK_TYPE}.")
        offset_bytes = _number(request, "Upload-Offset")
        try:
            block = request._request.body
        except RequestDataTooBig:
            raise StudioError("upload.block_too_large", "Send smaller blocks.") from None
        upload = uploads.receive(upload, offset_bytes, block, by=person(request))
        return Response(status=HTTPStatus.NO_CONTENT, headers=_standing(upload))

    def delete(self, request: Request, upload_id: uuid.UUID) -> Response:
        uploads.drop(self._upload(upload_id))
        return Response(status=HTTPStatus.NO_CONTENT)

    def _upload(self, upload_id: uuid.UUID) -> Upload:
        try:
            return Upload.objects.visible_to(self.request.user).select_related("project", "asset").get(pk=upload_id)
        except Upload.DoesNotExist:
            raise Http404 from None


def _standing(upload: Upload) -> dict[str, str]:
    headers = {
        "Upload-Offset": str(upload.offset_bytes),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }
    if upload.asset_id:
        headers["Studio-Asset"] = str(upload.asset_id)
    return headers


def _number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Invalid("upload.header_missing", f"Send {header} as a whole number.", field=header)
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """`filename d29ybGQ=,kind dm9jYWw=` as names and texts; raises Invalid when it is neither base64 nor UTF-8."""
    told = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, encoded = pair.partition(" ")
        try:
            told[name] = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            raise Invalid("upload.metadata_unreadable", "The upload's metadata is not readable.", field=name) from None
    return told
