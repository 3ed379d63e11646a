"""A mix worked out on paper: what faders, EQ, thresholds and sends make of the powers of a few seconds.

Every track is taken apart into bands and moments once, together with how the tracks add up or cancel there. Turning a
knob is then arithmetic on small tables, about a millisecond for a whole console instead of a second of rendering.
Filters are taken to be real numbers per third octave and compressors to act on whole moments; who needs the truth
renders the mix.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from processing.console.settings import Compressor, ConsoleSettings, TrackSettings
from processing.dsp.dynamics import compression_db
from processing.dsp.levels import Audio, stereo
from processing.engines.propose_mix.compressors import TriedCompressor, bare
from processing.engines.propose_mix.likeness import BANDS_HZ, Powers, band_shares, spectra
from processing.engines.propose_mix.roles import role_of
from processing.engines.propose_mix.tones import curves
from processing.engines.render_mix.bus import WORKING_LUFS, pan_gains, reverb
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.strip import Rack, compression, processed

Array = NDArray[np.float32]
SPEECH_DB = np.interp(np.log2(BANDS_HZ), np.log2([30.0, 60.0, 120.0, 1000.0, 2500.0, 16000.0]), [-14, -6, -1, 0, 4, 4])
"""About what the loudness meter gives to each band."""
PEAKS_OVER_DB = 10.0
"""How far the peaks of a whole mix usually stand over its level in one moment."""


class Sketch:
    """`tracks` are a few seconds of every track of `settings`, (2, samples), equally long."""

    def __init__(self, settings: ConsoleSettings, tracks: Mapping[str, Audio], sample_rate: int) -> None:
        self._settings = settings
        rack = Rack(sample_rate, Keys(tracks, sample_rate))
        names = [name for name, track in settings.tracks.items() if not track.muted and np.any(tracks[name])]
        self._parts: list[tuple[str, str]] = []
        signals = []
        for name in names:
            dry = _dry(tracks[name], settings.tracks[name], rack)
            signals.append(dry)
            self._parts.append((name, ""))
            for space in settings.tracks[name].sends_db:
                signals.append(reverb(dry.copy(), sample_rate, settings.spaces[space]))
                self._parts.append((name, space))
        self._mid, self._side = _together(signals, sample_rate)
        self._first, self._second = np.triu_indices(len(self._parts))
        frames = self._mid.shape[0]
        self._compressors = {name: TriedCompressor(tracks[name], settings.tracks[name], rack, frames) for name in names}
        self._tones = {name: curves(settings.tracks[name].eq, sample_rate) for name in names}
        self._master_tones = curves(settings.master.eq, sample_rate)
        voice = np.array([role_of(name) == "vocal" for name, _space in self._parts])
        one, other = voice[self._first], voice[self._second]
        self._sums = np.stack([np.ones(one.size), one & other, ~one & ~other], axis=1).astype(np.float32)
        self._singing = self._where_sung()

    def powers(self, values: Mapping[str, float]) -> tuple[Powers, Powers, float]:
        """Mid and side of the mix (frames, bands), and the voice over the backing in dB while it sings.

        `values` are numbers of the console by their paths; what is not named stands as in the settings.
        """
        tones, moments, widths = self._weights(values)
        pairs = tones[self._first] * tones[self._second]
        wide = widths[self._first] * widths[self._second]
        gains = moments[:, self._first] * moments[:, self._second]
        mid = self._summed(self._mid, pairs, gains)
        side = self._summed(self._side, pairs * wide[:, np.newaxis], gains)
        over_db = self._over_db(mid + side)
        whole = np.maximum(mid[..., 0], 1e-12), np.maximum(side[..., 0], 1e-14)
        return (*self._mastered(*whole, values), over_db)

    def _summed(self, table: Array, pairs: Array, gains: Array) -> Array:
        """(frames, bands, 3): all, voices alone, everything else alone."""
        product = table * pairs.T[np.newaxis] * gains[:, np.newaxis]
        return np.asarray(product @ self._sums)

    def _weights(self, values: Mapping[str, float]) -> tuple[Array, Array, Array]:
        """Amplitudes of every part: (parts, bands) by fader, EQ and send, (frames, parts) by its compressor, and
        (parts,) of its side by its width. What comes back from a space stays as wide as it is."""
        tones_db, moments_db, widths = [], [], []
        for name, space in self._parts:
            track, path = self._settings.tracks[name], f"tracks.{name}"
            level_db = values.get(f"{path}.gain_db", track.gain_db)
            level_db += values.get(f"{path}.sends_db.{space}", track.sends_db[space]) if space else 0.0
            eq_db = [values.get(f"{path}.eq.{i}.gain_db", band.gain_db) for i, band in enumerate(track.eq)]
            tones_db.append(
                level_db + np.asarray(eq_db) @ self._tones[name] if eq_db else np.full(BANDS_HZ.size, level_db)
            )
            moments_db.append(self._compressors[name].gain_db(values.get(f"{path}.compressor.threshold_db")))
            wide = values.get(f"{path}.width", track.width) / track.width if track.width else 1.0
            widths.append(1.0 if space else wide)
        scaled = np.asarray(widths, dtype=np.float32)
        return _amplitudes(np.array(tones_db)), _amplitudes(np.array(moments_db).T), scaled

    def _mastered(self, mid: Powers, side: Powers, values: Mapping[str, float]) -> tuple[Powers, Powers]:
        master = self._settings.master
        side = np.where(master.mono_below_hz > BANDS_HZ, side * np.float32(1e-3), side)
        if master.eq:
            eq_db = [values.get(f"master.eq.{i}.gain_db", band.gain_db) for i, band in enumerate(master.eq)]
            tone = np.asarray(10.0 ** (np.asarray(eq_db) @ self._master_tones / 10.0), dtype=np.float32)
            mid, side = mid * tone, side * tone
        if master.glue:
            moments = self._glue(mid + side, master.glue, values.get("master.glue.threshold_db"))
            mid, side = mid * moments, side * moments
        return mid, side

    def _glue(self, power: Powers, glue: Compressor, threshold_db: float | None) -> Array:
        """Power gain per moment, (frames, 1)."""
        level_db = 10.0 * np.log10((power * 10.0 ** (SPEECH_DB / 10.0)).sum(axis=1))
        level_db += WORKING_LUFS - 10.0 * np.log10(np.mean(10.0 ** (level_db / 10.0)))
        device = compression(glue)
        device = replace(device, threshold_db=device.threshold_db if threshold_db is None else threshold_db)
        gain_db = compression_db(np.asarray(level_db + PEAKS_OVER_DB, dtype=np.float64), device)
        return np.asarray(10.0 ** (gain_db / 10.0), dtype=np.float32)[:, np.newaxis]

    def _where_sung(self) -> NDArray[np.bool_]:
        voices = [i for i, (name, space) in enumerate(self._parts) if role_of(name) == "vocal" and not space]
        alone = [np.flatnonzero((self._first == i) & (self._second == i))[0] for i in voices]
        if not alone:
            return np.zeros(self._mid.shape[0], dtype=bool)
        power = self._mid[:, :, alone].sum(axis=(1, 2))
        return np.asarray(power > power.max() * 10.0**-2.5)

    def _over_db(self, both: Array) -> float:
        if not self._singing.any():
            return 0.0
        sung = both[self._singing].sum(axis=0, dtype=np.float64) * 10.0 ** (SPEECH_DB / 10.0)[:, np.newaxis]
        _all, voice, backing = sung.sum(axis=0)
        return float(10.0 * np.log10(max(voice, 1e-12) / max(backing, 1e-12)))


def _dry(audio: Audio, track: TrackSettings, rack: Rack) -> Audio:
    """A track at its pan, without what a search may turn."""
    out = processed(stereo(audio), bare(track), rack)
    return out * np.array(pan_gains(track.pan), dtype=np.float32)[:, np.newaxis]


def _together(signals: Sequence[Audio], sample_rate: int) -> tuple[Array, Array]:
    """How much of every pair of parts meets in each band and moment, mid and side: (frames, bands, pairs)."""
    shares = band_shares(sample_rate)
    first, second = np.triu_indices(len(signals))
    twice = np.where(first == second, 1.0, 2.0).astype(np.float32)
    mids = np.stack([(audio[0] + audio[1]) * np.float32(0.5) for audio in signals])
    sides = np.stack([(audio[0] - audio[1]) * np.float32(0.5) for audio in signals])
    tables = []
    for parts in (mids, sides):
        rows = [_meeting(frame, shares)[:, first, second] * twice for frame in spectra(parts)]
        tables.append(np.array(rows, dtype=np.float32))
    return tables[0], tables[1]


def _meeting(frame: NDArray[np.complex64], shares: Array) -> Array:
    """(bands, parts, parts) from one frame (parts, bins)."""
    found = np.empty((shares.shape[0], frame.shape[0], frame.shape[0]), dtype=np.float32)
    for band, share in enumerate(shares):
        inside = np.flatnonzero(share)
        here = frame[:, inside] * np.sqrt(share[inside])
        found[band] = (here @ here.conj().T).real
    return found


def _amplitudes(levels_db: NDArray[np.float64]) -> Array:
    return np.asarray(10.0 ** (levels_db / 20.0), dtype=np.float32)
