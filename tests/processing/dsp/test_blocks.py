"""A sound gone through in stretches is the sound at once, in memory and on disk; what is made of it lies beside it."""

from pathlib import Path

import numpy as np
import pytest

from processing.dsp import blocks
from processing.dsp.blocks import by_blocks, changes, copied, is_finite, means, partly, peak_of, stretches, with_context
from processing.dsp.filters import convolved, each_convolved, filtered, fold_below, highpass_sections
from processing.dsp.levels import Audio
from processing.dsp.on_disk import like, nameless
from tests.processing.long_sounds import lies_on_disk, on_disk, short_blocks

__all__ = ["short_blocks"]
RATE = 48_000


@pytest.fixture
def sound() -> Audio:
    return np.random.default_rng(4).standard_normal((2, 10_007)).astype(np.float32)


def test_stretches_cover_everything_once(sound: Audio) -> None:
    spans = list(stretches(sound, block=4_000))
    assert [(span.start, span.stop) for span in spans] == [(0, 4_000), (4_000, 8_000), (8_000, 10_007)]
    assert not list(stretches(sound[:, :0]))


def test_what_is_made_of_a_sound_lies_where_it_lies(sound: Audio, tmp_path: Path) -> None:
    lying = on_disk(sound, tmp_path)
    made = partly(lying, copied(lying), 0.5)
    made[:, 5] = 3.0
    again = like(made, samples=7)
    assert again.shape == (2, 7) and not again.any()
    assert np.array_equal(lying, sound), "a copy is not the sound itself"
    for array in (made, again, lying[:, 3:]):
        assert lies_on_disk(array)
    assert not list(tmp_path.iterdir()), "nobody finds it, and it goes with the array"
    assert like(sound).base is None and nameless(0, tmp_path).shape == (2, 0)


def test_blocks_and_context_change_nothing(sound: Audio, tmp_path: Path) -> None:
    def smoothed(part: Audio) -> Audio:
        padded = np.pad(part, ((0, 0), (2, 2)))
        return np.sum([padded[:, k : k + part.shape[1]] for k in range(5)], axis=0)

    for own in (sound, on_disk(sound, tmp_path)):
        assert np.array_equal(by_blocks(lambda part: part * 2, own, block=999), sound * 2)
        made = with_context(lambda inside, part: smoothed(part)[:, inside], own, context=2, block=999)
        assert np.array_equal(made, smoothed(sound))


@pytest.mark.usefixtures("short_blocks")
def test_filters_go_on_from_block_to_block(sound: Audio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fir = np.hanning(301).astype(np.float32)
    long, sections = np.tile(sound, 3), highpass_sections(900.0, RATE, order=4)
    made = [each_convolved(on_disk(long, tmp_path), fir), filtered(sections, on_disk(long, tmp_path)), copied(long)]
    mono = filtered(sections, long[:1])
    fold_below(made[2], RATE, 300.0)
    monkeypatch.setattr(blocks, "BLOCK", 1 << 20)
    whole = [np.stack([convolved(row, fir) for row in long]), filtered(sections, long), copied(long)]
    fold_below(whole[2], RATE, 300.0)
    assert all(np.array_equal(one, other) for one, other in zip(made, whole, strict=True))
    assert np.array_equal(mono, filtered(sections, long[:1]))


@pytest.mark.usefixtures("short_blocks")
def test_numbers_of_the_whole(sound: Audio) -> None:
    assert np.allclose(means(sound), sound.mean(axis=1, dtype=np.float64), atol=1e-12)
    assert peak_of(sound) == float(np.abs(sound).max())
    assert is_finite(sound)
    sound[1, -1] = np.inf
    assert not is_finite(sound)


@pytest.mark.usefixtures("short_blocks")
@pytest.mark.parametrize("spans", [[], [(0, 3)], [(2_000, 2_048)], [(2_047, 2_049), (5_000, 9_999)], [(9_000, 10_007)]])
def test_what_begins_and_ends_is_found_across_borders(spans: list[tuple[int, int]]) -> None:
    sound = np.zeros((1, 10_007), np.float32)
    for start, stop in spans:
        sound[0, start:stop] = 1.0
    edges = changes(sound, lambda part: part[0] > 0.5)
    assert list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)) == spans
