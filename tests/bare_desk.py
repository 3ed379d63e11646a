"""A console's document played on pedalboard alone, as somebody would with the bare library: the peer for its speed."""

from collections.abc import Mapping

import numpy as np
import pedalboard

from processing.console.settings import Band, Compressor, ConsoleSettings, Master, TrackSettings
from processing.dsp.levels import Audio, stereo
from processing.engines.render_mix.bus import pan_gains

KINDS = {"peak": "PeakFilter", "low_shelf": "LowShelfFilter", "high_shelf": "HighShelfFilter"}


def played(tracks: Mapping[str, Audio], rate: int, settings: ConsoleSettings) -> Audio:
    """Gains, filters, compressors, reverbs and a limiter of pedalboard, summed. What the library has no effect for
    (riding, de-essing, ducking, stepping back, a loudness that is reached, a true peak) is left out: less work than
    the console does."""
    total = np.zeros((2, max(audio.shape[-1] for audio in tracks.values())), np.float32)
    sends = {name: np.zeros_like(total) for name in settings.spaces}
    for name, track in settings.tracks.items():
        out = _through(_strip(track), stereo(tracks[name]), rate)
        out *= np.asarray(pan_gains(track.pan), np.float32)[:, np.newaxis]
        total[:, : out.shape[1]] += out
        for space, send_db in track.sends_db.items():
            sends[space][:, : out.shape[1]] += out * np.float32(10.0 ** (send_db / 20.0))
    for name, space in settings.spaces.items():
        room = pedalboard.Reverb(space.size, space.damping, wet_level=1.0, dry_level=0.0, width=1.0)
        filters = [pedalboard.HighpassFilter(space.highpass_hz), pedalboard.LowpassFilter(space.lowpass_hz)]
        total += _through([*filters, room, pedalboard.Gain(space.gain_db)], sends[name], rate)
    return _through(_bus(settings.master), total, rate)


def _strip(track: TrackSettings) -> list[pedalboard.Plugin]:
    effects: list[pedalboard.Plugin] = [pedalboard.Gain(track.trim_db)]
    if track.highpass_hz:
        effects += [pedalboard.HighpassFilter(track.highpass_hz), pedalboard.HighpassFilter(track.highpass_hz)]
    effects += _compressor(track.compressor)
    return [*effects, *(_filter(band) for band in track.eq if band.gain_db), pedalboard.Gain(track.gain_db)]


def _bus(master: Master) -> list[pedalboard.Plugin]:
    filters = [_filter(band) for band in master.eq if band.gain_db]
    return [*_compressor(master.glue), *filters, pedalboard.Limiter(master.ceiling_dbtp)]


def _compressor(device: Compressor | None) -> list[pedalboard.Plugin]:
    if device is None:
        return []
    made = pedalboard.Compressor(device.threshold_db, device.ratio, device.attack_ms, device.release_ms)
    return [made, pedalboard.Gain(device.makeup_db)]


def _filter(band: Band) -> pedalboard.Plugin:
    made: pedalboard.Plugin = getattr(pedalboard, KINDS[band.kind])(band.freq_hz, band.gain_db, band.q)
    return made


def _through(effects: list[pedalboard.Plugin], audio: Audio, rate: int) -> Audio:
    return np.asarray(pedalboard.Pedalboard(effects)(audio, rate), np.float32)  # type: ignore[attr-defined]
