import numpy as np
import pytest

from processing.console.settings import ConsoleSettings, TrackSettings
from processing.dsp.levels import rms_db
from processing.engines.propose_mix.transparent import Transparent
from processing.engines.render_mix.console import Console
from processing.errors import StudioError

RATE = 48_000


def stems(level: float, seed: int = 3) -> dict[str, np.ndarray]:
    dice = np.random.default_rng(seed)
    shape = np.exp(-((np.arange(4 * RATE) / RATE) % 0.5) / 0.1)
    return {
        name: (level * dice.normal(0, 1, (2, 4 * RATE)) * shape).astype(np.float32)
        for name in ("vocals", "drums", "bass", "other")
    }


def residual_db(mix: np.ndarray, whole: np.ndarray) -> float:
    gain = float((mix * whole).sum() / (whole * whole).sum())
    return rms_db(mix - gain * whole) - rms_db(gain * whole)


@pytest.mark.parametrize("level", [0.002, 0.03, 0.3], ids=["quiet", "usual", "beyond full scale"])
def test_the_mix_is_the_sum_and_nothing_else(level: float) -> None:
    tracks = stems(level)
    settings = Transparent().propose(tracks, RATE, genre="rock", wishes={})
    mix = Console().render(tracks, RATE, settings)
    assert residual_db(mix, sum(tracks.values())) < -80.0, "no limiter, no colour"
    read = ConsoleSettings.from_json(settings)
    assert all(t == TrackSettings() for t in read.tracks.values())
    assert read.genre == "rock" and "unity" in read.reasons[0]


def test_a_song_with_room_keeps_its_level() -> None:
    tracks = stems(0.03)
    whole = sum(tracks.values())
    mix = Console().render(tracks, RATE, Transparent().propose(tracks, RATE, genre="", wishes={}))
    assert rms_db(mix) == pytest.approx(rms_db(whole), abs=0.1)


def test_a_wish_moves_the_voice_only() -> None:
    settings = Transparent().propose(stems(0.03), RATE, genre="pop", wishes={"vocal_db": 2.0})
    assert {name: track["gain_db"] for name, track in settings["tracks"].items()} == {
        "vocals": 2.0, "drums": 0.0, "bass": 0.0, "other": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(("tracks", "code"), [({}, "mix.no_tracks"), (stems(0.0), "mix.all_silent")])
def test_nothing_to_hear_is_said(tracks: dict[str, np.ndarray], code: str) -> None:
    with pytest.raises(StudioError) as refused:
        Transparent().propose(tracks, RATE, genre="pop", wishes={})
    assert refused.value.code == code
