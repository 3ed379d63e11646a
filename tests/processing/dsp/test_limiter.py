import numpy as np
import pytest

from processing.dsp.limiter import limit, peak_curve
from processing.dsp.loudness import integrated_lufs
from processing.dsp.true_peak import true_peak_dbtp
from tests.processing.engines.band import RATE, song

SONG = song(8.0, seed=3)


@pytest.mark.parametrize("drive_db", [-12.0, 0.0, 3.0, 6.0, 12.0, 20.0])
def test_holds_the_ceiling_at_every_drive(drive_db: float) -> None:
    out = limit(SONG, RATE, ceiling_dbtp=-1.0, drive_db=drive_db)
    assert true_peak_dbtp(out, RATE) <= -1.0
    assert out.shape == SONG.shape and out.dtype == np.float32


@pytest.mark.parametrize("hz", [60.0, 997.0, 11_999.0, 15_000.0])
def test_holds_the_ceiling_between_the_samples_of_a_tone(hz: float) -> None:
    tone = np.sin(2 * np.pi * hz * np.arange(RATE) / RATE + 0.7).astype(np.float32)
    out = limit(np.stack([tone, tone]), RATE, ceiling_dbtp=-1.0, drive_db=9.0)
    assert -1.3 <= true_peak_dbtp(out, RATE) <= -1.0


def _steep() -> dict[str, np.ndarray]:
    noise = np.random.default_rng(1).normal(0.0, 0.3, (2, 2 * RATE)).astype(np.float32)
    square = np.sign(np.sin(2 * np.pi * 997 * np.arange(2 * RATE) / RATE))[None].repeat(2, 0)
    return {"noise": noise, "clipped": np.clip(noise, -0.3, 0.3), "square": (0.5 * square).astype(np.float32)}


@pytest.mark.parametrize("name", ["noise", "clipped", "square"])
def test_holds_the_ceiling_where_the_highest_highs_are_loud(name: str) -> None:
    assert true_peak_dbtp(limit(_steep()[name], RATE, ceiling_dbtp=-1.0, drive_db=9.0), RATE) <= -1.0


def test_quiet_audio_passes_bit_for_bit() -> None:
    quiet = SONG * np.float32(0.1)
    np.testing.assert_array_equal(limit(quiet, RATE), quiet)


def test_louder_in_is_louder_out() -> None:
    levels = [integrated_lufs(limit(SONG, RATE, drive_db=drive), RATE) for drive in (0.0, 4.0, 8.0)]
    assert levels == sorted(levels) and levels[2] - levels[0] > 3.0


def test_the_image_stands_still() -> None:
    loud = SONG.copy()
    loud[1] *= 0.5
    out = limit(loud, RATE, drive_db=10.0)
    heard = np.abs(loud[1]) > 1e-2
    gains = [np.median(np.abs(out[c][heard]) / np.maximum(np.abs(loud[c][heard]), 1e-9)) for c in (0, 1)]
    assert gains[0] == pytest.approx(gains[1], rel=0.02)


def test_adds_no_delay_and_lets_go() -> None:
    audio = np.full((2, 2 * RATE), 0.1, dtype=np.float32)
    audio[:, RATE // 4 : RATE // 4 + 30] = 4.0
    out = limit(audio, RATE)
    assert out[0, RATE // 4 - 400] == pytest.approx(0.1, rel=1e-3)
    assert out[0, RATE // 4 + 15] < 0.9
    assert out[0, -1] == pytest.approx(0.1, rel=0.02)


def test_empty_audio_stays_empty() -> None:
    assert limit(np.zeros((2, 0), dtype=np.float32), RATE).shape == (2, 0)
    assert peak_curve(np.zeros((2, 3), dtype=np.float32)).tolist() == [0.0]
