"""One tag that prints a waveform's place: the module in the browser finds it and draws."""

from typing import Any

from django import template
from django.urls import reverse

from projects.models import Asset

register = template.Library()


@register.inclusion_tag("projects/_waveform.html", takes_context=True)
def waveform(context: Any, asset: Asset) -> dict[str, Any]:
    """The container with the addresses of peaks and proxy, the duration and the page's nonce."""
    request = context.get("request")
    return {
        "asset": asset,
        "peaks_url": reverse("asset-peaks", args=[asset.pk]),
        "sound_url": reverse("asset-proxy", args=[asset.pk]),
        "nonce": getattr(request, "csp_nonce", ""),
    }
