from dataclasses import replace

import pytest

from processing.console.differences import diff
from processing.console.settings import (
    Band,
    BusSettings,
    Compressor,
    CompressorBand,
    ConsoleSettings,
    DeEsser,
    DynamicBand,
    Insert,
    Limiter,
    Master,
    SideChain,
    Space,
    TrackSettings,
    TransientShaper,
)

PLAIN = ConsoleSettings(tracks={"vocal": TrackSettings()}, spaces={"hall": Space()})
BAND = Band("peak", 300.0, -2.0, 1.0)


def changed(**values: object) -> list[str]:
    return diff(PLAIN, replace(PLAIN, tracks={"vocal": replace(TrackSettings(), **values)}))  # type: ignore[arg-type]


def test_nothing_changed_says_nothing() -> None:
    assert diff(PLAIN, PLAIN) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"gain_db": 1.0}, "Vocal: level +1.0 dB"),
        ({"pan": -0.5}, "Vocal: pan 0 -> -0.5"),
        ({"highpass_hz": 90.0}, "Vocal: high-pass on at 90 Hz"),
        ({"muted": True}, "Vocal: muted"),
        ({"eq": (BAND,)}, "Vocal: EQ peak at 300 Hz -2.0 dB added"),
        ({"sends_db": {"hall": -12.0}}, "Vocal: send to hall on at -12 dB"),
        ({"de_esser": DeEsser(range_db=4.0)}, "Vocal: de-esser on (frequency 6000 Hz, "),
        ({"compressor": Compressor(ratio=3.0)}, "ratio 3:1"),
        ({"sidechain": SideChain("drums", 5.0)}, "Vocal: side-chain on (from drums, depth 5 dB"),
        ({"transients": TransientShaper(4.0)}, "Vocal: transient shaper on (beginnings 4 dB, ringing 0 dB)"),
        ({"limiter": Limiter(-6.0)}, "Vocal: limiter on (ceiling -6 dB)"),
        ({"dynamic_eq": (DynamicBand(3000.0),)}, "Vocal: dynamic EQ at 3000 Hz added ("),
        ({"multiband": (CompressorBand(200.0),)}, "Vocal: multi-band up to 200 Hz added ("),
        ({"insert": Insert("Room", {"wet": 0.5})}, "Vocal: plug-in on (Room, wet 0.5)"),
        ({"bus": "band"}, "Vocal: goes to mix -> band"),
    ],
)
def test_one_change_is_one_sentence(values: dict[str, object], words: str) -> None:
    lines = changed(**values)
    assert len(lines) == 1
    assert words in lines[0]


def test_going_back_is_told_too() -> None:
    rich = TrackSettings(
        highpass_hz=90.0,
        muted=True,
        eq=(BAND,),
        sends_db={"hall": -12.0},
        compressor=Compressor(),
        sidechain=SideChain(),
    )
    lines = diff(replace(PLAIN, tracks={"vocal": rich}), PLAIN)
    assert lines == [
        "Vocal: high-pass off",
        "Vocal: compressor off",
        "Vocal: EQ peak at 300 Hz removed",
        "Vocal: side-chain off",
        "Vocal: no longer muted",
        "Vocal: send to hall off",
    ]


def test_values_inside_devices() -> None:
    old = TrackSettings(eq=(BAND,), sends_db={"hall": -12.0}, sidechain=SideChain("drums", 5.0))
    new = TrackSettings(eq=(replace(BAND, gain_db=-3.0),), sends_db={"hall": -10.0}, sidechain=SideChain("kick", 8.0))
    lines = diff(replace(PLAIN, tracks={"vocal": old}), replace(PLAIN, tracks={"vocal": new}))
    assert lines == [
        "Vocal: EQ peak at 300 Hz gain -1.0 dB",
        "Vocal: side-chain source drums -> kick",
        "Vocal: side-chain depth +3.0 dB",
        "Vocal: send to hall +2.0 dB",
    ]


def test_tracks_spaces_genre_and_bus() -> None:
    new = ConsoleSettings(genre="rock", tracks={"lead_guitar": TrackSettings()}, master=Master(loudness_lufs=-14.0))
    assert diff(PLAIN, new) == [
        "Genre: pop -> rock",
        "Vocal: removed",
        "Lead guitar: added",
        "Hall space: removed",
        "Mix bus: loudness +2.0 LU",
    ]


def test_buses_bands_and_parameters_of_plug_ins() -> None:
    old = replace(PLAIN, buses={"band": BusSettings(insert=Insert("Room", {"wet": 0.5, "size": 0.2}))})
    new = replace(PLAIN, buses={"band": BusSettings(gain_db=-1.0, insert=Insert("Room", {"wet": 0.25, "tone": 1.0}))})
    assert diff(old, new) == [
        "Band bus: plug-in wet 0.5 -> 0.25",
        "Band bus: plug-in size 0.2 -> as it comes",
        "Band bus: plug-in tone as it comes -> 1",
        "Band bus: level -1.0 dB",
    ]
    assert diff(PLAIN, old) == ["Band bus: added"]
    one, other = (replace(PLAIN, master=Master(multiband=(CompressorBand(200.0, gain),))) for gain in (-24.0, -20.0))
    assert diff(one, other) == ["Mix bus: multi-band up to 200 Hz threshold +4.0 dB"]
