"""What keyed devices listen to, worked out once per source track. Independent of recording levels."""

from collections.abc import Mapping, Sequence

from processing.console.settings import BusSettings, TrackSettings
from processing.dsp.dynamic_eq import voice_keys
from processing.dsp.filters import Curve
from processing.dsp.levels import Audio, stereo
from processing.dsp.sidechain import kick_curve


class Keys:
    """Reads a source from `tracks` when it is first listened to. `listen` beforehand where two threads will ask."""

    def __init__(self, tracks: Mapping[str, Audio], sample_rate: int) -> None:
        self._tracks, self._sample_rate = tracks, sample_rate
        self._kicks: dict[str, Curve] = {}
        self._voices: dict[str, list[Curve]] = {}

    def kick(self, source: str) -> Curve:
        if source not in self._kicks:
            self._kicks[source] = kick_curve(stereo(self._tracks[source]), self._sample_rate)
        return self._kicks[source]

    def voice(self, source: str) -> Sequence[Curve]:
        if source not in self._voices:
            self._voices[source] = voice_keys(stereo(self._tracks[source]), self._sample_rate)
        return self._voices[source]

    def listen(self, strip: TrackSettings | BusSettings) -> None:
        """Work out what this strip will ask for."""
        if strip.sidechain and strip.sidechain.depth_db:
            self.kick(strip.sidechain.source)
        if strip.unmasking and strip.unmasking.depth_db:
            self.voice(strip.unmasking.source)
