"""The demo label's artists and people. Only ever made in an empty database, and only where the demo is wanted."""

import os
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.text import slugify

from artists.models import Artist, LabelRole, Member, User

# No secret: it is printed at each start, and these people exist only while STUDIO_DEMO is on.
SIGN_IN_WORDS = "six-artists-one-room"


@dataclass(frozen=True)
class DemoArtist:
    name: str
    person: str
    colour: str
    about: str


ARTISTS = (
    DemoArtist("Marlow Reyes", "Marlow Reyes", "#7c5cff", "Pop with a diary in its pocket."),
    DemoArtist("Nia Okafor", "Nia Okafor", "#ff6b5c", "Soul and R&B, sung close to the microphone."),
    DemoArtist("Bricklayer", "Tom Whelan", "#f2b134", "Boom bap from a garden shed."),
    DemoArtist("Glasshouse", "Inés Caballero", "#21b6a8", "House music for rooms with windows."),
    DemoArtist("The Low Tide", "Ruth Palmer", "#3d8bfd", "Guitars, weather and long coasts."),
    DemoArtist("Paper Lantern", "Yuki Arai", "#d16ba5", "Lo-fi ballads for late trains."),
)
STAFF = (
    ("Ada Lindqvist", LabelRole.ANR),
    ("Sam Oyelaran", LabelRole.ENGINEER),
    ("Jo Fischer", LabelRole.ADMIN),
)


def address(name: str) -> str:
    return f"{slugify(name.split()[0])}@example.com"


@transaction.atomic
def seed_people() -> None:
    """Six artists with a member each, and the label's staff; leaves the sign-ins where the supervisor shows them."""
    # Hashed once for all: it is slow on purpose, and this password is no secret.
    hashed = make_password(SIGN_IN_WORDS)
    for one in ARTISTS:
        artist, _ = Artist.objects.get_or_create(
            name=one.name, defaults={"slug": slugify(one.name), "colour": one.colour, "about": one.about}
        )
        Member.objects.get_or_create(artist=artist, user=_person(one.person, LabelRole.NONE, hashed))
    for name, role in STAFF:
        _person(name, role, hashed)
    transaction.on_commit(leave_sign_ins)


def _person(name: str, role: LabelRole, hashed: str) -> User:
    is_admin = role == LabelRole.ADMIN
    email = address(name)
    found = User.objects.filter(email=email).first()
    return found or User.objects.create(
        username=email.split("@")[0],
        email=email,
        password=hashed,
        display_name=name,
        label_role=role,
        is_staff=is_admin,
        is_superuser=is_admin,
    )


def sign_ins() -> str:
    rows = [(address(one.person), f"artist, {one.name}") for one in ARTISTS]
    rows += [(address(name), str(role.label)) for name, role in STAFF]
    lines = [f"  {email:<22} {what}" for email, what in rows]
    return "\n".join([f"Demo sign-ins, all with the password  {SIGN_IN_WORDS}", *lines]) + "\n"


def leave_sign_ins() -> None:
    path = settings.DATA_DIR / "demo-sign-ins.txt"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(sign_ins())
