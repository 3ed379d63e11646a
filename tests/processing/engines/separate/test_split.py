"""The studio's own split: sums to the input, tells parts apart better than the mix does, and calls itself a preview."""

import numpy as np
import pytest

from processing.engines.contracts import Audio
from processing.engines.contracts.restoring import Separation
from processing.engines.separate.choosing import choose, likeness
from processing.engines.separate.spectra import sound, spectrum
from processing.engines.separate.split import Split
from processing.engines.separate.voice_masks import METHODS, STEREO_ONLY
from processing.errors import StudioError
from tests.processing.engines.band import RATE, band
from tests.processing.engines.separate.models import noise, residual_dbfs

SECONDS = 6.0


@pytest.fixture(scope="module")
def stems() -> dict[str, Audio]:
    """A band whose instruments stand at the sides, a voice in the middle."""
    found = band(SECONDS, 3)
    sides = {"harmony": (1.0, 0.2), "lead": (0.2, 1.0), "texture": (1.0, 0.3)}
    for name, gains in sides.items():
        found[name] = found[name][:1] * np.array(gains, np.float32)[:, None]
    found["vocal"] = np.repeat(found["vocal"][:1], 2, axis=0)
    return found


@pytest.fixture(scope="module")
def mix(stems: dict[str, Audio]) -> Audio:
    return np.sum(list(stems.values()), axis=0, dtype=np.float32)


@pytest.fixture(scope="module")
def made(mix: Audio) -> Separation:
    return Split().separate(mix, RATE)


def si_sdr_db(estimate: Audio, truth: Audio) -> float:
    scaled = truth * (np.vdot(estimate, truth) / np.vdot(truth, truth))
    return float(10.0 * np.log10(np.vdot(scaled, scaled) / np.sum(np.square(estimate - scaled))))


def test_each_part_is_told_apart_better_than_in_the_mix(mix: Audio, stems: dict[str, Audio], made: Separation) -> None:
    truth = {"vocals": stems["vocal"], "drums": stems["drums"], "bass": stems["bass"]}
    gained = {name: si_sdr_db(made.stems[name], part) - si_sdr_db(mix, part) for name, part in truth.items()}
    assert min(gained.values()) > 2.0, gained
    assert set(made.stems) == {"vocals", "drums", "bass", "other"}


def test_it_says_that_it_is_a_preview_and_how_sure_it_is(made: Separation) -> None:
    facts = made.facts
    assert facts["preview"] is True and 0.0 <= facts["confidence"] <= 1.0
    assert facts["method"] in METHODS and any("preview" in words for words in facts["words"])


@pytest.mark.parametrize(
    ("samples", "channels", "rate"), [(1, 2, 48_000), (777, 1, 48_000), (50_001, 2, 44_100), (30_000, 1, 22_050)]
)
def test_short_odd_and_mono_sounds_keep_their_length_and_sum(samples: int, channels: int, rate: int) -> None:
    audio = noise(samples, channels)
    made = Split().separate(audio, rate)
    assert {stem.shape for stem in made.stems.values()} == {(2, samples)}
    assert residual_dbfs(made.stems, audio) < -60.0


@pytest.mark.parametrize("audio", [np.zeros((2, 48_000), np.float32), np.full((2, 48_000), 0.5, np.float32)])
def test_silence_and_standing_still_come_through(audio: Audio) -> None:
    made = Split().separate(audio, RATE)
    assert all(np.isfinite(stem).all() for stem in made.stems.values())
    assert residual_dbfs(made.stems, audio) < -60.0


def test_what_was_not_asked_for_lies_in_other(mix: Audio) -> None:
    made = Split().separate(mix[:, : 2 * RATE], RATE, ("vocals", "other"))
    assert set(made.stems) == {"vocals", "other"}
    assert residual_dbfs(made.stems, mix[:, : 2 * RATE]) < -60.0


def test_in_mono_nobody_asks_where_the_voice_stands(mix: Audio) -> None:
    both = np.repeat(mix.mean(axis=0, keepdims=True), 2, axis=0)
    choice = choose(both, RATE, progress=lambda _part, _words: None)
    assert not set(choice.likeness) & set(STEREO_ONLY)


def test_a_clean_split_moves_less_alike_than_a_blurred_one(mix: Audio, stems: dict[str, Audio]) -> None:
    size = 4096
    spectra, voice = spectrum(mix, size), spectrum(stems["vocal"], size)
    rest = spectrum(mix - stems["vocal"], size)
    power = [np.mean(np.square(np.abs(one)), axis=0) for one in (voice, rest)]
    ideal = (power[0] / np.maximum(power[0] + power[1], 1e-20)).astype(np.float32)
    assert likeness(spectra, ideal) < likeness(spectra, 0.5 * ideal + 0.25) < 0.95


def test_it_can_be_stopped(mix: Audio) -> None:
    def progress(part: float, _words: str) -> None:
        if part > 0.2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Split().separate(mix, RATE, progress=progress)


def test_spectra_go_back_to_the_very_sound() -> None:
    audio = noise(10_007)
    assert np.abs(sound(spectrum(audio, 1024), 1024, audio.shape[1]) - audio).max() < 1e-5


def test_of_two_noises_it_is_not_sure(mix: Audio) -> None:
    dice = np.random.default_rng(4).standard_normal((2, 6 * RATE)).astype(np.float32)
    sure, unsure = (choose(song, RATE, progress=lambda _part, _words: None).confidence for song in (mix, 0.1 * dice))
    assert sure > 0.4 and unsure < 0.2


def test_what_no_engine_can_take_apart_is_refused() -> None:
    with pytest.raises(StudioError) as refused:
        Split().separate(np.zeros((6, RATE), np.float32), RATE)
    assert refused.value.code == "audio.too_many_channels"
    with pytest.raises(StudioError) as refused:
        Split().separate(np.zeros((2, RATE), np.float32), RATE, ("vocals", "kazoo"))
    assert refused.value.code == "separate.unknown_source" and refused.value.facts["unknown"] == ["kazoo"]
