"""A diagnosis in the reader's language: titles and sentences as the ear writes them, and what a remedy would do."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# What `processing.dsp.pathologies` says, named here so that it is translated; it is looked up by the sentence itself.
SAID: tuple[Promise, ...] = (
    _("Holes on one loudspeaker"),
    _("Parts of the sound cancel out on a phone or a club system."),
    _("What is heard in stereo is also heard on one loudspeaker."),
    _("Bass out of the middle"),
    _("The bass pulls left and right apart: it loses its punch and vanishes in mono."),
    _("The bass stands in the middle."),
    _("Hazy highs"),
    _("Left and right have unrelated highs, heard as a haze around the song."),
    _("The highs of left and right belong together."),
    _("Lost in mono"),
    _("The song becomes clearly quieter when it is folded to one loudspeaker."),
    _("The song stays as loud on one loudspeaker."),
    _("Artificial panning"),
    _("Much of the sound comes from one side alone, as no room would ever give it."),
    _("What is panned is still heard a little on the other side."),
    _("No width"),
    _("Both sides are the same: the song has no width."),
    _("The song has width."),
    _("Metallic shimmer"),
    _("Between 8 and 12 kHz there is far more than music has: it sounds metallic."),
    _("The top end is as strong as in released music."),
    _("Mud"),
    _("The low mids (200 to 500 Hz) bury the rest."),
    _("The low mids leave room for the rest."),
    _("Missing top octave"),
    _("Nothing sounds above this frequency: the song has no air."),
    _("The highs reach up as they should."),
    _("Hidden lossy source"),
    _("The spectrum ends in a cliff, as after MP3 or AAC: ask for the original file."),
    _("The spectrum ends in a cliff, as the format of this file makes it."),
    _("The spectrum fades as instruments do."),
    _("Spectral holes"),
    _("Bands drop out for moments while the music goes on, as after a starved encoder."),
    _("No band drops out."),
    _("Soft attacks"),
    _("Drums and plucked sounds begin softly, as if behind a curtain."),
    _("Attacks are clear."),
    _("Flat dynamics"),
    _("Nearly no distance is left between peaks and loudness, and nothing changes over the song."),
    _("There is life between loud and soft."),
    _("Clipping"),
    _("Peaks are cut off flat, heard as crackle and harshness."),
    _("No peak is cut off."),
    _("Clicks"),
    _("There are clicks."),
    _("There are no clicks."),
    _("Dropouts"),
    _("The sound breaks off for a moment; bring the file in again from its source."),
    _("The sound never breaks off."),
    _("Mains hum"),
    _("A mains hum stands under the quiet parts."),
    _("There is no mains hum."),
    _("Noise"),
    _("Steady noise stands under the quiet parts."),
    _("The quiet parts are quiet."),
    _("Constant offset"),
    _("The wave is off its centre line, which costs headroom."),
    _("The wave stands on its centre line."),
)
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


def said(words: str) -> str:
    """A title or sentence of a fault."""
    return gettext(words) if words else ""


def remedy(fault: dict[str, Any]) -> str:
    """What would help; empty for what is fine, and a plain word where nothing does."""
    if not fault["found"]:
        return ""
    known = REMEDIES.get(fault["remedy"])
    return str(known) if known else gettext("No repair brings this back; a better source does.")
