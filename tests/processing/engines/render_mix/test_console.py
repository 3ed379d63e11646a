from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from processing.console.settings import (
    Band,
    BusSettings,
    Compressor,
    CompressorBand,
    ConsoleSettings,
    DeEsser,
    DynamicBand,
    Limiter,
    Master,
    Ride,
    SideChain,
    Space,
    TrackSettings,
    TransientShaper,
    Unmasking,
)
from processing.dsp.levels import Audio, rms_db
from processing.dsp.loudness import integrated_lufs
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.render_mix.bus import pan_gains, reverb, saturate
from processing.engines.render_mix.console import Console
from processing.engines.render_mix.reuse import bus_key, track_key
from processing.errors import StudioError
from tests.processing.engines.band import RATE, band
from tests.processing.long_sounds import lies_on_disk, on_disk, short_blocks

__all__ = ["short_blocks"]

BAND = {name: audio for name, audio in band(5.0, seed=7).items() if name in ("vocal", "drums", "bass", "harmony")}
RICH = ConsoleSettings(
    tracks={
        "vocal": TrackSettings(
            highpass_hz=90.0,
            ride_db=3.0,
            de_esser=DeEsser(),
            compressor=Compressor(),
            eq=(Band("peak", 3000.0, 2.0, 1.0), Band("low_shelf", 100.0, 0.0, 0.7)),
            sends_db={"hall": -12.0},
        ),
        "drums": TrackSettings(),
        "bass": TrackSettings(mono_below_hz=150.0, sidechain=SideChain("drums", 6.0)),
        "harmony": TrackSettings(unmasking=Unmasking("vocal", 4.0), width=0.5, pan=-0.3, gain_db=-3.0),
    },
    spaces={"hall": Space()},
    master=Master(glue=Compressor(), saturation_db=2.0, mono_below_hz=80.0, eq=(Band("high_shelf", 8000.0, 1.0, 0.7),)),
)


def render(settings: ConsoleSettings, tracks: dict[str, Audio] = BAND, **options: Any) -> Audio:
    return Console(**options).render(tracks, RATE, settings.to_json())


def with_vocal(**values: Any) -> ConsoleSettings:
    return replace(RICH, tracks={**RICH.tracks, "vocal": replace(RICH.tracks["vocal"], **values)})


def only(name: str) -> ConsoleSettings:
    return replace(RICH, tracks={n: replace(t, muted=n != name) for n, t in RICH.tracks.items()})


@pytest.fixture(scope="module")
def mix() -> Audio:
    return render(RICH)


def test_the_mix_stands_at_its_loudness_and_ceiling(mix: Audio) -> None:
    assert mix.shape == BAND["vocal"].shape and mix.dtype == np.float32
    assert integrated_lufs(mix, RATE) == pytest.approx(-16.0, abs=0.2)
    assert true_peak_dbtp(mix, RATE) <= -1.0


def test_the_same_settings_give_the_same_mix(mix: Audio) -> None:
    np.testing.assert_array_equal(render(RICH), mix)


def test_recording_level_is_undone_by_trim(mix: Audio) -> None:
    quiet = {**BAND, "vocal": BAND["vocal"] * np.float32(10.0 ** (-14.0 / 20.0))}
    assert rms_db(render(with_vocal(trim_db=14.0), quiet) - mix) < rms_db(mix) - 80.0


def test_a_louder_bus_is_limited() -> None:
    loud = render(replace(RICH, master=replace(RICH.master, loudness_lufs=-9.0)))
    assert true_peak_dbtp(loud, RATE) <= -1.0
    assert integrated_lufs(loud, RATE) == pytest.approx(-9.0, abs=0.5)


def test_a_muted_track_is_gone_and_a_louder_one_is_louder() -> None:
    vocal, rest = only("vocal"), with_vocal(muted=True)
    assert abs(np.corrcoef(render(vocal)[0], render(rest)[0])[0, 1]) < 0.3


