"""The plug-in slot without a plug-in: what is looked for, what a child may do wrong. Real ones are run by
`python -m tests.benchmarks.plugins`."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest

from processing.console.settings import BusSettings, ConsoleSettings, Insert, TrackSettings
from processing.engines.render_mix import plugin_child, plugins
from processing.engines.render_mix.console import Console
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.plugins import PluginFolder
from processing.engines.render_mix.strip import Rack, inserted
from processing.errors import StudioError

RATE = 48_000
AUDIO = (np.random.default_rng(0).standard_normal((2, 4800)) * 0.1).astype(np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two bundles that are none, and one that leads outside."""
    place, outside = tmp_path / "plugins", tmp_path / "outside.so"
    outside.write_bytes(b"elsewhere")
    for name in ("Broken", "Linked"):
        inner = place / f"{name}.vst3" / "Contents" / "x86_64-linux"
        inner.mkdir(parents=True)
        if name == "Broken":
            (inner / "Broken.so").write_bytes(b"no library")
        else:
            (inner / "Linked.so").symlink_to(outside)
    (place / "notes.txt").write_text("not a plug-in")
    (place / "Away.vst3").symlink_to(outside)
    return place


def refused(folder: Path, insert: Insert, patience: float = 1.0) -> StudioError:
    with pytest.raises(StudioError) as caught:
        PluginFolder(folder, patience).through(AUDIO, RATE, insert)
    return caught.value


