"""What each remedy is called and which stems it suits, for pages too: they do without the sound libraries that the
remedies need."""

from collections.abc import Mapping

REMEDY_WORDS = {
    "highpass": "Setting the wave on its centre line",
    "de_clip": "Rounding cut peaks",
    "de_click": "Bridging clicks",
    "de_hum": "Taking out the mains hum",
    "denoise": "Taking the noise out",
    "extend_band": "Continuing the highs",
    "mono_bass": "Putting the bass in the middle",
    "fold_antiphase": "Bringing back what mono loses",
    "narrow_highs": "Drawing hazy highs together",
    "soften_panning": "Softening hard panning",
    "widen": "Giving it width",
    "de_mud": "Clearing the low mids",
    "de_shimmer": "Calming the shimmer",
    "sharpen_transients": "Sharpening attacks",
}
"""In the order in which they are tried, in words that are read meanwhile."""
SONG = "song"
SUITS: Mapping[str, tuple[str, ...]] = {
    SONG: ("highpass", "de_clip", "de_click", "de_hum"),
    "vocals": (
        "highpass", "de_click", "de_hum", "denoise", "extend_band", "mono_bass", "fold_antiphase",
        "narrow_highs", "de_mud", "de_shimmer",
    ),
    "drums": (
        "highpass", "extend_band", "mono_bass", "fold_antiphase", "narrow_highs", "soften_panning", "de_shimmer",
        "sharpen_transients",
    ),
    "bass": ("highpass", "mono_bass", "fold_antiphase", "de_mud"),
    "other": (
        "highpass", "de_click", "extend_band", "mono_bass", "fold_antiphase", "narrow_highs",
        "soften_panning", "widen", "de_mud", "de_shimmer", "sharpen_transients",
    ),
}  # fmt: skip
"""What makes sense on which stem: drums click on purpose, a bass hums, nobody wants a wide voice. `SONG` is the whole
before it is taken apart: what harms single samples is mended there, and a hum that every stem would get a share of."""


def is_amount(name: str) -> bool:
    """Whether an amount can be given under that name: a remedy (`de_mud`), or of one stem (`vocals.de_mud`)."""
    stem, dot, remedy = name.rpartition(".")
    return remedy in (SUITS.get(stem, ()) if dot else REMEDY_WORDS)


def amounts_for(stem: str, amounts: Mapping[str, float]) -> dict[str, float]:
    """What one stem is given of what suits it: its own amount where there is one, else that of the song."""
    asked = {name: amounts.get(f"{stem}.{name}", amounts.get(name)) for name in SUITS[stem]}
    return {name: share for name, share in asked.items() if share is not None}