def test_reuses_tracks_that_did_not_change(tmp_path: Path, mix: Audio) -> None:
    np.testing.assert_array_equal(render(RICH, cache=tmp_path), mix)
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(kept) == len(BAND)
    louder = with_vocal(gain_db=3.0)
    np.testing.assert_array_equal(render(louder, cache=tmp_path), render(louder))
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == kept
    render(with_vocal(highpass_hz=150.0), cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == len(BAND) + 1


def test_keys_follow_what_they_stand_for() -> None:
    louder, thinner = with_vocal(gain_db=1.0), with_vocal(highpass_hz=120.0)
    assert track_key(RICH, "vocal") == track_key(louder, "vocal") != track_key(thinner, "vocal")
    assert bus_key(RICH) == bus_key(thinner) != bus_key(louder)


def test_new_audio_of_a_key_source_is_noticed(tmp_path: Path) -> None:
    render(RICH, cache=tmp_path)
    render(RICH, {**BAND, "drums": np.roll(BAND["drums"], 5000, axis=1)}, cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == len(BAND) + 2


def test_progress_rises_to_one_and_can_stop_the_work() -> None:
    seen: list[float] = []
    Console().render(BAND, RATE, RICH.to_json(), progress=lambda fraction, _words: seen.append(fraction))
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) >= len(BAND) + 4

    def stop(_fraction: float, _words: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Console().render(BAND, RATE, RICH.to_json(), progress=stop)


@pytest.mark.parametrize(
    ("tracks", "code"),
    [
        ({}, "mix.no_tracks"),
        ({"vocal": BAND["vocal"]}, "mix.track_missing"),
        ({**BAND, "kazoo": BAND["vocal"]}, "mix.track_missing"),
        ({**BAND, "drums": np.full_like(BAND["drums"], np.nan)}, "mix.not_finite"),
    ],
)
def test_refusals(tracks: dict[str, Audio], code: str) -> None:
    with pytest.raises(StudioError) as refused:
        render(RICH, tracks)
    assert refused.value.code == code


def test_mono_and_shorter_tracks_and_silence_are_welcome() -> None:
    tracks = {"a": BAND["vocal"][:1, : 2 * RATE], "b": np.zeros((2, 4 * RATE), dtype=np.float32)}
    settings = ConsoleSettings(tracks={"a": TrackSettings(), "b": TrackSettings()})
    assert render(settings, tracks).shape == (2, 4 * RATE)
    assert not render(settings, {name: np.zeros_like(audio) for name, audio in tracks.items()}).any()


def test_pan_and_saturation_laws() -> None:
    assert pan_gains(0.0) == pytest.approx((1.0, 1.0))
    assert pan_gains(-1.0) == pytest.approx((np.sqrt(2.0), 0.0), abs=1e-9)
    ramp = np.linspace(-1, 1, 101, dtype=np.float32)
    curved = np.stack([ramp, ramp])
    saturate(curved, 3.0)
    curved = curved[0]
    assert curved[51] == pytest.approx(ramp[51], rel=1e-3) and 0.8 < curved[-1] < 1.0


def test_pre_delay_holds_the_reverb_back() -> None:
    click = np.zeros((2, RATE), dtype=np.float32)
    click[:, 100] = 1.0
    wet = {ms: first_sound(click.copy(), ms) for ms in (0.0, 50.0)}
    assert wet[50.0] - wet[0.0] == pytest.approx(0.05 * RATE, abs=2)


def first_sound(click: Audio, predelay_ms: float) -> int:
    out = reverb(click, RATE, Space(predelay_ms=predelay_ms))
    return int(np.flatnonzero(np.abs(out[0]) > 1e-3 * np.abs(out[0]).max())[0])


ALL_ON = {
    "transients": TransientShaper(4.0, 2.0),
    "multiband": (CompressorBand(200.0), CompressorBand(threshold_db=-40.0, ratio=4.0)),
    "dynamic_eq": (DynamicBand(3000.0, threshold_db=-50.0),),
    "limiter": Limiter(-12.0),
}


@pytest.mark.parametrize("device", list(ALL_ON))
def test_every_new_device_is_heard_and_changes_only_its_track(device: str, mix: Audio) -> None:
    drums = replace(RICH.tracks["drums"], **{device: ALL_ON[device]})
    changed = replace(RICH, tracks={**RICH.tracks, "drums": drums})
    assert rms_db(render(changed) - mix) > rms_db(mix) - 50.0
    assert track_key(changed, "drums") != track_key(RICH, "drums")
    assert track_key(changed, "vocal") == track_key(RICH, "vocal")


def test_a_bus_at_rest_changes_nothing_and_a_bus_at_work_what_goes_through_it(mix: Audio) -> None:
    def grouped(settings: BusSettings) -> ConsoleSettings:
        band = {name: replace(RICH.tracks[name], bus="band") for name in ("drums", "bass", "harmony")}
        return replace(RICH, tracks={**RICH.tracks, **band}, buses={"band": settings})

    np.testing.assert_allclose(render(grouped(BusSettings())), mix, atol=1e-5)
    assert bus_key(grouped(BusSettings())) != bus_key(RICH)
    alone = {name: replace(t, muted=name != "vocal") for name, t in RICH.tracks.items()}
    voice = render(replace(RICH, tracks=alone))
    np.testing.assert_allclose(render(grouped(BusSettings(muted=True))), voice, atol=1e-6)
    busy = BusSettings(
        compressor=Compressor(-30.0, 4.0),
        eq=(Band("high_shelf", 5000.0, -4.0, 0.7),),
        unmasking=Unmasking("vocal", 3.0),
        width=0.5,
        gain_db=-3.0,
        multiband=(CompressorBand(300.0),),
        dynamic_eq=(DynamicBand(1000.0),),
    )
    assert rms_db(render(grouped(busy)) - mix) > rms_db(mix) - 30.0


def test_the_tracks_that_come_in_are_left_alone() -> None:
    copies = {name: audio.copy() for name, audio in BAND.items()}
    render(replace(RICH, tracks={n: replace(t, **ALL_ON) for n, t in RICH.tracks.items()}), copies)
    for name, audio in BAND.items():
        np.testing.assert_array_equal(copies[name], audio)


LONG = replace(
    RICH,
    tracks={
        **RICH.tracks,
        "vocal": replace(
            RICH.tracks["vocal"],
            transients=TransientShaper(3.0, -2.0),
            dynamic_eq=(DynamicBand(3_000.0, threshold_db=-45.0),),
            multiband=(CompressorBand(300.0), CompressorBand(4_000.0)),
            rides=(Ride(1.0, 3.0, 1.0),),
            limiter=Limiter(-6.0),
        ),
        "harmony": replace(RICH.tracks["harmony"], bus="band"),
    },
    buses={"band": BusSettings(compressor=Compressor(), eq=(Band("peak", 500.0, -2.0, 1.0),), width=0.9)},
)


@pytest.mark.parametrize("kept", [False, True])
def test_a_long_multitrack_on_disk_is_mixed_in_blocks_to_the_sample(
    kept: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    wanted = render(LONG)
    request.getfixturevalue("short_blocks")
    lying = {name: on_disk(audio, tmp_path) for name, audio in BAND.items()}
    options = {"cache": tmp_path / "strips"} if kept else {}
    for _ in range(2 if kept else 1):
        mix = render(LONG, lying, **options)
        assert lies_on_disk(mix) and np.array_equal(mix, wanted)
    assert all(np.array_equal(lying[name], audio) for name, audio in BAND.items()), "what was brought stays as it was"
