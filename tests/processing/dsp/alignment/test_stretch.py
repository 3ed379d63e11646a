import numpy as np
import pytest

from processing.dsp.alignment.stretch import stretched_alone, stretched_together
from processing.dsp.levels import Audio

RATE = 24_000
CLICKS_S = np.arange(0.61, 4.2, 0.53)


def clicks(level: float = 0.4) -> Audio:
    random = np.random.default_rng(2)
    out = np.zeros((2, 5 * RATE), np.float32)
    for time_s in CLICKS_S:
        at = round(time_s * RATE)
        out[:, at : at + 480] = level * random.standard_normal(480) * np.exp(-np.arange(480) / 100)
    return out


def begins_s(audio: Audio, near_s: float) -> float:
    first = round((near_s - 0.08) * RATE)
    energy = np.cumsum(np.square(audio[0, first : first + round(0.16 * RATE)], dtype=np.float64))
    return (first + float(np.searchsorted(energy, energy[-1] / 3))) / RATE


@pytest.mark.parametrize(("ratio", "semitones"), [(1.05, 0.0), (0.95, -2.0), (1.0, 2.0)])
def test_everything_lands_where_it_belongs(ratio: float, semitones: float) -> None:
    before = clicks()
    after = stretched_alone(before, RATE, ratio, semitones)
    assert after.shape == (2, round(before.shape[1] * ratio)) and after.dtype == np.float32
    late_ms = [1000 * (begins_s(after, t * ratio) - ratio * t - (begins_s(before, t) - t)) for t in CLICKS_S]
    assert max(abs(late) for late in late_ms) < 2.0


def test_pitch_is_kept_by_speed_and_moved_by_semitones() -> None:
    at = np.arange(4 * RATE) / RATE
    tone = np.stack([0.3 * np.sin(2 * np.pi * 440.0 * at)] * 2).astype(np.float32)
    for ratio, semitones in ((1.06, 0.0), (1.0, 2.0)):
        heard = stretched_alone(tone, RATE, ratio, semitones)[0, RATE : 3 * RATE]
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
        assert abs(spectrum.argmax() / 2 - 440.0 * 2 ** (semitones / 12)) < 0.5


def test_stems_stay_sample_locked() -> None:
    loud, low = clicks(), clicks() * np.float32(0.25)
    parts = stretched_together({"drums": loud, "bass": low}, RATE, 0.97)
    assert list(parts) == ["drums", "bass"]
    whole = stretched_alone(loud, RATE, 0.97)
    assert np.abs(parts["drums"] * 0.25 - parts["bass"]).max() < 0.02 * np.abs(whole).max()


def test_nothing_to_do_changes_nothing() -> None:
    audio = clicks()
    assert stretched_alone(audio, RATE, 1.0) is audio
