import numpy as np
import pytest

from processing.dsp.chunks import Parts, chunk_count, in_chunks
from processing.dsp.levels import Audio
from processing.dsp.on_disk import blank, let_go


def noise(samples: int, seed: int = 0) -> Audio:
    return np.random.default_rng(seed).standard_normal((2, samples)).astype(np.float32)


def without_context(chunk: Audio) -> Parts:
    return np.stack([np.tanh(chunk), 0.5 * chunk])


def difference_db(one: Audio, other: Audio) -> float:
    return float(10.0 * np.log10(np.mean(np.square(one - other)) / np.mean(np.square(other)) + 1e-30))


@pytest.mark.parametrize("samples", [1, 2, 249, 250, 251, 999, 1000, 1001, 1750, 1751, 4321, 10_000])
@pytest.mark.parametrize("segment", [1000, 1001])
def test_chunks_of_what_needs_no_context_are_the_whole(samples: int, segment: int) -> None:
    audio = noise(samples)
    made = np.concatenate(list(in_chunks(audio, without_context, segment)), axis=-1)
    assert made.shape == (2, 2, samples)
    assert difference_db(made, without_context(audio)) < -80.0


def test_the_crossfade_sums_to_one() -> None:
    """Chunks that each give their own constant: between two of them the result goes in a straight line."""
    numbers = iter(range(10))

    def constant(chunk: Audio) -> Parts:
        return np.full((1, *chunk.shape), next(numbers), np.float32)

    made = np.concatenate(list(in_chunks(noise(1750), constant, 1000)), axis=-1)[0, 0]
    assert (made[:750] == 0.0).all() and (made[1000:1500] == 1.0).all()
    np.testing.assert_allclose(np.diff(made[750:1000]), 1.0 / 251.0, atol=1e-6)


def test_memory_is_that_of_a_chunk() -> None:
    sizes = {chunk.shape for chunk in seen(noise(5000), 1000)}
    assert sizes == {(2, 1000)}


def seen(audio: Audio, segment: int) -> list[Audio]:
    chunks: list[Audio] = []

    def work(chunk: Audio) -> Parts:
        chunks.append(chunk)
        return chunk[None]

    list(in_chunks(audio, work, segment))
    assert len(chunks) == chunk_count(audio.shape[1], segment)
    return chunks


def test_a_last_chunk_has_what_came_before_it_as_context() -> None:
    audio = noise(1000)
    last = seen(audio, 800)[-1]
    # 400 samples are left; 400 are missing, half of them are taken from before.
    np.testing.assert_array_equal(last[:, :600], audio[:, 400:])
    assert not last[:, 600:].any()


def test_what_lies_beyond_the_ends_can_be_chosen() -> None:
    chunks: list[Audio] = []

    def work(chunk: Audio) -> Parts:
        chunks.append(chunk)
        return chunk[None]

    list(in_chunks(noise(100), work, 200, rest=0.25))
    assert (chunks[0][:, :50] == 0.25).all() and (chunks[0][:, 150:] == 0.25).all()


def test_nothing_is_worked_on_that_nobody_asks_for() -> None:
    pieces, calls = None, []

    def work(chunk: Audio) -> Parts:
        calls.append(1)
        return chunk[None]

    pieces = in_chunks(noise(5000), work, 1000)
    next(pieces)
    assert len(calls) == 1


def test_an_array_on_disk_keeps_what_was_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    audio, wanted = blank(1000, tmp_path, "part"), noise(1000)
    audio[:] = wanted
    let_go(audio)
    np.testing.assert_array_equal(audio, wanted)
    np.testing.assert_array_equal(np.load(tmp_path / "part.npy"), wanted)
    let_go(wanted)
