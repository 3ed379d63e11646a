"""Master a song again so that it belongs to the masters it stands with on an album."""

from dataclasses import asdict
from functools import partial
from typing import Any

from processing.engines.contracts import GENRES, MasterParams
from processing.engines.master.album import brought_in, company
from processing.engines.master.family import CEILING_DBTP, family_of, heard_in, told
from processing.errors import StudioError
from processing.pipeline.context import Context
from processing.stages.master import write_master
from processing.stages.sound import RATE, progress_of, sound_on_disk
from projects.models import Asset


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    """The master `master` beside the others of the album (`company`); an asset of its own, whatever is then chosen."""
    own = context.asset("master")
    masters = [own, *context.assets("company")]
    songs = [heard_in(asset.measures) or _unheard(asset) for asset in masters]
    family = family_of(songs)
    context.progress(0.02, "Loading the master")
    source = sound_on_disk(context, own)
    led_by = [
        (songs[other], partial(sound_on_disk, context, masters[other]), masters[other].project.title)
        for other in company(0, songs, family)
    ]
    # The others lead, so no style of a genre is asked for.
    moved = brought_in(
        source,
        RATE,
        family,
        led_by,
        context.engine("master"),
        genre=GENRES[0],
        scratch=context.scratch,
        progress=progress_of(context, 0.05, 0.7),
    )
    measures, checks = write_master(context, moved.made, source, family.lufs, params)
    heard = heard_in(measures) or _unheard(own)
    before, after = family.measures(songs[0]), family.measures(heard)
    words = told(before, after, moved.tone, from_mix=False)
    for line in words:
        context.log(line)
    dials = MasterParams(target_lufs=round(family.lufs, 2), ceiling_dbtp=CEILING_DBTP, tone=moved.tone, width=0.0)
    return {
        "measures": measures,
        "qc": checks,
        # The chain from a master is not the one from its mix: no stem may be sent through it.
        "report": {name: value for name, value in moved.made.report.items() if name != "chain"},
        "dials": asdict(dials),
        "before": before,
        "after": after,
        "words": words,
    }


def _unheard(asset: Asset) -> Any:
    words = f"{asset.project.title}: its master was made before masters were measured. Make its master again."
    raise StudioError("album.not_measured", words)
