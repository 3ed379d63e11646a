"""An album in one file: its masters in order, with the gaps that people chose or that the ends of the songs suggest."""

from itertools import pairwise
from typing import Any

from processing.dsp import files
from processing.dsp.cue import index_of
from processing.dsp.gaps import ends, gap_s
from processing.dsp.sequence import LONGEST_JOINED_S, join, places_of
from processing.errors import StudioError
from processing.pipeline.context import Context
from processing.stages.sound import RATE, renditions
from projects.assets import NewFile, plain_name
from projects.models import Asset


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    """`gaps_s`: one fewer than masters, None where the songs' ends are to suggest it. No sample is changed."""
    masters = context.assets("master")
    paths = [context.canonical_path(asset) for asset in masters]
    for asset, path in zip(masters, paths, strict=True):
        about = files.facts(path)
        if (about.sample_rate, about.channels) != (RATE, 2):
            raise StudioError("album.not_a_master", f"{asset.project.title}: its master is not stereo at 48 kHz.")
    heads_tails = []
    for number, path in enumerate(paths):
        context.progress(0.05 + 0.45 * number / len(paths), f"Listening to {masters[number].project.title}")
        heads_tails.append(ends(files.read(path)[0], RATE))
    suggested_s = [gap_s(before, after) for before, after in pairwise(heads_tails)]
    gaps_s = [asked if asked is not None else own for asked, own in zip(params["gaps_s"], suggested_s, strict=True)]
    places = places_of([files.facts(path).duration_s for path in paths], gaps_s)
    if places[-1][1] > LONGEST_JOINED_S:
        raise StudioError("album.too_long_for_a_file", "One file holds four hours at most. Take songs off the album.")
    context.progress(0.55, "Writing the sequence")
    name = plain_name(f"{params['artist']} - {params['title']}")
    whole = context.scratch / "sequence.wav"
    join(whole, paths, gaps_s, {"title": params["title"], "artist": params["artist"], "album": params["title"]})
    context.progress(0.75, "Making it playable")
    made = renditions(whole, context.scratch, for_listening=context.for_listening)
    songs = [
        {
            "song": asset.project.title,
            "start_s": round(start_s, 3),
            "end_s": round(end_s, 3),
            "index": index_of(start_s),
        }
        for asset, (start_s, end_s) in zip(masters, places, strict=True)
    ]
    facts = {"songs": songs, "gaps_s": gaps_s, "suggested_s": suggested_s}
    new = NewFile(Asset.Kind.PACKAGE, whole, f"{name}.wav", places[-1][1], facts, renditions=made)
    context.save("sequence", new, masters)
    return facts
