"""How stages read and leave sound: one way in, one way out, with everything that listening needs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from processing.dsp import files
from processing.dsp.blocks import stretches
from processing.dsp.measures import measure
from processing.dsp.on_disk import like, nameless
from processing.dsp.peaks import peaks_of, peaks_of_file
from processing.dsp.proxy import write_proxies
from processing.engines.contracts import Audio, Hear, Progress, SongPlan
from processing.errors import StudioError
from processing.pipeline.context import Context
from projects.assets import NewFile
from projects.models import Asset, Rendition

RATE = 48_000
PREVIEW_BUCKETS = 240


def progress_of(context: Context, start: float = 0.0, end: float = 1.0) -> Progress:
    """A callback that maps an engine's own 0..1 to a part of the stage."""

    def tell(fraction: float, message: str) -> None:
        context.progress(start + (end - start) * fraction, message)

    return tell


def write_peaks(source: Path, out: Path) -> Path:
    """Peaks at every zoom as one JSON document, finest first."""
    levels = [peaks.to_json() for peaks in peaks_of_file(source).values()]
    out.write_text(json.dumps({"levels": levels}, separators=(",", ":")))
    return out


def renditions(source: Path, folder: Path, *, for_listening: bool = True) -> dict[str, Path]:
    """Waveform and, when people will listen to it, the small copies for browsers."""
    made: dict[str, Path] = {Rendition.Kind.PEAKS: write_peaks(source, folder / f"{source.stem}.peaks.json")}
    if for_listening:
        proxies = write_proxies(source, folder, name=f"{source.stem}-proxy")
        made |= {Rendition.Kind.OPUS: proxies.opus, Rendition.Kind.AAC: proxies.aac}
    return made


def preview(audio: Audio) -> list[int]:
    """Peaks for the waveform that draws itself while the work goes on."""
    return peaks_of(audio, PREVIEW_BUCKETS)


def drawing(context: Context, start: float, end: float) -> tuple[Progress, Hear]:
    """Progress as `progress_of` gives it, and a listener that draws the waveform as it grows."""
    tell = progress_of(context, start, end)
    now: dict[str, Any] = {"fraction": start, "message": ""}

    def progress(fraction: float, message: str) -> None:
        now.update(fraction=start + (end - start) * fraction, message=message)
        tell(fraction, message)

    def hear(so_far: Audio) -> None:
        peaks = peaks_of(so_far, PREVIEW_BUCKETS, turned_down=True)
        context.progress(now["fraction"], now["message"], peaks=peaks)

    return progress, hear


def save_sound(
    context: Context, role: str, kind: Asset.Kind, name: str, audio: Audio, parents: Iterable[Asset] = ()
) -> dict[str, Any]:
    """Leave a file that people will play: FLAC, proxies, waveform and measures. Returns the measures."""
    path = files.write_flac(context.scratch / f"{name}.flac", audio, RATE)
    measures = measure(audio, RATE)
    new = NewFile(
        kind=kind,
        path=path,
        name=path.name,
        duration_s=audio.shape[1] / RATE,
        measures=measures,
        renditions=renditions(path, context.scratch, for_listening=context.for_listening),
    )
    context.save(role, new, parents)
    return measures


def save_stems(context: Context, prefix: str, stems: Mapping[str, Audio], parents: Iterable[Asset] = ()) -> None:
    for name, audio in stems.items():
        save_part(context, f"stem:{name}", audio, f"{prefix}-{name}", parents)


def save_part(context: Context, role: str, audio: Audio, name: str, parents: Iterable[Asset] = ()) -> None:
    """Stems are parts for later stages and for the mixer: FLAC and waveform, no proxies."""
    path = files.write_flac(context.scratch / f"{name}.flac", audio, RATE)
    peaks = renditions(path, context.scratch, for_listening=False)
    new = NewFile(Asset.Kind.STEM, path, path.name, audio.shape[1] / RATE, renditions=peaks)
    context.save(role, new, parents)


def read_sound(context: Context, asset: Asset) -> Audio:
    """An asset as stereo at 48 kHz."""
    audio, rate = files.read(context.canonical_path(asset))
    if rate != RATE:
        raise StudioError("audio.wrong_rate", f"{asset.name} is at {rate} Hz; take it in again.")
    return audio if audio.shape[0] == 2 else np.repeat(audio[:1], 2, axis=0)


def sound_on_disk(context: Context, asset: Asset) -> Audio:
    """As `read_sound`, for work that goes through a long song piece by piece: the array lies in the scratch folder, and
    with it what is worked out from it."""
    audio, rate = files.read_to_disk(context.canonical_path(asset), context.scratch)
    if rate != RATE:
        raise StudioError("audio.wrong_rate", f"{asset.name} is at {rate} Hz; take it in again.")
    return audio if audio.shape[0] == 2 else _both_sides(audio, context.scratch)


def _both_sides(audio: Audio, folder: Path) -> Audio:
    out = nameless(audio.shape[1], folder)
    for span in stretches(audio, out):
        out[:, span] = audio[:1, span]
    return out


def placed(audio: Audio, offset_s: float, samples: int) -> Audio:
    """A recording laid on a timeline of `samples`, its own start at `offset_s` (negative: its head is cut)."""
    out = like(audio, samples=samples)
    start = round(offset_s * RATE)
    head, at = max(0, -start), max(0, start)
    length = max(0, min(audio.shape[1] - head, samples - at))
    for span in stretches(audio[:, head : head + length], out):
        out[:, at + span.start : at + span.stop] = audio[:, head:][:, span]
    return out


def tracks_of(context: Context, params: Mapping[str, Any]) -> "Tracks":
    """The multitrack of a mix. Songs without a plan (rescued ones) have no voice of their own to lay on it."""
    plan = context.result("align").get("plan") or params.get("plan")
    return Tracks(context, SongPlan.from_json(plan).vocal_offset_s if plan else 0.0)


def genre_of(params: Mapping[str, Any]) -> str:
    """The plan's genre, or the one that a song without a plan is given."""
    plan = params.get("plan")
    return str(plan["genre"] if plan else params["genre"])


class Tracks(Mapping[str, Audio]):
    """The multitrack on the song's timeline: the stems (or the whole instrumental) and the voice.

    They lie on disk, and only the last one asked for is kept: a whole multitrack in memory would be a gigabyte.
    """

    def __init__(self, context: Context, vocal_offset_s: float) -> None:
        stems = context.stems() or context.stems("final") or {"instrumental": context.assets("candidate")[-1]}
        vocal = context.assets("vocal")
        self._context, self._vocal_offset_s = context, vocal_offset_s
        self._samples = round((next(iter(stems.values())).duration_s or 0.0) * RATE)
        self._last: tuple[str, Audio] | None = None
        self.assets = {**({"vocal": vocal[0]} if vocal else {}), **stems}

    def __getitem__(self, name: str) -> Audio:
        if self._last is None or self._last[0] != name:
            audio = sound_on_disk(self._context, self.assets[name])
            self._last = name, placed(audio, self._vocal_offset_s if name == "vocal" else 0.0, self._samples)
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.assets)

    def __len__(self) -> int:
        return len(self.assets)
