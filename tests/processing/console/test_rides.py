"""Rides in the console's document: read and checked, numbered, told as a difference, worked on the page, rendered."""

from dataclasses import replace

import numpy as np
import pytest

from processing.console.devices import LONGEST_S, Ride
from processing.console.differences import diff
from processing.console.faders import Desk
from processing.console.parts import Fader
from processing.console.settings import ConsoleSettings, Master, Space, TrackSettings
from processing.console.vector import from_vector, knobs, to_vector
from processing.dsp.levels import Audio, rms_db
from processing.engines.render_mix.console import Console
from processing.engines.render_mix.reuse import bus_key, track_key
from processing.errors import StudioError
from projects.said import is_known

RATE = 48_000
CHORUS = tuple(Ride(at_s, at_s + 10.0, 1.0, "the chorus") for at_s in (30.0, 60.0))
STILL = ConsoleSettings(
    tracks={"vocal": TrackSettings(sends_db={"hall": -12.0}), "drums": TrackSettings()}, spaces={"hall": Space()}
)


def with_rides(*rides: Ride, base: ConsoleSettings = STILL) -> ConsoleSettings:
    return replace(base, tracks={**base.tracks, "vocal": replace(base.tracks["vocal"], rides=rides)})


RIDDEN = with_rides(*CHORUS, Ride(70.0, LONGEST_S, -2.0, "1:10 to the end"))


def test_they_survive_json_and_older_documents_have_none() -> None:
    assert ConsoleSettings.from_json(RIDDEN.to_json()) == RIDDEN
    old = {**STILL.to_json(), "version": 2}
    for track in old["tracks"].values():
        del track["rides"]
    read = ConsoleSettings.from_json(old)
    assert read.version == 3 and read == STILL


@pytest.mark.parametrize(
    ("ride", "code"),
    [
        ({"start_s": 5.0, "end_s": 5.0}, "mix.ride_backwards"),
        ({"start_s": 9.0, "end_s": 5.0}, "mix.ride_backwards"),
        ({"gain_db": 12.5}, "mix.setting_out_of_range"),
        ({"start_s": -1.0}, "mix.setting_out_of_range"),
        ({"start_s": float("nan")}, "mix.setting_out_of_range"),
        ({"name": 3}, "mix.setting_wrong_type"),
        ({"shape": "hard"}, "mix.setting_unknown"),
    ],
)
def test_what_no_fader_can_do_is_refused(ride: dict[str, object], code: str) -> None:
    with pytest.raises(StudioError) as refused:
        ConsoleSettings.from_json({"tracks": {"vocal": {"rides": [ride]}}})
    assert refused.value.code == code
    with pytest.raises(StudioError, match=r"mix\.setting_wrong_type"):
        ConsoleSettings.from_json({"tracks": {"vocal": {"rides": [{}] * 65}}})


def test_the_numbers_of_a_document_without_rides_are_the_same_as_before_there_were_any() -> None:
    before, after = to_vector(STILL), to_vector(RIDDEN)
    assert before.tag == "console-2-1957dd05d346"
    assert [name for name in after.names if name not in before.names] == [
        f"tracks.vocal.rides.{n}.gain_db" for n in range(3)
    ]
    assert from_vector(RIDDEN, after) == RIDDEN and "s" not in {knob.unit for knob in knobs(RIDDEN)}


@pytest.mark.parametrize(
    ("rides", "lines"),
    [
        (CHORUS, ["Vocal: level +1.0 dB in the chorus"]),
        ([Ride(70.0, 85.0, 1.5, "1:10 to 1:25")], ["Vocal: level +1.5 dB from 1:10 to 1:25"]),
        ([Ride(70.0, 85.0, 1.5)], ["Vocal: level +1.5 dB from 1:10 to 1:25"]),
        (
            [CHORUS[0], replace(CHORUS[1], gain_db=-2.0)],
            ["Vocal: level +1.0 dB from 0:30 to 0:40", "Vocal: level -2.0 dB from 1:00 to 1:10"],
        ),
        ([Ride(0.0, 9.0, 0.0, "the intro")], []),
    ],
)
def test_the_difference_is_told_in_words_and_in_spanish(rides: list[Ride], lines: list[str]) -> None:
    assert diff(STILL, with_rides(*rides)) == lines
    back = diff(with_rides(*rides), STILL)
    assert len(back) == len(lines) and all(is_known(line, "es") for line in (*lines, *back))


