"""Reasons that are one tap away when the answer is no; people add their own words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.errors import Invalid

QUICK: dict[str, Promise] = {
    "voice_low": gettext_lazy("The voice is too quiet"),
    "voice_loud": gettext_lazy("The voice is too loud"),
    "harsh": gettext_lazy("It sounds harsh"),
    "dull": gettext_lazy("It sounds dull"),
    "muddy": gettext_lazy("The low end is muddy"),
    "squashed": gettext_lazy("It is too loud and flat"),
    "timing": gettext_lazy("The timing drifts"),
    "form": gettext_lazy("The form does not work yet"),
    "ending": gettext_lazy("The beginning or the ending is cut off"),
}


def in_words(quick: Iterable[str], own: str) -> str:
    """The picked reasons as sentences, one's own words after them. Raises Invalid for a reason nobody offered."""
    picked = list(dict.fromkeys(quick))
    if unknown := [key for key in picked if key not in QUICK]:
        words = _("There is no quick reason called {key}.").format(key=unknown[0])
        raise Invalid("review.reason_unknown", words, field="quick")
    sentences = [f"{QUICK[key]}." for key in picked]
    return " ".join([*sentences, own.strip()]).strip()
