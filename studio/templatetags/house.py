"""What the entrance shows of the house itself."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from artists.models import User
from studio.demo.people import ARTISTS, SIGN_IN_WORDS, STAFF, address

register = template.Library()


@dataclass(frozen=True)
class DemoPerson:
    username: str
    name: str
    role: str
    password: str = SIGN_IN_WORDS


@register.simple_tag
def demo_people() -> list[DemoPerson]:
    """The demo label's people, where the demo is on and they really exist."""
    if not settings.STUDIO_DEMO:
        return []
    listed = [(one.person, one.name if one.name != one.person else _("artist")) for one in ARTISTS]
    listed += [(name, str(role.label)) for name, role in STAFF]
    known = set(User.objects.filter(email__in=[address(one[0]) for one in listed]).values_list("email", flat=True))
    return [DemoPerson(address(name), name, role) for name, role in listed if address(name) in known]
