"""A new top octave from the one below it: weights-free, for recordings that end below 13 kHz."""

from processing.dsp.repairs.top import with_copied_top
from processing.engines.contracts import Audio, Progress, silent


class Replication:
    """Copies the octave below the cut upwards, as loud as the slope of the song says. No model involved."""

    def extend(
        self, audio: Audio, sample_rate: int, *, cutoff_hz: float, seed: int = 0, progress: Progress = silent
    ) -> Audio:
        """`audio` is (1 or 2, samples). A cut above 13 kHz, or below 3 kHz, gives the very same samples back."""
        return with_copied_top(
            audio, sample_rate, cutoff_hz, lambda fraction: progress(fraction, "Continuing the highs")
        )
