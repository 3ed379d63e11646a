import numpy as np
import pytest

from processing.engines.compose.house_band.sound.kits import KITS, balance, place, strike
from tests.processing.engines.compose.hearing import RATE, centroid_hz, mono, share_db

PIECES = (35, 36, 37, 38, 39, 40, 41, 42, 44, 45, 46, 49, 50, 51, 52, 53, 54, 55, 56, 57, 59, 62, 69, 70, 75, 82)


def hit(key, velocity=0.8, kit="kit.pop", seed=1):
    return strike(KITS[kit], key, velocity, np.random.default_rng(seed))


@pytest.mark.parametrize("kit", KITS)
@pytest.mark.parametrize("key", PIECES)
def test_every_piece_of_every_kit_sounds_at_once_and_dies_away(kit, key):
    sound = hit(key, kit=kit)
    assert sound.shape[0] == 2
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    level = np.abs(sound).max(axis=0)
    assert 0.1 < level.max() < 1.5
    assert np.argmax(level > 0.2 * level.max()) < 0.012 * RATE
    assert level[-50:].max() < 0.15 * level.max()


@pytest.mark.parametrize("key", [36, 38, 42, 45, 51])
def test_a_harder_stroke_is_brighter(key):
    assert centroid_hz(hit(key, 1.0)) > centroid_hz(hit(key, 0.3))


@pytest.mark.parametrize("key", [36, 38, 42])
def test_no_two_strokes_are_alike(key):
    one, two = hit(key, seed=1), hit(key, seed=2)
    length = min(one.shape[1], two.shape[1])
    assert not np.array_equal(one[:, :length], two[:, :length])


def test_pieces_lie_where_drums_lie():
    assert share_db(hit(36), 30, 200) > -1.5
    assert share_db(hit(42), 4_000, 24_000) > -3
    assert 100 < centroid_hz(hit(41)) < centroid_hz(hit(50)) < centroid_hz(hit(62)) < centroid_hz(hit(42))


def test_an_unknown_key_is_heard_all_the_same():
    assert np.abs(hit(99)).max() > 0.1


def test_kits_sound_different():
    names = [name for name in KITS if name != "perc"]
    brightness = [centroid_hz(hit(38, kit=name)) for name in names]
    assert len({round(b, 1) for b in brightness}) == len(names)


def test_a_worn_kit_has_lost_its_top():
    assert share_db(hit(46, kit="kit.lofi"), 14_000, 24_000) < -20 < share_db(hit(46), 14_000, 24_000)


def test_places_keep_their_power():
    for pan in (-1.0, -0.3, 0.0, 0.7, 1.0):
        left, right = balance(pan)
        assert left**2 + right**2 == pytest.approx(2.0)
    assert np.abs(place(mono(hit(36)), 1.0)[0]).max() < 1e-6


def test_an_open_hat_rings_longer_than_a_closed_one():
    assert hit(46).shape[1] > 3 * hit(42).shape[1]
