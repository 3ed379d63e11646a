"""The figures beside the pictures stand where the pictures have what they name."""

import pytest

from processing.diagnosis_axes import SPECTROGRAM_HZ, Axes
from processing.dsp import pictures


def test_tones_stand_where_the_spectrogram_has_them() -> None:
    assert (pictures.LOW_HZ, pictures.HIGH_HZ) == SPECTROGRAM_HZ
    places = {tick.words: tick.place for tick in Axes(60.0).tones}
    assert places["1 kHz"] == pytest.approx(46.1, abs=0.1), "log(20000 / 1000) of log(20000 / 30)"
    assert list(places) == ["100 Hz", "300 Hz", "1 kHz", "3 kHz", "10 kHz"]
    assert sorted(places.values(), reverse=True) == list(places.values()), "low tones at the bottom"


def test_the_balance_and_the_loudness_have_their_figures() -> None:
    axes = Axes(60.0)
    assert [(tick.place, tick.words) for tick in axes.loudness][1] == (40.0, "−20")
    assert [(tick.place, tick.words) for tick in axes.balance] == [(25.0, "+12"), (50.0, "0"), (75.0, "−12")]
    assert [round(tick.place) for tick in axes.bands] == [19, 36, 55, 73, 92]


@pytest.mark.parametrize(
    ("duration_s", "words"),
    [
        (12.0, ["0:05", "0:10"]),
        (60.0, ["0:10", "0:20", "0:30", "0:40", "0:50"]),
        (2.0, []),
        (288.0, ["1:00", "2:00", "3:00", "4:00"]),
    ],
)
def test_a_handful_of_times_stand_below(duration_s: float, words: list[str]) -> None:
    ticks = Axes(duration_s).times
    assert [tick.words for tick in ticks] == words
    assert all(0.0 < tick.place < 97.0 for tick in ticks)
