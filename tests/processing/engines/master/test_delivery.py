"""The master of a rescue is listened to, and made again at most twice."""

from pathlib import Path

import numpy as np
import pytest

from processing.dsp import qc
from processing.engines.contracts import MasterParams, silent
from processing.engines.master import delivery, image
from processing.engines.master.aftermath import LIMITS
from processing.engines.master.blend import Blend
from processing.engines.master.delivery import Delivery
from processing.engines.master.profile import heard
from tests.processing.engines.band import RATE, song

MUDDY = {"mud": 20.0}


@pytest.mark.parametrize(
    ("healthy", "heard_afterwards", "turns"),
    [(False, [], 0), (True, [{}], 0), (True, [MUDDY, {}], 1), (True, [MUDDY, MUDDY], 2)],
)
def test_it_is_made_again_while_something_is_worse(
    healthy: bool, heard_afterwards: list[dict[str, float]], turns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mix = song(1.5, seed=3)
    hz = heard(mix, RATE).middle.frequencies_hz
    readings = iter([{}, *heard_afterwards] if healthy else [])
    monkeypatch.setattr(delivery, "severities", lambda *_: dict.fromkeys(LIMITS, 0.0) | next(readings))
    monkeypatch.setattr(image, "is_worse", lambda *_: False)
    monkeypatch.setattr(qc, "codec_peaks", lambda *_args, **_options: {"mp3_320": -1.0})
    flat = np.zeros_like(hz)
    params = MasterParams(target_lufs=-20.0, healthy=healthy)
    made = Delivery(mix, hz, RATE, -20.0, params, tmp_path, silent).of(Blend(flat, flat, 1.0, 1.0, 8.0, 3.0, ()))
    assert made.done.integrated_lufs == pytest.approx(-20.0, abs=0.2)
    assert float(made.blend.middle_db[np.searchsorted(hz, 300.0)]) == pytest.approx(-1.558 * turns, abs=0.01)
    assert next(readings, None) is None, "every reading was asked for, and no more"