def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Another child in place of the real one: a module that is found because the child runs in the repository."""
    script = tmp_path / "child.py"
    script.write_text(code)
    runner = tmp_path / "python"
    runner.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
    runner.chmod(0o755)
    monkeypatch.setattr(plugins.sys, "executable", str(runner))


def test_only_bundles_that_lie_in_the_folder_are_offered(folder: Path) -> None:
    assert list(PluginFolder(folder).paths()) == ["Broken"]
    assert PluginFolder().paths() == {} == PluginFolder(folder / "nowhere").paths()


@pytest.mark.parametrize("name", ["Room", "Away", "Linked", "../outside", "Broken.vst3/Contents", "", "/etc/passwd"])
def test_a_name_never_leaves_the_folder(folder: Path, name: str) -> None:
    error = refused(folder, Insert(name))
    assert error.code == "mix.plugin_missing" and "There are: Broken" in error.words


def test_a_bundle_that_is_none_says_so_through_the_real_child(folder: Path) -> None:
    error = refused(folder, Insert("Broken"))
    assert error.code == "mix.plugin_failed" and "Broken" in error.words


def test_a_missing_plug_in_is_told_before_any_work(folder: Path) -> None:
    told: list[str] = []
    for settings in (
        ConsoleSettings(tracks={"a": TrackSettings(insert=Insert("Room"))}),
        ConsoleSettings(tracks={"a": TrackSettings()}, buses={"b": BusSettings(insert=Insert("Room"))}),
    ):
        with pytest.raises(StudioError, match=r"mix\.plugin_missing"):
            Console(plugins=folder).render(
                {"a": AUDIO}, RATE, settings.to_json(), progress=lambda _at, words: told.append(words)
            )
        assert told == []


TALKS = "; print('{\"latency_samples\": 0}')"
HALVES = """
import json, sys, numpy as np
order = json.loads(sys.stdin.read())
print("a plug-in says hello")
np.save(order["out"], np.load(order["in"]) * np.float32(order["parameters"]["gain"]))
print(json.dumps({"latency_samples": 0}))
"""


def test_sound_goes_through_the_child_and_back(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child(tmp_path, monkeypatch, HALVES)
    out = PluginFolder(folder).through(AUDIO, RATE, Insert("Broken", {"gain": 0.5}))
    np.testing.assert_array_equal(out, AUDIO * np.float32(0.5))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import os; os.kill(os.getpid(), 11)", "mix.plugin_failed"),
        ("raise SystemExit(1)", "mix.plugin_failed"),
        ("print('no answer')", "mix.plugin_failed"),
        ("print('{\"latency_samples\": 0}')", "mix.plugin_failed"),
        ("import json, sys; open(json.loads(sys.stdin.read())['out'], 'w').write('?')" + TALKS, "mix.plugin_failed"),
        (HALVES.replace('np.float32(order["parameters"]["gain"])', "np.nan"), "mix.plugin_failed"),
        ('print(\'{"wrong": "it has no parameter gain"}\')', "mix.plugin_failed"),
        ("import time; time.sleep(60)", "mix.plugin_timed_out"),
    ],
)
def test_a_child_that_crashes_lies_or_hangs(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, error: str
) -> None:
    child(tmp_path, monkeypatch, code)
    patience = 0.05 if "timed_out" in error else 1.0
    assert refused(folder, Insert("Broken", {"gain": 0.5}), patience).code == error


def test_a_plug_in_is_told_nothing_of_the_studio(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_SECRET_KEY", "hush")
    listing = "import json, os; print(json.dumps({'parameters': {k: 0.0 for k in os.environ}, 'latency_samples': 0}))"
    child(tmp_path, monkeypatch, listing)
    told = PluginFolder(folder).probe("Broken").parameters
    assert "STUDIO_SECRET_KEY" not in told and "PATH" in told and "STUDIO_SECRET_KEY" in os.environ


def test_the_mark_changes_with_the_files(folder: Path) -> None:
    before = PluginFolder(folder).mark(Insert("Broken"))
    next(folder.rglob("Broken.so")).write_bytes(b"another library")
    assert PluginFolder(folder).mark(Insert("Broken")) != before


@pytest.mark.parametrize(("late", "found"), [(0, 0), (480, 480)])
def test_a_plain_delay_is_measured_and_a_room_is_not(late: int, found: int) -> None:
    def delay(audio: np.ndarray, _rate: int, *, reset: bool) -> np.ndarray:
        return np.roll(audio, late, axis=1) if reset else audio

    def room(audio: np.ndarray, _rate: int, *, reset: bool) -> np.ndarray:
        tail = np.random.default_rng(1).standard_normal(9600) * np.exp(-np.arange(9600) / 2000.0)
        return np.stack([np.convolve(row, np.concatenate([np.zeros(late), tail]))[: row.size] for row in audio])

    assert plugin_child.latency_samples(delay, RATE) == found
    assert plugin_child.latency_samples(room, RATE) == 0


def test_what_is_the_hosts_business_is_no_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    class Echo:
        is_effect = True
        parameters: ClassVar = {
            "decay_s": SimpleNamespace(raw_value=0.25, is_automatable=True),
            "sample_rate_frames": SimpleNamespace(raw_value=0.1, is_automatable=False),
        }

        def __call__(self, audio: np.ndarray, _rate: int, *, reset: bool) -> np.ndarray:
            return audio

    monkeypatch.setattr(plugin_child.pedalboard, "load_plugin", lambda _bundle: Echo())
    assert plugin_child.run("Echo.vst3", {}) == {"parameters": {"decay_s": 0.25}, "latency_samples": 0}
    refused = plugin_child.run("Echo.vst3", {"parameters": {"sample_rate_frames": 0.5}})
    assert refused == {"wrong": "it has no parameter sample_rate_frames"}


def test_an_empty_slot_passes_the_very_same_array() -> None:
    assert inserted(AUDIO, TrackSettings(), Rack(RATE, Keys({}, RATE))) is AUDIO


@pytest.mark.parametrize("kept", ["{", "[]", '{"Broken": {"gain": 0.5}, "Gone": {}}'])
def test_what_was_kept_of_plug_ins_may_be_spoilt(folder: Path, kept: str) -> None:
    (folder / plugins.KNOWN).write_text(kept)
    assert PluginFolder(folder).known() == ({"Broken": {"gain": 0.5}} if "Broken" in kept else {})
