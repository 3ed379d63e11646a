import json

import pytest

from processing.console.settings import (
    Band,
    BusSettings,
    CompressorBand,
    ConsoleSettings,
    DynamicBand,
    Insert,
    Limiter,
    Master,
    SideChain,
    Space,
    TrackSettings,
    TransientShaper,
    Unmasking,
)
from processing.errors import StudioError


def document() -> ConsoleSettings:
    vocal = TrackSettings(eq=(Band("peak", 300.0, -2.0, 1.0),), sends_db={"hall": -15.0})
    bass = TrackSettings(sidechain=SideChain("drums"), unmasking=Unmasking("vocal"))
    tracks = {"vocal": vocal, "bass": bass, "drums": TrackSettings()}
    return ConsoleSettings(tracks=tracks, spaces={"hall": Space()}, master=Master(), reasons=("Vocal: loud.",))


def test_survives_json() -> None:
    assert ConsoleSettings.from_json(json.loads(json.dumps(document().to_json()))) == document()


def test_an_empty_document_is_a_plain_console() -> None:
    assert ConsoleSettings.from_json({}) == ConsoleSettings()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 99}, "mix.version_unknown"),
        ({"surprise": 1}, "mix.setting_unknown"),
        ({"tracks": {"v": {"loudness": 1}}}, "mix.setting_unknown"),
        ({"tracks": {"v": {"gain_db": 99}}}, "mix.setting_out_of_range"),
        ({"tracks": {"v": {"gain_db": float("nan")}}}, "mix.setting_out_of_range"),
        ({"tracks": {"v": {"sends_db": {"hall": 50}}}}, "mix.setting_out_of_range"),
        ({"tracks": {"v": {"gain_db": "loud"}}}, "mix.setting_wrong_type"),
        ({"tracks": {"v": {"gain_db": True}}}, "mix.setting_wrong_type"),
        ({"tracks": {"v": {"sends_db": 3}}}, "mix.setting_wrong_type"),
        ({"tracks": {"v": {"eq": 3}}}, "mix.setting_wrong_type"),
        ({"tracks": {"v": {"eq": [{"kind": "notch"}]}}}, "mix.setting_wrong_type"),
        ({"tracks": {"v": {"muted": 1}}}, "mix.setting_wrong_type"),
        ({"tracks": {"v": 1}}, "mix.setting_wrong_type"),
        ({"tracks": []}, "mix.setting_wrong_type"),
        ({"reasons": [1]}, "mix.setting_wrong_type"),
        ({"tracks": {"v": {"sidechain": {"source": "ghost"}}}}, "mix.source_unknown"),
        ({"tracks": {"v": {"sends_db": {"cave": -3}}}}, "mix.source_unknown"),
        ({"tracks": {"v": {"bus": "garage"}}}, "mix.source_unknown"),
        ({"buses": {"mix": {}}}, "mix.source_unknown"),
        ({"buses": {"band": {"unmasking": {"source": "ghost"}}}}, "mix.source_unknown"),
        ({"tracks": {"v": {"multiband": [{}] * 5}}}, "mix.setting_wrong_type"),
        ({"tracks": {"v": {"insert": {"plugin": "x", "parameters": {"wet": 1.5}}}}}, "mix.setting_out_of_range"),
        ({"version": True}, "mix.version_unknown"),
    ],
)
def test_refuses_what_no_console_can_take(change: dict[str, object], code: str) -> None:
    with pytest.raises(StudioError) as refused:
        ConsoleSettings.from_json(change)
    assert refused.value.code == code


def test_an_out_of_range_error_names_the_range() -> None:
    with pytest.raises(StudioError) as refused:
        ConsoleSettings.from_json({"tracks": {"vocal": {"gain_db": 99}}})
    assert refused.value.facts == {"setting": "tracks.vocal.gain_db", "value": 99.0, "low": -48.0, "high": 24.0}
    assert "from -48 to 24 dB" in refused.value.words


def test_a_device_can_be_switched_off_with_null() -> None:
    data = {"tracks": {"v": {"compressor": None, "de_esser": {"range_db": 4}}}}
    track = ConsoleSettings.from_json(data).tracks["v"]
    assert track.compressor is None
    assert track.de_esser is not None and track.de_esser.range_db == 4.0


def test_buses_and_every_device_survive_json() -> None:
    drums = TrackSettings(
        transients=TransientShaper(4.0, -2.0),
        multiband=(CompressorBand(200.0), CompressorBand()),
        dynamic_eq=(DynamicBand(3000.0),),
        insert=Insert("Room", {"wet": 0.5}),
        limiter=Limiter(-6.0),
        bus="drums",
    )
    settings = ConsoleSettings(tracks={"kick": drums}, buses={"drums": BusSettings(insert=Insert("Room"))})
    assert ConsoleSettings.from_json(json.loads(json.dumps(settings.to_json()))) == settings


@pytest.mark.parametrize("version", [{"version": 1}, {}])
def test_documents_of_the_first_version_are_still_read(version: dict[str, object]) -> None:
    """As they stand in databases and reports: the master was called "bus", there were no buses."""
    old = {
        "genre": "rock",
        "tracks": {"vocal": {"gain_db": 2.0, "sends_db": {"hall": -12.0}, "sidechain": None}},
        "spaces": {"hall": {"size": 0.4}},
        "bus": {"saturation_db": 2.0, "glue": {"ratio": 1.5}, "eq": [], "loudness_lufs": -15.0},
        "reasons": ["Vocal: loud."],
    }
    settings = ConsoleSettings.from_json({**old, **version})
    assert settings.version == 3 and settings.buses == {}
    assert settings.master.saturation_db == 2.0 and settings.master.loudness_lufs == -15.0
    assert settings.tracks["vocal"].gain_db == 2.0 and settings.tracks["vocal"].bus == "mix"
    assert ConsoleSettings.from_json(settings.to_json()) == settings
