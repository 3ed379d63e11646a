"""What the pictures dance to: kick, bass, voice, loudness and spectrum of the song, one value per picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from processing.dsp import envelopes, ffmpeg
from processing.errors import StudioError

RATE = 22_050
BANDS = 48
Curve = NDArray[np.float32]


@dataclass(frozen=True)
class Motion:
    """Curves 0..1, one value per picture; `bands` has the shape (frames, BANDS)."""

    duration_s: float
    frames: int
    fps: int
    kick: Curve
    bass: Curve
    voice: Curve
    loud: Curve
    bands: NDArray[np.float32]


def hear(path: Path) -> Curve:
    """A recording as mono float32 at 22.05 kHz. Raises StudioError `video.no_audio` when nothing can be read."""
    words = f"The sound for the clip could not be read ({path.name}). Render the master again, then the clip."
    if not path.is_file():
        raise StudioError("video.no_audio", words)
    wanted = ["-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "f32le", "pipe:1"]
    try:
        heard = ffmpeg.run([*ffmpeg.reading(path), *wanted]).stdout
    except StudioError as error:
        raise StudioError("video.no_audio", words) from error
    if len(heard) < 4:
        raise StudioError("video.no_audio", words)
    return np.frombuffer(heard, np.float32)


def read(master: Path, stems: Mapping[str, Path], fps: int) -> Motion:
    """Listen to the master, and to the stems where they exist: drums give the kick, bass the bass, vocal the voice."""
    mono = hear(master)
    duration_s = mono.size / RATE
    frames = max(round(duration_s * fps), 1)
    drums = hear(stems["drums"]) if "drums" in stems else mono
    bass = hear(stems["bass"]) if "bass" in stems else envelopes.band(mono, RATE, 40, 160)
    sung = next((hear(stems[name]) for name in ("vocal", "voice", "vocals") if name in stems), None)
    voice = sung if sung is not None else envelopes.band(mono, RATE, 350, 3400)

    def moving(sound: Curve, attack_s: float, release_s: float) -> Curve:
        level = envelopes.levels_db(sound, RATE, fps, frames)
        return envelopes.fall(envelopes.swell(level), fps, attack_s, release_s)

    return Motion(
        duration_s=duration_s,
        frames=frames,
        fps=fps,
        kick=envelopes.hits(envelopes.band(drums, RATE, 35, 130), RATE, fps, frames),
        bass=moving(bass, 0.03, 0.18),
        voice=moving(voice, 0.05, 0.25),
        loud=moving(mono, 0.4, 0.8),
        bands=envelopes.spectrum(mono, RATE, fps, frames, BANDS),
    )
