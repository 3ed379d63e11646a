"""A settings document laid out as a console that people can work: channels, devices on them, faders with ranges.

What the form sends back is put together here and checked by `ConsoleSettings.from_json`, so that nothing outside the
declared ranges ever reaches a renderer. Names of form fields are paths in the document: `tracks.vocal.gain_db`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from functools import cached_property
from typing import Any, get_type_hints

from processing.console.devices import RIDE_DB, Ride
from processing.console.differences import LISTED, RIDES, SWITCHED, placed
from processing.console.parts import Channel, Choice, Device, Fader, Part, Switch
from processing.console.settings import STRAIGHT, ConsoleSettings, Insert
from processing.errors import StudioError

SPARE_BANDS = 1
ON = "on"
NAMING = {"source": "listens to", "bus": "goes to"}
"""Settings that name a track or a bus, and what they are called."""


class Desk:
    """The console at these settings. `plugins` are the plug-ins that can be inserted: name, parameters with the 0..1
    at which each of them comes."""

    def __init__(self, settings: ConsoleSettings, plugins: Mapping[str, Mapping[str, float]] | None = None) -> None:
        self.settings, self.plugins = settings, plugins or {}

    @cached_property
    def channels(self) -> list[Channel]:
        one = self.settings
        groups = (("tracks", one.tracks, ""), ("buses", one.buses, " bus"), ("spaces", one.spaces, ""))
        channels = [
            self._channel(f"{group}.{name}", _title(name) + suffix, strip)
            for group, strips, suffix in groups
            for name, strip in strips.items()
        ]
        return [*channels, self._channel("master", "Mix bus", one.master)]

    def _channel(self, path: str, title: str, strip: Any) -> Channel:
        devices = tuple(self._devices(path, strip))
        rides = getattr(strip, RIDES, None)
        return Channel(path.replace(".", "-"), title, devices, rides or (), "" if rides is None else f"{path}.{RIDES}")

    def _devices(self, path: str, strip: Any) -> Iterator[Device]:
        hints = get_type_hints(type(strip))
        yield Device(path, "", tuple(_parts(path, strip, self._names)))
        yield from _rides(f"{path}.{RIDES}", getattr(strip, RIDES, ()))
        for item in fields(strip):
            here, value = f"{path}.{item.name}", getattr(strip, item.name)
            if item.name == "insert":
                yield from self._insert(here, value)
            elif item.name in SWITCHED:
                kind = next(one for one in hints[item.name].__args__ if one is not type(None))
                parts = tuple(_parts(here, value or kind(), self._names))
                yield Device(here, SWITCHED[item.name], parts, switched=True, on=value is not None)
            elif item.name in LISTED:
                most = item.metadata.get("most", len(value) + SPARE_BANDS)
                yield from _bands(here, LISTED[item.name], value, hints[item.name].__args__[0], most)
            elif item.name == "sends_db":
                yield from self._sends(here, item.metadata, value)

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        """What a setting that names something else can name, by the setting's name."""
        buses = (STRAIGHT, *self.settings.buses) if self.settings.buses else ()
        return {"source": tuple(self.settings.tracks), "bus": buses}

    def _insert(self, path: str, insert: Insert | None) -> Iterator[Device]:
        """The plug-in slot; a studio without plug-ins does not show it."""
        names = tuple(dict.fromkeys([*([insert.plugin] if insert else []), *self.plugins]))
        if not names:
            return
        given, plugin = (dict(insert.parameters), insert.plugin) if insert else ({}, names[0])
        known = self.plugins.get(plugin, {}) if insert else {}
        faders = [
            _parameter(f"{path}.parameters", name, at, spare=name not in given)
            for name, at in {**known, **given}.items()
        ]
        parts: tuple[Part, ...] = (Choice(f"{path}.plugin", "plug-in", plugin, names), *faders)
        yield Device(path, SWITCHED["insert"], parts, switched=True, on=insert is not None, kept={"parameters": {}})

    def _chosen(self, path: str, plugin: str, posted: Mapping[str, str]) -> dict[str, float]:
        """What the form says of a plug-in that was put into the slot just now: under names of their own, since one that
        was there before may have parameters of the same name. What was left as it comes stays out."""
        faders = {name: _parameter(f"{path}.chosen", name, at) for name, at in self.plugins.get(plugin, {}).items()}
        said = {name: _value(fader, posted.get(fader.path)) for name, fader in faders.items()}
        return {name: value for name, value in said.items() if value != faders[name].value}

    def _sends(self, path: str, declared: Mapping[str, Any], sends: Mapping[str, float]) -> Iterator[Device]:
        for name in self.settings.spaces:
            value = sends.get(name, -20.0)
            fader = Fader(f"{path}.{name}", "send", value, declared["low"], declared["high"], declared["unit"])
            yield Device(f"{path}.{name}", f"send to {name}", (fader,), switched=True, on=name in sends)

    def edited(self, posted: Mapping[str, str]) -> ConsoleSettings:
        """The document as the form says; what it does not name stays. Raises StudioError `mix.setting_*`."""
        document = self.settings.to_json()
        named = {f"{group}.{name}": strip for group in ("tracks", "buses") for name, strip in document[group].items()}
        strips = {**named, "master": document["master"]}
        plugins = {path: strip["insert"] and strip["insert"]["plugin"] for path, strip in strips.items()}
        for strip in strips.values():
            strip.update({name: list(strip[name]) for name in (*LISTED, RIDES) if name in strip})
        for channel in self.channels:
            for device in channel.devices:
                _put(document, device, posted)
        for path, strip in strips.items():
            _without_gaps(strip)
            if strip["insert"] and strip["insert"]["plugin"] != plugins[path]:
                strip["insert"]["parameters"] = self._chosen(f"{path}.insert", strip["insert"]["plugin"], posted)
        document["reasons"] = list(self.settings.reasons)
        return ConsoleSettings.from_json(document)


