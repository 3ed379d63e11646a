"""The label's own settings: its name, what it may spend, how long it keeps what nobody chose."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from artists.errors import Invalid
from artists.models import Label, User
from artists.people import note

BUDGET_MAX = Decimal(10_000_000)
DAYS_MAX = 3650
CENT = Decimal("0.01")


@dataclass(frozen=True)
class LabelSettings:
    """Empty budgets cap nothing; empty days keep everything."""

    name: str
    contact_email: str = ""
    budget_month: Decimal | None = None
    budget_song: Decimal | None = None
    keep_rejected_days: int | None = None


def change_label(wanted: LabelSettings, *, by: User) -> Label:
    """Raises Invalid `label.*` with the first field that is wrong, and what is wrong with all of them as `problems`."""
    if found := problems_in(wanted):
        field, (code, words) = next(iter(found.items()))
        raise Invalid(code, words, field=field, problems={name: told for name, (_code, told) in found.items()})
    with transaction.atomic():
        label = Label.objects.select_for_update().get(pk=Label.ours().pk)
        changed: dict[str, Any] = {}
        for field, value in asdict(wanted).items():
            before = getattr(label, field)
            if before != value:
                changed[field] = [_plain(before), _plain(value)]
                setattr(label, field, value)
        if changed:
            label.save(update_fields=list(changed))
            note("label.changed", by, changed=changed)
    return label


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def problems_in(wanted: LabelSettings) -> dict[str, tuple[str, str]]:
    """Code and words by field, for every field that can not be kept."""
    found: dict[str, tuple[str, str]] = {}
    if not wanted.name.strip() or len(wanted.name) > 80 or "\x00" in wanted.name:
        found["name"] = "label.name_missing", _("Give the label a name of up to 80 letters.")
    if wanted.contact_email:
        try:
            validate_email(wanted.contact_email)
        except ValidationError:
            found["contact_email"] = "label.email_wrong", _("That is not an e-mail address.")
    for field in ("budget_month", "budget_song"):
        cap = getattr(wanted, field)
        if cap is not None and not (cap.is_finite() and 0 <= cap <= BUDGET_MAX):
            found[field] = "label.budget_wrong", _("A budget is an amount from 0 to 10,000,000.")
        elif cap is not None and cap != cap.quantize(CENT):
            # Rounded to nothing it would have stopped every song.
            found[field] = "label.budget_too_fine", _("A budget is set in whole cents, such as 0.01.")
    days = wanted.keep_rejected_days
    if days is not None and not 1 <= days <= DAYS_MAX:
        words = _("Keep them for 1 to 3650 days, or leave it empty to keep them for ever.")
        found["keep_rejected_days"] = "label.days_wrong", words
    return found
