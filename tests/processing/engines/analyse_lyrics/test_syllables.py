import pytest

from processing.engines.analyse_lyrics.syllables import syllables, word_syllables

ENGLISH = (
    "the 1 fire 1 people 2 table 2 loved 1 wanted 2 dreams 1 running 2 beautiful 3 yesterday 3 nation 2 "
    "science 2 being 2 don't 1 heart 1 forever 3 times 1 houses 2 changes 2 idea 3 radio 3 quiet 2 question 2 "
    "away 2 area 3 music 2 video 3 create 2 million 2 special 2 little 2 breathe 1 kissed 1 hated 2 voices 2 "
    "something 2 lonely 2 lion 2 crying 2 beyond 2"
)
SPANISH = (
    "corazón 3 quiero 2 tierra 2 día 2 guitarra 3 agua 2 siempre 2 poesía 4 rey 1 hay 1 muy 1 fuego 2 yo 1 mañana 3 "
    "reina 2 lluvia 2 caer 2 paraíso 4 y 1 ciudad 2 maestro 3 playa 2 pingüino 3"
)
GERMAN = "liebe 2 herz 1 träume 2 nacht 1 allein 2 gehen 2 feuer 2 sonne 2 schatten 2 ich 1 quelle 2"


def pairs(text):
    words = text.split()
    return [(word, int(count)) for word, count in zip(words[::2], words[1::2], strict=True)]


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("es", SPANISH), ("de", GERMAN)])
def test_words_are_counted_as_they_are_sung(language, text):
    heard = [(word, word_syllables(word, language)) for word, _ in pairs(text)]
    wrong = [(word, n, m) for (word, n), (_, m) in zip(pairs(text), heard, strict=True) if n != m]
    assert len(wrong) <= 0.06 * len(heard), wrong


def test_a_line_is_the_sum_of_its_words_and_numbers_count_one():
    assert syllables("Oh I miss you, I'm alone") == 7
    assert syllables("99 red balloons") == 4
    assert syllables("… !!") == 0


def test_a_word_without_vowels_still_takes_a_beat():
    assert word_syllables("hmm") == word_syllables("pst", "es") == word_syllables("psst", "de") == 1
