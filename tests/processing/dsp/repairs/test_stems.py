"""Stems are mended where the song is ill, and what makes the whole worse is taken back."""

import numpy as np
import pytest

from processing.dsp.pathologies.diagnosis import diagnose
from processing.dsp.repairs import repair as desk
from processing.dsp.repairs.stems import Judged, mixed, restore_song, restore_stem
from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE, Song, band

SECONDS = 6


def split(song: Song) -> dict[str, Song]:
    """Parts that add up to the song."""
    bass = band(song, 0, 180)
    centre = np.stack([song.mean(axis=0)] * 2)
    vocals = np.float32(0.7) * band(centre, 300, 4_000)
    drums = np.float32(0.5) * band(centre, 4_000, 20_000)
    return {"vocals": vocals, "drums": drums, "bass": bass, "other": song - bass - vocals - drums}


@pytest.fixture(scope="module")
def healthy() -> Song:
    return songs.healthy()[:, : SECONDS * RATE]


@pytest.fixture(scope="module")
def wide(healthy: Song) -> Song:
    return songs.with_wide_bass(healthy)


@pytest.fixture(scope="module")
def judged(wide: Song) -> Judged:
    return restore_song(split(wide), RATE)


def test_a_healthy_song_comes_back_as_the_very_same_stems(healthy: Song) -> None:
    stems = split(healthy)
    judged = restore_song(stems, RATE)
    assert judged.kept == judged.withheld == ()
    assert all(judged.stems[source]() is stems[source] for source in stems)


def test_the_song_gets_better_through_its_stems(wide: Song, judged: Judged) -> None:
    before, after = ({fault.code: fault for fault in faults} for faults in (judged.before, judged.after))
    assert before["wide_bass"].found and not after["wide_bass"].found
    assert "bass" in judged.kept
    assert all(after[code].severity <= before[code].severity + desk.HARM for code in after if code != "soft_transients")
    now = diagnose(mixed(load() for load in judged.stems.values()), RATE)
    assert [fault.value for fault in now] == [fault.value for fault in judged.after]


def test_only_stems_that_take_part_are_touched(wide: Song, judged: Judged) -> None:
    untouched = set(judged.stems) - set(judged.kept)
    assert untouched
    stems = split(wide)
    assert all(np.array_equal(judged.stems[source](), stems[source]) for source in untouched)


def test_what_makes_the_whole_worse_is_taken_back(wide: Song, monkeypatch: pytest.MonkeyPatch) -> None:
    """Good for the stem, bad for the song: the bass comes back mono and with a haze that a bass alone cannot have."""
    whole = desk.REMEDIES["mono_bass"]

    def shiny_bass(audio: Song, rate: int, amount: float) -> Song:
        mended = whole(audio, rate, amount)
        haze = np.random.default_rng(1).standard_normal((1, audio.shape[1])).astype(np.float32)
        return mended + 0.3 * band(haze, 8_000, 12_000)

    monkeypatch.setitem(desk.REMEDIES, "mono_bass", shiny_bass)
    stems = split(wide)
    judged = restore_song({"bass": stems["bass"], "other": wide - stems["bass"]}, RATE)
    assert [one["remedy"] for one in judged.withheld] == ["mono_bass"]
    assert "worse" in judged.withheld[0]["words"]
    assert "mono_bass" not in {step.remedy for step in judged.steps["bass"] if step.kept}
    shimmer = [next(f.severity for f in faults if f.code == "shimmer") for faults in (judged.before, judged.after)]
    assert shimmer[1] <= shimmer[0] + desk.HARM


@pytest.mark.parametrize(("source", "mended"), [("vocals", True), ("drums", False), ("other", False)])
def test_only_a_voice_is_denoised(source: str, mended: bool, healthy: Song) -> None:
    hissing = songs.with_noise(healthy)
    steps = restore_stem(source, hissing, RATE, ["noise"]).steps
    assert any(step.remedy == "denoise" and step.kept for step in steps) is mended


def test_an_amount_of_nothing_leaves_a_remedy_out(wide: Song) -> None:
    bass = split(wide)["bass"]
    assert restore_stem("bass", bass, RATE, ["wide_bass"], amounts={"mono_bass": 0.0}).audio is bass
    assert restore_stem("bass", bass, RATE, ["wide_bass"], without=["mono_bass"]).audio is bass
    assert restore_stem("bass", bass, RATE, []).audio is bass
