"""One tag that prints a waveform's place: the module in the browser finds it and draws.

`{% waveform asset %}` gives the addresses of peaks and sound, the length and what the server measured. Nothing is
decoded to draw it. Inside a `[data-take]` it is also how the player knows how loud the version is.
"""

from typing import Any

from django import template
from django.urls import reverse

from projects.models import Asset

register = template.Library()


@register.inclusion_tag("projects/_waveform.html")
def waveform(asset: Asset) -> dict[str, Any]:
    measures = asset.measures
    return {
        "asset": asset,
        "peaks_url": reverse("asset-peaks", args=[asset.pk]),
        "sound_url": reverse("asset-proxy", args=[asset.pk]),
        "loudness_lufs": measures.get("integrated_lufs"),
        "true_peak_dbtp": measures.get("true_peak_dbtp"),
    }
