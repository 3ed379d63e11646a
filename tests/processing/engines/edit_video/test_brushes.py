"""Brushes: the loops as written do what they say, and the compiled ones do the same."""

import numpy as np
import pytest

from processing.engines.edit_video import brushes, film, lab

HEIGHT, WIDTH = 48, 80
FLAT = np.full(WIDTH, 20.0, np.float32)


def plane(value: int = 10) -> np.ndarray:
    return np.full((HEIGHT, WIDTH), value, np.uint8)


def both(brush, *arguments) -> np.ndarray:
    """What the loop as written paints, after checking that the compiled loop paints the same."""
    written, fast = plane(), plane()
    brush.py_func(written, *arguments)
    brush(fast, *arguments)
    assert np.abs(written.astype(int) - fast.astype(int)).max() <= 1
    return written


def test_fill_below_paints_below_only() -> None:
    tone = both(brushes.fill_below, FLAT, HEIGHT, (100.0, 1.0, 20.0))
    assert (tone[:19] == 10).all()
    assert (tone[30] == 110).all() and (tone[40] == 120).all()


def test_a_slope_has_a_soft_edge() -> None:
    tone = both(brushes.fill_below, np.linspace(5, 40, WIDTH, dtype=np.float32), 44, (200.0, 0.0, 0.0))
    assert len(np.unique(tone)) > 10
    assert (tone[44:] == 10).all()


def test_a_stroke_is_brightest_on_its_line() -> None:
    tone = both(brushes.stroke, FLAT, np.full(WIDTH, 6.0, np.float32), 100.0)
    assert tone[20, 0] == 110 and 10 < tone[23, 0] < 110 and tone[27, 0] == 10


@pytest.mark.parametrize("centre", [(40.0, 20.0), (0.0, 0.0), (-30.0, 20.0), (90.0, 60.0)])
def test_discs_and_glows_stay_in_their_circle(centre: tuple[float, float]) -> None:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    outside = np.hypot(x - centre[0], y - centre[1]) > 11.5
    assert (both(brushes.disc, centre, 10.0, 200.0)[outside] == 10).all()
    assert (both(brushes.glow, centre, 10.0, 100.0)[outside] == 10).all()


def test_a_disc_is_full_and_a_glow_fades() -> None:
    assert both(brushes.disc, (40.0, 20.0), 10.0, 200.0)[20, 45] == 200
    glow = both(brushes.glow, (40.0, 20.0), 10.0, 100.0)
    assert glow[20, 40] == 110 > glow[20, 45] > 10


def test_sparks_leave_out_the_dark_ones() -> None:
    points = np.array([[10, 10, 4, 90], [60, 30, 4, 0.5]], np.float32)
    tone = both(brushes.sparks, points)
    assert tone[10, 10] == 100 and tone[30, 60] == 10


def test_tiles_are_cut_at_corners_and_frame() -> None:
    boxes = np.array([[10, 10, 30, 30], [70, 40, 99, 99], [-20, -20, -5, -5]], np.int32)
    tone = both(brushes.tiles, boxes, np.array([50, 250, 9], np.float32), 6)
    assert tone[20, 20] == 60 and tone[10, 10] == 10
    assert tone[-1, -1] == 255


@pytest.mark.parametrize("corner", [(10, 4), (-12, -8), (60, 30)])
def test_ring_bars_stand_on_their_circle(corner: tuple[int, int]) -> None:
    y, x = np.mgrid[0:40, 0:40].astype(np.float32)
    away = np.hypot(x - 20, y - 20)
    polar = ((away * 16).astype(np.uint16), (x > 20).astype(np.uint8), np.full((40, 40), 255, np.uint8))
    tone = both(brushes.ring_bars, corner, polar, (8.0, 90.0), np.array([0.0, 8.0], np.float32))
    ys, xs = np.nonzero(tone > 60)
    assert (xs > corner[0] + 20).all() and (np.hypot(xs - corner[0] - 20, ys - corner[1] - 20) < 18).all()


def test_echo_looks_up_the_distance() -> None:
    distance = np.tile(np.arange(WIDTH, dtype=np.uint16), (HEIGHT, 1))
    assert (both(brushes.echo, distance, np.arange(WIDTH, dtype=np.uint8)) == np.arange(WIDTH)).all()


def test_magnify_keeps_the_picture_at_its_size_and_doubles_it() -> None:
    picture = np.tile(np.arange(0, 2 * WIDTH, 2, dtype=np.uint8), (HEIGHT, 1))
    same = both(brushes.magnify, picture, (WIDTH / 2, HEIGHT / 2), 1.0)
    twice = both(brushes.magnify, picture, (WIDTH / 2, HEIGHT / 2), 2.0)
    assert np.abs(same.astype(int) - picture)[:, :-2].max() <= 1
    assert np.abs(np.diff(twice[5].astype(int)) - 1).max() <= 1


def test_punching_in_keeps_the_middle() -> None:
    tone, out = plane(), plane()
    tone[20:28, 36:44] = 200
    lab.punch_in.py_func(tone, out, 2.0)
    assert (out == 200).sum() == pytest.approx(4 * 64, abs=40)
    assert out[HEIGHT // 2, WIDTH // 2] == 200


def test_developing_as_written_and_compiled() -> None:
    tone = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH)).astype(np.uint8)
    table = np.random.default_rng(2).integers(16, 240, (3, 256)).astype(np.uint8)
    frames = []
    for develop in (lab.develop.py_func, lab.develop):
        camera = film.Film(WIDTH, HEIGHT)
        develop(tone, table, (camera.luma, camera.blue, camera.red))
        frames.append(camera.pixels.copy())
    assert (frames[0] == frames[1]).all()
    assert (frames[0][: WIDTH * HEIGHT].reshape(HEIGHT, WIDTH) == table[0][tone]).all()


def test_lettering_as_written_and_compiled() -> None:
    ink, shadow = plane(0), plane(0)
    ink[10:20, 10:20], shadow[5:25, 5:25] = 255, 128
    # Parts of frames, as a film gives them.
    written, fast = (np.full((HEIGHT, WIDTH + 8), 116, np.uint8)[:, 4:-4] for _ in range(2))
    lab.letter.py_func(written, ink, shadow, (235, 16, 1.0))
    lab.letter(fast, ink, shadow, (235, 16, 1.0))
    assert (written == fast).all()
    assert written[15, 15] == 235 and written[6, 6] == 66 and written[30, 30] == 116
