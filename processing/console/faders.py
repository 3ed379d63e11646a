"""A settings document laid out as a console that people can work: channels, devices on them, faders with ranges.

What the form sends back is put together here and checked by `ConsoleSettings.from_json`, so that nothing outside the
declared ranges ever reaches a renderer. Names of form fields are paths in the document: `tracks.vocal.gain_db`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, get_type_hints

from processing.console.differences import SWITCHED
from processing.console.settings import Band, ConsoleSettings
from processing.errors import StudioError

POSITIONS = 1000
BENT = ("Hz", "ms")
"""Units whose faders give the lower end more room: the position's cube is the share of the range."""
SPARE_BANDS = 1
ON = "on"


@dataclass(frozen=True)
class Fader:
    """A number. `default` is what it stood at in the version it started from."""

    path: str
    words: str
    value: float
    low: float
    high: float
    unit: str

    @property
    def exact(self) -> str:
        """The value as a form sends it, so that what nobody touched comes back the same."""
        return repr(self.value).removesuffix(".0")

    @property
    def bent(self) -> bool:
        return self.unit in BENT

    @property
    def position(self) -> int:
        share = (self.value - self.low) / (self.high - self.low)
        return round(POSITIONS * (share ** (1 / 3) if self.bent else share))


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    path: str
    words: str
    value: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Switch:
    path: str
    words: str
    value: bool


Part = Fader | Choice | Switch


@dataclass(frozen=True)
class Device:
    """Parts that belong together; `switched` ones can be out of the way, and then `on` is false."""

    path: str
    words: str
    parts: tuple[Part, ...]
    switched: bool = False
    on: bool = True

    @property
    def faders(self) -> list[Fader]:
        return [part for part in self.parts if isinstance(part, Fader)]

    @property
    def choices(self) -> list[Choice]:
        return [part for part in self.parts if isinstance(part, Choice)]

    @property
    def switches(self) -> list[Switch]:
        return [part for part in self.parts if isinstance(part, Switch)]


@dataclass(frozen=True)
class Channel:
    key: str
    title: str
    devices: tuple[Device, ...]


class Desk:
    """The console at these settings."""

    def __init__(self, settings: ConsoleSettings) -> None:
        self.settings = settings

    @cached_property
    def channels(self) -> list[Channel]:
        tracks = [self._channel(f"tracks.{name}", _title(name), one) for name, one in self.settings.tracks.items()]
        spaces = [self._channel(f"spaces.{name}", _title(name), one) for name, one in self.settings.spaces.items()]
        return [*tracks, *spaces, self._channel("bus", "Mix bus", self.settings.bus)]

    def _channel(self, path: str, title: str, strip: Any) -> Channel:
        return Channel(path.replace(".", "-"), title, tuple(self._devices(path, strip)))

    def _devices(self, path: str, strip: Any) -> Iterator[Device]:
        hints = get_type_hints(type(strip))
        yield Device(path, "", tuple(_parts(path, strip, ())))
        for item in fields(strip):
            here, value = f"{path}.{item.name}", getattr(strip, item.name)
            if item.name in SWITCHED:
                kind = next(one for one in hints[item.name].__args__ if one is not type(None))
                parts = tuple(_parts(here, value or kind(), tuple(self.settings.tracks)))
                yield Device(here, SWITCHED[item.name], parts, switched=True, on=value is not None)
            elif item.name == "eq":
                yield from _bands(here, value)
            elif item.name == "sends_db":
                yield from self._sends(here, item.metadata, value)

    def _sends(self, path: str, declared: Mapping[str, Any], sends: Mapping[str, float]) -> Iterator[Device]:
        for name in self.settings.spaces:
            value = sends.get(name, -20.0)
            fader = Fader(f"{path}.{name}", "send", value, declared["low"], declared["high"], declared["unit"])
            yield Device(f"{path}.{name}", f"send to {name}", (fader,), switched=True, on=name in sends)

    def edited(self, posted: Mapping[str, str]) -> ConsoleSettings:
        """The document as the form says; what it does not name stays. Raises StudioError `mix.setting_*`."""
        document = self.settings.to_json()
        strips = [*document["tracks"].values(), document["bus"]]
        for strip in strips:
            strip["eq"] = list(strip["eq"])
        for channel in self.channels:
            for device in channel.devices:
                _put(document, device, posted)
        for strip in strips:
            _without_gaps(strip)
        document["reasons"] = list(self.settings.reasons)
        return ConsoleSettings.from_json(document)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _parts(path: str, strip: Any, sources: tuple[str, ...]) -> Iterator[Part]:
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
        elif item.name == "source":
            yield Choice(here, "listens to", value, sources or (value,))


def _bands(path: str, bands: tuple[Band, ...]) -> Iterator[Device]:
    for number, band in enumerate((*bands, *[Band()] * SPARE_BANDS)):
        parts = tuple(_parts(f"{path}.{number}", band, ()))
        yield Device(f"{path}.{number}", f"EQ band {number + 1}", parts, switched=True, on=number < len(bands))


def _put(document: dict[str, Any], device: Device, posted: Mapping[str, str]) -> None:
    """Write one device into the document: its values when it is on, nothing when it is off."""
    on = posted.get(f"{device.path}.{ON}", ON if device.on else "") == ON
    if device.switched and not on:
        _set(document, device.path, None)
        return
    if device.switched and not (len(device.parts) == 1 and device.parts[0].path == device.path):
        _set(document, device.path, {})
    for part in device.parts:
        _set(document, part.path, _value(part, posted.get(part.path)))


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
    strip["eq"] = [band for band in strip["eq"] if band is not None]
    if "sends_db" in strip:
        strip["sends_db"] = {name: send for name, send in strip["sends_db"].items() if send is not None}
