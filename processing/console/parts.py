"""What a console is made of on a page: channels of devices, devices of faders, choices and switches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from processing.console.devices import Ride

POSITIONS = 1000
BENT = ("Hz", "ms")
"""Units whose faders give the lower end more room: the position's cube is the share of the range."""


@dataclass(frozen=True)
class Fader:
    """A number. A `spare` one is not in the document and gets there only when it is moved."""

    path: str
    words: str
    value: float
    low: float
    high: float
    unit: str
    spare: bool = False

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
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What stands in the document beside the parts and is not worked by hand."""

    @property
    def is_ride(self) -> bool:
        """A move of the level within the song, which is removed rather than switched off."""
        return "start_s" in self.kept

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
    rides: tuple[Ride, ...] = ()
    rides_path: str = ""
    """Where its rides stand in the document; empty where there are none to be had."""
