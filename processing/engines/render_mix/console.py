"""The renderer: stems and a settings document in, a stereo mix out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from processing.console.settings import ConsoleSettings
from processing.dsp.levels import Audio, stereo
from processing.engines.contracts import Hear, Progress, silent, unheard
from processing.engines.render_mix.bus import Sum, finished
from processing.engines.render_mix.reuse import Shelf
from processing.engines.render_mix.strip import Keys, processed
from processing.errors import StudioError

TRACKS_SHARE = 0.7


class Console:
    """Implements `contracts.MixRenderer`. With `cache`, processed tracks are kept there and reused.

    Tracks are taken from the mapping one at a time, so a mapping that reads files on demand keeps memory low.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._shelf = Shelf(cache) if cache is not None else None

    def render(
        self,
        tracks: Mapping[str, Audio],
        sample_rate: int,
        settings: Mapping[str, Any],
        *,
        progress: Progress = silent,
        hear: Hear = unheard,
    ) -> Audio:
        """Return the mix (2, samples), as long as the longest track, at the document's loudness and ceiling.

        Raises StudioError `mix.no_tracks`, `mix.track_missing`, `mix.not_finite` or what reading the document raises.
        """
        document = ConsoleSettings.from_json(settings)
        names = _names(document, tracks)
        total = Sum(document, max(tracks[name].shape[-1] for name in names))
        keys = Keys(tracks, sample_rate)
        for position, name in enumerate(names):
            progress(TRACKS_SHARE * position / len(names), f"Processing {name}")
            if not document.tracks[name].muted:
                total.add(name, self._track(document, tracks, name, sample_rate, keys))
                hear(total.dry)
        progress(TRACKS_SHARE, "Adding space")
        mix = total.with_spaces(sample_rate)
        if not np.isfinite(mix).all():
            raise StudioError("mix.not_finite", "One of the tracks holds broken samples. Upload or render it again.")
        progress(0.8, "Mix bus")
        mix = finished(mix, sample_rate, document.master, lambda share: progress(0.8 + 0.2 * share, "Mix bus"))
        progress(1.0, "Mix rendered")
        return mix

    def _track(
        self, document: ConsoleSettings, tracks: Mapping[str, Audio], name: str, sample_rate: int, keys: Keys
    ) -> Audio:
        if self._shelf is None:
            return processed(tracks[name], sample_rate, document.tracks[name], keys)
        key = self._shelf.key(document, tracks, name, sample_rate)
        audio = self._shelf.take(key)
        if audio is None:
            audio = processed(stereo(tracks[name]), sample_rate, document.tracks[name], keys)
            self._shelf.put(key, audio)
        return audio


def _names(document: ConsoleSettings, tracks: Mapping[str, Audio]) -> list[str]:
    """Tracks in the document's order. Audio that the document does not name is refused, not dropped in silence."""
    if not tracks:
        raise StudioError("mix.no_tracks", "There is nothing to mix: give at least one track.")
    missing = sorted(set(document.tracks) ^ set(tracks))
    if missing:
        raise StudioError(
            "mix.track_missing",
            f"The settings and the tracks do not agree about: {', '.join(missing)}. Propose new settings.",
            tracks=missing,
        )
    return list(document.tracks)
