"""Hum, noise and clipping as people bring them: without a pause, behind silence, turned down afterwards."""

from typing import Any

import numpy as np
import pytest

from processing.dsp.pathologies.damage_checks import damage_checks
from processing.dsp.pathologies.fault import Fault
from processing.dsp.pathologies.reading import read_song
from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE


@pytest.fixture(scope="module")
def healthy() -> songs.Song:
    return songs.healthy()


def one(code: str, sound: songs.Song, **more: Any) -> Fault:
    song = sound.astype(np.float32)
    return next(fault for fault in damage_checks(song, RATE, read_song(song, RATE), **more) if fault.code == code)


def test_a_beat_that_repeats_itself_is_no_hum(healthy: songs.Song) -> None:
    assert not one("hum", songs.steady_kick(healthy)).found


def test_a_hum_that_never_stops_is_heard_without_a_pause(healthy: songs.Song) -> None:
    time_s = np.arange(4 * RATE) / RATE
    hum = one("hum", songs.swelling(healthy[:, : 4 * RATE]) + 0.01 * np.sin(2 * np.pi * 60 * time_s))
    assert hum.found and hum.spans == ((0.0, 4.0),)


def test_noise_is_heard_behind_digital_silence(healthy: songs.Song) -> None:
    led_in = np.concatenate([np.zeros((2, RATE), np.float32), songs.with_noise(healthy)], axis=1)
    fault = one("noise", led_in)
    assert fault.found and 1.0 <= fault.spans[0][0] < 3.0


def test_a_clipped_song_that_was_turned_down_is_still_clipped(healthy: songs.Song) -> None:
    fault = one("clipping", 0.6 * np.clip(healthy * 9, -1, 1))
    assert fault.found and fault.spans
    crest = 0.6 * np.sin(2 * np.pi * 50 * np.arange(RATE * 2) / RATE)
    assert not one("clipping", np.stack([crest, crest])).found


def test_what_the_file_showed_at_its_own_rate_is_told_where_it_is_more(healthy: songs.Song) -> None:
    song = healthy[:, : 4 * RATE]
    fault = one("clipping", song, cut_peaks=100, cut_spans=[[1.0, 2.5]])
    assert fault.found and fault.value == 1500.0 and fault.spans == ((1.0, 2.5),)
    assert one("clipping", np.clip(song * 9, -1, 1), cut_peaks=1, cut_spans=[[1.0, 2.5]]).spans != fault.spans
