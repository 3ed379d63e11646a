"""What makes the whole worse is taken back, and whatever was found and did not get better is told."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from processing.dsp.pathologies.diagnosis import Facts, diagnose
from processing.dsp.pathologies.fault import Fault
from processing.dsp.repairs import repair as desk
from processing.dsp.repairs.bench import Bench, held, mixed
from processing.dsp.repairs.guard import HARM, helps
from processing.dsp.repairs.judging import Judged, judge, left_alone, restore_song, worst
from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE, Song, band
from tests.processing.dsp.repairs.parts import split


@pytest.fixture(scope="module")
def judged(wide: Song) -> Judged:
    return restore_song(split(wide), RATE)


def test_a_healthy_song_comes_back_as_the_very_same_stems(healthy: Song) -> None:
    stems = split(healthy)
    judged = restore_song(stems, RATE)
    assert judged.kept == judged.withheld == ()
    assert all(judged.stems[source]() is stems[source] for source in stems)


def test_the_song_gets_better_through_its_stems(wide: Song, judged: Judged) -> None:
    before, after = ({fault.code: fault for fault in faults} for faults in (judged.before, judged.after))
    assert before["wide_bass"].found and not after["wide_bass"].found
    assert "bass" in judged.kept
    assert all(after[code].severity <= before[code].severity + HARM for code in after if code != "soft_transients")
    now = diagnose(mixed(load() for load in judged.stems.values()), RATE)
    assert [fault.value for fault in now] == [fault.value for fault in judged.after]


def test_only_stems_that_take_part_are_touched(wide: Song, judged: Judged) -> None:
    untouched = set(judged.stems) - set(judged.kept)
    assert untouched
    stems = split(wide)
    assert all(np.array_equal(judged.stems[source](), stems[source]) for source in untouched)


def test_what_makes_the_whole_worse_is_taken_back(wide: Song, monkeypatch: pytest.MonkeyPatch) -> None:
    """Good for the stem, bad for the song: the bass comes back mono and with a haze that a bass alone cannot have."""
    whole = desk.REMEDIES["mono_bass"]

    def shiny_bass(audio: Song, rate: int, amount: float) -> Song:
        mended = whole(audio, rate, amount)
        haze = np.random.default_rng(1).standard_normal((1, audio.shape[1])).astype(np.float32)
        return mended + 0.3 * band(haze, 8_000, 12_000)

    monkeypatch.setitem(desk.REMEDIES, "mono_bass", shiny_bass)
    stems = split(wide)
    judged = restore_song({"bass": stems["bass"], "other": wide - stems["bass"]}, RATE)
    assert [one["remedy"] for one in judged.withheld] == ["mono_bass"]
    assert "would have had “metallic shimmer” worse" in judged.withheld[0]["words"]
    assert "mono_bass" not in {step.remedy for step in judged.steps["bass"] if step.kept}
    shimmer = [next(f.severity for f in faults if f.code == "shimmer") for faults in (judged.before, judged.after)]
    assert shimmer[1] <= shimmer[0] + HARM
    alone = restore_song({"bass": stems["bass"], "other": wide - stems["bass"]}, RATE, amounts={"fold_antiphase": 0.0})
    words = "Bass out of the middle: left as it is, its repair would have made “metallic shimmer” worse."
    assert {"remedy": "mono_bass", "fault": "wide_bass", "words": words} in alone.withheld and alone.kept == ()


def told(judged: Judged) -> dict[str, str]:
    return {one["fault"]: one["words"] for one in judged.withheld if "fault" in one}


@pytest.mark.parametrize("claims", [True, False])
def test_a_hidden_lossy_source_is_told_where_the_file_claims_to_be_whole(healthy: Song, claims: bool) -> None:
    cliff = band(songs.with_mud(healthy), 20, 16_500)
    judged = restore_song(split(cliff), RATE, facts=Facts(claims_lossless=claims, channels=2))
    assert any(fault.code == "lossy_source" and fault.found for fault in judged.before) is claims
    assert ("lossy_source" in told(judged)) is claims
    if claims:
        assert told(judged)["lossy_source"] == "Hidden lossy source: left as it is, there is no repair for it."


def test_every_fault_gets_better_or_is_told(healthy: Song) -> None:
    spoilt = band(songs.with_wide_bass(songs.with_shimmer(healthy)), 20, 16_500)
    facts = Facts(claims_lossless=True, channels=2)
    judged = restore_song(split(spoilt), RATE, facts=facts, amounts={"de_shimmer": 0.0})
    after = {fault.code: fault for fault in judged.after}
    found = [fault for fault in diagnose(spoilt, RATE, **facts) if fault.found]
    assert {"wide_bass", "lossy_source", "shimmer"} <= {fault.code for fault in found}
    better = {fault.code for fault in found if helps(fault, after[fault.code])}
    assert better and {fault.code for fault in found} - better == told(judged).keys()
    assert told(judged)["shimmer"] == "Metallic shimmer: left as it is, no repair of it was tried on any stem."


def test_one_channel_is_not_called_narrow_by_the_judge_either(healthy: Song) -> None:
    stems = split(np.stack([healthy.mean(axis=0)] * 2))
    for channels in (1, 2):
        judged = restore_song(stems, RATE, facts=Facts(channels=channels))
        narrow = next(fault for fault in judged.before if fault.code == "narrow")
        assert narrow.found is (channels == 2) is bool(judged.kept)


def fault(code: str, value: float, limit: float, **more: Any) -> Fault:
    return Fault(code, code.capitalize(), value, "dB", limit, True, value > limit, "words", **more)


def test_what_the_song_was_found_to_have_counts_though_its_parts_no_longer_show_it(healthy: Song) -> None:
    song, parts = fault("mud", 9.0, 5.0), fault("mud", 3.0, 5.0)
    bench = Bench({"other": held(healthy)}, RATE, lambda _source, _without, _known: desk.repair(healthy, RATE))
    assert list(left_alone(bench, [parts], [parts])) == []
    bench.diagnosed = [song]
    assert list(left_alone(bench, [parts], [parts])) == [song], "nothing was mended: the song stays the file itself"
    step = desk.Step("mud", "de_mud", 1.0, 80.0, 20.0, True, "words")
    bench.steps = {"other": (step,)}
    assert list(left_alone(bench, [parts], [parts])) == []
    hardly = replace(song, value=8.99)
    assert list(left_alone(bench, [hardly], [hardly])) == [song], "a rounding is no improvement"
    bench.diagnosed = []
    bench.brought = {"other": held(songs.with_mud(healthy))}
    bench.stems = dict(bench.brought)
    assert told(judge(bench))["mud"] == "Mud: repaired in single stems, but hardly better in the whole song."


def test_a_number_whose_limit_alone_moved_is_not_worse() -> None:
    before, after = fault("wide_bass", -8.0, -6.5), fault("wide_bass", -8.0, -9.0)
    assert after.severity > before.severity + HARM and worst([before], [after]) is None
    assert worst([before], [fault("wide_bass", -6.0, -9.0)]) is not None


def test_nothing_in_use_is_judged_by_the_same_facts(healthy: Song) -> None:
    cliff, facts = band(healthy, 20, 16_500), Facts(claims_lossless=True, channels=2)
    bench = Bench({"other": held(cliff)}, RATE, lambda _source, _without, _known: desk.repair(cliff, RATE), facts)
    judged = judge(bench)
    assert judged.kept == () and "lossy_source" in told(judged) and judged.before is judged.after
