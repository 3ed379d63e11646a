"""The lyrics editor as one tag, for any page that shows a song's words to those who write them."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from projects.lyrics import LYRICS_LENGTH, stamp
from projects.models import Project
from projects.states import CLOSED

register = template.Library()
# Lines to start from; taken ones count as suggested until a person changes them.
EXAMPLES = (
    "[Verse]\nPaper lanterns over the harbour\nSalt on the windows, light on the stair",
    "[Pre-chorus]\nAnd every engine in the street\nKeeps counting with me",
    "[Chorus]\nHold on, hold on till the morning\nHold on, hold on till it's gone",
    "[Estribillo]\nQuédate hasta la mañana\nQuédate un poco más",
)


def section_tags() -> list[tuple[str, str, str]]:
    """Tag, kind and name of what can be put in, in the reader's language."""
    names = {
        "verse": (_("Verse"), _("[Verse]")),
        "pre_chorus": (_("Pre-chorus"), _("[Pre-chorus]")),
        "chorus": (_("Chorus"), _("[Chorus]")),
        "bridge": (_("Bridge"), _("[Bridge]")),
        "solo": (_("Solo"), _("[Solo]")),
        "break": (_("Break"), _("[Break]")),
        "intro": (_("Intro"), _("[Intro]")),
        "outro": (_("Outro"), _("[Outro]")),
    }
    return [(tag, kind, label) for kind, (label, tag) in names.items()]


@register.inclusion_tag("projects/_lyrics_editor.html", takes_context=True)
def lyrics_editor(context: Any, project: Project) -> dict[str, Any]:
    """Stands inside a page's form or alone; its words post as `lyrics`."""
    newest = project.lyrics.select_related("by").first()
    return {
        "project": project,
        "version": newest,
        "text": newest.text if newest else "",
        "stamp": stamp(newest),
        "longest": LYRICS_LENGTH,
        "section_tags": section_tags(),
        "guide_examples": EXAMPLES,
        "is_draft": project.state == Project.State.DRAFT,
        "is_closed": project.state in CLOSED,
        "user": context.get("user"),
        "csrf_token": context.get("csrf_token"),
    }
