"""What each remedy is called, for pages too: they do without the sound libraries that the remedies need."""

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
