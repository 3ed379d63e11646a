"""Where the notes come from: our own synthesisers, or a sound bank for the instruments that were once recorded."""

import zlib
from dataclasses import dataclass, field, replace

import numpy as np

from processing.engines.compose.house_band.sound.bank import BankInstrument, BankPlayer
from processing.engines.compose.house_band.sound.kits import KITS, Kit, place, strike
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, weighted_energy
from processing.engines.compose.house_band.sound.touch import Instrument, Touch
from processing.engines.compose.house_band.sound.voices import BANK_KITS, PITCHED, Voice
from processing.engines.compose.house_band.sound.waves import Rng, Samples, count

LAYERS = (0.3, 0.5, 0.68, 0.84, 1.0)
"""Velocities that are really sounded; the level between them is continuous."""
LENGTHS_S = (0.25, 0.5, 1.0, 2.0, 3.0, 4.5, 7.0, 11.0, 18.0)
LONGEST_S = 40.0
NOMINAL = 10 ** (-23.0 / 10)
"""Weighted mean square of the reference note of every voice."""
DRUM_VARIANTS = 4


@dataclass
class Notes:
    """Sounds touches and remembers them. One per song: the same seed sounds the same bytes."""

    seed: int
    bank: BankPlayer | None = None
    tuning_cents: float = 0.0
    _kept: dict[tuple[object, ...], Samples] = field(default_factory=dict)
    _gains: dict[str, float] = field(default_factory=dict)

    def pitched(self, name: str, pitch: float, velocity: float, length_s: float, take: int) -> Samples:
        """A note of a pitched voice, (2, samples) or (samples,), without its release, at the voice's own level."""
        voice = PITCHED[name]
        layer = min(LAYERS, key=lambda v: abs(v - velocity))
        length_s = min(length_s, LONGEST_S)
        if not voice.exact:
            length_s = next((s for s in LENGTHS_S if s >= length_s), LONGEST_S)
        take = take % voice.variants
        key = (name, pitch, layer, length_s, take)
        if key not in self._kept:
            touch = Touch(pitch + self.tuning_cents / 100.0, layer, length_s)
            sound = self._instrument(voice)(touch, self._rng(name, pitch, layer, take))
            self._kept[key] = sound * np.float32(self._gain(name, voice))
        return self._kept[key]

    def struck(self, name: str, piece: int, velocity: float, take: int) -> Samples:
        """A stroke on a drum kit, (2, samples)."""
        layer = min(LAYERS, key=lambda v: abs(v - velocity))
        take = take % DRUM_VARIANTS
        key = (name, piece, layer, take)
        if key not in self._kept:
            hit = strike(self._tuned(KITS[name]), piece, layer, self._rng(name, piece, layer, take))
            if self.bank is not None:
                hit = self._layered(hit, name, piece, layer)
            self._kept[key] = hit
        return self._kept[key]

    def forget(self) -> None:
        """Let the sounded notes go: the next part plays something else."""
        self._kept.clear()

    def _instrument(self, voice: Voice) -> Instrument:
        if self.bank is not None and voice.program is not None:
            return BankInstrument(self.bank, voice.program)
        return voice.instrument

    def _rng(self, name: str, *what: float) -> Rng:
        return np.random.default_rng(
            [self.seed & 0xFFFFFFFF, zlib.crc32(name.encode()), *(round(100 * w) for w in what)]
        )

    def _gain(self, name: str, voice: Voice) -> float:
        """What brings the voice's reference note to the nominal loudness."""
        if name not in self._gains:
            touch = Touch(float(voice.reference), 0.8, 2.0 if voice.exact else 0.6)
            sound = np.atleast_2d(self._instrument(voice)(touch, self._rng(name, 0.0)))
            self._gains[name] = float(np.sqrt(NOMINAL / max(_loud(sound), 1e-9)))
        return self._gains[name]

    def _tuned(self, kit: Kit) -> Kit:
        """Every song has its drums tuned a little differently."""
        rng = self._rng("tuning")
        up, down, edge = 1 + 0.07 * rng.uniform(-1, 1, 3)
        return replace(
            kit,
            kick=replace(kit.kick, low_hz=kit.kick.low_hz * up),
            snare=replace(kit.snare, low_hz=kit.snare.low_hz * down),
            hat=replace(kit.hat, edge_hz=kit.hat.edge_hz * edge),
        )

    def _layered(self, own: Samples, name: str, piece: int, layer: float) -> Samples:
        """The bank's piece over our own, which keeps the transient and the weight."""
        assert self.bank is not None
        touch = Touch(float(piece), layer, own.shape[1] / SAMPLE_RATE)
        recorded = self.bank.sound(touch, BANK_KITS[name], drums=True)
        if not recorded.any():
            return own
        fade = min(count(0.02), recorded.shape[1])
        recorded[:, -fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
        match = np.sqrt(_loud(own) / max(_loud(recorded), 1e-9))
        return own * np.float32(0.6) + place(recorded, 0.0)[:, : own.shape[1]] * np.float32(0.65 * match)


def _loud(sound: Samples) -> float:
    """Weighted mean square of the loudest 0.4 s, channels averaged."""
    hop = count(0.05)
    padded = np.pad(sound, ((0, 0), (0, max(0, 8 * hop - sound.shape[1]))))
    energy = np.mean([weighted_energy(np.ascontiguousarray(side), hop) for side in padded], axis=0)
    return float(np.max(np.convolve(energy, np.ones(8) / 8, "valid")))
