"""What people declare about the rights in what they bring, kept in the exact words that they saw."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artists.models import User
from projects import events
from projects.errors import Invalid
from projects.lyrics import sung
from projects.models import Asset, Declaration, Project

STATEMENTS: dict[str, Promise] = {
    "lyrics": gettext_lazy("I wrote these lyrics, or I have permission to use them."),
    "voice": gettext_lazy("The voice is my own, or the singer has agreed to be used here."),
    "backing": gettext_lazy("The instrumental is mine, or I have permission to use it."),
    "reference": gettext_lazy("The reference is only listened to for its sound. Nothing of it is copied."),
    "photo": gettext_lazy("I took the photo, or I have permission to use it."),
    "track": gettext_lazy("The recording that is to be rescued is mine, or I may have it restored."),
}
ASKED_BY_KIND = {
    Asset.Kind.VOCAL: "voice",
    Asset.Kind.INSTRUMENTAL: "backing",
    Asset.Kind.REFERENCE: "reference",
    Asset.Kind.STYLE_CLIP: "reference",
    Asset.Kind.PHOTO: "photo",
    Asset.Kind.FLAT_MIX: "track",
}


def asked_of(project: Project) -> list[str]:
    """The statements that what this song holds calls for, in the order of the table."""
    kinds = set(project.assets.filter(kind__in=ASKED_BY_KIND).values_list("kind", flat=True))
    asked = {ASKED_BY_KIND[Asset.Kind(kind)] for kind in kinds}
    if sung(project):
        asked.add("lyrics")
    return [name for name in STATEMENTS if name in asked]


def declared_for(project: Project) -> set[str]:
    """What somebody has declared already."""
    rows = project.declarations.values_list("statements", flat=True)
    return {str(one["name"]) for statements in rows for one in statements}


def declare(project: Project, names: Collection[str], *, by: User) -> Declaration | None:
    """Write down the statements a person made, as they read them; None when they made none that is new.

    Raises Invalid `rights.unknown_statement`.
    """
    unknown = sorted(set(names) - STATEMENTS.keys())
    if unknown:
        raise Invalid("rights.unknown_statement", _("There is no such statement to declare."), field="declaration")
    said = [{"name": name, "words": str(words)} for name, words in STATEMENTS.items() if name in names]
    mine = project.declarations.filter(by=by).first()
    if not said or (mine and mine.statements == said):
        return None
    declaration: Declaration = project.declarations.create(statements=said, by=by)
    events.note("rights.declared", by=by, project=project, statements=said)
    events.record(project, "rights.declared", by=by, statements=[one["name"] for one in said])
    return declaration


def check_declared(project: Project) -> None:
    """Raises Invalid `rights.not_declared` with the first statement that is still missing."""
    missing = [name for name in asked_of(project) if name not in declared_for(project)]
    if missing:
        words = _("Before the song is made, please confirm: {statement}").format(statement=STATEMENTS[missing[0]])
        raise Invalid("rights.not_declared", words, field="declaration", missing=missing)
