"""Words to start a brief from: moods to choose, and whole briefs as examples."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models.project import Genre

MOODS = (
    _("happy"), _("sad"), _("calm"), _("tense"), _("romantic"), _("angry"), _("dreamy"), _("dark"), _("warm"),
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """Fills what is still open; what was typed stays."""

    label: Promise
    genre: Genre
    mood: Promise
    bpm: int
    notes: Promise


EXAMPLES = (
    Example(_("Late-night lo-fi"), Genre.LOFI, _("calm"), 76, _("Dusty drums, soft keys, room for the words.")),
    Example(
        _("Radio pop"),
        Genre.POP,
        _("happy"),
        104,
        _("Small verses, a chorus that opens up, handclaps."),
    ),
    Example(
        _("Driving rock"),
        Genre.ROCK,
        _("tense"),
        138,
        _("Guitars from the first bar. Half-time bridge."),
    ),
    Example(
        _("Club night"), Genre.HOUSE, _("happy"), 122, _("A long build before the last chorus, the kick never stops.")
    ),
    Example(_("Slow soul"), Genre.RNB, _("romantic"), 68, _("Warm bass, electric piano, the voice close and dry.")),
)
