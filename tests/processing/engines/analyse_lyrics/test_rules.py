import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.engines.analyse_lyrics.rules import LONGEST_LYRICS, RulesAnalyst
from processing.engines.contracts import GENRES, SECTION_KINDS
from processing.errors import StudioError

TAGGED = """[Verse 1: Ana]
Rain against the window, coffee going cold
Every quiet memory is something I still hold

[Pre-Chorus]
And it falls

[Chorus x2]
Oh I miss you, I'm alone

(Bridge)
Let it go
Verse 2:
Walking home in the night

Chorus
Outro
"""
UNTAGGED = """we ride at dawn
to the sea

sing it loud
sing it all night

somewhere else
I see

sing it loud
sing it all night"""


def kinds(lyrics):
    return [section.kind for section in RulesAnalyst().read(lyrics).sections]


def test_tags_make_sections_with_numbers_and_repeats():
    reading = RulesAnalyst().read(TAGGED)
    labels = ["Verse 1", "Pre-chorus", "Chorus 1", "Chorus 2", "Bridge", "Verse 2", "Chorus 3", "Outro"]
    assert [s.label for s in reading.sections] == labels
    assert reading.sections[6].lines == ("Oh I miss you, I'm alone",)
    assert reading.sections[-1].lines == ()
    assert reading.sections[0].syllables == (11, 14)


def test_a_stanza_that_comes_back_is_the_chorus():
    assert kinds(UNTAGGED) == ["verse", "chorus", "verse", "chorus"]


def test_a_chorus_may_change_a_word_and_a_long_one_a_line():
    changed = UNTAGGED.replace("all night", "all right", 1)
    assert kinds(changed) == ["verse", "chorus", "verse", "chorus"]
    block = [f"this is line number {n} of a very long refrain that nobody forgets" for n in range(12)]
    other = "\n".join(f"verse words {n} that differ" for n in range(12))
    assert kinds("\n".join(block) + "\n\n" + other + "\n\n" + "\n".join([*block[:-1], "oh"])) == [
        "chorus",
        "verse",
        "chorus",
    ]


def test_two_equal_stanzas_alone_are_verses():
    assert kinds("one two\n\none two") == ["verse", "verse"]


def test_stanzas_without_a_return_are_verses():
    reading = RulesAnalyst().read("a morning\n\nan evening of other things\n\nthe third one")
    assert [s.label for s in reading.sections] == ["Verse 1", "Verse 2", "Verse 3"]
    assert "nothing comes back" in reading.reasons["sections"]


def test_tags_in_spanish_and_german_and_words_before_the_first_tag():
    assert kinds("hola\n[Estrofa 1]\nuno\n[Estribillo]\ndos\nPuente:\ntres") == ["verse", "verse", "chorus", "bridge"]
    assert kinds("[Strophe 2]\neins\n[Refrain]\nzwei\n[Brücke]\ndrei\n[Schluss]\nvier")[1:] == [
        "chorus",
        "bridge",
        "outro",
    ]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("I don't know what you are but it is love", "en"),
        ("quiero bailar contigo toda la noche en el mar", "es"),
        ("ich will nicht ohne dich durch die nacht", "de"),
        ("je ne sais pas pour toi mais avec moi", "fr"),
        ("shoobedoo wababa dwee", "und"),
    ],
)
def test_the_language_is_heard(line, language):
    assert RulesAnalyst().read(line).language == language


@pytest.mark.parametrize(
    ("words", "mood", "genre"),
    [
        ("tears and sorrow, lonely goodbye, rain on the window", "sad", "lofi"),
        ("dance dance move your body to the beat, club lights, dj, jump", "energetic", "house"),
        ("burn it, scream, fight the liar, blood and war, fire on the highway", "angry", "rock"),
        ("kiss my lips baby, darling, love my body, touch my skin", "romantic", "rnb"),
        ("money king crown gold, hustle on the block, rap on the mic, cash", "confident", "hip_hop"),
    ],
)
def test_words_suggest_mood_and_genre_with_a_reason(words, mood, genre):
    reading = RulesAnalyst().read(words)
    assert (reading.mood, reading.genre) == (mood, genre)
    assert "“" in reading.reasons["mood"]
    assert all(reading.reasons[key].endswith(".") for key in ("sections", "language", "mood", "genre", "bpm"))


def test_words_without_a_hint_get_a_neutral_start():
    reading = RulesAnalyst().read("xylo xylo")
    assert (reading.mood, reading.genre) == ("hopeful", "pop")
    assert "No word" in reading.reasons["mood"]


def test_long_lines_read_like_rap_and_short_lines_move_faster():
    rap = RulesAnalyst().read("I never thought that anybody ever would be listening to every little syllable I say")
    assert rap.genre == "hip_hop"
    short, longer = (
        RulesAnalyst().read("hope, oh hope"),
        RulesAnalyst().read("hope is a thing that I believe in always"),
    )
    assert short.bpm > longer.bpm
    assert "short lines" in short.reasons["bpm"]
    assert (
        "long lines" in RulesAnalyst().read("hope that tomorrow brings another dream to wake my heart").reasons["bpm"]
    )


def test_a_tempo_outside_its_genre_is_brought_home():
    reading = RulesAnalyst().read(
        "burn burn burn the fire, hate and war, dance floor club dj dance tonight body lights deeper bass"
    )
    assert reading.genre == "house"
    assert 118 <= reading.bpm <= 128


@pytest.mark.parametrize("lyrics", ["", " \n\t\n ", "[Verse]\n\n[Chorus]", "\u200b\n\x00"])
def test_nothing_to_sing_is_refused_in_words(lyrics):
    with pytest.raises(StudioError) as refusal:
        RulesAnalyst().read(lyrics)
    assert refusal.value.code == "lyrics.empty"


@pytest.mark.parametrize("lyrics", ["a" * (LONGEST_LYRICS + 1), "a\n" * 700])
def test_a_book_is_refused_in_words(lyrics):
    with pytest.raises(StudioError) as refusal:
        RulesAnalyst().read(lyrics)
    assert refusal.value.code == "lyrics.too_long"


PIECES = st.sampled_from(
    [
        "[Verse 1]",
        "(Chorus x3)",
        "Bridge:",
        "",
        "oh",
        "[",
        "]",
        "((",
        "x2",
        "[Chorus",
        "la 99 🎸",
        "\u202e",
        "[[Hook]] x9",
    ]
)


@settings(max_examples=150)
@given(st.text(max_size=400) | st.lists(PIECES, max_size=40).map("\n".join))
def test_nonsense_never_breaks_the_reading(lyrics):
    try:
        reading = RulesAnalyst().read(lyrics)
    except StudioError as refusal:
        assert refusal.code in ("lyrics.empty", "lyrics.too_long")
        return
    assert reading.genre in GENRES
    assert 60 <= reading.bpm <= 180
    for section in reading.sections:
        assert section.kind in SECTION_KINDS
        assert len(section.lines) == len(section.syllables)


def test_hostile_repetition_is_read_quickly_and_bounded():
    reading = RulesAnalyst().read("\n\n".join(["aaaa " * 12] * 300))
    assert len(reading.sections) <= 60
