"""A General MIDI sound bank as a source of instruments, where one is found whose licence we know.

Banks are looked for in the environment (`STUDIO_SOUNDFONT`), in the studio's own folder and where the system's
packages put them. A bank is read once per process; notes are sounded one by one, like those of our synthesisers.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import tinysoundfont

from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE
from processing.engines.compose.house_band.sound.touch import Touch
from processing.engines.compose.house_band.sound.waves import Rng, Samples, settle

SYSTEM_FOLDERS = (Path("/usr/share/sounds/sf2"), Path("/usr/share/sounds/sf3"))
LICENCES = {"fluidr3": "MIT"}
"""Beginning of a bank's file name -> licence of its samples, for banks that play well here."""


@dataclass(frozen=True)
class Bank:
    path: Path
    licence: str

    @property
    def name(self) -> str:
        return self.path.stem


LEAD = round(0.016 * SAMPLE_RATE)
"""Samples of run-in that a recorded note may have before it is heard; they are cut so that it is on time."""
FLUSH = round(0.1 * SAMPLE_RATE)
WIDTH = 0.5
"""Sampled pianos and strings are recorded so wide that half of them is gone in mono."""


def find_bank(folders: Iterable[Path] = ()) -> Bank | None:
    """The bank to play with: the operator's own choice first, then known banks in `folders` and on the system."""
    chosen = os.environ.get("STUDIO_SOUNDFONT", "")
    if chosen and Path(chosen).is_file():
        return Bank(Path(chosen), _licence(Path(chosen)) or "as stated by the operator")
    own = Path(os.environ.get("STUDIO_DATA_DIR", "var")) / "soundfonts"
    for folder in (*folders, own, *SYSTEM_FOLDERS):
        for path in sorted(folder.glob("*.sf[23]")) if folder.is_dir() else ():
            licence = _licence(path)
            if licence:
                return Bank(path, licence)
    return None


def _licence(path: Path) -> str:
    plain = path.name.lower().replace("_", "").replace("-", "")
    return next((licence for start, licence in LICENCES.items() if plain.startswith(start)), "")


def _on_time(note: Samples) -> Samples:
    """The note from where it is first heard, less wide, at peak 1."""
    loud = np.abs(note).max(axis=0)
    start = int(np.argmax(loud[: 4 * LEAD] > 0.12 * loud[: 4 * LEAD].max())) if loud.any() else 0
    start = max(0, min(start - SAMPLE_RATE // 2_000, LEAD))
    note = note[:, start : start + note.shape[1] - LEAD].copy()
    fade = min(SAMPLE_RATE // 2_000, note.shape[1])
    note[:, :fade] *= np.linspace(0, 1, fade, dtype=np.float32)
    middle = note.mean(axis=0)
    return settle(middle + np.float32(WIDTH) * (note - middle))


class BankPlayer:
    """Sounds single notes of one bank. Not for use by two threads at once."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self._synth = tinysoundfont.Synth(gain=0, samplerate=SAMPLE_RATE)
        self._font = self._synth.sfload(str(bank.path))

    def sound(self, touch: Touch, program: int, *, drums: bool = False) -> Samples:
        """One note, (2, samples); silence where the bank lacks the program."""
        synth = self._synth
        synth.program_select(0, self._font, 128 if drums else 0, program, drums)
        key = round(touch.pitch)
        synth.set_tuning(0, touch.pitch - key)
        synth.noteon(0, key, max(1, min(127, round(127 * touch.velocity))))
        frames = np.frombuffer(synth.generate(touch.samples + LEAD), np.float32).reshape(-1, 2)
        note = _on_time(frames.T)
        synth.noteoff(0, key)
        # What still rings would be heard in the next note.
        synth.sounds_off()
        synth.generate(FLUSH)
        return note

    def instrument(self, program: int) -> "BankInstrument":
        return BankInstrument(self, program)


@dataclass(frozen=True)
class BankInstrument:
    """A program of a bank, played like one of our own instruments."""

    player: BankPlayer
    program: int

    def __call__(self, touch: Touch, _rng: Rng) -> Samples:
        return self.player.sound(touch, self.program)


@lru_cache(maxsize=1)
def player_for(bank: Bank) -> BankPlayer:
    """The one player of this process for a bank."""
    return BankPlayer(bank)
