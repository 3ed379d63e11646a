import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from processing.console.settings import ConsoleSettings
from processing.dsp.levels import Audio, db_to_gain
from processing.engines.propose_mix.rules import Rules
from processing.errors import StudioError
from tests.processing.engines.band import RATE, band

BAND = band(6.0, seed=6)


def propose(tracks: Mapping[str, Audio], genre: str = "pop", **wishes: float) -> dict[str, Any]:
    return Rules().propose(tracks, RATE, genre=genre, wishes=wishes)


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    return propose(BAND)


def with_gain(name: str, gain_db: float) -> dict[str, Audio]:
    return {n: a * np.float32(db_to_gain(gain_db if n == name else 0.0)) for n, a in BAND.items()}


def test_the_proposal_is_a_readable_document(plain: dict[str, Any]) -> None:
    settings = ConsoleSettings.from_json(json.loads(json.dumps(plain)))
    assert list(settings.tracks) == list(BAND)
    assert settings.tracks["vocal"].highpass_hz == 90.0
    assert settings.tracks["harmony"].unmasking is not None
    for name in BAND:
        assert any(reason.startswith(name.capitalize()) for reason in settings.reasons)


@pytest.mark.parametrize("shift_db", [-14.0, 14.0])
def test_the_recording_level_of_the_voice_does_not_matter(plain: dict[str, Any], shift_db: float) -> None:
    before, after = plain["tracks"]["vocal"], propose(with_gain("vocal", shift_db))["tracks"]["vocal"]
    assert after["trim_db"] == pytest.approx(before["trim_db"] - shift_db, abs=0.011)
    assert after["gain_db"] == pytest.approx(before["gain_db"], abs=0.11)
    steady = before.keys() - {"trim_db", "gain_db"}
    assert {name: after[name] for name in steady} == {name: before[name] for name in steady}


def test_wishes_nudge(plain: dict[str, Any]) -> None:
    wished = propose(BAND, vocal_db=2.0, brightness=1.0, space=1.0, energy=1.0)
    before, after = plain["tracks"]["vocal"], wished["tracks"]["vocal"]
    assert 1.0 < after["gain_db"] - before["gain_db"] < 3.0
    assert after["sends_db"]["hall"] == before["sends_db"]["hall"] + 6.0
    assert wished["master"]["eq"][0]["gain_db"] == 1.5 and plain["master"]["eq"] == ()
    assert wished["master"]["glue"]["threshold_db"] < plain["master"]["glue"]["threshold_db"]


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"reverb": 1.0}, "mix.wish_unknown"),
        ({"space": 2.0}, "mix.wish_out_of_range"),
        ({"vocal_db": float("nan")}, "mix.wish_out_of_range"),
    ],
)
def test_wishes_beyond_the_console_are_refused(wishes: dict[str, float], code: str) -> None:
    with pytest.raises(StudioError) as refused:
        propose(BAND, **wishes)
    assert refused.value.code == code


def test_the_bass_is_ducked_only_where_it_covers_the_kick() -> None:
    rhythm = {name: BAND[name] for name in ("drums", "harmony")}
    seconds = np.arange(BAND["bass"].shape[1]) / RATE
    low, high = (np.float32(0.3) * np.sin(2 * np.pi * hz * seconds).astype(np.float32) for hz in (65.0, 900.0))
    clashing, apart = (propose({**rhythm, "bass": np.stack([t, t])})["tracks"]["bass"] for t in (low, high))
    assert clashing["sidechain"]["source"] == "drums" and clashing["sidechain"]["depth_db"] >= 5.0
    assert apart["sidechain"] is None


def test_a_track_far_from_the_balance_is_brought_back() -> None:
    loud = propose(with_gain("texture", 25.0))
    assert any(reason.startswith("Texture: -") for reason in loud["reasons"])


def test_without_a_voice() -> None:
    backing = {n: a for n, a in BAND.items() if n != "vocal"}
    assert all(track["unmasking"] is None for track in propose(backing)["tracks"].values())


def test_a_voice_alone_and_over_one_instrumental() -> None:
    alone = propose({"vocal": BAND["vocal"]})
    assert alone["tracks"]["vocal"]["gain_db"] == 0.0
    instrumental = np.sum([a for n, a in BAND.items() if n != "vocal"], axis=0)
    pair = propose({"vocal": BAND["vocal"], "instrumental": instrumental})
    assert pair["tracks"]["instrumental"]["unmasking"]["source"] == "vocal"
    assert pair["tracks"]["instrumental"]["sends_db"] == {}


def test_silent_tracks() -> None:
    silent = {**BAND, "vocal": np.zeros_like(BAND["vocal"])}
    assert "Vocal: left alone, it is silent." in propose(silent)["reasons"]
    with pytest.raises(StudioError, match=r"mix\.all_silent"):
        propose({"vocal": np.zeros((2, RATE), dtype=np.float32)})
    with pytest.raises(StudioError, match=r"mix\.no_tracks"):
        propose({})


def test_harsh_out_of_phase_and_uneven_voices_are_treated() -> None:
    voice = BAND["vocal"].copy()
    voice[:, : voice.shape[1] // 2] *= np.float32(0.2)
    hiss = np.random.default_rng(1).standard_normal(voice.shape[1]) * (np.arange(voice.shape[1]) % 12000 < 2000)
    voice += np.diff(hiss, prepend=0.0).astype(np.float32) * np.float32(0.3)
    voice[1] *= np.float32(-0.8)
    track = propose({"vocal": voice, "harmony": BAND["harmony"]})["tracks"]["vocal"]
    assert track["de_esser"]["range_db"] >= 3.0
    assert track["width"] < 1.0


def test_pairs_of_mono_tracks_go_to_their_sides_and_a_slow_rate_is_refused() -> None:
    mono = BAND["harmony"][:1]
    tracks = propose({"Gtr L": mono, "Gtr R": mono[:, : -RATE // 2], "Vox": BAND["vocal"]})["tracks"]
    assert [tracks[name]["pan"] for name in ("Gtr L", "Gtr R", "Vox")] == [-0.7, 0.7, 0.0]
    with pytest.raises(StudioError, match=r"mix\.rate_too_low"):
        Rules().propose({"drums": mono}, 22_050, genre="pop", wishes={})


def test_long_songs_are_judged_by_excerpts() -> None:
    tracks = {"vocal": np.tile(BAND["vocal"], (1, 7)), "harmony": np.tile(BAND["harmony"], (1, 7))[:, :-RATE]}
    short = {n: BAND[n] for n in tracks}
    long_gain, short_gain = (propose(t)["tracks"]["vocal"]["gain_db"] for t in (tracks, short))
    assert long_gain == pytest.approx(short_gain, abs=1.0)
