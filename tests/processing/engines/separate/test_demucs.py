"""Our Demucs with tiny random weights: the library's own stems, local files only, and what happens without memory."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from demucs.api import Separator

from processing.engines.contracts import Audio
from processing.engines.separate.demucs import Demucs
from processing.engines.separate.ladder import rungs_for, words_of
from processing.errors import StudioError
from tests.processing.engines.separate.models import (
    SOURCES,
    difference_db,
    named_by_hash,
    noise,
    residual_dbfs,
    save_pickle,
    save_safetensors,
    tiny_demucs,
)

RATE = 44_100


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two models, weighed against each other source by source."""
    folder = tmp_path_factory.mktemp("demucs")
    for number in (1, 2):
        save_pickle(tiny_demucs(number), folder, f"tiny{number}")
    shares = "[[1.0, 0.0, 0.5, 1.0], [0.0, 1.0, 1.0, 1.0]]"
    (folder / "small.yaml").write_text(f"models: [tiny1, tiny2]\nweights: {shares}\n")
    return folder


@pytest.fixture
def like_a_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Demucs:
    """An engine whose network gives a quarter of the input as each stem and has memory for five seconds at most."""
    save_safetensors(tiny_demucs(1, Fraction(78, 10)), tmp_path, "tiny")
    engine = Demucs(tmp_path)

    def forward(mix: torch.Tensor) -> torch.Tensor:
        if mix.shape[-1] > 5 * RATE:
            raise torch.OutOfMemoryError("no room")
        return 0.25 * mix[:, None].expand(-1, len(SOURCES), -1, -1)

    monkeypatch.setattr(engine._bag.models[0], "forward", forward)
    return engine


def test_the_stems_are_the_librarys_own(bag: Path) -> None:
    audio = noise(round(1.3 * RATE) + 13)
    theirs = Separator("small", repo=bag, device="cpu", shifts=0).separate_tensor(torch.from_numpy(audio))[1]
    ours = Demucs(bag)
    rung = ours._rungs[0]
    stems = ours._stems(audio, audio.shape[1], RATE, rung, lambda _part, _words: None)
    assert {name: difference_db(stems[name], theirs[name].numpy()) for name in SOURCES if
            difference_db(stems[name], theirs[name].numpy()) > -60.0} == {}  # fmt: skip


