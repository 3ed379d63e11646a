import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.engines.compose.house_band.form import plan_form
from processing.engines.compose.house_band.phrasing import Block, Take, divide
from processing.engines.contracts import GENRES, METERS, LyricSection
from processing.errors import StudioError


def words(label, kind, lines, per_line=9):
    return LyricSection(label, kind, tuple(f"line {n}" for n in range(lines)), (per_line,) * lines)


LYRICS = [
    words("Verse 1", "verse", 8),
    words("Chorus 1", "chorus", 4),
    words("Verse 2", "verse", 8),
    words("Chorus 2", "chorus", 4),
    words("Solo", "solo", 0),
    words("Bridge", "bridge", 4),
    words("Chorus 3", "chorus", 4),
]


def sing(rests_s, seed=0, start_s=1.3):
    """Phrases of 3.6 s for each line of LYRICS with a long rest between sections, and where sections begin."""
    dice, at, phrases, starts = Random(seed), start_s, [], []
    for section, rest in zip([s for s in LYRICS if s.lines], rests_s, strict=True):
        starts.append(at)
        for _ in section.lines:
            phrases.append((at, at + 3.6))
            at += 4.6 + dice.uniform(-0.1, 0.1)
        at += rest
    return phrases, starts


def tiles(form, bar_s):
    edges = [0.0, *(s.end_s for s in form.sections)]
    assert [s.start_s for s in form.sections] == edges[:-1]
    assert edges[-1] == form.duration_s
    return all(s.end_s - s.start_s == pytest.approx(s.bars * bar_s) for s in form.sections)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(("intro", "verse", "chorus", "bridge", "solo", "outro")), st.integers(0, 12)),
        max_size=9,
    ),
    st.floats(60, 180),
    st.sampled_from(sorted(METERS)),
    st.sampled_from(GENRES),
    st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 9)), max_size=20),
    st.floats(-5, 120) | st.none(),
)
def test_any_song_tiles_its_timeline_in_whole_bars(kinds, bpm, meter, genre, spans, downbeat):
    lyrics = [words(f"S{n}", kind, lines) for n, (kind, lines) in enumerate(kinds)]
    phrases = [(start, start + length) for start, length in spans]
    form = plan_form(lyrics, bpm=bpm, meter=meter, genre=genre, voice_phrases=phrases, vocal_downbeat_s=downbeat)
    bar_s = 60.0 / bpm * METERS[meter]
    assert tiles(form, bar_s)
    assert form.sections[0].kind == "intro"
    if phrases:
        first, last = min(s for s, _ in phrases), max(e for _, e in phrases)
        assert first + form.vocal_offset_s >= form.sections[0].end_s - bar_s / 2 - 1e-6
        assert last + form.vocal_offset_s <= form.sections[-1].start_s + 0.11 * bar_s


@pytest.mark.parametrize("bpm", [60.0, 104.0, 180.0])
def test_lines_decide_the_bars_of_unsung_lyrics(bpm):
    form = plan_form(LYRICS, bpm=bpm, meter="4/4", genre="pop")
    bars = {s.label: s.bars for s in form.sections}
    assert bars["Verse 1"] == 2 * bars["Chorus 1"] or bars["Verse 1"] == bars["Chorus 1"] * 1
    assert all(s.bars % 2 == 0 for s in form.sections)
    assert 100 < form.duration_s < 260
    assert [s.label for s in form.sections][1:-1] == [s.label for s in LYRICS]


def test_the_sung_downbeat_lies_on_a_bar_line_after_the_intro():
    phrases, _ = sing((4, 2.5, 5, 12, 3, 0))
    form = plan_form(LYRICS, bpm=97.3, meter="3/4", genre="pop", voice_phrases=phrases, vocal_downbeat_s=1.9)
    assert 1.9 + form.vocal_offset_s == pytest.approx(form.sections[0].end_s, abs=1e-9)


