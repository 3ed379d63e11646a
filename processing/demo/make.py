"""Make the demo song's material in a folder."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from processing.demo import lyrics, melody
from processing.demo.reference import reference
from processing.demo.voice import sing
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE

SEED = 7


@dataclass(frozen=True)
class DemoMaterial:
    """What an artist would bring: words, a voice, a reference and a brief. Files lie where `make` was told."""

    title: str
    lyrics: str
    vocal: Path
    reference: Path
    genre: str
    mood: str
    bpm: float
    meter: str
    key: str


def make(folder: Path) -> DemoMaterial:
    """Synthesise the demo song's vocal (mono WAV, 24 bit) and reference (stereo FLAC, 24 bit) into `folder`.

    The same bytes each time, about ten seconds of work. The folder is created where it is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    vocal, other = folder / "paper-lanterns-vocal.wav", folder / "reference.flac"
    take = sing(melody.sung(), melody.duration_s(), seed=SEED)
    soundfile.write(vocal, take.astype(np.float32), SAMPLE_RATE, subtype="PCM_24")
    soundfile.write(other, reference(seed=SEED).T, SAMPLE_RATE, subtype="PCM_24")
    return DemoMaterial(
        title=lyrics.TITLE,
        lyrics=lyrics.text(),
        vocal=vocal,
        reference=other,
        genre="pop",
        mood="hopeful",
        bpm=melody.BPM,
        meter=melody.METER,
        key=melody.KEY,
    )


def sing_take(path: Path, sections: melody.Sections, tunes: melody.Tunes, *, seed: int) -> Path:
    """Another song's voice: mono WAV, 24 bit, at the demo song's tempo and key."""
    take = sing(melody.sung(sections, tunes), melody.duration_s(sections), seed=seed)
    soundfile.write(path, take.astype(np.float32), SAMPLE_RATE, subtype="PCM_24")
    return path
