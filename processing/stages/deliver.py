"""The files that leave the house: master, instrumental, voice alone and TV mix, tagged and read back."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from processing.dsp import files
from processing.dsp.levels import fitted, inner
from processing.dsp.limiter import limit
from processing.dsp.measures import measure
from processing.dsp.resample import resample
from processing.dsp.tagged import Tags, lost_tags, write_tagged
from processing.dsp.tagged import duration_s as said_s
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.contracts import Audio, MixRenderer
from processing.engines.master.chain import through
from processing.errors import StudioError
from processing.pipeline.context import Context
from processing.pipeline.delivering import LEAD_VOICES
from processing.stages.sound import RATE, read_sound, tracks_of
from projects.assets import NewFile
from projects.models import Asset

CD_RATE = 44_100
CEILING_DBTP = -1.1
"""Of what is written at another rate, where other peaks stand between the samples; a tenth for other meters."""
CLOSE_S = 0.1
GAINS = (0.05, 4.0)
PREVIEW = (
    "Only the master: the voice of this song was split off without a separation model, which is good enough to repair "
    "the song with but not to be delivered. With a model's weights, rescue it again."
)
BACKING_VOICES = ("backing_vocal", "backing_vocals", "choir")


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    context.progress(0.02, "Loading the master")
    master = read_sound(context, context.asset("master"))
    desk = _Desk(params, context)
    made: list[str] = []
    for name, file_name, audio in _versions(master, desk):
        context.progress(0.1 + 0.2 * len(made) / 3, f"Writing {file_name}")
        made += desk.write(name, file_name, audio)
    for words in desk.words:
        context.log(words)
    return {"files": made, "words": desk.words, "tags": dict(desk.tags.values)}


def _versions(master: Audio, desk: "_Desk") -> Iterator[tuple[str, str, Audio]]:
    """What is delivered, one at a time: role, name, and sound at 48 kHz."""
    yield "master", "Master", master
    if desk.is_preview:
        desk.words.append(PREVIEW)
        return
    voices = [name for name in (*LEAD_VOICES, *BACKING_VOICES) if name in desk.tracks]
    lead = [name for name in voices if name in LEAD_VOICES]
    if not desk.chain or not lead:
        desk.words.append("No instrumental and no a cappella: the voice of this song is not a track of its own.")
        return
    instrumental = desk.without(voices, master.shape[1])
    yield "instrumental", "Instrumental", instrumental
    others = [name for name in desk.tracks if name not in voices]
    if others:
        yield "acappella", "A Cappella", desk.without(others, master.shape[1])
    if len(voices) > len(lead):
        yield "tv", "TV Mix", desk.without(lead, master.shape[1])
    else:
        desk.words.append("The TV mix is the instrumental: this song has no backing voices.")
        yield "tv", "TV Mix", instrumental


def as_in(mix: Audio, part: Audio) -> Audio:
    """`part` as loud as it is within `mix`: at the gain that leaves the smallest rest. The console brings whatever it
    renders to its own loudness, so a mix without its voice would come out louder than it is in the song."""
    own = inner(part, part)
    gain = inner(fitted(mix, part.shape[1]), part) / own if own > 0.0 else 1.0
    return np.asarray(part * np.float32(np.clip(gain, *GAINS)), dtype=np.float32)


class _Desk:
    """The console that mixed the song, the chain that mastered it, and what is written beside the sound."""

    def __init__(self, params: Mapping[str, Any], context: Context) -> None:
        self._params, self._context = params, context
        self.chain = params.get("chain") or {}
        self.tracks = tracks_of(context, params) if params.get("settings") else {}
        covers = context.assets("photo")
        cover = context.canonical_path(covers[0]) if covers and covers[0].renditions.exists() else None
        self.tags = Tags(dict(params["tags"]), cover)
        self.words: list[str] = []
        self.is_preview = bool(params.get("preview"))

    def without(self, silent: list[str], samples: int) -> Audio:
        """The mix with these tracks muted, through the very chain of the master."""
        settings = self._params["settings"]
        muted = {
            name: {**track, "muted": True} if name in silent else track for name, track in settings["tracks"].items()
        }
        console: MixRenderer = self._context.engine("render_mix", cache=self._context.shelf("strips"))
        part = console.render(self.tracks, RATE, {**settings, "tracks": muted})
        mix = read_sound(self._context, self._context.asset("mix"))
        return through(self.chain, as_in(mix, fitted(part, samples)), RATE)

    def write(self, role: str, file_name: str, audio: Audio) -> list[str]:
        scratch, duration_s = self._context.scratch, audio.shape[1] / RATE
        plain = files.write_wav24(scratch / f"{role}.wav", audio, RATE)
        tags = self._tags(file_name)
        stem = f"{self._params['file_name']} - {file_name}"
        out = [(write_tagged(plain, scratch / f"{stem} 24-48.wav", tags, duration_s=duration_s), "wav_24_48")]
        peaks: dict[str, float] = {}
        if role == "master":
            at_44 = limit(resample(audio, RATE, CD_RATE), CD_RATE, ceiling_dbtp=CEILING_DBTP)
            cd = files.write_wav16(scratch / "cd.wav", at_44, CD_RATE)
            path = scratch / f"{stem} 16-44.wav"
            out.append((write_tagged(cd, path, tags, duration_s=duration_s, bits=16), "wav_16_44"))
            for suffix, kind in ((".flac", "flac"), (".mp3", "mp3_320")):
                out.append((write_tagged(plain, scratch / f"{stem}{suffix}", tags, duration_s=duration_s), kind))
            peaks["wav_16_44"] = true_peak_dbtp(at_44, CD_RATE)
            peaks["mp3_320"] = true_peak_dbtp(files.decode(out[-1][0], rate=RATE), RATE)
        measures = measure(audio, RATE)
        own = {kind: {**measures, "true_peak_dbtp": round(peak, 3)} for kind, peak in peaks.items()}
        return [self._save(role, kind, path, tags, duration_s, own.get(kind, measures)) for path, kind in out]

    def _tags(self, file_name: str) -> Tags:
        title = self.tags.values.get("title", "")
        named = title if file_name == "Master" else f"{title} ({file_name})"
        return Tags({**self.tags.values, "title": named}, self.tags.cover)

    def _save(
        self, role: str, kind: str, path: Path, tags: Tags, duration_s: float, measures: Mapping[str, Any]
    ) -> str:
        if abs(said_s(path) - duration_s) > CLOSE_S:
            raise StudioError("deliver.cut_short", f"{path.name} ends too soon. Make the deliverables again.")
        if lost := lost_tags(path, tags):
            words = f"{path.name} does not say its {', '.join(lost)}. Make the deliverables again."
            raise StudioError("deliver.tags_lost", words, lost=lost)
        told = {name: measures[name] for name in ("integrated_lufs", "true_peak_dbtp", "loudness_range_lu")}
        facts = {"version": role, "format": kind, **told}
        new = NewFile(Asset.Kind.DELIVERABLE, path, path.name, duration_s, facts)
        self._context.save(f"{role}:{kind}", new, [self._context.asset("master")])
        return path.name
