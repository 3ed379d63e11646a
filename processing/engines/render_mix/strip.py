"""One channel strip: everything that happens to a track, or to a bus of tracks, before its fader."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pedalboard

from processing.console.settings import (
    Band,
    BusSettings,
    Compressor,
    CompressorBand,
    DynamicBand,
    Master,
    TrackSettings,
)
from processing.dsp import biquads, transients
from processing.dsp.blocks import by_blocks, stretches
from processing.dsp.dynamic_eq import unmask
from processing.dsp.dynamics import Compression, compress, de_ess, ride
from processing.dsp.filters import filter_in_place, fold_below
from processing.dsp.levels import Audio, db_to_gain, stereo
from processing.dsp.limiter import limit
from processing.dsp.loops import straight
from processing.dsp.moving_bells import Bell, moved_bells
from processing.dsp.multiband import BandCompression, compress_bands
from processing.dsp.sidechain import duck
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.plugins import PluginFolder
from processing.errors import StudioError

BUFFER = 8192
LOWEST_RATE = 44_100
"""Bands that follow a voice are worked out at a quarter of the rate."""
Strip = TrackSettings | BusSettings | Master


@dataclass(frozen=True)
class Rack:
    """What every strip of one rendering shares: the rate, what keyed devices listen to, the plug-ins."""

    sample_rate: int
    keys: Keys
    plugins: PluginFolder = field(default_factory=PluginFolder)


def processed(audio: Audio, settings: TrackSettings, rack: Rack) -> Audio:
    """`audio` (channels, samples) through a whole track's strip up to its fader; stereo, same length, a new array."""
    rate = rack.sample_rate
    out = by_blocks(lambda part: part * np.float32(db_to_gain(settings.trim_db)), stereo(audio))
    if settings.highpass_hz:
        filter_in_place(biquads.soft_highpass(settings.highpass_hz, rate), out)
    if settings.mono_below_hz:
        fold_below(out, rate, settings.mono_below_hz)
    if settings.ride_db:
        ride(out, rate, settings.ride_db, out)
    if settings.transients:
        transients.shape(out, rate, settings.transients.attack_db, settings.transients.sustain_db, out)
    if settings.de_esser:
        one = settings.de_esser
        de_ess(out, rate, freq_hz=one.freq_hz, threshold_db=one.threshold_db, range_db=one.range_db, out=out)
    if settings.compressor:
        compress(out, rate, compression(settings.compressor), out)
    out = keyed(shaped(out, settings, rate), settings, rack)
    out = inserted(out, settings, rack)
    if settings.limiter:
        out = limit(out, rate, ceiling_dbtp=settings.limiter.ceiling_db)
    return widened(out, settings.width)


def grouped(audio: Audio, settings: BusSettings, rack: Rack) -> Audio:
    """A bus's sum (2, samples) through its strip up to its fader, in place where that is possible."""
    if settings.compressor:
        compress(audio, rack.sample_rate, compression(settings.compressor), audio)
    audio = keyed(shaped(audio, settings, rack.sample_rate), settings, rack)
    return widened(inserted(audio, settings, rack), settings.width)


def shaped(audio: Audio, settings: Strip, sample_rate: int) -> Audio:
    """Multi-band, EQ and dynamic EQ, in place."""
    if settings.multiband:
        compress_bands(audio, sample_rate, [_band(band) for band in settings.multiband], audio)
    equalise(audio, settings.eq, sample_rate)
    if bells := [_bell(band) for band in settings.dynamic_eq if band.range_db]:
        moved_bells(audio, sample_rate, bells, audio)
    return audio


def keyed(audio: Audio, settings: TrackSettings | BusSettings, rack: Rack) -> Audio:
    """What listens to other tracks, in place: ducking under the kick, stepping back under the voice."""
    if settings.sidechain and settings.sidechain.depth_db:
        chain, key = settings.sidechain, rack.keys.kick(settings.sidechain.source)
        times = {"attack_ms": chain.attack_ms, "release_ms": chain.release_ms}
        duck(audio, rack.sample_rate, key, depth_db=chain.depth_db, **times, out=audio)
    if settings.unmasking and settings.unmasking.depth_db:
        key_bands = rack.keys.voice(settings.unmasking.source)
        unmask(audio, rack.sample_rate, key_bands, settings.unmasking.depth_db, audio)
    return audio


def inserted(audio: Audio, settings: Strip, rack: Rack) -> Audio:
    """Through the plug-in of the slot. Raises StudioError `mix.plugin_*`."""
    if settings.insert is None:
        return audio
    return rack.plugins.through(audio, rack.sample_rate, settings.insert)


def check_rate(sample_rate: int) -> None:
    """Raises StudioError `mix.rate_too_low`."""
    if sample_rate < LOWEST_RATE:
        words = "The console takes tracks at 44100 Hz and more. Bring these to 48000 Hz first."
        raise StudioError("mix.rate_too_low", words, rate=sample_rate)


def compression(device: Compressor) -> Compression:
    return Compression(device.threshold_db, device.ratio, device.attack_ms, device.release_ms, device.makeup_db)


def _band(band: CompressorBand) -> BandCompression:
    device = Compression(band.threshold_db, band.ratio, band.attack_ms, band.release_ms, band.makeup_db)
    return BandCompression(band.up_to_hz, device)


def _bell(band: DynamicBand) -> Bell:
    return Bell(band.freq_hz, band.q, band.threshold_db, band.range_db, band.attack_ms, band.release_ms)


def equalise(audio: Audio, bands: Sequence[Band], sample_rate: int) -> None:
    """Equaliser bands over `audio` (2, samples), in place; bands of 0 dB are out of the way."""
    sections = [biquads.KINDS[b.kind](b.freq_hz, b.gain_db, b.q, sample_rate) for b in bands if b.gain_db]
    if sections:
        filter_in_place(np.concatenate(sections), audio)


def going_on(part: Audio, sample_rate: int, effect: pedalboard.Plugin) -> Audio:
    """The next part (channels, samples) of a recording through an effect that remembers those before."""
    out = effect(np.ascontiguousarray(part), sample_rate, buffer_size=BUFFER, reset=False)
    return np.asarray(out, dtype=np.float32)


def widened(audio: Audio, width: float) -> Audio:
    """The side times `width`, in place."""
    if width != 1.0:
        for span in stretches(audio):
            straight.widen(audio[0, span], audio[1, span], width - 1.0)
    return audio


def fader_gain(settings: TrackSettings | BusSettings) -> float:
    return 0.0 if settings.muted else db_to_gain(settings.gain_db)
