"""The difference between two settings documents, in words that a musician reads: "Vocal: level +1.0 dB"."""

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any

from processing.console.devices import LONGEST_S, Band, CompressorBand, Ride
from processing.console.settings import ConsoleSettings

SWITCHED = {
    "de_esser": "de-esser",
    "compressor": "compressor",
    "glue": "glue compressor",
    "sidechain": "side-chain",
    "unmasking": "unmasking",
    "transients": "transient shaper",
    "limiter": "limiter",
    "insert": "plug-in",
}
LISTED = {"eq": "EQ", "dynamic_eq": "dynamic EQ", "multiband": "multi-band"}
"""Devices of several bands, each of which can be there or not."""
RIDES = "rides"
OFF_AT_ZERO = frozenset({"highpass_hz", "mono_below_hz", "ride_db", "saturation_db"})
"""Settings whose 0 means that the device is out of the way."""


def diff(old: ConsoleSettings, new: ConsoleSettings) -> list[str]:
    """One sentence per changed value, in the order of the document. Reasons are no settings and are left out."""
    lines = [] if old.genre == new.genre else [f"Genre: {old.genre} -> {new.genre}"]
    lines += _members("track", old.tracks, new.tracks)
    lines += _members("bus", old.buses, new.buses)
    lines += _members("space", old.spaces, new.spaces)
    return lines + [f"Mix bus: {change}" for change in _changes(old.master, new.master)]


def _title(name: str, group: str) -> str:
    title = name.replace("_", " ").capitalize()
    if group == "bus":
        return f"{title} bus"
    return f"{title} space" if group == "space" else title


