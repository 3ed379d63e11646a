"""Consoles put to the proof: rendered, measured against the portrait of a reference, checked as a mix is checked."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from processing.console.settings import ConsoleSettings
from processing.dsp.levels import Audio, stereo
from processing.dsp.loudness import integrated_lufs
from processing.dsp.qc import Check, gate
from processing.engines.propose_mix.likeness import Portrait, distance, parts, portrait, powers
from processing.engines.propose_mix.listening import only, sounding
from processing.engines.propose_mix.roles import role_of
from processing.engines.render_mix.console import Console
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.strip import Rack, fader_gain, processed

VOICE_MOST_LU = 1.5
"""How far the voice may end up from where the rules put it against the backing."""


class Proof:
    """Renders each console once and remembers what it measured. `excerpt` is a few seconds of `tracks`."""

    def __init__(
        self, tracks: Mapping[str, Audio], excerpt: Mapping[str, Audio], sample_rate: int, wanted: Portrait
    ) -> None:
        self._tracks, self._excerpt, self._rate, self._wanted = tracks, excerpt, sample_rate, wanted
        self._portraits: dict[str, Portrait] = {}
        self._mixes: dict[str, Audio] = {}

    def distance_of(self, settings: ConsoleSettings) -> float:
        return distance(self._portrait(settings), self._wanted)

    def parts_of(self, settings: ConsoleSettings) -> dict[str, float]:
        return parts(self._portrait(settings), self._wanted)

    def excerpt_checks(self, settings: ConsoleSettings) -> list[Check]:
        mix = self._rendered(settings)
        return gate(mix, mix, self._rate, settings.master.loudness_lufs)

    def holds(self, settings: ConsoleSettings, rules: ConsoleSettings) -> bool:
        """Whether the whole song passes what the rules' mix passes, and the voice stays where it belongs."""
        if abs(self._voice_over_lu(settings) - self._voice_over_lu(rules)) > VOICE_MOST_LU:
            return False
        failed = set(fails(self._whole(settings)))
        return not failed or failed <= set(fails(self._whole(rules)))

    def _portrait(self, settings: ConsoleSettings) -> Portrait:
        key = str(settings.to_json())
        if key not in self._portraits:
            self._portraits[key] = portrait(*powers(self._rendered(settings), self._rate))
        return self._portraits[key]

    def _rendered(self, settings: ConsoleSettings) -> Audio:
        key = str(settings.to_json())
        if key not in self._mixes:
            self._mixes[key] = Console().render(self._excerpt, self._rate, settings.to_json())
        return self._mixes[key]

    def _whole(self, settings: ConsoleSettings) -> list[Check]:
        mix = Console().render(self._tracks, self._rate, settings.to_json())
        return gate(mix, mix, self._rate, settings.master.loudness_lufs)

    @cached_property
    def _voices(self) -> list[str]:
        return [name for name in self._excerpt if role_of(name) == "vocal" and np.any(self._excerpt[name])]

    def _voice_over_lu(self, settings: ConsoleSettings) -> float:
        """The voice over everything else (LU) while it sings, as the console makes them."""
        if not self._voices:
            return 0.0
        rack = Rack(self._rate, Keys(self._excerpt, self._rate))
        active = sounding(stereo(self._excerpt[self._voices[0]]), self._rate)
        voice, backing = (np.zeros_like(stereo(self._excerpt[self._voices[0]])) for _ in range(2))
        for name, track in settings.tracks.items():
            out = processed(self._excerpt[name], track, rack) * np.float32(fader_gain(track))
            target = voice if name in self._voices else backing
            target += out
        levels = [integrated_lufs(only(part, active, self._rate), self._rate) for part in (voice, backing)]
        return levels[0] - levels[1]


def fails(checks: Sequence[Check]) -> list[str]:
    """The names of the checks that a mix does not pass."""
    return [check.check for check in checks if not check.passed]
