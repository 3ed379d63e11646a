"""Master the mix, check it against the gate, and write what leaves the house."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from processing.dsp import ffmpeg, files
from processing.dsp.measures import measure
from processing.dsp.probe import probe
from processing.dsp.qc import gate
from processing.engines.contracts import Audio, MasterParams, MasterResult, Reference
from processing.engines.master.profile import VERSION as PROFILE_VERSION
from processing.pipeline.context import Context
from processing.stages.diagnose import LOSSLESS
from processing.stages.sound import RATE, preview, progress_of, renditions, sound_on_disk
from processing.stores import as_played
from projects.assets import NewFile
from projects.models import Asset, Rendition

KEPT_WHOLE = ("pcm_", "flac", "alac", "wavpack", "ape", "tta")


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    dials = MasterParams(**params["dials"], healthy=params.get("healthy", False))
    context.progress(0.02, "Loading the mix")
    mix = sound_on_disk(context, context.asset("mix"))
    made = context.engine("master").master(
        mix,
        RATE,
        references=_references(context, params.get("weights", {})),
        genre=params["genre"],
        params=dials,
        scratch=context.scratch,
        progress=progress_of(context, 0.05, 0.7),
    )
    for words in made.report.get("words", ()):
        context.log(words)
    measures, checks = write_master(context, made, mix, made.report["target_lufs"], params)
    report = {**made.report, "stores": [played.figures() for played in as_played(measures)]}
    return {"measures": measures, "qc": checks, "report": report, "dials": asdict(dials)}


def _references(context: Context, weights: dict[str, float]) -> list[Reference]:
    """Read when their turn comes, unless they were heard before: what matching needs of a song is small and kept."""
    shelf = context.shelf("heard")
    return [
        Reference(
            partial(sound_on_disk, context, asset),
            weight=weights.get(str(asset.pk), 1.0),
            name=asset.name,
            kept=shelf / f"{asset.sha256}-{PROFILE_VERSION}.npz",
            lossy=_lossy(context, asset),
        )
        for asset in context.assets("reference")
    ]


def _lossy(context: Context, asset: Asset) -> str:
    """How an upload was encoded, where that took something away. What a name claims to be whole is found out by ear."""
    if asset.provenance.get("stage") or asset.name.lower().endswith(LOSSLESS):
        return ""
    codec = probe(context.path(asset), limits=ffmpeg.Limits(timeout_s=30.0)).codec
    return "" if codec.startswith(KEPT_WHOLE) else codec.upper()


def write_master(
    context: Context, made: MasterResult, source: Audio, target_lufs: float, about: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Write, measure and check a master of `source` and keep it under the song's `title`, `artist` and `genre`.

    Returns what was measured of the file and what the gate found.
    """
    context.progress(0.72, "Writing the files", peaks=preview(made.audio))
    path = files.write_wav24(context.scratch / "master.wav", made.audio, RATE)
    written, _ = files.read_to_disk(path, context.scratch)
    measures = measure(written, RATE)
    context.progress(0.82, "Checking the master")
    peaks = made.report["codec_peaks_dbtp"]
    gated = gate(written, source, RATE, target_lufs, codec_peaks_dbtp=peaks, known=measures)
    context.progress(0.9, "Making it playable")
    _save(context, path, written, measures, {name: about[name] for name in ("title", "artist", "genre")})
    return measures, [check.to_json() for check in gated]


def _save(context: Context, path: Path, audio: Audio, measures: dict[str, Any], tags: dict[str, str]) -> None:
    mp3 = files.write_mp3(context.scratch / "master.mp3", audio, RATE, tags=tags)
    made = renditions(path, context.scratch, for_listening=context.for_listening) | {Rendition.Kind.MP3.value: mp3}
    duration_s = audio.shape[1] / RATE
    new = NewFile(Asset.Kind.MASTER, path, path.name, duration_s, measures, renditions=made)
    context.save("master", new, context.assets("mix") or context.assets("master"))
