import numpy as np
import pytest

from processing.engines.compose.house_band.sound import amps
from processing.engines.compose.house_band.sound.space import ROOMS, impulse, reverberate
from processing.engines.compose.house_band.sound.waves import sine
from tests.processing.engines.compose.hearing import RATE, share_db


def tone(hz=220.0, level=0.3, seconds=1.0):
    x = sine(hz, int(seconds * RATE)) * np.float32(level)
    return np.stack([x, x])


def test_an_amplifier_adds_harmonics_and_a_cabinet_takes_the_top():
    part = tone()
    amps.amplify(part, 0.0)
    assert share_db(part, 400, 4_000) > -12
    assert share_db(part, 9_000, 24_000) < -45
    assert abs(part.mean()) < 1e-3


def test_a_lead_amplifier_is_rounder():
    plain, lead = tone(800.0), tone(800.0)
    amps.amplify(plain, 0.0)
    amps.sing_out(lead, 0.0)
    assert share_db(lead, 3_000, 24_000) < share_db(plain, 3_000, 24_000)


@pytest.mark.parametrize("insert", [amps.tremolo, amps.rotate, amps.chorus])
def test_movement_differs_left_and_right_but_keeps_the_level(insert):
    part = tone(seconds=3.0)
    before = np.sqrt(np.mean(part**2))
    insert(part, 1.0)
    assert not np.allclose(part[0], part[1], atol=0.01)
    assert 0.5 < np.sqrt(np.mean(part**2)) / before < 1.4


def test_an_echo_falls_left_then_right():
    part = np.zeros((2, RATE), np.float32)
    part[:, :400] = sine(800.0, 400)
    amps.echo(part, 0.2, 0.5)
    first, second = part[:, 9_600:10_400], part[:, 19_200:20_000]
    assert np.abs(first[0]).max() > np.abs(first[1]).max() > 0.01
    assert np.abs(second[1]).max() > np.abs(second[0]).max() > 0.01


def test_an_echo_longer_than_the_part_leaves_it_alone():
    part = tone()
    before = part.copy()
    amps.echo(part, 5.0, 0.5)
    np.testing.assert_array_equal(part, before)
    amps.echo(part, 0.7, 0.5)
    assert not np.array_equal(part, before)


@pytest.mark.parametrize("name", ROOMS)
def test_rooms_die_away_and_are_wide(name):
    left, right = impulse(name)
    assert np.sum(left**2) == pytest.approx(1.0, rel=1e-3)
    assert np.sqrt(np.mean(left[-2_000:] ** 2)) < 0.02 * np.sqrt(np.mean(left[1_000:4_000] ** 2))
    assert -0.2 < np.corrcoef(left, right)[0, 1] < 0.6
    assert share_db(left, 0, 120) < -15


def test_a_bigger_room_rings_longer():
    def late(name):
        answer = impulse(name)[0]
        return np.sum(answer[24_000:] ** 2) if answer.size > 24_000 else 0.0

    assert late("room") < late("studio") < late("plate") < late("hall")


def test_block_convolution_is_convolution():
    send = np.zeros(400_000, np.float32)
    send[[0, 150_000, 262_000]] = 1.0
    onto = np.zeros((2, send.size), np.float32)
    reverberate(send, "studio", onto)
    answer = impulse("studio")[1]
    expected = np.zeros(send.size + answer.size)
    for at in (0, 150_000, 262_000):
        expected[at : at + answer.size] += answer
    np.testing.assert_allclose(onto[1], expected[: send.size], atol=2e-5)
