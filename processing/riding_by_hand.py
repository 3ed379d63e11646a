"""Moves of a track's level in a section, added at the console by hand."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from processing.console.devices import Ride
from processing.console.differences import stretch
from processing.console.settings import ConsoleSettings
from processing.engines.contracts import Section
from processing.engines.propose_mix.words.places import Place, spans_of
from processing.errors import StudioError

ADDED = re.compile(r"tracks\.([^.]{1,60})\.rides\.added\.(\d{1,4})\.place")


def places_in(sections: Sequence[Section]) -> list[tuple[str, str, str]]:
    """What can be chosen: how it is written down, its name, and where it lies. First each kind as a whole."""
    counts = Counter(section.kind for section in sections)
    found = [kind for kind, number in counts.items() if number > 1]
    seen: Counter[str] = Counter()
    for section in sections:
        seen[section.kind] += 1
        found.append(f"{section.kind} {seen[section.kind]}" if counts[section.kind] > 1 else section.kind)
    return [(text, *_told(text, sections)) for text in found]


def with_added(
    settings: ConsoleSettings, posted: Mapping[str, str], sections: Sequence[Section], end_s: float
) -> ConsoleSettings:
    """The settings with the moves that a form adds to them: `tracks.<track>.rides.added.<n>.place` and `.gain_db`.

    A song without `sections`, such as a rescued one, takes places that are times. Raises StudioError `words.*` for a
    place the song does not have, `mix.*` for a level out of range.
    """
    document = settings.to_json()
    for field, text in posted.items():
        found = ADDED.fullmatch(field)
        if found is None or found[1] not in document["tracks"]:
            continue
        gain_db = _level(posted.get(field.removesuffix("place") + "gain_db", ""), field)
        track = document["tracks"][found[1]]
        rides = {(one["start_s"], one["end_s"], one["name"]): one for one in track["rides"]}
        for span in spans_of([Place.read(text)], sections, end_s):
            key = (span.start_s, span.end_s, span.name)
            # The same stretch under the same name is one move.
            before_db = rides[key]["gain_db"] if key in rides else 0.0
            rides[key] = asdict(Ride(span.start_s, span.end_s, before_db + gain_db, span.name))
        track["rides"] = [one for one in rides.values() if one["gain_db"]]
    return ConsoleSettings.from_json(document)


def _told(text: str, sections: Sequence[Section]) -> tuple[str, str]:
    spans = spans_of([Place.read(text)], sections, 0.0)
    where = stretch(spans[0].start_s, spans[0].end_s) if len(spans) == 1 else f"{len(spans)}×"
    return spans[0].name, where


def _level(text: str, field: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        words = f"Level there must be a number, but it is {text[:20]!r}."
        raise StudioError("mix.setting_wrong_type", words, field=field) from None
