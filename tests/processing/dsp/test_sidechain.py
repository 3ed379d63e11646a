import numpy as np
import pytest

from processing.dsp.dynamics import HOP
from processing.dsp.levels import rms_db
from processing.dsp.sidechain import clash, duck, kick_curve
from tests.processing.engines.band import BEAT_S, RATE, band

STEMS = band(6.0, seed=2)


def test_the_kick_is_heard_on_every_beat_at_any_level() -> None:
    loud, quiet = kick_curve(STEMS["drums"], RATE), kick_curve(STEMS["drums"] * np.float32(0.02), RATE)
    starts = np.flatnonzero(np.diff((loud > 0.5).astype(int)) == 1)
    starts = starts[np.diff(starts, prepend=-RATE) > 0.2 * RATE / HOP]
    assert len(starts) in range(round(6.0 / BEAT_S) - 1, round(6.0 / BEAT_S) + 2)
    np.testing.assert_allclose(quiet, loud, atol=1e-3)


def test_ducking_reaches_its_depth_under_the_kick_only() -> None:
    tone = np.full((2, 6 * RATE), 0.1, dtype=np.float32)
    out = duck(tone, RATE, kick_curve(STEMS["drums"], RATE), depth_db=6.0)
    deepest_db = 20 * np.log10(out.min() / 0.1)
    assert -6.05 < deepest_db < -5.0
    assert out.max() > 0.09


@pytest.mark.parametrize(("bass_db", "low", "high"), [(12.0, 0.9, 1.0), (-40.0, 0.0, 0.05)])
def test_clash_depends_on_who_is_louder(bass_db: float, low: float, high: float) -> None:
    tone = np.sin(2 * np.pi * 70.0 * np.arange(6 * RATE) / RATE)
    level = rms_db(STEMS["drums"]) + bass_db
    bass = np.stack([tone, tone]).astype(np.float32) * np.float32(10.0 ** (level / 20.0))
    assert low <= clash(STEMS["drums"], bass, RATE) <= high


def test_without_a_kick_there_is_no_clash() -> None:
    silence = np.zeros((2, RATE), dtype=np.float32)
    assert clash(silence, STEMS["bass"][:, :RATE], RATE) == 0.0
    assert not kick_curve(silence, RATE).any()
