"""An album from finished masters: measure them as a family, bring in those that stand apart, lay out the sequence."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import soundfile

from processing.dsp import files
from processing.dsp.cue import Place, cue_sheet
from processing.dsp.gaps import ends
from processing.dsp.ingest import CANONICAL_RATE as RATE
from processing.dsp.ingest import ingest
from processing.dsp.levels import Audio
from processing.dsp.sequence import join
from processing.engines.contracts import GENRES, MasteringEngine
from processing.engines.master.album import brought_in, company, listen
from processing.engines.master.family import CEILING_DBTP, LOUDNESS_LU, TONE_DB, Family, Heard, family_of, told
from processing.errors import StudioError
from processing.headless.album_order import AlbumOrder
from processing.headless.album_sequence import gaps_of, sequence_of
from processing.headless.order import ready_folder
from projects.storage import hash_file

_PCM = {"PCM_16", "PCM_24"}
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Song:
    name: str
    source: Path
    path: Path
    heard: Heard

    def read(self) -> Audio:
        return files.read(self.path)[0]


def album(order: AlbumOrder, engine: MasteringEngine, tell: Tell = lambda _words: None) -> dict[str, Any]:
    """Write the masters in their order, `album.json` and, if asked, `album.wav` with `album.cue`.

    Returns what `album.json` says. Masters inside the family are never touched. Raises StudioError `album.*`, and those
    of ingest and mastering.
    """
    ready_folder(order.out)
    _refuse_doubles(order)
    with _scratch() as scratch:
        songs = [_taken_in(path, scratch / f"{number}.flac", tell) for number, path in enumerate(order.masters)]
        family = family_of([song.heard for song in songs])
        tracks = [_track(number, songs, family, order, engine, scratch, tell) for number in range(len(songs))]
    heads_tails = [ends(files.read(order.out / track["file"])[0], RATE) for track in tracks]
    gaps = gaps_of(heads_tails, order)
    sequence = sequence_of(order, tracks, [gap["gap_s"] for gap in gaps])
    report = {
        "family": {
            "integrated_lufs": round(family.lufs, 2),
            "third_octaves_db": [round(float(level_db), 2) for level_db in family.balance_db],
            "limits": {"loudness_lu": LOUDNESS_LU, "tone_db": TONE_DB, "true_peak_dbtp": CEILING_DBTP},
        },
        "tracks": tracks,
        "gaps": gaps,
        "sequence": sequence,
        "coherent": all(not track["after"]["apart"] for track in tracks),
    }
    if order.joined:
        tell("Writing album.wav")
        join(order.out / "album.wav", [order.out / track["file"] for track in tracks], [g["gap_s"] for g in gaps])
        report |= {"joined": "album.wav", "cue": "album.cue"}
        places = [Place(one["title"], one["start_s"], one["end_s"]) for one in sequence]
        (order.out / "album.cue").write_text(cue_sheet("album.wav", places), "utf-8")
    text = json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False)
    (order.out / "album.json").write_text(text + "\n", "utf-8")
    return report


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="album-") as folder:
        yield Path(folder)


def _refuse_doubles(order: AlbumOrder) -> None:
    if len({hash_file(path).sha256 for path in order.masters}) < len(order.masters):
        raise StudioError("album.twice", "One master is there twice. Name each song once.")


def _taken_in(path: Path, kept: Path, tell: Tell) -> Song:
    tell(f"Listening to {path.name}")
    taken = ingest(path, kept).path
    return Song(path.stem, path, taken, listen(files.read(taken)[0], RATE))


def _track(
    number: int,
    songs: list[Song],
    family: Family,
    order: AlbumOrder,
    engine: MasteringEngine,
    scratch: Path,
    tell: Tell,
) -> dict[str, Any]:
    song, target = songs[number], order.target(number)
    before = family.measures(song.heard)
    if before["apart"]:
        tell(f"Bringing {song.name} into the family")
        after, words = _brought(number, songs, family, order, engine, scratch)
    else:
        after, words = before, [_left(song, target)]
    facts = files.facts(target)
    return {
        "number": number + 1,
        "title": song.name,
        "file": target.name,
        "duration_s": round(facts.duration_s, 3),
        "touched": bool(before["apart"]),
        "before": before,
        "after": after,
        "words": words,
    }


def _left(song: Song, target: Path) -> str:
    """As it came, where it is stereo PCM at the album's rate; else its plain conversion."""
    facts = soundfile.info(song.source) if song.source.suffix.lower() == ".wav" else None
    if facts and (facts.samplerate, facts.channels) == (RATE, 2) and facts.subtype in _PCM:
        shutil.copyfile(song.source, target)
        return "Inside the family: left as it came, byte for byte."
    files.write_wav24(target, song.read(), RATE)
    return "Inside the family: only converted to 48 kHz and 24 bit."


def _brought(
    number: int, songs: list[Song], family: Family, order: AlbumOrder, engine: MasteringEngine, scratch: Path
) -> tuple[dict[str, Any], list[str]]:
    song, mix = songs[number], order.mixes.get(number + 1)
    source = files.read(ingest(mix, scratch / "mix.flac").path)[0] if mix else song.read()
    others = company(number, [one.heard for one in songs], family)
    led_by = [(songs[other].heard, songs[other].read, songs[other].name) for other in others]
    # The others lead, so no style of a genre is asked for.
    moved = brought_in(source, RATE, family, led_by, engine, genre=GENRES[0], scratch=scratch)
    files.write_wav24(order.target(number), moved.made.audio, RATE)
    after = family.measures(listen(files.read(order.target(number))[0], RATE))
    return after, told(family.measures(song.heard), after, moved.tone, from_mix=mix is not None)
