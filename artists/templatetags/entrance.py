"""What the pages before and around the sign-in say of the house."""

from datetime import timedelta
from math import ceil

from django import template
from django.conf import settings

from artists.models import Label

register = template.Library()


@register.simple_tag
def mail_is_sent() -> bool:
    """Whether e-mails leave this house; without a mail server they are only laid into its data folder."""
    return bool(settings.EMAIL_IS_SENT)


@register.simple_tag
def our_label() -> Label:
    return Label.ours()


@register.filter
def minutes(span: timedelta | None) -> int:
    return ceil(span.total_seconds() / 60) if span else 0
