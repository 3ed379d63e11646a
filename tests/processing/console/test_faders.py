from dataclasses import replace

import pytest

from processing.console.faders import Desk
from processing.console.parts import Choice, Device, Fader
from processing.console.settings import (
    BusSettings,
    CompressorBand,
    ConsoleSettings,
    DynamicBand,
    Insert,
    TrackSettings,
)
from processing.errors import StudioError

SETTINGS = ConsoleSettings(
    tracks={"vocal": TrackSettings(dynamic_eq=(DynamicBand(3000.0),)), "drums": TrackSettings(bus="drums")},
    buses={"drums": BusSettings(multiband=(CompressorBand(200.0), CompressorBand()))},
)
PLUGINS = {"Room": {"wet": 0.3, "size": 0.5}, "Tape": {"drive": 0.1}}


def device(desk: Desk, path: str) -> Device:
    return next(one for channel in desk.channels for one in channel.devices if one.path == path)


def test_every_channel_and_device_is_on_the_desk() -> None:
    desk = Desk(SETTINGS)
    assert [channel.title for channel in desk.channels] == ["Vocal", "Drums", "Drums bus", "Mix bus"]
    paths = {one.path for channel in desk.channels for one in channel.devices}
    assert {"tracks.vocal.transients", "tracks.vocal.limiter", "tracks.vocal.dynamic_eq.1"} <= paths
    assert {"buses.drums.unmasking", "buses.drums.multiband.2", "master.multiband.0"} <= paths
    assert "tracks.vocal.insert" not in paths, "a studio without plug-ins shows no slot"
    assert len({part.path for channel in desk.channels for one in channel.devices for part in one.parts}) == sum(
        len(one.parts) for channel in desk.channels for one in channel.devices
    )


def test_what_nobody_touched_comes_back_the_same() -> None:
    desk = Desk(SETTINGS, PLUGINS)
    assert desk.edited({}) == SETTINGS
    posted = {part.path: part.exact for ch in desk.channels for one in ch.devices for part in one.faders}
    assert desk.edited(posted) == SETTINGS


def test_devices_are_switched_routed_and_removed() -> None:
    edited = Desk(SETTINGS).edited(
        {
            "tracks.vocal.transients.on": "on",
            "tracks.vocal.transients.attack_db": "4,5",
            "tracks.vocal.dynamic_eq.0.on": "off",
            "tracks.vocal.bus": "drums",
            "buses.drums.multiband.2.on": "on",
            "buses.drums.multiband.2.up_to_hz": "900",
            "buses.drums.gain_db": "-2",
        }
    )
    vocal, bus = edited.tracks["vocal"], edited.buses["drums"]
    assert vocal.transients is not None and vocal.transients.attack_db == 4.5
    assert vocal.dynamic_eq == () and vocal.bus == "drums"
    assert [band.up_to_hz for band in bus.multiband] == [200.0, 20000.0, 900.0] and bus.gain_db == -2.0
    full = replace(SETTINGS, buses={"drums": BusSettings(multiband=(CompressorBand(),) * 4)})
    assert not any(one.path == "buses.drums.multiband.4" for ch in Desk(full).channels for one in ch.devices)


def test_a_track_goes_only_to_a_bus_that_is_there() -> None:
    with pytest.raises(StudioError, match=r"mix\.source_unknown"):
        Desk(SETTINGS).edited({"tracks.vocal.bus": "garage"})


def test_the_plug_in_slot_offers_what_loads_and_keeps_only_moved_parameters() -> None:
    slot = device(Desk(SETTINGS, PLUGINS), "tracks.vocal.insert")
    assert slot.parts == (Choice("tracks.vocal.insert.plugin", "plug-in", "Room", ("Room", "Tape")),) and not slot.on
    edited = Desk(SETTINGS, PLUGINS).edited({"tracks.vocal.insert.on": "on", "tracks.vocal.insert.plugin": "Room"})
    assert edited.tracks["vocal"].insert == Insert("Room")
    desk = Desk(edited, PLUGINS)
    faders = [part for part in device(desk, "tracks.vocal.insert").parts if isinstance(part, Fader)]
    assert [(part.words, part.value, part.spare) for part in faders] == [("wet", 0.3, True), ("size", 0.5, True)]
    moved = desk.edited({"tracks.vocal.insert.parameters.wet": "0.8", "tracks.vocal.insert.parameters.size": "0.5"})
    assert moved.tracks["vocal"].insert == Insert("Room", {"wet": 0.8})
    other = Desk(moved, PLUGINS).edited({"tracks.vocal.insert.plugin": "Tape"})
    assert other.tracks["vocal"].insert == Insert("Tape"), "another plug-in does not know these parameters"
    slot = "tracks.vocal.insert"
    said = {f"{slot}.plugin": "Tape", f"{slot}.parameters.wet": "0.9", f"{slot}.chosen.drive": "0.75"}
    assert Desk(moved, PLUGINS).edited(said).tracks["vocal"].insert == Insert("Tape", {"drive": 0.75})
    first = {f"{slot}.on": "on", f"{slot}.plugin": "Room", f"{slot}.chosen.wet": "0.1", f"{slot}.chosen.size": "0.5"}
    assert Desk(SETTINGS, PLUGINS).edited(first).tracks["vocal"].insert == Insert("Room", {"wet": 0.1})
