"""Judge a candidate: nineteen measures on one card. Nothing is hidden, and what cannot be judged says why."""

from collections.abc import Mapping
from typing import Any

from processing.dsp import loudness as meter
from processing.dsp.measures import measure
from processing.engines.contracts import Audio, SongPlan
from processing.scorecard import form, harmony, sound
from processing.scorecard.card import Reading, Scale, Scorecard, fill_in
from processing.scorecard.heard import listen
from processing.scorecard.pulse import Pulse, feel

SCALES = (
    Scale("beat_jitter", "Steady beat", "ms", 12, ((4, 1), (20, 0))),
    Scale("beat_drift", "Even tempo", "%", 8, ((0.4, 1), (3, 0))),
    Scale("tempo", "Tempo as asked", "%", 10, ((0.5, 1), (3, 0))),
    Scale("key_agreement", "Key fits the voice", "steps", 10, ((0, 1), (1, 0.6), (3, 0))),
    Scale("harmonic_clash", "Few clashes with the voice", "%", 9, ((5, 1), (35, 0))),
    Scale("chord_support", "Chords carry the melody", "%", 6, ((30, 0), (75, 1))),
    Scale("section_contrast", "Chorus lifts", "LU", 9, ((-0.5, 0), (2, 1), (5, 1), (10, 0))),
    Scale("colour_contrast", "Chorus opens up", "dB", 4, ((-3, 0), (0.5, 1), (7, 1), (14, 0))),
    Scale("structure", "Sections can be heard", "%", 8, ((0, 0), (80, 1))),
    Scale("loudness", "Loudness", "LUFS", 2, ((-36, 0), (-24, 1), (-10, 1), (-5, 0))),
    Scale("spectral_balance", "Balance of bass and treble", "dB", 7, ((4, 1), (12, 0))),
    Scale("mono_safety", "Safe in mono", "LU", 5, ((0.8, 1), (4, 0))),
    Scale("bass_centre", "Bass in the middle", "dB", 3, ((-15, 1), (0, 0))),
    Scale("stereo_width", "Stereo picture", "", 3, ((-0.2, 0), (0.3, 1), (0.92, 1), (1.0, 0.4))),
    Scale("clipping", "No clipping", "a minute", 4, ((0, 1), (10, 0))),
    Scale("headroom", "Headroom", "dBTP", 2, ((-0.3, 1), (1.5, 0))),
    Scale("dropouts", "No drop-outs", "found", 5, ((0, 1), (3, 0))),
    Scale("hook", "Hook answers the voice", "dB", 5, ((-6, 0), (3, 1))),
    Scale("length", "Length as planned", "s", 2, ((0.05, 1), (2, 0))),
)


def score(
    instrumental: Audio,
    rate: int,
    *,
    plan: SongPlan,
    stems: Mapping[str, Audio] | None = None,
    voice: Mapping[str, Any] | None = None,
) -> Scorecard:
    """The card of one candidate, `(1 or 2, samples)` at `rate`.

    `stems` are named as in contracts.STEMS, `voice` is what was heard in the take (its "key" is used when it is
    trusted). About 25 times faster than real time.
    """
    heard = listen(instrumental, rate)
    measures = measure(instrumental, rate)
    momentary_lufs = meter.loudness(instrumental, rate).momentary_lufs
    return fill_in(
        SCALES,
        {
            **_beat(feel(heard.attacks, plan.bpm), plan),
            "key_agreement": harmony.key_agreement(instrumental, rate, plan, voice),
            "harmonic_clash": harmony.clash(heard, plan),
            "chord_support": harmony.support(heard, plan),
            "section_contrast": form.loudness_contrast(momentary_lufs, plan),
            "colour_contrast": form.colour_contrast(heard, plan),
            "structure": form.structure(heard, plan),
            "loudness": sound.loudness(measures),
            "spectral_balance": sound.balance(measures),
            "mono_safety": sound.mono_safety(measures),
            "bass_centre": sound.bass_centre(measures),
            "stereo_width": sound.width(measures),
            "clipping": sound.clipping(measures),
            "headroom": sound.headroom(measures),
            "dropouts": sound.dropouts(instrumental, rate),
            "hook": sound.hook(stems, rate, plan),
            "length": sound.length(measures, plan),
        },
    )


def _beat(pulse: Pulse | None, plan: SongPlan) -> dict[str, Reading]:
    if pulse is None:
        nothing = Reading(None, "Too few strokes were heard to follow a beat.")
        return {"beat_jitter": nothing, "beat_drift": nothing, "tempo": nothing}
    off_pct = round(100 * abs(pulse.bpm / plan.bpm - 1), 2)
    tight = "tight" if pulse.jitter_ms <= 6 else "loose" if pulse.jitter_ms <= 14 else "unsteady"
    even = "holds its tempo" if pulse.drift_pct <= 0.8 else "speeds up and slows down"
    asked = "as asked" if off_pct <= 0.5 else f"but {plan.bpm:g} was asked for"
    return {
        "beat_jitter": Reading(
            pulse.jitter_ms, f"Beats land within {pulse.jitter_ms:.1f} ms of an even grid: {tight}."
        ),
        "beat_drift": Reading(pulse.drift_pct, f"The tempo varies by {pulse.drift_pct:.1f} %: the backing {even}."),
        "tempo": Reading(off_pct, f"The backing plays at {pulse.bpm:.1f} BPM, {asked}."),
    }
