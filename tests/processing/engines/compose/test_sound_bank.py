import numpy as np
import pytest

from processing.engines.compose.house_band.sound.bank import Bank, BankPlayer, find_bank
from processing.engines.compose.house_band.sound.play import play
from processing.engines.compose.house_band.sound.source import Notes
from processing.engines.compose.house_band.sound.touch import Touch
from processing.errors import StudioError
from tests.processing.engines.compose.hearing import RATE, pitch_cents, small_band
from tests.processing.engines.compose.soundfont import write_soundfont


@pytest.fixture
def bank(tmp_path):
    return Bank(write_soundfont(tmp_path / "FluidR3_tiny.sf2"), "MIT")


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    monkeypatch.delenv("STUDIO_SOUNDFONT", raising=False)
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("processing.engines.compose.house_band.sound.bank.SYSTEM_FOLDERS", ())


def test_only_banks_with_a_known_licence_are_taken(nowhere, tmp_path):
    folder = tmp_path / "soundfonts"
    folder.mkdir()
    (folder / "mystery.sf2").write_bytes(b"RIFF")
    assert find_bank() is None
    (folder / "FluidR3Mono_GM.sf3").write_bytes(b"RIFF")
    found = find_bank()
    assert found is not None and (found.name, found.licence) == ("FluidR3Mono_GM", "MIT")


def test_the_operators_choice_comes_first(nowhere, monkeypatch, tmp_path, bank):
    own = tmp_path / "own.sf2"
    own.write_bytes(bank.path.read_bytes())
    monkeypatch.setenv("STUDIO_SOUNDFONT", str(own))
    found = find_bank((bank.path.parent,))
    assert found is not None and found.path == own and "operator" in found.licence


def test_bank_notes_are_on_time_in_tune_and_at_full_level(bank):
    sound = BankPlayer(bank).sound(Touch(69.2, 0.8, 1.0), 0)
    assert sound.shape == (2, RATE)
    level = np.abs(sound).max(axis=0)
    assert np.argmax(level > 0.5) < 0.002 * RATE
    assert level.max() == pytest.approx(1.0)
    assert abs(pitch_cents(sound, Touch(69.2, 1, 1).hz)) < 3.0


def test_drums_are_layered_over_our_own(bank):
    own, layered = Notes(1), Notes(1, BankPlayer(bank))
    for piece in (36, 38):
        assert not np.allclose(own.struck("kit.pop", piece, 0.8, 0), layered.struck("kit.pop", piece, 0.8, 0))


def test_the_band_plays_a_bank_and_says_so(nowhere, monkeypatch, bank):
    monkeypatch.setenv("STUDIO_SOUNDFONT", str(bank.path))
    played = play(small_band(1.5), seed=1)
    assert "FluidR3_tiny (MIT)" in played.source
    own = play(small_band(1.5), seed=1, source="synth")
    assert own.source == "own synthesisers"
    assert not np.allclose(played.stems["harmony"], own.stems["harmony"])
    np.testing.assert_array_equal(
        played.stems["harmony"], play(small_band(1.5), seed=1, source="bank").stems["harmony"]
    )


def test_a_missing_bank_is_said_in_words(nowhere):
    with pytest.raises(StudioError) as error:
        play(small_band(1.5), seed=1, source="bank")
    assert error.value.code == "sound.no_bank"
    assert play(small_band(1.0), seed=1, source="auto").source == "own synthesisers"
