"""Which English sentences the machines say: found by reading the code, so that no list has to be kept.

Errors, findings, log lines, reasons and scores are composed where nobody knows who will read them; they are stored in
English and translated when they are shown (`projects.said`). This module follows them back from the places where
something is said (`SPOKEN`, `FIELDS`) to every literal they are put together from. An f-string becomes a template:
`f"{lift:.1f} LU above"` is found as `{lift} LU above`.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping

from studio.setup.catalogue import Entry
from studio.setup.steps import ROOT
from studio.spoken.code import Code
from studio.spoken.modules import Scope
from studio.spoken.texts import is_words, template

APPS = ("artists", "projects", "processing")
# Called with something for people: which argument it is (-1: the last).
SPOKEN = {
    "StudioError": 1,
    "Invalid": 1,
    "NotAllowed": 1,
    "progress": 1,
    "tell": 1,
    "say": -1,
    "choice": 2,
}
ON_CONTEXT = {"log": 0}
# Classes whose `name` is said: engines, players of the band, what a master is matched to.
NAMED = frozenset({"EngineSpec", "Goal", "Part", "Player"})
# Fields of dataclasses and parameters of functions that hold something for people, wherever they are.
FIELDS = frozenset(
    {"words", "says", "title", "unit", "message", "reasons", "limits", "warnings", "note", "notes", "error_words"}
)
TABLES = {"processing/licences/licences.toml": ("source", "condition", "code", "weights")}
# Keys that stand in sentences as they are.
# What is made from names in the code and in tables: keys, bands, a room, what engines do, what lyrics suggest.
MADE = (
    ("processing/dsp/key.py", "{tonic} major"),
    ("processing/dsp/key.py", "{tonic} minor"),
    ("processing/console/settings.py", "high shelf"),
    ("processing/console/settings.py", "low shelf"),
    ("processing/engines/propose_mix/room.py", "hall"),
    ("processing/engines/propose_mix/words/places.py", "all but {places}"),
    ("processing/engines/propose_mix/words/places.py", "{place} and {other}"),
    ("processing/engines/propose_mix/words/places.py", "{place} but not {places}"),
    ("processing/engines/catalogue.py", "analyse lyrics"),
    ("processing/engines/catalogue.py", "denoise"),
    ("processing/engines/catalogue.py", "edit video"),
    ("processing/engines/catalogue.py", "extend band"),
    ("processing/engines/catalogue.py", "propose mix"),
    ("processing/engines/catalogue.py", "render mix"),
    ("processing/licences/licences.toml", "Autonomous Studio, own engines"),
    ("processing/licences/licences.toml", "none"),
    ("processing/stages/read_lyrics.py", "genre"),
    ("processing/stages/read_lyrics.py", "language"),
    ("processing/stages/read_lyrics.py", "mood"),
    ("processing/stages/read_lyrics.py", "sections"),
)
VOCABULARY = {
    "processing/engines/analyse_lyrics/words.py": ("MOODS", "NEUTRAL_MOOD"),
    "processing/engines/contracts/song.py": ("STEMS",),
    "processing/engines/edit_video/scenes/__init__.py": ("SCENES",),
    "processing/engines/propose_mix/words/place_names.py": ("EACH", "LAST", "COUNTED"),
    "processing/engines/separate/voice_masks.py": ("METHODS",),
}


def found() -> dict[tuple[str, str], Entry]:
    """Every sentence that machines say, with the files it stands in."""
    entries: dict[tuple[str, str], Entry] = {}
    for place, text in _all():
        entries.setdefault(("", text), Entry(text)).places.append(place)
    return dict(sorted(entries.items(), key=lambda item: (sorted(set(item[1].places))[0], item[0])))


def _all() -> Iterator[tuple[str, str]]:
    paths = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
    code = Code({str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}, FIELDS)
    follow = Follow(code)
    follow.everything()
    yield from sorted({*follow.heard, *MADE})
    for place, columns in TABLES.items():
        for row in tomllib.loads((ROOT / place).read_text(encoding="utf-8")).values():
            yield from ((place, row[column]) for column in columns if is_words(row.get(column, "")))


class Follow:
    """Goes from every place where something is said to the literals. What is passed through a parameter is followed to
    all callers, so it goes round until nothing new is said."""

    def __init__(self, code: Code, vocabulary: Mapping[str, tuple[str, ...]] = VOCABULARY) -> None:
        self.code = code
        self._vocabulary = vocabulary
        self.heard: set[tuple[str, str]] = set()
        # The nodes themselves: the identity of one that is gone may come back.
        self._seen: dict[int, ast.expr] = {}
        self._parameters: set[tuple[str, str, str]] = set()
        self._news = True

    def everything(self) -> None:
        for place, names in self._vocabulary.items():
            for name in names:
                table = self.code.modules[place].constants[name]
                keys = table.keys if isinstance(table, ast.Dict) else [table]
                for key in filter(None, keys):
                    self.follow(key, self.code.scope(place, None))
        while self._news:
            self._news = False
            for scope, call in self.code.calls():
                for spoken in self._arguments(scope, call):
                    self.follow(spoken, scope)
            for scope, written in self.code.entries():
                self.follow(written, scope)

    def _arguments(self, scope: Scope, call: ast.Call) -> Iterator[ast.expr]:
        name = self.code.called(call)
        on_context = self.code.owner(call) == "context"
        at = SPOKEN.get(name, ON_CONTEXT.get(name) if on_context else None)
        if at is not None and -1 <= at < len(call.args) and call.args:
            yield call.args[at]
        if name in {"append", "extend"} and self.code.owner(call) in FIELDS:
            yield from call.args
        for keyword in call.keywords:
            if keyword.arg in FIELDS:
                yield keyword.value
        for signature in self.code.signatures(call, scope.place):
            for number, parameter in enumerate(signature.parameters):
                is_said = parameter in FIELDS or (name in NAMED and parameter == "name")
                if not is_said and (signature.place, name, parameter) not in self._parameters:
                    continue
                if number < len(call.args):
                    yield call.args[number]
                yield from (one.value for one in call.keywords if one.arg == parameter)

    def follow(self, spoken: ast.expr, scope: Scope) -> None:
        if id(spoken) in self._seen:
            return
        self._seen[id(spoken)] = spoken
        if (text := template(spoken)) is not None:
            if is_words(text):
                self.heard.add((scope.place, text))
            for value in ast.walk(spoken):
                if isinstance(value, ast.FormattedValue):
                    self.follow(value.value, scope)
            return
        if isinstance(spoken, ast.Name):
            self._name(spoken.id, scope)
            return
        for inner, where in self.code.inside(spoken, scope):
            self.follow(inner, where)

    def _name(self, name: str, scope: Scope) -> None:
        bound, parameter = self.code.bound(name, scope)
        if parameter is not None and parameter not in self._parameters:
            self._parameters.add(parameter)
            self._news = True
        for value, where in bound:
            self.follow(value, where)
