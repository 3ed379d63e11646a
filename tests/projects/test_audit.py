"""The record's words: every deed that the studio writes down is told with its facts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from artists.models import User
from projects import audit, comments, declarations, events, keys, opinions, origins, picks, review
from projects.models import Activity, Asset, Project
from tests.factories import make_asset

ROOT = Path(__file__).resolve().parents[2]
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
Function = ast.FunctionDef | ast.AsyncFunctionDef
# It writes down what `artists` notes, whose own calls are read like all others.
HANDS_ON = {("projects/audit.py", "keep")}


class Source:
    """A module whose notes are found, and the verbs that can reach each."""

    def __init__(self, path: Path) -> None:
        self.path, self.tree = path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())
        self.functions = [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    def notes(self) -> Iterator[tuple[str, set[str]]]:
        """Where a note is written, and with which verbs; none where they can not be told."""
        for function in self.functions:
            for call in _calls(function):
                if _is_note(call) and (self.path, function.name) not in HANDS_ON:
                    yield f"{self.path}:{call.lineno}", self.verbs(call.args[0], function)

    def verbs(self, told: ast.expr, function: Function) -> set[str]:
        if not isinstance(told, ast.Name):
            return _words(told)
        names = [argument.arg for argument in function.args.args]
        if told.id in names:
            place = names.index(told.id)
            return {verb for caller, call in self._calls_of(function) for verb in self.verbs(call.args[place], caller)}
        where = _assigned(function, told.id) or _assigned(self.tree, told.id)
        return {verb for value in where for verb in _words(value)}

    def _calls_of(self, function: Function) -> Iterator[tuple[Function, ast.Call]]:
        for caller in self.functions:
            for call in _calls(caller):
                if isinstance(call.func, ast.Name) and call.func.id == function.name:
                    yield caller, call


def _calls(within: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(within) if isinstance(node, ast.Call)]


def _is_note(call: ast.Call) -> bool:
    """`events.note(…)`, and `note(…)` of `artists.people`."""
    name = ast.unparse(call.func)
    return name in {"events.note", "people.note", "note"} and bool(call.args)


def _assigned(within: ast.AST, name: str) -> list[ast.expr]:
    found = [node for node in ast.walk(within) if isinstance(node, ast.Assign)]
    return [node.value for node in found if any(isinstance(to, ast.Name) and to.id == name for to in node.targets)]


def _words(value: ast.expr) -> set[str]:
    texts = [node.value for node in ast.walk(value) if isinstance(node, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and VERB.fullmatch(text)}


def sources() -> list[Source]:
    folders = [ROOT / name for name in ("artists", "projects", "processing", "studio")]
    paths = [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]
    return [Source(path) for path in paths if re.search(r"\bnote\(", path.read_text())]


def test_every_verb_that_is_written_down_has_words() -> None:
    written = dict(note for source in sources() for note in source.notes())
    assert len(written) >= 30 and [place for place, verbs in written.items() if not verbs] == []
    verbs = set().union(*written.values())
    assert {"decision.undone", "comment.reopened", "lyrics.restored", "queue.paused", "album.dropped"} <= verbs
    assert verbs ^ audit.WORDS.keys() == set(), "each verb has words, and no words are left of one that is gone"


def test_rows_are_only_written_by_note() -> None:
    folders = [ROOT / name for name in ("artists", "projects", "processing", "studio")]
    writes = re.compile(r"Activity\((?!models)|Activity\.objects\.(bulk_)?create")
    found = [path.name for folder in folders for path in folder.rglob("*.py") if writes.search(path.read_text())]
    assert found == ["events.py"]


def last() -> str:
    row = Activity.objects.order_by("-pk").first()
    assert row
    return audit.words_of(row)


@pytest.fixture
def master(song: Project) -> Asset:
    Project.objects.filter(pk=song.pk).update(state="in_production")
    song.refresh_from_db()
    return make_asset(song, Asset.Kind.MASTER, name="master.wav", duration_s=9.0)


def test_deeds_about_a_version_say_which(master: Asset, owner: User, anr: User) -> None:
    asked = review.request_review(master, by=owner)
    assert last() == "asked the label about Master 1"
    review.decide(asked, "changes_requested", "Too dark", by=anr)
    assert last() == "decided on Master 1: changes requested"
    review.undo(asked, by=anr)
    assert last() == "undid the decision on Master 1"
    remark = comments.comment(master, "Here", by=anr, at_s=1.0)
    assert last() == "commented on Master 1"
    comments.resolve(remark, by=owner)
    assert last() == "ticked off a comment on Master 1"
    opinions.give(master, {"rating": 4}, by=owner)
    assert last() == "said what they think of Master 1", "the stars stay folded for whoever listens blind"
    picks.pick(master, by=owner)
    assert last() == "picked Master 1"


def test_deeds_about_a_song_say_what(song: Project, owner: User) -> None:
    declarations.declare(song, ["voice"], by=owner)
    assert last() == "declared: “The voice is my own, or the singer has agreed to be used here.”"
    origins.tell(song, {"platform": "suno", "plan": "paid"}, by=owner)
    assert last() == "told where the file comes from: Suno; A paid plan; –"
    origins.tell(song, {"platform": "other", "platform_name": "Kettle"}, by=owner)
    assert last() == "told where the file comes from: Kettle; A paid plan; –"
    token, _secret = keys.make(owner, "Laptop", ["read"])
    assert last() == "made the key “Laptop” to the API: read"
    keys.revoke(token, by=owner)
    assert last() == "shut the key “Laptop” to the API"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "facts", "words"),
    [
        ("run.started", {"recipe": "mix"}, "started the mix"),
        ("run.cancelled", {"run": 7}, "cancelled a run"),
        ("run.prioritised", {"recipe": "mix", "priority": 0}, "changed how urgent the mix is: normal"),
        ("candidate.picked", {"phase": "mix"}, "picked a version"),
        ("asset.added", {"name": "take.wav", "kind": "vocal", "version": 1}, "added take.wav"),
        (
            "asset.retyped",
            {"name": "take.wav", "kind": "vocal", "was": "reference"},
            "said what take.wav is: Vocal, before that Reference",
        ),
        ("asset.removed", {"name": "take.wav", "kind": "vocal"}, "took take.wav out"),
        ("lyrics.named", {"number": 2, "name": ""}, "named version 2 of the lyrics “”"),
        ("album.changed", {"title": "Tides", "what": "gap", "gap_s": None}, "changed the album Tides"),
    ],
)
def test_facts_are_said_as_people_call_them(verb: str, facts: dict[str, Any], words: str) -> None:
    assert audit.words_of(events.note(verb, by=None, **facts)) == words
