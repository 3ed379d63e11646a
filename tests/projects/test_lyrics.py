"""Lyrics as versions: autosaved without piling up, told about politely, compared, named and restored."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artists.models import User
from projects import lyrics
from projects.declarations import asked_of
from projects.errors import Invalid, StudioError
from projects.lyrics import ONE_SITTING, Saving, name_version, restore, save_lyrics, stamp
from projects.models import Activity, LyricsVersion, Project
from projects.songs import submit


def typed(song: Project, text: str, by: User, base: LyricsVersion | None = None) -> LyricsVersion:
    return save_lyrics(song, text, by=by, saving=Saving(typing=True, base=stamp(base) if base else ""))


def facts(song: Project) -> list[str]:
    return list(song.events.order_by("seq").values_list("type", flat=True))


def test_typing_goes_on_in_one_version(song: Project, owner: User) -> None:
    for text in ("One", "One t", "One two"):
        typed(song, text, owner)
    version = song.lyrics.get()
    assert (version.text, version.spans) == ("One two", [[0, 7, "human"]])
    assert facts(song) == ["lyrics.saved", "lyrics.typed", "lyrics.typed"]
    assert Activity.objects.filter(verb="lyrics.saved").count() == 1


def test_a_pause_another_person_a_name_or_production_begin_a_version(
    song: Project, owner: User, teammate: User
) -> None:
    typed(song, "One", owner)
    typed(song, "Two", teammate)
    typed(song, "Three", owner)
    name_version(song, 3, "  before   the bridge ", by=owner)
    typed(song, "Four", owner)
    song.lyrics.update(at=timezone.now() - ONE_SITTING - timedelta(seconds=1))
    typed(song, "Five", owner)
    Project.objects.update(state="in_production")
    song.refresh_from_db()
    typed(song, "Six", owner)
    assert list(song.lyrics.values_list("text", flat=True)) == ["Six", "Five", "Four", "Three", "Two", "One"]
    assert song.lyrics.get(number=3).name == "before the bridge"


def test_saving_on_purpose_is_always_a_version(song: Project, owner: User) -> None:
    for text in ("One", "Two", "Two"):
        save_lyrics(song, text, by=owner)
    assert song.lyrics.count() == 2


def test_someone_elses_save_is_told_and_nothing_is_lost(song: Project, owner: User, teammate: User) -> None:
    first = typed(song, "One", owner)
    theirs = typed(song, "Theirs", teammate, first)
    with pytest.raises(StudioError, match=r"lyrics\.changed_meanwhile") as told:
        typed(song, "Mine", owner, first)
    assert "Teammate saved version 2" in told.value.words and told.value.facts["stamp"] == stamp(theirs)
    assert song.lyrics.first() == theirs and song.lyrics.count() == 2
    assert typed(song, "Mine", owner, theirs).number == 3
    assert typed(song, "Mine", owner, first).number == 3


def test_two_windows_of_one_person_do_not_write_over_each_other(song: Project, owner: User) -> None:
    first = typed(song, "One", owner)
    base = stamp(first)
    typed(song, "One two", owner, first)
    with pytest.raises(StudioError, match="changed_meanwhile"):
        save_lyrics(song, "One three", by=owner, saving=Saving(typing=True, base=base))
    with pytest.raises(StudioError, match="changed_meanwhile"):
        save_lyrics(song, "A start", by=owner, saving=Saving(base="0"))


def test_suggestions_are_remembered_as_such(song: Project, owner: User) -> None:
    saving = Saving(suggestions=("[Chorus]",))
    assert save_lyrics(song, "[Chorus]\nMine", by=owner, saving=saving).spans == [[0, 8, "suggested"], [8, 13, "human"]]
    assert save_lyrics(song, "[Chorus]\nMine too", by=owner).spans[0] == [0, 8, "suggested"]


@pytest.mark.parametrize("sent", [None, "text", 3, {"a": 1}, [1, None, "  "]])
def test_suggestions_that_are_none_are_left_out(sent: object) -> None:
    assert lyrics.suggestions_from(sent) == ()


def test_restoring_makes_a_version_with_its_spans(song: Project, owner: User, teammate: User) -> None:
    save_lyrics(song, "[Chorus]\nOne", by=owner, saving=Saving(suggestions=("[Chorus]",)))
    save_lyrics(song, "Two", by=owner)
    back = restore(song, 1, by=teammate)
    assert (back.number, back.text, back.by) == (3, "[Chorus]\nOne", teammate)
    assert back.spans[0] == [0, 8, "suggested"] and facts(song)[-1] == "lyrics.restored"
    with pytest.raises(StudioError, match="already_so"):
        restore(song, 1, by=owner)
    with pytest.raises(Invalid, match="no_such_version"):
        restore(song, 9, by=owner)
    Project.objects.update(state="approved")
    song.refresh_from_db()
    with pytest.raises(StudioError, match=r"song\.closed"):
        restore(song, 2, by=owner)


def test_comparing_is_with_the_one_before_or_any_other(song: Project, owner: User) -> None:
    for text in ("One red", "One green", "One blue"):
        save_lyrics(song, text, by=owner)
    before, first = lyrics.compare(song, 3), lyrics.compare(song, 3, 1)
    assert before.old and first.old and (before.old.number, first.old.number) == (2, 1)
    assert [p.text for p in first.pieces] == ["One ", "red", "blue"]
    assert lyrics.compare(song, 1).old is None


@pytest.mark.parametrize("name", ["x" * 61, "a\x00b"])
def test_a_name_that_can_not_be_kept_is_refused(song: Project, owner: User, name: str) -> None:
    save_lyrics(song, "One", by=owner)
    with pytest.raises(Invalid, match="name_too_long"):
        name_version(song, 1, name, by=owner)


def test_words_no_database_could_hold_are_refused(song: Project, owner: User) -> None:
    with pytest.raises(Invalid, match="unreadable"):
        save_lyrics(song, "half a letter \ud83d", by=owner)


def test_words_that_were_taken_out_of_a_draft_are_gone(song: Project, owner: User) -> None:
    with pytest.raises(Invalid, match=r"lyrics\.empty"):
        typed(song, " ", owner)
    assert lyrics.sung(song) is None
    typed(song, "One", owner)
    assert lyrics.sung(song) == song.lyrics.first() and "lyrics" in asked_of(song)
    typed(song, " \n ", owner)
    assert song.lyrics.first().text == "" and lyrics.sung(song) is None
    assert "lyrics" not in asked_of(song)
    with pytest.raises(Invalid, match="nothing_to_sing"):
        submit(song, by=owner, declaring=[])
    Project.objects.update(state="in_production")
    song.refresh_from_db()
    with pytest.raises(Invalid, match=r"lyrics\.empty"):
        save_lyrics(song, "", by=owner)


def test_typing_over_everything_leaves_the_words_before_in_a_version(song: Project, owner: User) -> None:
    first = typed(song, "One two three four five six seven eight nine ten eleven twelve", owner)
    grown = typed(song, f"{first.text} thirteen", owner, first)
    assert grown.number == 1
    anew = typed(song, "Nothing of it is left", owner, grown)
    assert (anew.number, song.lyrics.get(number=1).text) == (2, grown.text)
