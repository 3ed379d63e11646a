"""A learned balance: levels and pans by a differentiable mixing console's network, everything else by the rules.

The network has heard few voices and knows no genre, so that its levels are kept within sight of those of the rules.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.console.settings import ConsoleSettings
from processing.dsp.levels import Audio, gain_to_db, mono, stereo
from processing.dsp.loudness import SILENCE_LUFS, integrated_lufs
from processing.dsp.resample import resample
from processing.engines.contracts import Progress, silent
from processing.engines.propose_mix.console_net import RATE, ConsoleNet, pieces
from processing.engines.propose_mix.listening import cut, excerpts, sounding
from processing.engines.propose_mix.roles import role_of
from processing.engines.propose_mix.rules import Rules
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.strip import Rack, processed

PIECE_S = 6.0
HEARD_PEAK_DBFS = -12.0
"""The peak at which the network was taught to hear every track."""
GAIN_RANGE_DB = (-48.0, 24.0)
FAR_DB = {"vocal": 3.0}
FAR_OTHERS_DB = 8.0
"""How far a level may be from the one that the rules would set."""
PAN_MOST = {"vocal": 0.0, "bass": 0.0, "drums": 0.1, "instrumental": 0.0}
PAN_OTHERS_MOST = 0.6


class LearnedConsole:
    """Implements `contracts.MixProposer` with an operator's checkpoint."""

    def __init__(self, weights: Path) -> None:
        self._net = ConsoleNet(weights)

    def propose(
        self,
        tracks: Mapping[str, Audio],
        sample_rate: int,
        *,
        genre: str,
        wishes: Mapping[str, float],
        reference: Audio | None = None,
        progress: Progress = silent,
    ) -> dict[str, Any]:
        """Return a ConsoleSettings document with `reasons`; raises what the rules raise."""
        document = Rules().propose(tracks, sample_rate, genre=genre, wishes=wishes)
        settings = ConsoleSettings.from_json(document)
        progress(0.5, "Listening with the learned console")
        places = _places(tracks, sample_rate)
        heard = cut(tracks, places)
        names = [name for name in heard if integrated_lufs(heard[name], sample_rate) > SILENCE_LUFS]
        numbers = self._net.numbers(np.stack([_as_taught(heard[name], sample_rate) for name in names]))
        levels = _levels(settings, {name: heard[name] for name in names}, sample_rate, numbers[:, 0])
        reasons = list(settings.reasons)
        placed = dict(settings.tracks)
        for name, pan_share in zip(names, numbers[:, 1], strict=True):
            most = PAN_MOST.get(role_of(name), PAN_OTHERS_MOST)
            pan = round(float(np.clip(2.0 * pan_share - 1.0, -most, most)), 2)
            placed[name] = replace(placed[name], gain_db=levels[name], pan=pan)
            moved_db = levels[name] - settings.tracks[name].gain_db
            reasons.append(f"{_title(name)}: {moved_db:+.1f} dB and pan {pan:+.2f} as the learned console heard it.")
        return replace(settings, tracks=placed, reasons=tuple(reasons)).to_json()


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _places(tracks: Mapping[str, Audio], sample_rate: int) -> list[slice]:
    """The busiest places of the song: where the voice sounds, or else the loudest track."""
    samples = max(audio.shape[-1] for audio in tracks.values())
    voices = [name for name in tracks if role_of(name) == "vocal"] or list(tracks)
    leading = max(voices, key=lambda name: float(np.square(tracks[name]).mean()))
    active = sounding(stereo(tracks[leading]), sample_rate)
    return list(excerpts(samples, active, sample_rate))


def _as_taught(audio: Audio, sample_rate: int) -> NDArray[np.float32]:
    """(pieces, samples) at the network's rate, mono, at the peak it knows."""
    signal = resample(mono(audio), sample_rate, RATE)
    peak = float(np.abs(signal).max())
    scale = 10.0 ** (HEARD_PEAK_DBFS / 20.0) / max(peak, 1e-6)
    return pieces(signal * np.float32(scale), round(PIECE_S * RATE))


def _levels(
    settings: ConsoleSettings, heard: Mapping[str, Audio], sample_rate: int, shares: NDArray[np.float32]
) -> dict[str, float]:
    """Faders that give each track behind its strip the level that the network asked for, near those of the rules."""
    rack, wanted = Rack(sample_rate, Keys(heard, sample_rate)), {}
    low_db, high_db = GAIN_RANGE_DB
    for (name, audio), share in zip(heard.items(), shares, strict=True):
        strip = replace(settings.tracks[name], sidechain=None, unmasking=None)
        out_lufs = integrated_lufs(processed(audio, strip, rack), sample_rate)
        peak_db = gain_to_db(float(np.abs(mono(audio)).max()))
        asked_lufs = integrated_lufs(audio, sample_rate) + HEARD_PEAK_DBFS - peak_db
        asked_lufs += low_db + float(share) * (high_db - low_db)
        wanted[name] = asked_lufs - max(out_lufs, SILENCE_LUFS)
    # Only distances between tracks are the network's business, the mix bus sets the level of all.
    off = {name: wanted[name] - settings.tracks[name].gain_db for name in wanted}
    middle = float(np.median(list(off.values()))) if off else 0.0
    levels = {}
    for name in wanted:
        far = FAR_DB.get(role_of(name), FAR_OTHERS_DB)
        moved_db = float(np.clip(off[name] - middle, -far, far))
        levels[name] = round(float(np.clip(settings.tracks[name].gain_db + moved_db, low_db, high_db)), 1)
    return levels
