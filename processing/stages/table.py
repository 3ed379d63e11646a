"""Every kind of stage: where its handler lives, its queue and how heavy it is. Imports no handler."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processing.errors import StudioError


@dataclass(frozen=True)
class StageKind:
    """`version` belongs to the fingerprint: raise it when the handler's results change.

    `capability` names the engine contract the handler asks for; empty when it needs no engine. `asks` are contracts
    that it may ask for on its way, if the sound needs it. `queue` "quick" is for what takes seconds whatever the song,
    and what somebody waits for: a worker is always free for it.
    """

    module: str
    version: int
    label: Promise
    capability: str = ""
    queue: str = "cpu"
    timeout_s: int = 1800
    asks: tuple[str, ...] = ()


MENDING = ("denoise", "extend_band")

KINDS = {
    "read_lyrics": StageKind("processing.stages.read_lyrics", 1, _("Read the lyrics"), "analyse_lyrics", "quick"),
    "ingest": StageKind("processing.stages.ingest", 4, _("Take in a recording"), queue="quick"),
    "look_at_photo": StageKind("processing.stages.look_at_photo", 1, _("Look at a picture"), queue="quick"),
    "sing_sample": StageKind("processing.stages.sing_sample", 1, _("Sing the sample song"), queue="quick"),
    "hear_voice": StageKind("processing.stages.hear_voice", 1, _("Listen to the voice"), queue="quick"),
    "plan_song": StageKind("processing.stages.plan_song", 2, _("Plan the song"), queue="quick"),
    "compose": StageKind("processing.stages.compose", 1, _("Play a candidate"), "compose"),
    "align": StageKind("processing.stages.align", 3, _("Lay the voice on the backing")),
    "clean_ghosts": StageKind(
        "processing.stages.clean_ghosts",
        1,
        _("Listen for voices that should not be there"),
        "separate",
        timeout_s=4 * 3600,
    ),
    "score": StageKind("processing.stages.score", 1, _("Score a candidate")),
    "rank": StageKind("processing.stages.rank", 1, _("Rank the candidates")),
    "separate": StageKind("processing.stages.separate", 2, _("Take the song apart"), "separate", timeout_s=4 * 3600),
    "propose_mix": StageKind("processing.stages.propose_mix", 2, _("Set the console"), "propose_mix"),
    "render_mix": StageKind("processing.stages.render_mix", 1, _("Mix"), "render_mix"),
    "master": StageKind("processing.stages.master", 4, _("Master"), "master"),
    "diagnose": StageKind("processing.stages.diagnose", 5, _("Look into the sound"), queue="quick"),
    "mend_song": StageKind("processing.stages.mend_song", 2, _("Mend the whole song"), timeout_s=3600),
    "restore": StageKind("processing.stages.restore", 4, _("Mend a stem"), timeout_s=3600, asks=MENDING),
    "judge_restored": StageKind(
        "processing.stages.judge_restored", 4, _("Judge the repair"), timeout_s=3600, asks=MENDING
    ),
    "preview_codecs": StageKind("processing.stages.preview_codecs", 1, _("Hear it encoded")),
    "deliver": StageKind("processing.stages.deliver", 2, _("Make the deliverables"), "render_mix"),
    "bring_in": StageKind("processing.stages.bring_in", 1, _("Bring a master to its album"), "master"),
    "sequence": StageKind("processing.stages.sequence", 1, _("Put the album in one file"), timeout_s=3600),
    "film": StageKind("processing.stages.film", 2, _("Cut the video"), "edit_video"),
}

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def kind_of(name: str) -> StageKind:
    try:
        return KINDS[name]
    except KeyError:
        raise StudioError("graph.unknown_stage", f"There is no kind of stage called {name}.") from None


def handler_of(name: str) -> Handler:
    """The function that does the work, imported on first use so that the web never loads audio libraries."""
    handle: Handler = import_module(kind_of(name).module).handle
    return handle
