from dataclasses import replace

import numpy as np
import pytest

from processing.console.settings import Band, Compressor, ConsoleSettings, Space, TrackSettings
from processing.console.vector import Vector, from_vector, knobs, to_vector, turned
from processing.errors import StudioError

MIX = ConsoleSettings(
    tracks={
        "vocal": TrackSettings(
            highpass_hz=90.0,
            compressor=Compressor(attack_ms=8.0),
            eq=(Band("peak", 1234.5, -2.3),),
            sends_db={"hall": -15},
        ),
        "drums": TrackSettings(),
    },
    spaces={"hall": Space(predelay_ms=0.0)},
    reasons=("Vocal: loud.",),
)


def test_there_and_back_is_the_same_document() -> None:
    vector = to_vector(MIX)
    assert from_vector(MIX, vector) == MIX
    assert all(0.0 <= value <= 1.0 for value in vector.values)
    assert len(set(vector.names)) == len(vector.names)


def test_only_what_is_there_has_a_number() -> None:
    names = to_vector(MIX).names
    assert "tracks.vocal.compressor.attack_ms" in names and "tracks.vocal.highpass_hz" in names
    assert not [name for name in names if name.startswith(("tracks.drums.compressor", "tracks.drums.highpass"))]
    assert not [name for name in names if name.endswith(("muted", "kind", "genre", "version"))]
    assert to_vector(MIX, ["tracks.*.gain_db", "**.sends_db.*"]).names == (
        "tracks.vocal.gain_db",
        "tracks.vocal.sends_db.hall",
        "tracks.drums.gain_db",
    )


def test_any_numbers_make_a_document_in_its_ranges_and_are_found_in_it_again() -> None:
    vector, random = to_vector(MIX), np.random.default_rng(1)
    for _ in range(20):
        values = tuple(random.uniform(0.01, 0.99, len(vector.values)).tolist())
        settings = from_vector(MIX, replace(vector, values=values))
        assert to_vector(settings).values == pytest.approx(values, abs=1e-9)
        assert settings.reasons == MIX.reasons


def test_frequencies_and_times_go_by_octaves_and_levels_straight() -> None:
    knob = {one.path: one for one in knobs(MIX)}
    assert knob["tracks.vocal.eq.0.freq_hz"].turned(0.5) == pytest.approx(np.sqrt(20.0 * 20_000.0))
    assert knob["tracks.vocal.gain_db"].turned(0.5) == pytest.approx(-12.0)
    assert knob["spaces.hall.predelay_ms"].position == 0.0
    assert knob["tracks.vocal.gain_db"].turned(7.0) == 24.0
    quieter = turned(MIX, {knob["tracks.vocal.gain_db"]: 0.0})
    assert quieter.tracks["vocal"].gain_db == -48.0 and quieter.tracks["drums"] == MIX.tracks["drums"]


def test_numbers_of_another_console_are_refused() -> None:
    vector = to_vector(MIX)
    other = to_vector(replace(MIX, tracks={"vocal": MIX.tracks["vocal"], "kazoo": TrackSettings()}))
    strange = [
        other,
        replace(vector, tag="console-0-000000"),
        replace(vector, values=vector.values[:-1]),
        replace(vector, values=(float("nan"), *vector.values[1:])),
        Vector(vector.tag, vector.names[::-1], vector.values),
    ]
    for one in strange:
        with pytest.raises(StudioError) as refused:
            from_vector(MIX, one)
        assert refused.value.code == "mix.vector_strange"
