"""Repairs help what is ill, harm nothing else, and leave the healthy as it is, to the sample."""

from collections.abc import Callable

import numpy as np
import pytest

from processing.dsp.pathologies.diagnosis import diagnose
from processing.dsp.repairs import repair as desk
from processing.dsp.repairs.frames import through_frames
from processing.dsp.repairs.guard import HARM
from processing.dsp.repairs.image import fold_antiphase, mono_bass, narrow_highs, widen
from processing.dsp.repairs.repair import removed, repair
from processing.dsp.repairs.samples import de_click, de_clip
from processing.dsp.repairs.tone import de_mud
from processing.dsp.stereo import low_side_db, mono_loss_lu
from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE


@pytest.fixture(scope="module")
def healthy() -> songs.Song:
    return songs.healthy()


def test_frames_give_back_what_they_took(healthy: songs.Song) -> None:
    again = through_frames(healthy, lambda middle, side: (middle, side))
    assert again.shape == healthy.shape
    assert np.abs(again - healthy).max() < 1e-6


def test_a_healthy_song_comes_back_as_the_very_same_samples(healthy: songs.Song) -> None:
    repaired = repair(healthy, RATE)
    assert repaired.audio is healthy
    assert repaired.steps == ()


@pytest.mark.parametrize(
    ("fault", "spoil"),
    [
        ("mono_holes", songs.with_antiphase),
        ("wide_bass", songs.with_wide_bass),
        ("shimmer", songs.with_shimmer),
        ("mud", songs.with_mud),
        ("clicks", lambda song: songs.with_clicks(song, 24)),
        ("hard_panning", songs.with_hard_panning),
        ("narrow", lambda song: np.stack([song.mean(axis=0)] * 2)),
        ("hum", songs.with_hum),
        ("missing_top", lambda song: songs.band(song, 20, 11_000)),
        ("clipping", lambda song: np.clip(song * 4, -1, 1)),
        ("dc_offset", lambda song: song + np.float32(0.03)),
    ],
)
def test_what_is_ill_gets_better_and_nothing_else_worse(
    fault: str, spoil: Callable[[songs.Song], songs.Song], healthy: songs.Song
) -> None:
    repaired = repair(spoil(healthy).astype(np.float32), RATE)
    step = next(step for step in repaired.steps if step.fault == fault)
    assert step.kept, step.words
    before, after = ({f.code: f.severity for f in faults} for faults in (repaired.before, repaired.after))
    assert after[fault] < before[fault] or before[fault] == 100.0
    assert step.after <= step.before
    kept = {step.fault for step in repaired.steps if step.kept}
    assert all(after[code] <= before[code] + HARM for code in after if code not in kept | {"soft_transients"})
    assert after["soft_transients"] < 50.0


def test_a_step_that_does_not_help_is_left_out(healthy: songs.Song, monkeypatch: pytest.MonkeyPatch) -> None:
    muddy = songs.with_mud(healthy)
    monkeypatch.setitem(desk.REMEDIES, "de_mud", lambda audio, _rate, _amount: audio.copy())
    repaired = repair(muddy, RATE)
    step = next(step for step in repaired.steps if step.fault == "mud")
    assert not step.kept
    assert "did not help" in step.words
    assert repaired.audio is muddy


def test_a_step_that_harms_is_left_out(healthy: songs.Song, monkeypatch: pytest.MonkeyPatch) -> None:
    muddy = songs.with_mud(healthy)

    def butcher(audio: songs.Song, _rate: int, _amount: float) -> songs.Song:
        return songs.with_shimmer(audio - 0.7 * songs.band(audio, 200, 500))

    monkeypatch.setitem(desk.REMEDIES, "de_mud", butcher)
    step = next(step for step in repair(muddy, RATE).steps if step.fault == "mud")
    assert not step.kept
    assert "worse" in step.words


def test_an_amount_of_nothing_leaves_the_step_out(healthy: songs.Song) -> None:
    muddy = songs.with_mud(healthy)
    assert repair(muddy, RATE, amounts={"de_mud": 0.0}).audio is muddy


def test_half_the_amount_takes_less(healthy: songs.Song) -> None:
    wide = songs.with_wide_bass(healthy)
    half, whole = (low_side_db(mono_bass(wide, RATE, amount), RATE) for amount in (0.5, 1.0))
    assert whole < half < low_side_db(wide, RATE)


def test_what_harms_in_full_is_tried_with_less(healthy: songs.Song, monkeypatch: pytest.MonkeyPatch) -> None:
    muddy = songs.with_mud(healthy)
    whole = desk.REMEDIES["de_mud"]

    def rough(audio: songs.Song, rate: int, amount: float) -> songs.Song:
        mended = whole(audio, rate, amount)
        return songs.with_shimmer(mended) if amount > 0.6 else mended

    monkeypatch.setitem(desk.REMEDIES, "de_mud", rough)
    step = next(step for step in repair(muddy, RATE).steps if step.fault == "mud")
    assert step.kept and step.amount == 0.5