def test_the_stems_sum_to_the_input_at_another_rate_in_mono_and_odd_length(bag: Path) -> None:
    audio = noise(48_000 // 2 + 7, channels=1)
    made = Demucs(bag).separate(audio, 48_000)
    assert {name: stem.shape for name, stem in made.stems.items()} == dict.fromkeys(SOURCES, (2, 24007))
    assert residual_dbfs(made.stems, audio) < -60.0


def test_what_was_not_asked_for_lies_in_other(like_a_model: Demucs) -> None:
    audio = noise(RATE)
    made = like_a_model.separate(audio, RATE, ("vocals",))
    assert set(made.stems) == {"vocals", "other"}
    assert residual_dbfs(made.stems, audio) < -60.0


def test_long_songs_lie_on_disk(like_a_model: Demucs, tmp_path: Path) -> None:
    like_a_model._scratch = tmp_path / "scratch"
    made = like_a_model.separate(noise(48_000), 48_000)
    assert all(isinstance(stem.base, np.memmap) or isinstance(stem, np.memmap) for stem in made.stems.values())


def test_less_memory_means_smaller_steps_and_is_remembered(like_a_model: Demucs) -> None:
    audio = noise(6 * RATE)
    audio -= audio.mean()
    made = like_a_model.separate(audio, RATE)
    assert made.facts["segment_s"] == 5.0 and "steps of 5 s instead of 7.8 s" in made.facts["words"][1]
    assert difference_db(made.stems["drums"], 0.25 * audio) < -80.0
    assert like_a_model._fits == 1


def test_without_any_memory_it_says_so(like_a_model: Demucs, monkeypatch: pytest.MonkeyPatch) -> None:
    def forward(_mix: Any) -> Any:
        raise torch.OutOfMemoryError("no room")

    monkeypatch.setattr(like_a_model._bag.models[0], "forward", forward)
    with pytest.raises(StudioError, match=r"engine\.out_of_memory: Demucs does not fit"):
        like_a_model.separate(noise(RATE), RATE)


def test_the_ladder_ends_in_main_memory() -> None:
    steps = [(rung.device, rung.segment_s) for rung in rungs_for("cuda", 7.8)]
    assert steps == [("cuda", 7.8), ("cuda", 5.0), ("cuda", 3.0), ("cpu", 7.8)]
    first, *_, last = rungs_for("cuda", 7.8)
    assert "main memory" in words_of(first, last)[0] and not words_of(first, first)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RuntimeError("shapes do not match"), "engine.broke_down"),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), "engine.out_of_memory"),
    ],
)
def test_whatever_else_fails_lets_another_engine_be_asked(
    like_a_model: Demucs, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def forward(_mix: Any) -> Any:
        raise error

    monkeypatch.setattr(like_a_model._bag.models[0], "forward", forward)
    with pytest.raises(StudioError) as caught:
        like_a_model.separate(noise(RATE), RATE)
    assert caught.value.code == code


def test_stems_without_numbers_are_no_stems(like_a_model: Demucs, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = torch.full((1, len(SOURCES), 2, int(7.8 * RATE)), torch.nan)
    monkeypatch.setattr(like_a_model._bag.models[0], "forward", lambda _mix: nothing)
    with pytest.raises(StudioError, match=r"engine\.no_sound"):
        like_a_model.separate(noise(RATE), RATE)


def test_it_can_be_stopped_between_chunks(like_a_model: Demucs) -> None:
    like_a_model._fits = 2
    told: list[float] = []

    def progress(part: float, _words: str) -> None:
        told.append(part)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        like_a_model.separate(noise(12 * RATE), RATE, progress=progress)
    assert told == sorted(told) and told[-1] < 1.0


# Weights


def state_of(engine: Demucs) -> Audio:
    parameter: Audio = next(engine._bag.models[0].parameters()).detach().numpy()
    return parameter


def test_safetensors_are_preferred_and_read(tmp_path: Path) -> None:
    save_pickle(tiny_demucs(1), tmp_path, "tiny")
    wanted = tiny_demucs(2)
    named_by_hash(save_safetensors(wanted, tmp_path, "tiny"))
    np.testing.assert_array_equal(state_of(Demucs(tmp_path)), next(wanted.parameters()).detach().numpy())


@pytest.mark.parametrize("save", [save_pickle, lambda *args: named_by_hash(save_safetensors(*args))])
def test_a_wrong_hash_is_refused(tmp_path: Path, save: Any) -> None:
    path = save(tiny_demucs(1), tmp_path, "tiny")
    path.rename(path.with_name(f"tiny-0badc0de{path.suffix}"))
    with pytest.raises(StudioError, match=r"weights\.wrong_hash"):
        Demucs(tmp_path)


def test_a_list_of_hashes_counts_as_well(tmp_path: Path) -> None:
    save_safetensors(tiny_demucs(1), tmp_path, "tiny")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  tiny.safetensors\n")
    with pytest.raises(StudioError, match=r"weights\.wrong_hash"):
        Demucs(tmp_path)


def test_a_pickle_without_a_hash_is_not_opened(tmp_path: Path) -> None:
    save_pickle(tiny_demucs(1), tmp_path, "tiny").rename(tmp_path / "tiny.th")
    with pytest.raises(StudioError, match=r"weights\.no_hash"):
        Demucs(tmp_path)


class Hostile:
    def __reduce__(self) -> Any:
        return (Path("hostile-was-here").touch, ())


def test_a_pickle_runs_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save({"klass": Hostile(), "args": (), "kwargs": {}, "state": {}}, tmp_path / "evil.th")
    named_by_hash(tmp_path / "evil.th")
    with pytest.raises(StudioError, match=r"weights\.not_a_model"):
        Demucs(tmp_path)
    assert not (tmp_path / "hostile-was-here").exists()


def test_only_classes_of_demucs_are_let_in(tmp_path: Path) -> None:
    save_safetensors(tiny_demucs(1), tmp_path, "tiny", klass="subprocess.Popen")
    with pytest.raises(StudioError, match=r"weights\.unknown_model"):
        Demucs(tmp_path)


def test_a_bag_whose_models_are_missing_says_which(tmp_path: Path) -> None:
    (tmp_path / "htdemucs_ft.yaml").write_text("models: ['f7e0c4bc']\n")
    with pytest.raises(StudioError, match=r"weights\.missing: Put f7e0c4bc"):
        Demucs(tmp_path)
