"""VST3 plug-ins of one folder, which the operator fills: found by name, run in a process of their own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from processing.console.settings import ConsoleSettings, Insert
from processing.dsp.levels import Audio
from processing.errors import StudioError

SUFFIX = ".vst3"
KNOWN = "known.json"
"""In the plug-in folder: what each plug-in that loaded said of its parameters."""
CHILD = "processing.engines.render_mix.plugin_child"
LOADING_S, PROCESSING_S_PER_S = 30.0, 2.0
"""Patience: to load, and for each second of sound."""
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
"""A plug-in is foreign code: it is told nothing of the studio's settings and keys."""


@dataclass(frozen=True)
class Probe:
    """What a plug-in says of itself: its parameters with the 0..1 at which they come, and its delay."""

    parameters: Mapping[str, float]
    latency_samples: int


class PluginFolder:
    """Without a folder there are no plug-ins. `patience` shortens or lengthens the time-out."""

    def __init__(self, folder: Path | None = None, patience: float = 1.0) -> None:
        self._folder, self._patience = folder, patience

    def paths(self) -> dict[str, Path]:
        """Plug-ins by name. A bundle of which anything lies outside the folder (a link) is left out."""
        if self._folder is None or not self._folder.is_dir():
            return {}
        root = self._folder.resolve()
        found = [path for path in sorted(root.iterdir()) if path.suffix.lower() == SUFFIX]
        return {path.stem: path for path in found if _lies_in(path, root)}

    def check(self, settings: ConsoleSettings) -> None:
        """Raises StudioError `mix.plugin_missing` before any work is done for a mix that can not be finished."""
        strips: list[Any] = [*settings.tracks.values(), *settings.buses.values(), settings.master]
        for insert in [strip.insert for strip in strips if strip.insert]:
            self._path(insert.plugin)

    def mark(self, insert: Insert) -> str:
        """Changes when the plug-in's files change."""
        path = self._path(insert.plugin)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        return ",".join(f"{file.name}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files)

    def through(self, audio: Audio, sample_rate: int, insert: Insert) -> Audio:
        """`audio` (2, samples) through the plug-in, same length, its delay taken out.

        Raises StudioError `mix.plugin_missing`, `mix.plugin_failed` or `mix.plugin_timed_out`.
        """
        patience_s = LOADING_S + PROCESSING_S_PER_S * audio.shape[1] / sample_rate
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "in.npy", Path(folder) / "out.npy"
            np.save(source, audio)
            order = {"rate": sample_rate, "parameters": dict(insert.parameters), "in": str(source), "out": str(target)}
            self._run(insert.plugin, order, patience_s)
            try:
                out: Audio = np.load(target).astype(np.float32, copy=False)
            except (OSError, ValueError, EOFError):
                raise _failed(insert.plugin, "it returned no sound") from None
        if out.shape != audio.shape or not np.isfinite(out).all():
            raise _failed(insert.plugin, "it returned broken sound")
        return out

    def probe(self, name: str) -> Probe:
        """Load a plug-in and ask it. Raises like `through`."""
        said = self._run(name, {}, LOADING_S)
        return Probe(said["parameters"], said["latency_samples"])

    def known(self) -> dict[str, dict[str, float]]:
        """Plug-ins that have loaded here, with the 0..1 at which their parameters come; loads none of them."""
        kept = self._folder / KNOWN if self._folder else None
        if kept is None or not kept.is_file():
            return {}
        there = self.paths()
        try:
            told = json.loads(kept.read_text())
        except ValueError:
            # Somebody wrote into it: the plug-ins have to be asked again.
            return {}
        return {name: one for name, one in told.items() if name in there} if isinstance(told, dict) else {}

    def keep_known(self, probes: Mapping[str, Probe]) -> None:
        if self._folder is not None and self._folder.is_dir():
            parameters = {name: dict(probe.parameters) for name, probe in probes.items()}
            (self._folder / KNOWN).write_text(json.dumps(parameters, indent=1))

    def _path(self, name: str) -> Path:
        """Only a name that stands in the folder's own list is ever turned into a path."""
        paths = self.paths()
        if name not in paths:
            there = f"There are: {', '.join(paths)}." if paths else "There are none yet."
            words = f'The plug-in "{name[:80]}" is not in the studio\'s plug-in folder. {there}'
            raise StudioError(
                "mix.plugin_missing", f"{words} Take it out of the slot or ask the operator for it.", plugin=name[:80]
            )
        return paths[name]

    def _run(self, name: str, order: Mapping[str, Any], patience_s: float) -> dict[str, Any]:
        root = Path(__file__).resolve().parents[3]
        kept = {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
        environment = {**kept, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", CHILD, str(self._path(name))]
        try:
            done = subprocess.run(
                command,
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=patience_s * self._patience,
                cwd=root,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired:
            words = f'The plug-in "{name}" took too long and was stopped. Take it out of the slot, or try again.'
            raise StudioError("mix.plugin_timed_out", words, plugin=name) from None
        if done.returncode < 0:
            raise _failed(name, "it crashed")
        said = _answer(done.stdout)
        if done.returncode or "wrong" in said or "latency_samples" not in said:
            raise _failed(name, str(said.get("wrong", "it stopped without a word")))
        return said


def _lies_in(path: Path, root: Path) -> bool:
    parts = [path, *path.rglob("*")] if path.is_dir() else [path]
    return all(part.resolve().is_relative_to(root) for part in parts)


def _answer(said: bytes) -> dict[str, Any]:
    """The last line; what a plug-in prints itself comes before."""
    lines = said.decode(errors="replace").strip().splitlines()
    try:
        answer = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _failed(name: str, why: str) -> StudioError:
    words = f'The plug-in "{name}" does not work here: {why}. Take it out of the slot or choose other parameters.'
    return StudioError("mix.plugin_failed", words, plugin=name)
