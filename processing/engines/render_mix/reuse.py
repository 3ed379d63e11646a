"""Processed tracks kept between renderings: only what a changed value touches is worked out again.

A fader, a pan, a send or the bus changes no processed track. A track's key is made of its sound, the sound of what
keys it, and the settings before its fader.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

import numpy as np

from processing.console.settings import ConsoleSettings, TrackSettings
from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio
from processing.engines.render_mix.plugins import PluginFolder

BEHIND_THE_STRIP = ("gain_db", "rides", "pan", "muted", "bus", "sends_db")
STRIP_VERSION = 1
"""Raise it when the sound of a channel strip changes, so that nothing old is reused."""


def track_key(settings: ConsoleSettings, name: str) -> str:
    """Changes with every setting that changes the processed track `name`, and with no other."""
    return _digest({"version": STRIP_VERSION, "track": _strip(settings.tracks[name])})


def bus_key(settings: ConsoleSettings) -> str:
    """Changes with faders, pans, mutes, sends, spaces, buses and the master: what is summed after the strips."""
    faders = {n: {k: asdict(t)[k] for k in BEHIND_THE_STRIP} for n, t in settings.tracks.items()}
    groups = {"buses": _plain(settings.buses), "spaces": _plain(settings.spaces)}
    return _digest({"faders": faders, **groups, "master": asdict(settings.master)})


def sound_key(audio: Audio) -> str:
    """A digest of the samples and their shape."""
    digest = hashlib.blake2b(str(audio.shape).encode(), digest_size=16)
    for piece in _pieces(audio):
        digest.update(piece)
    return digest.hexdigest()


class Shelf:
    """Processed tracks in a folder, each under its key. Two renderings may share it."""

    def __init__(self, folder: Path, plugins: PluginFolder | None = None) -> None:
        self._folder, self._plugins = folder, plugins or PluginFolder()
        self._sounds: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def key(self, settings: ConsoleSettings, tracks: Mapping[str, Audio], name: str, sample_rate: int) -> str:
        track = settings.tracks[name]
        sources = [part.source for part in (track.sidechain, track.unmasking) if part is not None]
        sounds = [self._sound(tracks, source) for source in [name, *sources]]
        plugin = self._plugins.mark(track.insert) if track.insert else ""
        return _digest({"strip": track_key(settings, name), "sounds": sounds, "rate": sample_rate, "plugin": plugin})

    def take(self, key: str) -> Audio | None:
        path = self._folder / f"{key}.npy"
        if not path.exists():
            return None
        # Only to be read: what would be written into it does not stay.
        kept: Audio = np.load(path, mmap_mode="c")
        return np.asarray(kept)

    def put(self, key: str, audio: Audio) -> None:
        # A rendering that dies half-way must not leave half a track under a valid name.
        unfinished = self._folder / f"{key}.{uuid4().hex}.part"
        with unfinished.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(audio))
            for piece in _pieces(audio):
                file.write(piece)
        os.replace(unfinished, self._folder / f"{key}.npy")

    def _sound(self, tracks: Mapping[str, Audio], name: str) -> str:
        if name not in self._sounds:
            self._sounds[name] = sound_key(tracks[name])
        return self._sounds[name]


def _pieces(audio: Audio) -> Iterator[bytes]:
    """The samples row by row, as they lie in memory."""
    for row in np.atleast_2d(audio):
        for span in stretches(row):
            yield row[span].tobytes()


def _strip(track: TrackSettings) -> dict[str, object]:
    return {k: v for k, v in asdict(track).items() if k not in BEHIND_THE_STRIP}


def _plain(members: Mapping[str, object]) -> dict[str, object]:
    return {name: asdict(member) for name, member in members.items()}  # type: ignore[call-overload]


def _digest(data: object) -> str:
    return hashlib.blake2b(json.dumps(data, sort_keys=True).encode(), digest_size=16).hexdigest()
