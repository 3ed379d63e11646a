"""More like this: the band, groove and chords of a candidate that somebody likes, played in other ways."""

from artists.models import User
from processing.errors import StudioError
from processing.models import Run, Stage
from processing.pipeline import launch
from processing.pipeline.sources import maker_of
from projects.models import Asset
from projects.states import CLOSED

MORE = 3


def more_like(asset: Asset, *, by: User, count: int = MORE) -> Run:
    """Play `count` candidates that keep what a liked one was cast with; hook, figures and fills are new.

    Raises StudioError `song.closed`, `more.not_a_candidate`, and what starting a run raises.
    """
    if asset.project.state in CLOSED:
        raise StudioError("song.closed", "This song is finished; nothing more is played for it.")
    maker = maker_of(asset)
    if maker.kind != "compose":
        raise StudioError("more.not_a_candidate", "Only candidates can be played again in another way.")
    band_seed = maker.params.get("band_seed", maker.params["seed"])
    return launch.start(
        asset.project,
        "instrumental",
        by=by,
        plan=maker.params["plan"],
        seed=_fresh_seed(asset),
        band_seed=band_seed,
        candidates=count,
    )


def _fresh_seed(asset: Asset) -> int:
    """Behind every seed that this song has been played with, so that nothing is played twice."""
    rows = Stage.objects.filter(run__project=asset.project_id, kind="compose")
    return 1 + max(int(seed) for seed in rows.values_list("params__seed", flat=True))
