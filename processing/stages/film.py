"""Cut one clip: scenes that move with the song, in one format."""

from typing import Any

from processing.dsp import files
from processing.engines.contracts import SongPlan, VideoParams
from processing.engines.edit_video import poster
from processing.pipeline.context import Context
from processing.stages.sound import RATE, placed, progress_of, read_sound
from projects.assets import NewFile
from projects.models import Asset, Rendition


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    plan = SongPlan.from_json(params["plan"])
    stems = {name: context.path(asset) for name, asset in context.stems().items()}
    if context.assets("vocal"):
        # The voice moves the picture where it is heard, so it is laid on the song's timeline first.
        voice = placed(read_sound(context, context.asset("vocal")), plan.vocal_offset_s, round(plan.duration_s * RATE))
        stems["vocal"] = files.write_flac(context.scratch / "voice.flac", voice, RATE)
    photos = context.assets("photo")
    name = f"video-{params['aspect'].replace(':', 'x')}.mp4"
    out = context.scratch / name
    facts = context.engine("edit_video").render(
        plan=plan,
        master=context.path(context.asset("master")),
        stems=stems,
        out=out,
        params=VideoParams(params["width"], params["height"], seed=params["seed"], artist=context.project.artist.name),
        photo=context.path(photos[0]) if photos else None,
        progress=progress_of(context, 0.02, 0.97),
    )
    context.progress(0.98, "Choosing the poster")
    still = poster.write(out, context.scratch / "poster.jpg", poster.moments(plan, facts["duration_s"]))
    made = {Rendition.Kind.POSTER.value: still}
    clip = NewFile(Asset.Kind.VIDEO, out, name, facts["duration_s"], renditions=made)
    context.save(f"video:{params['aspect']}", clip, [context.asset("master")])
    return {"facts": dict(facts)}
