"""What people call a version: "Master 2" says more than the name of its file."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from projects.models import Asset


def version_name(kind: str, version: int) -> str:
    return f"{Asset.Kind(kind).label} {version}"


def name_in(type: str, facts: Mapping[str, Any]) -> str:
    """What a fact or a deed is about. Files that people bring keep the name under which they know them."""
    kind, version = facts.get("kind"), facts.get("version")
    if kind in Asset.Kind.values and version and not type.startswith("asset."):
        return version_name(kind, version)
    return str(facts.get("name", _("a version")))
