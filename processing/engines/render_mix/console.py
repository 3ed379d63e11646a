"""The renderer: stems and a settings document in, a stereo mix out."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from processing.console.settings import STRAIGHT, ConsoleSettings
from processing.dsp.blocks import is_finite
from processing.dsp.levels import Audio, stereo
from processing.dsp.on_disk import like
from processing.engines.contracts import Hear, Progress, silent, unheard
from processing.engines.render_mix.bus import Sum, finished, is_heard
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.plugins import PluginFolder
from processing.engines.render_mix.reuse import Shelf
from processing.engines.render_mix.strip import Rack, check_rate, processed
from processing.errors import StudioError

TRACKS_SHARE = 0.7
THREADS = 2
"""Tracks processed at a time. More would cost memory: a track of ten minutes is a quarter of a gigabyte."""


class Console:
    """Implements `contracts.MixRenderer`. With `cache`, processed tracks are kept there and reused; `plugins` is the
    folder of the plug-ins that may be inserted.

    Tracks are taken from the mapping one at a time and by the caller's thread alone, so a mapping that reads files on
    demand keeps memory low.
    """

    def __init__(self, cache: Path | None = None, plugins: Path | None = None) -> None:
        self._plugins = PluginFolder(plugins)
        self._shelf = Shelf(cache, self._plugins) if cache is not None else None

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

        Raises StudioError `mix.no_tracks`, `mix.track_missing`, `mix.not_finite`, `mix.rate_too_low`,
        `mix.plugin_missing`, `mix.plugin_failed`, `mix.plugin_timed_out` or what reading the document raises.
        """
        check_rate(sample_rate)
        document = ConsoleSettings.from_json(settings)
        names = _names(document, tracks)
        self._plugins.check(document)
        longest = max((tracks[name] for name in names), key=lambda track: track.shape[-1])
        total = Sum(document, like(stereo(longest)), sample_rate)
        del longest
        rack = Rack(sample_rate, Keys(tracks, sample_rate), self._plugins)
        heard = _by_bus(document, [name for name in names if is_heard(document, document.tracks[name])])
        for position, (name, audio) in enumerate(self._strips(document, tracks, heard, rack)):
            progress(TRACKS_SHARE * position / len(heard), f"Processing {name}")
            total.add(name, audio)
            bus = document.tracks[name].bus
            if bus != STRAIGHT and (name == heard[-1] or document.tracks[heard[position + 1]].bus != bus):
                total.close(bus, rack)
            hear(total.dry)
        progress(TRACKS_SHARE, "Adding space")
        mix = total.with_spaces(sample_rate)
        if not is_finite(mix):
            raise StudioError("mix.not_finite", "One of the tracks holds broken samples. Upload or render it again.")
        progress(0.8, "Mix bus")
        mix = finished(mix, rack, document.master, lambda share: progress(0.8 + 0.2 * share, "Mix bus"))
        progress(1.0, "Mix rendered")
        return mix

    def _strips(
        self, document: ConsoleSettings, tracks: Mapping[str, Audio], names: Sequence[str], rack: Rack
    ) -> Iterator[tuple[str, Audio]]:
        """Processed tracks in order, the next ones under way on other threads meanwhile."""
        ahead: deque[tuple[str, Future[Audio]]] = deque()
        pool = ThreadPoolExecutor(THREADS)
        try:
            for name in names:
                while len(ahead) >= THREADS:
                    done, future = ahead.popleft()
                    yield done, future.result()
                ahead.append((name, self._strip(pool, document, tracks, name, rack)))
            while ahead:
                done, future = ahead.popleft()
                yield done, future.result()
        finally:
            # Whatever ends the rendering, a cancelled stage too, must not leave a track at work.
            pool.shutdown(wait=True, cancel_futures=True)

    def _strip(
        self, pool: ThreadPoolExecutor, document: ConsoleSettings, tracks: Mapping[str, Audio], name: str, rack: Rack
    ) -> Future[Audio]:
        settings = document.tracks[name]
        key = self._shelf.key(document, tracks, name, rack.sample_rate) if self._shelf is not None else ""
        kept = self._shelf.take(key) if self._shelf is not None else None
        if kept is not None:
            ready: Future[Audio] = Future()
            ready.set_result(kept)
            return ready
        rack.keys.listen(settings)
        return pool.submit(self._work, stereo(tracks[name]), settings, rack, key)

    def _work(self, audio: Audio, settings: Any, rack: Rack, key: str) -> Audio:
        out = processed(audio, settings, rack)
        if self._shelf is not None:
            self._shelf.put(key, out)
        return out


def _by_bus(document: ConsoleSettings, names: Sequence[str]) -> list[str]:
    """The tracks of a bus stand together, so that only one bus is open at a time."""
    order = [STRAIGHT, *document.buses]
    return sorted(names, key=lambda name: order.index(document.tracks[name].bus))


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
