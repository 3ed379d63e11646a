"""From a blend to what leaves the house; for a rescue it is listened to, and done again where a fault came of it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from processing.dsp import qc
from processing.dsp.levels import Audio
from processing.engines.contracts import MasterParams, Progress
from processing.engines.master import image
from processing.engines.master.aftermath import SIDE_SHARES, held_back, severities
from processing.engines.master.blend import Blend, applied
from processing.engines.master.loudness_target import Finished, Ready, finished
from processing.engines.master.silence import kept_silent
from processing.engines.master.tone import Power

CODEC_PASSES = 2
METER_MARGIN_DB = 0.1
"""Meters interpolate differently: what ours calls -1.03 dBTP another may call -0.98."""
CODEC_MARGIN_DB = 0.05
CODEC_CHECK_S = 30.0


@dataclass(frozen=True)
class Delivered:
    """A master, the blend behind it, and the peaks of its lossy copies."""

    blend: Blend
    ready: Ready
    done: Finished
    peaks: dict[str, float]


@dataclass(frozen=True)
class Delivery:
    """Everything that stays the same while blends are tried. `frequencies_hz`: of their gains."""

    mix: Audio
    frequencies_hz: Power
    sample_rate: int
    target_lufs: float
    params: MasterParams
    scratch: Path
    progress: Progress

    @cached_property
    def before(self) -> dict[str, float]:
        """What the mix stands at."""
        return severities(self.mix, self.sample_rate)

    def of(self, blend: Blend) -> Delivered:
        """Where the mix must stay healthy, with less of what the finished master has worse than the mix."""
        if not self.params.healthy:
            return self._made(blend, applied(self.mix, blend))
        made = self._made(*self._together(blend))
        for share in SIDE_SHARES:
            after = severities(made.done.audio, self.sample_rate)
            blend = held_back(made.blend, self.before, after, self.frequencies_hz, share)
            if blend is made.blend:
                break
            del made  # Two masters of a long song at once are too many.
            made = self._made(*self._together(blend))
        return made

    def delivered(self, ready: Ready, target_lufs: float) -> tuple[Finished, dict[str, float]]:
        """Loudness and ceiling; where a lossy copy would exceed full scale, again with that much more room."""
        ceiling_dbtp = self.params.ceiling_dbtp - METER_MARGIN_DB
        for _ in range(CODEC_PASSES):
            done = finished(ready, target_lufs, ceiling_dbtp)
            self.progress(0.85, "Checking lossy copies")
            peaks = qc.codec_peaks(done.audio, ready.sample_rate, self.scratch, loudest_s=CODEC_CHECK_S)
            over_db = max(peaks.values())
            if over_db <= 0.0:
                break
            ceiling_dbtp -= over_db + CODEC_MARGIN_DB
        return done, peaks

    def _made(self, blend: Blend, shaped: Audio) -> Delivered:
        self.progress(0.6, "Loudness and true peak")
        ready = Ready.of(shaped, self.sample_rate)
        return Delivered(blend, ready, *self.delivered(ready, self.target_lufs))

    def _together(self, blend: Blend) -> tuple[Blend, Audio]:
        """The mix behind its filters; where its sides come apart, again with less side."""
        shaped = self._shaped(blend)
        for share in SIDE_SHARES:
            if not image.is_worse(self.before, image.apart(shaped, self.sample_rate)):
                break
            blend = blend.drawn_together(share)
            shaped = self._shaped(blend)
        return blend, shaped

    def _shaped(self, blend: Blend) -> Audio:
        shaped = applied(self.mix, blend)
        kept_silent(self.mix, shaped, self.sample_rate)
        return shaped
