"""The stems of a song mended one by one, each with what suits it."""

from collections.abc import Callable, Collection, Mapping, Sequence

from processing.dsp.levels import Audio
from processing.dsp.pathologies.fault import Fault
from processing.dsp.repairs.names import SUITS
from processing.dsp.repairs.repair import Remedy, Repaired, Step, remedy_of, repair

OWN: Mapping[str, tuple[str, ...]] = {
    "vocals": ("noise", "hum", "clicks", "dc_offset"),
    "drums": ("dc_offset",),
    "bass": ("dc_offset",),
    "other": ("dc_offset",),
}
"""Faults that a stem may have of its own, though the whole song hides them."""
SHARE = 25.0
"""A stem takes part in a fault of the whole song from this severity on: half way to the limit."""

Told = Callable[[float, str], None]


def restore_stem(
    source: str,
    audio: Audio,
    rate: int,
    song_faults: Collection[str],
    *,
    amounts: Mapping[str, float] | None = None,
    tools: Mapping[str, Remedy] | None = None,
    without: Collection[str] = (),
    known: Sequence[Step] = (),
    progress: Told = lambda _fraction, _message: None,
) -> Repaired:
    """Mend one stem, (2, samples), of what the whole song was found to have and of what is its own.

    `song_faults` are the codes found in the whole song, `without` remedies that are left out, `known` the steps of an
    earlier restoration, up to the first that is left out. A stem that nothing was done to comes back as the very same
    samples.
    """
    suits = [name for name in SUITS[source] if name not in without]

    def wanted(fault: Fault) -> bool:
        ours = fault.code in song_faults and (fault.found or fault.severity >= SHARE)
        return remedy_of(fault) in suits and (ours or (fault.found and fault.code in OWN[source]))

    watched = {code for code in WATCHED if code not in BAND_OF_ITS_OWN.get(source, ())}
    dose = {"denoise": 1.0, **(amounts or {})}
    return repair(
        audio, rate, amounts=dose, tools=tools, wanted=wanted, watched=watched, known=known, progress=progress
    )


WATCHED = (
    "mono_holes", "wide_bass", "incoherent_highs", "mono_loss", "hard_panning", "shimmer", "mud", "missing_top",
    "holes", "soft_transients", "flat_dynamics", "clipping", "clicks", "dropouts", "hum",
)  # fmt: skip
BAND_OF_ITS_OWN: Mapping[str, tuple[str, ...]] = {
    "bass": ("shimmer", "mud", "missing_top", "incoherent_highs", "hum", "soft_transients", "holes", "flat_dynamics"),
    "drums": ("mud", "clicks", "hum"),
    "vocals": ("wide_bass", "soft_transients", "flat_dynamics"),
}
"""Numbers that say nothing about a stem alone: a bass has no highs that could be hazy."""