def test_noise_is_left_to_a_whole_song_unless_somebody_asks(healthy: songs.Song) -> None:
    hissing = songs.with_noise(healthy)
    assert "noise" not in {step.fault for step in repair(hissing, RATE).steps}
    asked = repair(hissing, RATE, amounts={"denoise": 1.0})
    step = next(step for step in asked.steps if step.fault == "noise")
    assert step.kept and step.after < step.before


def test_a_tool_takes_the_place_of_a_remedy(healthy: songs.Song) -> None:
    muddy, used = songs.with_mud(healthy), []

    def tool(audio: songs.Song, rate: int, amount: float) -> songs.Song:
        used.append(amount)
        return de_mud(audio, rate, amount)

    assert next(s for s in repair(muddy, RATE, tools={"de_mud": tool}).steps if s.fault == "mud").kept
    assert used


def test_new_width_leaves_one_loudspeaker_as_it_is(healthy: songs.Song) -> None:
    centred = np.stack([healthy.mean(axis=0)] * 2)
    wide = widen(centred, RATE)
    assert np.abs(wide.mean(axis=0) - centred[0]).max() < 1e-6
    assert mono_loss_lu(wide, RATE) < 0.5


def test_a_bass_that_lies_in_the_side_is_not_lost(healthy: songs.Song) -> None:
    wide = songs.with_wide_bass(healthy)
    low = [np.sum(songs.band(part, 30, 110) ** 2) for part in (wide, mono_bass(wide, RATE))]
    assert abs(10 * np.log10(low[1] / low[0])) < 1.0


def test_folding_brings_back_what_mono_lost(healthy: songs.Song) -> None:
    spoilt = songs.with_antiphase(healthy)
    assert mono_loss_lu(fold_antiphase(spoilt, RATE), RATE) < 0.7 * mono_loss_lu(spoilt, RATE)


def test_flat_peaks_get_crowns_and_the_rest_keeps_its_shape() -> None:
    tone = np.sin(2 * np.pi * 200 * np.arange(4800) / RATE)
    clipped = np.clip(np.stack([tone, tone]) * 1.1, -1, 1).astype(np.float32)
    mended = de_clip(clipped)
    assert np.abs(mended).max() < 0.999
    untouched = np.abs(clipped) < 0.999
    untouched &= np.abs(clipped) > 1e-3
    gain = mended[untouched] / clipped[untouched]
    assert np.std(gain) < 1e-5
    assert np.abs(mended).max() > 1.02 * np.median(gain)


@pytest.mark.parametrize("gain", [5.0, 10.0])
def test_crowns_come_nearer_to_what_was_cut(healthy: songs.Song, gain: float) -> None:
    def error_db(audio: songs.Song) -> float:
        fitted = audio * (np.vdot(audio, healthy) / np.vdot(audio, audio))
        return float(10 * np.log10(np.mean((fitted - healthy) ** 2) / np.mean(healthy**2)))

    cut = np.clip(healthy * gain, -1, 1)
    assert error_db(de_clip(cut)) < error_db(cut) - 0.2


def test_peaks_that_were_cut_and_turned_down_get_crowns_too() -> None:
    tone = np.sin(2 * np.pi * 200 * np.arange(4800) / RATE)
    cut = np.clip(np.stack([tone, 0 * tone]), -0.8, 0.8).astype(np.float32) * 0.5
    mended = de_clip(cut)
    assert 0.42 < np.abs(mended[0]).max() < 0.6 and not mended[1].any()


def test_a_click_leaves_what_was_under_it() -> None:
    clean = 0.5 * np.sin(np.arange(9600) * np.array([[0.05], [0.31]])).astype(np.float32)
    clicked = clean.copy()
    clicked[:, 4000:4020] += 0.4
    clicked[:, 20] += 0.4
    mended = np.abs(de_click(clicked, RATE, [4000 / RATE, 20 / RATE]) - clean)
    assert mended[:, 3000:].max() < 0.01 and mended[:, :3000].max() < 1.0, "a line where nothing can be foretold"
    assert np.abs(de_click(np.zeros((2, 9600), np.float32), RATE, [0.1])).max() == 0.0


def test_the_difference_can_be_heard(healthy: songs.Song) -> None:
    muddy = songs.with_mud(healthy)
    repaired = repair(muddy, RATE)
    taken = removed(muddy, repaired.audio)
    assert np.abs(taken).max() > 0
    assert np.allclose(repaired.audio + taken, muddy, atol=1e-6)


def test_mono_is_repaired_as_dual_mono(healthy: songs.Song) -> None:
    alone = songs.with_mud(healthy)[:1]
    repaired = repair(alone, RATE)
    assert repaired.audio.shape == (2, alone.shape[1])
    assert {f.code for f in diagnose(alone, RATE)} == {f.code for f in repaired.after}


def test_narrowing_stays_finite_in_silence_behind_loud_music() -> None:
    dice = np.random.default_rng(3)
    song = np.concatenate([dice.normal(0, 0.3, (2, RATE)), np.zeros((2, RATE))], axis=1).astype(np.float32)
    assert np.isfinite(narrow_highs(song, RATE)).all()