def _parameter(path: str, name: str, at: float, *, spare: bool = True) -> Fader:
    return Fader(f"{path}.{name}", name.replace("_", " "), at, 0.0, 1.0, "", spare=spare)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _parts(path: str, strip: Any, names: Mapping[str, tuple[str, ...]]) -> Iterator[Part]:
    """The plain values of a group of settings, in its own order."""
    for item in fields(strip):
        value, declared, here = getattr(strip, item.name), item.metadata, f"{path}.{item.name}"
        words = declared.get("words", item.name.replace("_", " "))
        if "low" in declared and isinstance(value, int | float):
            yield Fader(here, words, float(value), declared["low"], declared["high"], declared["unit"])
        elif "options" in declared:
            yield Choice(here, words, value, declared["options"])
        elif isinstance(value, bool):
            yield Switch(here, words, value)
        elif item.name in NAMING and names.get(item.name):
            yield Choice(here, NAMING[item.name], value, names[item.name])


def _bands(path: str, words: str, bands: tuple[Any, ...], kind: Any, most: int) -> Iterator[Device]:
    spare = [kind()] * min(SPARE_BANDS, most - len(bands))
    for number, band in enumerate((*bands, *spare)):
        parts = tuple(_parts(f"{path}.{number}", band, {}))
        yield Device(f"{path}.{number}", f"{words} band {number + 1}", parts, switched=True, on=number < len(bands))


def _rides(path: str, rides: tuple[Ride, ...]) -> Iterator[Device]:
    """Each ride with its level; where it lies stays as it was said."""
    for number, ride in enumerate(rides):
        here = f"{path}.{number}"
        level = Fader(f"{here}.gain_db", "level there", ride.gain_db, *RIDE_DB, "dB")
        yield Device(here, placed(ride), (level,), switched=True, kept=asdict(ride))


def _put(document: dict[str, Any], device: Device, posted: Mapping[str, str]) -> None:
    """Write one device into the document: its values when it is on, nothing when it is off."""
    on = posted.get(f"{device.path}.{ON}", ON if device.on else "") == ON
    if device.switched and not on:
        _set(document, device.path, None)
        return
    if device.switched and not (len(device.parts) == 1 and device.parts[0].path == device.path):
        _set(document, device.path, dict(device.kept))
    for part in device.parts:
        value = _value(part, posted.get(part.path))
        if not (isinstance(part, Fader) and part.spare and value == part.value):
            _set(document, part.path, value)


def _value(part: Part, text: str | None) -> Any:
    if isinstance(part, Switch):
        return part.value if text is None else text == ON
    if text is None or isinstance(part, Choice):
        return part.value if text is None else text
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        words = f"{part.words.capitalize()} must be a number, but it is {text[:20]!r}."
        raise StudioError("mix.setting_wrong_type", words, setting=part.path, field=part.path) from None


def _set(document: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    here: Any = document
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]
    if isinstance(here, dict):
        here[last] = value
        return
    number = int(last)
    here.extend([None] * (number + 1 - len(here)))
    here[number] = value


def _without_gaps(strip: dict[str, Any]) -> None:
    """Bands and sends that are off leave no hole."""
    listed = [name for name in (*LISTED, RIDES) if name in strip]
    strip.update({name: [band for band in strip[name] if band is not None] for name in listed})
    if "sends_db" in strip:
        strip["sends_db"] = {name: send for name, send in strip["sends_db"].items() if send is not None}
