"""The label's artists: made, renamed, given a colour. One with songs is never deleted."""

import re

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from artists.errors import Invalid
from artists.models import Artist, User
from artists.people import note

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
NAME_LENGTH = 80
ABOUT_LENGTH = 500
USUAL_COLOUR = "#7c5cff"


def add_artist(name: str, *, by: User, colour: str = USUAL_COLOUR, about: str = "") -> Artist:
    """Raises Invalid `artist.*`."""
    name, colour, about = _checked(name, colour, about)
    with transaction.atomic():
        artist = Artist(name=name, slug=_free_slug(name), colour=colour, about=about)
        _save(artist)
        note("artist.added", by, artist=artist.pk, artist_name=name)
    return artist


def change_artist(artist: Artist, *, by: User, name: str, colour: str, about: str = "") -> None:
    """The address (slug) stays, so that links hold. Raises Invalid `artist.*`."""
    name, colour, about = _checked(name, colour, about)
    with transaction.atomic():
        before = artist.name
        artist.name, artist.colour, artist.about = name, colour, about
        _save(artist)
        note("artist.changed", by, artist=artist.pk, artist_name=name, before=before)


def _checked(name: str, colour: str, about: str) -> tuple[str, str, str]:
    name, about = " ".join(name.split()), about.strip()
    if not name or "\x00" in name + about:
        raise Invalid("artist.name_missing", _("Give the artist a name."), field="name")
    if len(name) > NAME_LENGTH:
        raise Invalid("artist.name_too_long", _("Keep the name under 80 letters."), field="name")
    if len(about) > ABOUT_LENGTH:
        raise Invalid("artist.about_too_long", _("Keep it under 500 letters."), field="about")
    if not COLOUR.fullmatch(colour):
        raise Invalid("artist.colour_unknown", _("Write a colour like #7c5cff."), field="colour")
    return name, colour, about


def _save(artist: Artist) -> None:
    try:
        with transaction.atomic():
            artist.save()
    except IntegrityError:
        words = _("There is an artist called {name} already.").format(name=artist.name)
        raise Invalid("artist.name_taken", words, field="name") from None


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "artist"
    taken = set(Artist.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
