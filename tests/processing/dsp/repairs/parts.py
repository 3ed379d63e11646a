"""A song in parts that add up to it."""

import numpy as np

from tests.processing.dsp.pathologies.songs import Song, band

SECONDS = 6


def split(song: Song) -> dict[str, Song]:
    """Parts that add up to the song."""
    bass = band(song, 0, 180)
    centre = np.stack([song.mean(axis=0)] * 2)
    vocals = np.float32(0.7) * band(centre, 300, 4_000)
    drums = np.float32(0.5) * band(centre, 4_000, 20_000)
    return {"vocals": vocals, "drums": drums, "bass": bass, "other": song - bass - vocals - drums}
