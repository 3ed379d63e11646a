"""How files come in, for the API's description: the tus protocol speaks in headers, which no serializer describes."""

from http import HTTPStatus
from typing import Any

from projects.views.uploads import BLOCK_TYPE, VERSION

REFUSALS = {
    HTTPStatus.BAD_REQUEST: "A header is missing or can not be read; `field` says which.",
    HTTPStatus.NOT_FOUND: "It is not there, or it is not yours.",
    HTTPStatus.CONFLICT: "The offset is another (`upload.wrong_offset`): ask by HEAD. Or the song is finished.",
    HTTPStatus.GONE: "The upload was finished or has expired.",
    HTTPStatus.PRECONDITION_FAILED: f"Speak tus {VERSION}.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The file or this block is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The file is not of the declared kind, or this is no block.",
    HTTPStatus.LOCKED: "Another block is being received.",
    HTTPStatus.INSUFFICIENT_STORAGE: "The studio's disk is nearly full.",
}
OFFSET = {"Upload-Offset": "How many bytes are there.", "Upload-Expires": "When it is dropped if nobody goes on."}
ASSET = {"Studio-Asset": "The id of the file, once its last block is in."}


def uploads(says: dict[HTTPStatus, str]) -> dict[str, Any]:
    """The paths of `/uploads/`; `says` are the refusals that all endpoints share."""
    begin = _operation(
        "uploads_create",
        "Announce a file. `Location` says where its bytes go, in blocks, by PATCH.",
        "write",
        {
            "Upload-Length": "The size of the file in bytes.",
            "Upload-Metadata": "`project`, `kind` and `filename`, each with its value in base64, separated by commas.",
        },
        {"201": _done("It may come.", {"Location": "Where.", **OFFSET})},
        says,
    )
    look = _operation(
        "uploads_offset",
        "How far the upload is: where to go on after a broken line.",
        "read",
        {},
        {"200": _done("It stands here.", {"Upload-Length": "Its whole size.", **OFFSET, **ASSET})},
        says,
    )
    add = _operation(
        "uploads_partial_update",
        "The next block, 20 MB at most. The last one makes the file: `Studio-Asset` is its id.",
        "write",
        {"Upload-Offset": "Where in the file this block begins."},
        {"204": _done("Received.", {**OFFSET, **ASSET})},
        says,
    )
    add["requestBody"] = {"required": True, "content": {BLOCK_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
    words = "Drop the upload. A file that came of it stays."
    drop = _operation("uploads_destroy", words, "write", {}, {"204": {"description": "Gone."}}, says)
    one = {"in": "path", "name": "id", "schema": {"type": "string", "format": "uuid"}, "required": True}
    for operation in (look, add, drop):
        operation["parameters"].insert(0, one)
    return {"/uploads/": {"post": begin}, "/uploads/{id}": {"head": look, "patch": add, "delete": drop}}


def _operation(
    name: str, words: str, scope: str, asked: dict[str, str], done: dict[str, Any], says: dict[HTTPStatus, str]
) -> dict[str, Any]:
    headers = {"Tus-Resumable": f"`{VERSION}`", **asked}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    refused = {str(s.value): {"description": told, "content": error} for s, told in {**says, **REFUSALS}.items()}
    return {
        "operationId": name,
        "description": f"{words}\n\nScope: `{scope}`.",
        "x-scope": scope,
        "parameters": [
            {"in": "header", "name": header, "schema": {"type": "string"}, "required": True, "description": told}
            for header, told in headers.items()
        ],
        "tags": ["uploads"],
        "security": [{"key": []}, {"cookieAuth": []}],
        "responses": {**done, **refused},
    }


def _done(words: str, headers: dict[str, str]) -> dict[str, Any]:
    told = {name: {"schema": {"type": "string"}, "description": meaning} for name, meaning in headers.items()}
    return {"description": words, "headers": told}