def _members(group: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    lines = []
    for name in [*old, *(n for n in new if n not in old)]:
        title = _title(name, group)
        if name not in new:
            lines.append(f"{title}: removed")
        elif name not in old:
            lines.append(f"{title}: added")
        else:
            lines += [f"{title}: {change}" for change in _changes(old[name], new[name])]
    return lines


def _changes(old: Any, new: Any) -> list[str]:
    changes: list[str] = []
    for item in fields(old):
        before, after = getattr(old, item.name), getattr(new, item.name)
        if before == after:
            continue
        if item.name in LISTED:
            changes += _bands(LISTED[item.name], before, after)
        elif item.name == "sends_db":
            changes += _sends(before, after)
        elif item.name == RIDES:
            changes += _rides(before, after)
        elif item.name == "parameters":
            changes += _parameters(before, after)
        elif item.name in SWITCHED:
            changes += _switched(SWITCHED[item.name], before, after)
        else:
            changes.append(_change(item, before, after))
    return changes


def _change(item: Field[Any], before: Any, after: Any) -> str:
    words = "goes to" if item.name == "bus" else item.metadata.get("words", item.name.replace("_", " "))
    if isinstance(after, bool):
        return words if after else f"no longer {words}"
    if not isinstance(after, float | int):
        return f"{words} {before} -> {after}"
    unit = item.metadata.get("unit", "")
    if item.name in OFF_AT_ZERO and 0.0 in (before, after):
        return f"{words} off" if after == 0.0 else f"{words} on at {_amount(after, unit)}"
    if unit in ("dB", "LUFS", "dBTP"):
        relative = "dB" if unit != "LUFS" else "LU"
        return f"{words} {after - before:+.1f} {relative}"
    return f"{words} {_amount(before, unit)} -> {_amount(after, unit)}"


def _switched(words: str, before: Any, after: Any) -> list[str]:
    if before is None:
        return [f"{words} on ({_summary(after)})"]
    if after is None:
        return [f"{words} off"]
    return [f"{words} {change}" for change in _changes(before, after)]


def _summary(device: Any) -> str:
    parts = []
    for item in fields(device):
        value = getattr(device, item.name)
        if item.name in ("plugin", "parameters"):
            parts += [str(value)] if isinstance(value, str) else [f"{name} {at:g}" for name, at in value.items()]
            continue
        words = item.metadata.get("words", "from")
        parts.append(f"{words} {_amount(value, item.metadata.get('unit', ''))}")
    return ", ".join(parts)


def _bands(words: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> list[str]:
    """Bands are told apart by kind and frequency, so that moving one gain reads as one change."""
    old, new = ({_band_title(words, band): band for band in bands} for bands in (before, after))
    lines = []
    for title in [*old, *(t for t in new if t not in old)]:
        if title not in new:
            lines.append(f"{title} removed")
        elif title not in old:
            lines.append(_band_added(title, new[title]))
        elif old[title] != new[title]:
            lines += [f"{title} {change}" for change in _changes(old[title], new[title])]
    return lines


def _band_title(words: str, band: Any) -> str:
    if isinstance(band, CompressorBand):
        return f"{words} up to {_amount(band.up_to_hz, 'Hz')}"
    if isinstance(band, Band):
        return f"EQ {band.kind.replace('_', ' ')} at {_amount(band.freq_hz, 'Hz')}"
    return f"{words} at {_amount(band.freq_hz, 'Hz')}"


def _band_added(title: str, band: Any) -> str:
    if isinstance(band, Band):
        return f"{title} {band.gain_db:+.1f} dB added"
    return f"{title} added ({_summary(band)})"


def _rides(before: tuple[Ride, ...], after: tuple[Ride, ...]) -> list[str]:
    """One line for all rides of one name that moved alike, else one for each."""
    lines = []
    for name in dict.fromkeys(ride.name for ride in (*before, *after)):
        moved_db: dict[tuple[float, float], float] = {}
        for rides, sign in ((before, -1.0), (after, 1.0)):
            for ride in rides:
                if ride.name == name:
                    span = (ride.start_s, ride.end_s)
                    moved_db[span] = round(moved_db.get(span, 0.0) + sign * ride.gain_db, 2)
        if name and len(set(moved_db.values())) == 1:
            lines += [_ride(by_db, name) for by_db in list(moved_db.values())[:1] if by_db]
        else:
            lines += [_ride(by_db, stretch(*span)) for span, by_db in moved_db.items() if by_db]
    return lines


def _ride(by_db: float, name: str) -> str:
    change = f"level {by_db:+.1f} dB"
    return f"{change} from {name}" if name[:1].isdigit() else f"{change} in {name}"


def stretch(start_s: float, end_s: float) -> str:
    """`1:10 to 1:25`."""
    if end_s >= LONGEST_S:
        return f"{clock(start_s)} to the end"
    return f"{clock(start_s)} to {clock(end_s)}"


def placed(ride: Ride) -> str:
    """ "level in the chorus (0:48 to 1:04)"."""
    span = stretch(ride.start_s, ride.end_s)
    if not ride.name or ride.name == span:
        return f"level from {span}"
    return f"level in {ride.name} ({span})"


def clock(at_s: float) -> str:
    """`1:10`, and tenths where there are any: `1:10.5`."""
    minutes, rest = divmod(round(at_s, 1), 60.0)
    return f"{minutes:.0f}:{rest:04.1f}".removesuffix(".0")


def _parameters(before: Mapping[str, float], after: Mapping[str, float]) -> list[str]:
    names = [*before, *(n for n in after if n not in before)]
    moved = [name for name in names if before.get(name) != after.get(name)]
    return [f"{name} {_at(before, name)} -> {_at(after, name)}" for name in moved]


def _at(parameters: Mapping[str, float], name: str) -> str:
    return f"{parameters[name]:g}" if name in parameters else "as it comes"


def _sends(before: Mapping[str, float], after: Mapping[str, float]) -> list[str]:
    lines = []
    for name in [*before, *(n for n in after if n not in before)]:
        if name not in after:
            lines.append(f"send to {name} off")
        elif name not in before:
            lines.append(f"send to {name} on at {_amount(after[name], 'dB')}")
        elif before[name] != after[name]:
            lines.append(f"send to {name} {after[name] - before[name]:+.1f} dB")
    return lines


def _amount(value: Any, unit: str) -> str:
    if is_dataclass(value) or isinstance(value, str):
        return str(value)
    space = "" if unit.startswith(":") else " "
    return f"{value:g}{space}{unit}".rstrip()
