"""Where tracks meet: faders, pans, buses, sends to spaces, and the master up to the level at which the mix leaves."""

from collections.abc import Callable

import numpy as np
import pedalboard

from processing.console.devices import RIDE_DB
from processing.console.settings import STRAIGHT, ConsoleSettings, Master, Space, TrackSettings
from processing.dsp import biquads
from processing.dsp.blocks import stretches
from processing.dsp.dynamics import compress
from processing.dsp.filters import filter_in_place, fold_below
from processing.dsp.levels import Audio, db_to_gain, gain_to_db
from processing.dsp.limiter import GUARD_DB, limit_to, peak_curve
from processing.dsp.loops import straight
from processing.dsp.loudness import SILENCE_LUFS, integrated_lufs
from processing.dsp.on_disk import like
from processing.dsp.rides import add_ridden, fader_curve
from processing.engines.render_mix.strip import Rack, compression, fader_gain, going_on, grouped, inserted, shaped

WORKING_LUFS = -18.0
"""Level at which the sum enters the master, so that its compressor does the same whatever the faders add up to."""
RETURN_GAIN_DB = -6.0
"""A send at 0 dB comes back about as loud as what was sent."""
CLOSE_LU = 0.05
LOUDNESS_PASSES = 3
BLOCK = 1 << 16


class Sum:
    """Tracks added one at a time, those of a bus one after another: one stereo buffer for the mix, one for the bus at
    work and one per space."""

    def __init__(self, settings: ConsoleSettings, blank: Audio, sample_rate: int) -> None:
        self._settings, self._sample_rate = settings, sample_rate
        self.dry = blank
        self._sends = {name: like(blank) for name in self._used_spaces()}
        self._open: dict[str, Audio] = {}

    def add(self, name: str, audio: Audio) -> None:
        """A track at its fader. The sends are behind the fader too: a voice that rises keeps its distance."""
        track = self._settings.tracks[name]
        gain, moves = fader_gain(track), [(one.start_s, one.end_s, one.gain_db) for one in track.rides if one.gain_db]
        curve = fader_curve(moves, self._sample_rate, audio.shape[1], within_db=RIDE_DB) if moves else None
        ways = [(self._bus_of(track.bus), gain)]
        ways += [(self._sends[space], gain * db_to_gain(send_db)) for space, send_db in track.sends_db.items()]
        left, right = pan_gains(track.pan)
        for target, way_gain in ways:
            if curve is not None:
                add_ridden(target, audio, curve, (way_gain * left, way_gain * right))
                continue
            _add(target, audio, (way_gain * left, way_gain * right))

    def close(self, bus: str, rack: Rack) -> None:
        """The last track of `bus` is in: its sum goes through its strip and its fader to the mix."""
        settings = self._settings.buses[bus]
        if bus not in self._open:
            return
        audio, gain = grouped(self._open.pop(bus), settings, rack), fader_gain(settings)
        _add(self.dry, audio, (gain, gain))

    def with_spaces(self, sample_rate: int) -> Audio:
        """The dry sum plus every space's return. The send buffers are let go on the way."""
        while self._sends:
            name, send = self._sends.popitem()
            _add(self.dry, reverb(send, sample_rate, self._settings.spaces[name]), (1.0, 1.0))
        return self.dry

    def _bus_of(self, bus: str) -> Audio:
        if bus == STRAIGHT:
            return self.dry
        if bus not in self._open:
            self._open[bus] = like(self.dry)
        return self._open[bus]

    def _used_spaces(self) -> list[str]:
        used = {
            s for track in self._settings.tracks.values() if is_heard(self._settings, track) for s in track.sends_db
        }
        return [name for name in self._settings.spaces if name in used]


def _add(total: Audio, audio: Audio, gains: tuple[float, float]) -> None:
    """Left and right at their gains to `total`, which may be longer."""
    for span in stretches(audio, total):
        for target, row, gain in zip(total, audio, gains, strict=True):
            straight.add_row(target[span], row[span], gain)


def is_heard(settings: ConsoleSettings, track: TrackSettings) -> bool:
    """Whether neither the track nor its bus is muted."""
    bus = settings.buses.get(track.bus)
    return not track.muted and not (bus is not None and bus.muted)


def pan_gains(pan: float) -> tuple[float, float]:
    """Equal-power balance, 0 dB on both sides at the centre."""
    angle = (pan + 1.0) * np.pi / 4.0
    return float(np.cos(angle) * np.sqrt(2.0)), float(np.sin(angle) * np.sqrt(2.0))


def reverb(send: Audio, sample_rate: int, space: Space) -> Audio:
    """What comes back from a space; `send` is used up on the way."""
    filters = [
        biquads.first_highpass(space.highpass_hz, sample_rate),
        biquads.first_lowpass(space.lowpass_hz, sample_rate, db_to_gain(space.gain_db + RETURN_GAIN_DB)),
    ]
    filter_in_place(np.concatenate(filters), send)
    room = pedalboard.Reverb(room_size=space.size, damping=space.damping, wet_level=1.0, dry_level=0.0, width=1.0)
    late, out = round(space.predelay_ms * 1e-3 * sample_rate), like(send)
    for span in stretches(send, out):
        wet = going_on(send[:, span], sample_rate, room)
        to = out[:, span.start + late : span.stop + late]
        to[:] = wet[:, : to.shape[1]]
    return out


def finished(mix: Audio, rack: Rack, master: Master, progress: Callable[[float], None]) -> Audio:
    """The sum through the master, at its loudness, true peak at its ceiling or below. Silence stays silence."""
    rate = rack.sample_rate
    level_lufs = integrated_lufs(mix, rate)
    if level_lufs <= SILENCE_LUFS:
        return mix
    for span in stretches(mix):
        mix[:, span] *= np.float32(db_to_gain(WORKING_LUFS - level_lufs))
    if master.mono_below_hz:
        fold_below(mix, rate, master.mono_below_hz)
    progress(0.2)
    if master.glue:
        compress(mix, rate, compression(master.glue), mix)
    progress(0.4)
    mix = inserted(shaped(mix, master, rate), master, rack)
    if master.saturation_db:
        saturate(mix, master.saturation_db)
    progress(0.6)
    return at_loudness(mix, rate, master)


def saturate(mix: Audio, drive_db: float) -> None:
    """Soft curve that leaves quiet passages alone, in place: unity slope at zero, the more drive the lower the knee."""
    drive = np.float32(db_to_gain(drive_db) - 1.0 + 1e-6)
    for row in mix:
        for span in stretches(row, block=BLOCK):
            part = row[span]
            part *= drive
            np.tanh(part, out=part)
            part /= drive


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
