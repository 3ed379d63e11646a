"""What would help against a fault, in the reader's language."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

REMEDIES: dict[str, Promise] = {
    "fold_antiphase": _("A rescue folds what cancels into the middle."),
    "mono_bass": _("A rescue puts the bass into the middle and keeps its power."),
    "narrow_highs": _("A rescue narrows the highs where left and right do not belong together."),
    "soften_panning": _("A rescue lets a little of each side be heard on the other."),
    "widen": _("A rescue gives the parts a little width that holds in mono."),
    "de_shimmer": _("A rescue turns the shimmer down while it rings."),
    "de_mud": _("A rescue turns the low mids down where they bury the rest."),
    "extend_band": _("A rescue grows a new top octave from what lies below it."),
    "sharpen_transients": _("A rescue gives attacks their edge back."),
    "de_clip": _("A rescue rounds the cut peaks again."),
    "de_click": _("A rescue takes the clicks out."),
    "de_hum": _("A rescue takes the hum out."),
    "denoise": _("A rescue takes the noise out of the voice."),
    "highpass": _("A rescue filters the offset away."),
}


def remedy(fault: dict[str, Any]) -> str:
    """What would help; empty for what is fine, and a plain word where nothing does."""
    if not fault["found"]:
        return ""
    known = REMEDIES.get(fault["remedy"])
    return str(known) if known else gettext("No repair brings this back; a better source does.")