@pytest.mark.parametrize(
    "place",
    [
        "verse 2",
        "the last chorus",
        "all but the intro",
        "all but the intro and the outro",
        "the chorus but not the last chorus",
    ],
)
def test_places_are_known_in_spanish(place: str) -> None:
    assert is_known(f"Vocal: level +1.0 dB in {place}", "es") and is_known(f"level in {place} (0:10 to 0:20)", "es")


def test_the_page_lists_each_move_changes_its_level_and_takes_it_out() -> None:
    desk = Desk(RIDDEN)
    moves = [one for one in desk.channels[0].devices if ".rides." in one.path]
    assert [one.words for one in moves] == [
        "level in the chorus (0:30 to 0:40)",
        "level in the chorus (1:00 to 1:10)",
        "level from 1:10 to the end",
    ]
    assert all(one.on and one.switched and isinstance(one.parts[0], Fader) for one in moves)
    assert desk.edited({}) == RIDDEN
    edited = desk.edited({"tracks.vocal.rides.0.on": "off", "tracks.vocal.rides.1.gain_db": "2,5"})
    assert edited.tracks["vocal"].rides == (replace(CHORUS[1], gain_db=2.5), RIDDEN.tracks["vocal"].rides[2])
    with pytest.raises(StudioError, match=r"mix\.setting_out_of_range"):
        desk.edited({"tracks.vocal.rides.1.gain_db": "99"})


def sounds(length_s: float = 3.0) -> dict[str, Audio]:
    rng = np.random.default_rng(3)
    return {n: (0.1 * rng.standard_normal((2, round(length_s * RATE)))).astype(np.float32) for n in ("vocal", "drums")}


def rendered(*rides: Ride) -> Audio:
    """The voice alone, far below the ceiling, so that nothing but the ride moves its level."""
    plain = TrackSettings(muted=True)
    base = ConsoleSettings(tracks={"vocal": TrackSettings(), "drums": plain}, master=Master(loudness_lufs=-30.0))
    return Console().render(sounds(), RATE, with_rides(*rides, base=base).to_json())


def test_a_mix_moves_where_the_ride_is_and_by_as_much() -> None:
    out, still = rendered(Ride(1.0, 2.0, 4.0)), rendered()
    inside, outside = slice(round(1.1 * RATE), round(1.7 * RATE)), slice(round(2.1 * RATE), round(2.8 * RATE))
    moved_db = [rms_db(out[:, part]) - rms_db(still[:, part]) for part in (inside, outside)]
    assert moved_db[0] - moved_db[1] == pytest.approx(4.0, abs=0.02)


def test_reverb_follows_and_processed_tracks_are_reused() -> None:
    """Behind the strip and before the sends: the compressor does not undo the move, the hall goes along with it."""
    ridden = with_rides(Ride(1.0, 2.0, 4.0))
    assert track_key(ridden, "vocal") == track_key(STILL, "vocal") and bus_key(ridden) != bus_key(STILL)
    wet = replace(STILL.tracks["vocal"], sends_db={"hall": 0.0})
    hall = replace(STILL, tracks={"vocal": wet, "drums": TrackSettings(muted=True)})
    quiet = with_rides(Ride(0.0, LONGEST_S, -20.0), base=hall)
    loud, soft = (Console().render(sounds(), RATE, one.to_json()) for one in (hall, quiet))
    # Only when the send moved as much as the voice is the balance, and so the levelled mix, the same.
    assert rms_db(loud - soft) < rms_db(loud) - 60.0
