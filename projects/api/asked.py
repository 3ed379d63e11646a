"""What a program sent, in the shape that was asked for."""

from typing import Any

from rest_framework.request import Request


def valid(shape: type[Any], request: Request) -> dict[str, Any]:
    """The fields of the body by name. Raises DRF's ValidationError."""
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