def test_a_three_minute_voice_makes_a_song_of_about_three_minutes_that_covers_it():
    phrases, _ = sing((4, 2.5, 5, 12, 3, 0))
    began = time.perf_counter()
    form = plan_form(LYRICS, bpm=104, meter="4/4", genre="pop", voice_phrases=phrases, vocal_duration_s=181.0)
    assert time.perf_counter() - began < 1.0
    assert form.duration_s >= 181.0 + form.vocal_offset_s
    assert 180 < form.duration_s < 215


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("bpm", "meter"), [(104.0, "4/4"), (150.0, "4/4"), (90.0, "3/4"), (66.0, "6/8")])
def test_borders_fall_into_the_long_rests(bpm, meter, seed):
    phrases, starts = sing((4, 2.5, 5, 12, 3, 0), seed)
    form = plan_form(LYRICS, bpm=bpm, meter=meter, genre="pop", voice_phrases=phrases)
    bar_s = 60.0 / bpm * METERS[meter]
    found = [s.start_s - form.vocal_offset_s for s in form.sections if s.lines]
    assert len(found) == len(starts)
    assert all(abs(a - b) <= 1.5 * bar_s for a, b in zip(found, starts, strict=True))


def test_a_solo_lives_in_the_rest_that_the_voice_leaves_it():
    phrases, _ = sing((4, 2.5, 5, 12, 3, 0))
    form = plan_form(LYRICS, bpm=104, meter="4/4", genre="pop", voice_phrases=phrases)
    solo = next(s for s in form.sections if s.kind == "solo")
    sung = sum(
        max(0, min(e, solo.end_s - form.vocal_offset_s) - max(s, solo.start_s - form.vocal_offset_s))
        for s, e in phrases
    )
    assert solo.bars >= 3
    assert sung < 1.0


def test_a_solo_without_a_rest_is_left_out():
    phrases, _ = sing((0, 0, 0, 0, 0, 0))
    form = plan_form(LYRICS, bpm=104, meter="4/4", genre="pop", voice_phrases=phrases)
    assert "solo" not in {s.kind for s in form.sections}


def test_a_short_take_keeps_all_words_in_fewer_sections():
    form = plan_form(LYRICS, bpm=100, meter="4/4", genre="pop", voice_phrases=[(0.2, 4.0), (4.5, 9.0)])
    sung = [s for s in form.sections if s.lines]
    assert all(s.bars >= 2 for s in sung)
    assert sum(len(s.lines) for s in sung) == sum(len(s.lines) for s in LYRICS)


def test_trailing_silence_is_followed_only_so_far():
    form = plan_form([], bpm=120, meter="4/4", genre="pop", voice_phrases=[(0.0, 30.0)], vocal_duration_s=300.0)
    assert form.duration_s < 75


def test_a_song_without_words_gets_the_usual_form():
    form = plan_form([], bpm=120, meter="4/4", genre="house")
    assert [s.kind for s in form.sections] == [
        "intro",
        "verse",
        "chorus",
        "verse",
        "chorus",
        "bridge",
        "chorus",
        "outro",
    ]


def test_lyrics_that_are_only_a_solo_still_leave_room_for_who_sings():
    blocks = divide([Block("Solo", "solo", (), 0)], Take(((0.0, 7.0),), 8, 2.0, 0.0))
    assert sum(bars for _, bars in blocks) == 8
    assert next(bars for block, bars in blocks if block.kind == "verse") >= 6


@pytest.mark.parametrize(
    ("field", "code"), [({"meter": "7/8"}, "plan.meter_unknown"), ({"bpm": 0.0}, "plan.bpm_out_of_range")]
)
def test_impossible_wishes_are_refused_in_words(field, code):
    with pytest.raises(StudioError) as refusal:
        plan_form([], **({"bpm": 120.0, "meter": "4/4", "genre": "pop"} | field))
    assert refusal.value.code == code
