"""Events as sentences."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Event
from projects.models.guest import as_guest
from projects.said import said
from projects.version_names import name_in

RECIPES = {
    "check": _("a first listen"),
    "sample": _("the sample's voice"),
    "diagnose": _("a look into the sound"),
    "intake": _("the intake"),
    "instrumental": _("the instrumental"),
    "mix": _("the mix"),
    "master": _("the master"),
    "rescue": _("the rescue"),
    "video": _("the video"),
    "codecs": _("the encoded previews"),
    "deliver": _("the deliverables"),
    "bring_in": _("the master for its album"),
    "sequence": _("the album in one file"),
}
SENTENCES: dict[str, Promise] = {
    "song.started": _("started the song"),
    "song.submitted": _("sent the song into production"),
    "brief.changed": _("changed the brief"),
    "lyrics.saved": _("saved lyrics, version {number}"),
    "lyrics.restored": _("brought back lyrics, version {restored}"),
    "lyrics.named": _("named version {number} of the lyrics {name}"),
    "asset.added": _("added {name}"),
    "asset.retyped": _("said what {name} is"),
    "asset.removed": _("took {name} out"),
    "rights.declared": _("declared the rights in what they brought"),
    "origin.told": _("told where the file comes from"),
    "upload.found": _("the studio heard something in {name}"),
    "run.started": _("started {recipe}"),
    "run.done": _("{recipe} is finished"),
    "run.failed": _("{recipe} could not be finished"),
    "run.cancelled": _("{recipe} was cancelled"),
    "candidate.landed": _("a candidate landed"),
    "mix.landed": _("mix {version} landed"),
    "master.landed": _("master {version} landed"),
    "video.landed": _("clip {version} landed"),
    "candidate.picked": _("picked {name}"),
    "flow.stopped": _("the song waits: {words}"),
    "worker.lost": _("a worker was lost; its stage is taken over"),
    "tempo.asked": _("the band asks for the tempo"),
    "review.requested": _("asked the label about {name}"),
    "review.withdrawn": _("took back the request about {name}"),
    "decision.made": _("decided on {name}: {verdict}"),
    "decision.undone": _("undid the decision on {name}"),
    "decision.withdrawn": _("took the decision on {name} back"),
    "comment.added": _("commented on {name}"),
    "opinion.given": _("said what they think of a version"),
    "comment.resolved": _("ticked a comment off"),
    "comment.reopened": _("opened a comment again"),
    "comment.removed": _("took a comment back"),
    "files.removed": _("the files of what nobody chose were taken away"),
    "run.prioritised": _("changed how urgent {recipe} is"),
}
OF_MANY: dict[str, Promise] = {
    "run.done": _("{recipe} are finished"),
    "run.cancelled": _("{recipe} were cancelled"),
    "run.prioritised": _("changed how urgent {recipe} are"),
}
MANY = ("codecs", "deliver")
VERDICTS = {"approved": _("approved"), "changes_requested": _("changes requested"), "rejected": _("rejected")}


@dataclass(frozen=True)
class Told:
    at: datetime
    who: str
    words: str
    more: str
    asset: str = ""


class _Facts(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return ""


def told(event: Event) -> Told:
    """A fact as people say it; one that has no sentence yet is shown by its name."""
    facts = _Facts(event.data)
    sentence = SENTENCES.get(event.type)
    if facts["recipe"] in MANY:
        sentence = OF_MANY.get(event.type, sentence)
    facts["name"] = name_in(event.type, event.data)
    facts["recipe"] = RECIPES.get(str(facts["recipe"]), facts["recipe"])
    facts["words"] = said(facts["words"])
    facts["verdict"] = VERDICTS.get(str(facts["verdict"]), facts["verdict"])
    words = str(sentence).format_map(facts) if sentence else event.type.replace(".", " ").replace("_", " ")
    more = str(facts["reason"] or (facts["text"] if event.type == "comment.added" else ""))
    guest = as_guest(str(facts["guest"])) if facts["guest"] else ""
    who = str(event.by) if event.by else guest
    words = words.strip()
    landed = str(facts["asset"]) if event.type.endswith((".landed", ".picked")) else ""
    return Told(event.at, who, words if who else words[:1].upper() + words[1:], more, landed)
