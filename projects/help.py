"""The hard words and their paragraphs: one line here, one small template in `templates/help/topics/`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """`slug` names the template and the address; `summary` is what the index says about it."""

    slug: str
    title: Promise
    summary: Promise

    @property
    def template(self) -> str:
        return f"help/topics/{self.slug}.html"


TOPICS = (
    Topic("first-song", _("Your first song"), _("From words and a voice to a master, in five steps.")),
    Topic("takes", _("Recording a take"), _("What the studio needs to hear, and what it warns about.")),
    Topic(
        "lyrics", _("Writing lyrics for the studio"), _("Section tags, line lengths and what the composer receives.")
    ),
    Topic("tempo-key", _("Tempo and key"), _("Where they come from and when to type them yourself.")),
    Topic("candidates", _("Candidates"), _("Several instrumentals for one song; you pick.")),
    Topic("scorecard", _("The scorecard"), _("What the figures under a candidate mean.")),
    Topic("seeds", _("Seeds"), _("Why the same seed plays the same music again.")),
    Topic("autopilot", _("Autopilot"), _("Let the machine pick and go on; every pick stays yours to change.")),
    Topic("level-match", _("Level matching"), _("Louder sounds better, so versions are compared equally loud.")),
    Topic("blind", _("Blind listening"), _("Hear without knowing which version it is.")),
    Topic("mix", _("Changing the mix"), _("A louder voice, more space, more energy: what the sliders do.")),
    Topic("loudness", _("Loudness (LUFS)"), _("How loud a master is, and how loud it should be.")),
    Topic("true-peak", _("True peak (dBTP)"), _("Why a master stays a little below full scale.")),
    Topic("reference", _("Reference tracks"), _("A record you like, and what the mastering takes from it.")),
    Topic("rescue", _("Rescuing a finished file"), _("What is taken apart, repaired and put together again.")),
    Topic("album", _("An album of one family"), _("How the masters of one release are brought together.")),
    Topic("comments", _("Comments"), _("Say it at the very second, answer, mention, tick off.")),
    Topic("guests", _("Links for guests"), _("Let somebody without an account hear one version.")),
    Topic("rounds", _("Rounds and decisions"), _("How a version is approved, and what that protects.")),
    Topic("rights", _("Rights and declarations"), _("What you declare, and what it is needed for.")),
    Topic("cost", _("Time and cost"), _("What a stage costs and why a repeated one is free.")),
    Topic("jobs", _("The jobs page"), _("Workers, queues, failures: what to do when work stands still.")),
    Topic("storage", _("What the files take"), _("What is kept, what may go, and who decides.")),
    Topic("people", _("People and roles"), _("Who may do what, inviting, shutting out, a new password.")),
    Topic("label", _("The label's settings"), _("Budgets, how long candidates are kept, the contact address.")),
    Topic("notices", _("Notices and e-mails"), _("Who is told what, and how to be told less.")),
    Topic("install", _("The studio as an app"), _("On your phone or desk, with its own icon.")),
)
BY_SLUG = {topic.slug: topic for topic in TOPICS}
