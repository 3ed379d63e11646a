"""What people type about a song. The rules themselves stand in `projects.songs`; this reads and shows."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from projects.models.project import TEMPO_RANGE_BPM, Genre, Meter
from projects.songs import CANDIDATES, LYRICS_LENGTH, SEED_MAX

NOTES = ("C", "C#", "Db", "D", "Eb", "E", "F", "F#", "Gb", "G", "Ab", "A", "Bb", "B")
KEYS = [("", _("Let the studio hear it"))] + [(f"{n} {m}", f"{n} {m}") for m in ("major", "minor") for n in NOTES]


def _whatever_is_wrong(words: Promise) -> dict[str, Any]:
    """One sentence that says what fits, whichever way a number does not."""
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)


class BriefForm(forms.Form):
    """The whole brief; every field may be saved by itself while the person types."""

    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Give the song a title.")})
    genre = forms.ChoiceField(label=_("Genre"), choices=[("", _("Surprise me")), *Genre.choices], required=False)
    mood = forms.CharField(label=_("Mood"), max_length=40, required=False)
    bpm = forms.FloatField(
        label=_("Tempo"),
        required=False,
        min_value=TEMPO_RANGE_BPM[0],
        max_value=TEMPO_RANGE_BPM[1],
        error_messages=_whatever_is_wrong(_("Type a tempo from 60 to 180 BPM.")),
    )
    meter = forms.ChoiceField(label=_("Meter"), choices=Meter.choices)
    key = forms.ChoiceField(label=_("Key"), choices=KEYS, required=False)
    notes = forms.CharField(label=_("Notes for the band"), max_length=4000, required=False)
    candidates_wanted = forms.IntegerField(
        label=_("Candidates"),
        min_value=CANDIDATES.start,
        max_value=CANDIDATES.stop - 1,
        error_messages=_whatever_is_wrong(_("Type a number from 1 to 20.")),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=SEED_MAX,
        required=False,
        error_messages=_whatever_is_wrong(_("Type a whole number from 0 to 2147483647.")),
    )
    autopilot = forms.BooleanField(label=_("Autopilot"), required=False)

    @classmethod
    def of(cls, project: Project) -> "BriefForm":
        return cls(initial={name: getattr(project, name) for name in cls.base_fields})

    def changes(self) -> dict[str, Any]:
        """The fields that can be taken as they are; a seed left empty stays what it was."""
        fine = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        return {name: value for name, value in fine.items() if name != "seed" or value is not None}


class LyricsForm(forms.Form):
    lyrics = forms.CharField(max_length=LYRICS_LENGTH, required=False, strip=False)
