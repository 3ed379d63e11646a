"""The house band: our own weights-free composer, arranger and players."""

import hashlib

from processing.engines.compose.house_band.score import Score
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE
from processing.engines.compose.house_band.sound.play import Played, play
from processing.engines.compose.house_band.write import write
from processing.engines.contracts import ComposeResult, Hear, Progress, SongPlan, silent, unheard

WRITTEN = 0.06
"""Share of the work that is writing; the rest is playing."""
LARGEST_TUNING_CENTS = 35.0
"""Further than this a band does not follow a singer's tuning."""


class HouseBand:
    """Writes a backing track for a song plan and plays it into stems.

    `source` is "auto" (a sound bank where one is found, our own synthesisers for the rest), "synth" or "bank".
    The same plan, seed and source give the same bytes; another seed gives another arrangement.
    """

    version = "1"

    def __init__(self, source: str = "auto") -> None:
        self.source = source

    def compose(
        self,
        plan: SongPlan,
        *,
        seed: int,
        band_seed: int | None = None,
        progress: Progress = silent,
        hear: Hear = unheard,
    ) -> ComposeResult:
        """Compose the instrumental of `plan`. Stems are float32 (2, samples) at 48 kHz, `plan.duration_s` long.

        Raises StudioError `sound.no_bank` when a bank is insisted on and none is found, and whatever `progress`
        raises to stop the work.
        """
        progress(0.0, "Writing the arrangement")
        score = write(plan, seed=seed, band_seed=band_seed)
        progress(WRITTEN, f"{len(score.parts)} players take their places")
        tuning_cents = max(-LARGEST_TUNING_CENTS, min(LARGEST_TUNING_CENTS, plan.tuning_cents))

        def playing(fraction: float, message: str) -> None:
            progress(WRITTEN + (1.0 - WRITTEN) * fraction, message)

        played = play(score, seed=seed, source=self.source, tuning_cents=tuning_cents, progress=playing, hear=hear)
        return ComposeResult(played.stems, SAMPLE_RATE, _facts(plan, score, played, tuning_cents))


def _facts(plan: SongPlan, score: Score, played: Played, tuning_cents: float) -> dict[str, object]:
    """What people and the stages after this one may want to know of the performance."""
    return {
        **score.facts,
        "source": played.source,
        "tuning_cents": tuning_cents,
        "key": score.key,
        "bpm": score.bpm,
        "meter": score.meter,
        "swing": score.swing,
        "instruments": {part.name: part.voice for part in score.parts},
        "chords": [{"name": c.name, "start_s": c.start_s, "end_s": c.end_s} for c in score.chords],
        "beats_s": list(score.beats_s),
        "downbeats_s": list(score.downbeats_s),
        "sections": [
            {"label": section.label, "kind": section.kind, "start_s": section.start_s, "end_s": section.end_s}
            for section in plan.sections
        ],
        "rides_db": [round(ride, 2) for ride in played.finish.rides_db],
        "shelves_db": [round(gain, 2) for gain in played.finish.shelves_db],
        "peak_hold_db": round(played.finish.peak_hold_db, 2),
    }


def fingerprint(result: ComposeResult) -> str:
    """SHA-256 over all stems in the order of their names: equal only when every sample is."""
    digest = hashlib.sha256()
    for name in sorted(result.stems):
        digest.update(name.encode())
        digest.update(result.stems[name].tobytes())
    return digest.hexdigest()
