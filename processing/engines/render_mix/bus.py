"""Where tracks meet: faders, pans, sends to spaces, and the mix bus up to the level at which the mix leaves."""

from collections.abc import Callable

import numpy as np
import pedalboard

from processing.console.settings import ConsoleSettings, Master, Space
from processing.dsp.dynamics import compress
from processing.dsp.filters import mono_below
from processing.dsp.levels import Audio, db_to_gain, gain_to_db
from processing.dsp.limiter import GUARD_DB, limit_to, peak_curve
from processing.dsp.loudness import SILENCE_LUFS, integrated_lufs
from processing.engines.render_mix.strip import compression, equaliser, fader_gain, through

WORKING_LUFS = -18.0
"""Level at which the sum enters the bus, so that its compressor does the same whatever the faders add up to."""
RETURN_GAIN_DB = -6.0
"""A send at 0 dB comes back about as loud as what was sent."""
CLOSE_LU = 0.05
LOUDNESS_PASSES = 3


class Sum:
    """Tracks added one at a time; holds one stereo buffer for the mix and one per space."""

    def __init__(self, settings: ConsoleSettings, samples: int) -> None:
        self._settings = settings
        self.dry = np.zeros((2, samples), dtype=np.float32)
        self._sends = {name: np.zeros_like(self.dry) for name in self._used_spaces()}

    def add(self, name: str, audio: Audio) -> None:
        track = self._settings.tracks[name]
        gain = fader_gain(track)
        if not gain:
            return
        length = min(audio.shape[1], self.dry.shape[1])
        for channel, side_gain in enumerate(pan_gains(track.pan)):
            at_fader = audio[channel, :length] * np.float32(gain * side_gain)
            self.dry[channel, :length] += at_fader
            for space, send_db in track.sends_db.items():
                self._sends[space][channel, :length] += at_fader * np.float32(db_to_gain(send_db))

    def with_spaces(self, sample_rate: int) -> Audio:
        """The dry sum plus every space's return. The send buffers are let go on the way."""
        while self._sends:
            name, send = self._sends.popitem()
            self.dry += reverb(send, sample_rate, self._settings.spaces[name])
        return self.dry

    def _used_spaces(self) -> list[str]:
        tracks = self._settings.tracks.values()
        used = {space for track in tracks if not track.muted for space in track.sends_db}
        return [name for name in self._settings.spaces if name in used]


def pan_gains(pan: float) -> tuple[float, float]:
    """Equal-power balance, 0 dB on both sides at the centre."""
    angle = (pan + 1.0) * np.pi / 4.0
    return float(np.cos(angle) * np.sqrt(2.0)), float(np.sin(angle) * np.sqrt(2.0))


def reverb(send: Audio, sample_rate: int, space: Space) -> Audio:
    effects: list[pedalboard.Plugin] = [
        pedalboard.HighpassFilter(space.highpass_hz),
        pedalboard.LowpassFilter(space.lowpass_hz),
        pedalboard.Reverb(room_size=space.size, damping=space.damping, wet_level=1.0, dry_level=0.0, width=1.0),
        pedalboard.Gain(space.gain_db + RETURN_GAIN_DB),
    ]
    wet = through(send, sample_rate, effects)
    late = round(space.predelay_ms * 1e-3 * sample_rate)
    if late:
        wet[:, late:] = wet[:, :-late].copy() if late < wet.shape[1] else 0.0
        wet[:, :late] = 0.0
    return wet


def finished(mix: Audio, sample_rate: int, master: Master, progress: Callable[[float], None]) -> Audio:
    """The sum through the master, at its loudness, true peak at its ceiling or below. Silence stays silence."""
    level_lufs = integrated_lufs(mix, sample_rate)
    if level_lufs <= SILENCE_LUFS:
        return mix
    mix *= np.float32(db_to_gain(WORKING_LUFS - level_lufs))
    if master.mono_below_hz:
        mix = mono_below(mix, sample_rate, master.mono_below_hz)
    progress(0.2)
    if master.glue:
        mix = compress(mix, sample_rate, compression(master.glue))
    progress(0.4)
    mix = through(mix, sample_rate, equaliser(master.eq))
    if master.saturation_db:
        mix = saturated(mix, master.saturation_db)
    progress(0.6)
    return at_loudness(mix, sample_rate, master)


def saturated(mix: Audio, drive_db: float) -> Audio:
    """Soft curve that leaves quiet passages alone: unity slope at zero, the more drive the lower the knee."""
    drive = np.float32(db_to_gain(drive_db) - 1.0 + 1e-6)
    return np.asarray(np.tanh(mix * drive) / drive, dtype=np.float32)


def at_loudness(mix: Audio, sample_rate: int, master: Master) -> Audio:
    """Gain to the loudness; where peaks are in the way, limit, and make good what the limiter took."""
    peaks = peak_curve(mix)
    drive_db = master.loudness_lufs - integrated_lufs(mix, sample_rate)
    free = gain_to_db(float(peaks.max())) + drive_db <= master.ceiling_dbtp - GUARD_DB
    for _ in range(LOUDNESS_PASSES):
        out = limit_to(mix, sample_rate, peaks, ceiling_dbtp=master.ceiling_dbtp, drive_db=drive_db)
        if free:
            break
        missing_lu = master.loudness_lufs - integrated_lufs(out, sample_rate)
        if abs(missing_lu) <= CLOSE_LU:
            break
        drive_db += missing_lu
    return out
