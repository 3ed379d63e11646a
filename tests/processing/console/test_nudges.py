from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from processing.console.differences import diff
from processing.console.nudges import LIMITS, TILT_MOST_DB, Nudge, nudged, within_reach
from processing.console.settings import Compressor, ConsoleSettings, Master, Space, TrackSettings
from processing.dsp.balance import CENTRES_HZ
from processing.dsp.loudness import integrated_lufs
from processing.dsp.spectrum import third_octaves_db
from processing.engines.render_mix.console import Console
from processing.errors import StudioError
from tests.processing.engines.band import RATE, band

MIX = ConsoleSettings(
    tracks={
        "vocal": TrackSettings(gain_db=2.0, sends_db={"hall": -12.0}),
        "drums": TrackSettings(compressor=Compressor(), sends_db={"hall": -26.0}),
        "bass": TrackSettings(),
        "harmony": TrackSettings(width=0.6),
        "texture": TrackSettings(),
    },
    spaces={"hall": Space()},
    master=Master(glue=Compressor(threshold_db=-9.0), saturation_db=1.0),
)


def words(**wishes: float) -> list[str]:
    return diff(MIX, nudged(MIX, Nudge.read(wishes)))


def test_each_slider_moves_its_own_values_and_nothing_else() -> None:
    assert words() == []
    assert words(vocal_db=1.0) == ["Vocal: level +1.0 dB"]
    assert words(brightness_db=2.0) == [
        "Mix bus: EQ high shelf at 4000 Hz +2.0 dB added",
        "Mix bus: EQ low shelf at 250 Hz -1.0 dB added",
    ]
    assert words(space_db=-6.0) == ["Vocal: send to hall -6.0 dB", "Drums: send to hall -6.0 dB"]
    assert words(energy=1.0) == [
        "Drums: compressor threshold -3.0 dB",
        "Drums: level +1.5 dB",
        "Texture: width 1 -> 1.15",
        "Mix bus: glue compressor threshold -3.0 dB",
        "Mix bus: saturation +1.0 dB",
    ], "the harmony was narrowed on purpose and stays so"


def test_nudges_add_up_and_stay_on_the_console() -> None:
    settings, back = MIX, MIX
    for _ in range(20):
        settings = nudged(settings, Nudge(3.0, 3.0, 6.0, 1.0))
    assert ConsoleSettings.from_json(settings.to_json()) == settings, "every value still lies in its range"
    assert {band.gain_db for band in settings.master.eq} == {TILT_MOST_DB, -TILT_MOST_DB}
    back = nudged(nudged(MIX, Nudge(brightness_db=1.5)), Nudge(brightness_db=-1.5))
    assert replace(back, reasons=()) == MIX, "there and back again is the same mix"
    assert any("brightness" in reason for reason in back.reasons)


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"louder": 1.0}, "mix.wish_unknown"),
        ({"energy": 1.01}, "mix.wish_out_of_range"),
        ({"vocal_db": float("nan")}, "mix.wish_out_of_range"),
        ({"vocal_db": True}, "mix.wish_not_a_number"),
        ({"space_db": "6"}, "mix.wish_not_a_number"),
    ],
)
def test_what_is_no_nudge_is_refused_in_words(wishes: dict[str, Any], code: str) -> None:
    with pytest.raises(StudioError) as refused:
        Nudge.read(wishes)
    assert refused.value.code == code
    assert Nudge.read(dict.fromkeys(LIMITS, 0.0)).is_nothing


def test_the_sliders_are_heard() -> None:
    """A short real rendering: brighter is brighter, livelier is denser and drums come forward."""
    tracks = {name: audio for name, audio in band(3.0, seed=3).items() if name in ("vocal", "drums", "bass")}
    plain = replace(MIX, tracks={name: MIX.tracks[name] for name in tracks})

    def render(**wishes: float) -> Any:
        return Console().render(tracks, RATE, nudged(plain, Nudge.read(wishes)).to_json())

    def tilt_db(audio: Any) -> float:
        levels_db, centres_hz = third_octaves_db(audio, RATE), np.asarray(CENTRES_HZ)
        highs, lows = (centres_hz >= 6000.0) & (centres_hz <= 16_000.0), (centres_hz >= 60.0) & (centres_hz <= 160.0)
        return float(levels_db[highs].mean() - levels_db[lows].mean())

    middle = render()
    assert 2.0 < tilt_db(render(brightness_db=3.0)) - tilt_db(middle) < 5.5
    assert -5.5 < tilt_db(render(brightness_db=-3.0)) - tilt_db(middle) < -2.0
    assert integrated_lufs(render(energy=1.0), RATE) == pytest.approx(integrated_lufs(middle, RATE), abs=0.5)


def test_only_sliders_that_move_something_are_within_reach() -> None:
    rescued = ConsoleSettings(tracks={"vocals": TrackSettings(), "drums": TrackSettings()})
    assert within_reach(rescued) == {"vocal_db", "brightness_db", "energy"}
    wet = TrackSettings(sends_db={"room": -12.0})
    assert within_reach(replace(rescued, tracks={"drums": wet})) == {"space_db", "brightness_db", "energy"}
    louder = nudged(rescued, Nudge(vocal_db=2.0))
    assert louder.tracks["vocals"].gain_db == 2.0
