"""What intake heard and read, in words, each with how sure the studio is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from processing.models import Stage
from processing.plan_words import genre
from processing.shown_runs import ShownRun
from projects.figures import filled
from projects.models import Asset, Project
from projects.said import said

SURE = 0.8
FAIRLY_SURE = 0.5
START_SURE = 0.65
"""Where a voice starts in its backing: recordings cut anywhere have reached 0.59 while wrong."""
SHORT_TAKE_S = 8.0
FULL_RATE_HZ = 32_000
# What intake finds in a recording, by its code. `value` is the number behind it.
RECORDING_WORDS: dict[str, Promise] = {
    "audio.clipped": gettext_lazy(
        "It is clipped: its loudest places are cut off flat. Record or export it a few decibels lower if you can."
    ),
    "audio.noisy": gettext_lazy(
        "It is noisy: the pauses are only {value:.0f} dB quieter than the sound. A closer microphone helps."
    ),
    "audio.one_sided": gettext_lazy("Only one side holds sound. Check the cable or the export."),
    "audio.out_of_phase": gettext_lazy(
        "Left and right work against each other: on one loudspeaker parts will vanish. Check the polarity."
    ),
    "audio.low_level": gettext_lazy("It is very quiet ({value:.0f} dB): raising it raises the noise of the room too."),
    "audio.dc": gettext_lazy("The waveform does not rest on zero. The mix will filter that out."),
    "audio.repaired": gettext_lazy("Broken places in the file were silenced. Export it again if it clicks."),
    "audio.truncated": gettext_lazy("The last {value:.1f} seconds are missing. Was the upload or export cut off?"),
    "audio.damaged": gettext_lazy("Parts of the file are damaged. Listen to it, and export it again if it stutters."),
    "audio.folded": gettext_lazy("{value:.0f} channels were folded to stereo."),
}


@dataclass(frozen=True)
class Finding:
    """`doubt` marks what a person should look at."""

    title: str
    words: str
    doubt: bool = False


def sureness(confidence: float) -> str:
    if confidence >= SURE:
        return _("sure")
    return _("fairly sure") if confidence >= FAIRLY_SURE else _("only a guess")


def findings_of(intake: ShownRun | None, project: Project) -> list[Finding]:
    """Recording, voice, lyrics and plan, as far as the newest intake has come."""
    found: list[Finding] = []
    for shown in intake.stages if intake else []:
        read = READERS.get(shown.stage.kind)
        if read and shown.stage.result:
            found += read(shown.stage, project)
    return found


def _recording(stage: Stage, project: Project) -> list[Finding]:
    kind = _("Voice") if stage.result.get("asset_kind") == "vocal" else _("Reference")
    return [Finding(kind, words, doubt=True) for words in recording_words(stage.result)]


def recording_words(ingested: dict[str, Any]) -> list[str]:
    """What an `ingest` found, in the reader's language; a code without words of its own keeps the ear's."""
    file = ingested.get("file", {})
    values = {one["code"]: float(one["value"]) for one in file.get("warnings", ())}
    found = [_said(one, values.get(one["code"], 0.0)) for one in ingested.get("findings", ())]
    return found + list(_too_little(file)) if ingested.get("asset_kind") == Asset.Kind.VOCAL else found


def _too_little(file: dict[str, Any]) -> Iterator[str]:
    """What no ear would call broken, but nobody can make a record of."""
    long_s, rate_hz = file.get("duration_s", SHORT_TAKE_S), file.get("sample_rate_in", FULL_RATE_HZ)
    if long_s < SHORT_TAKE_S:
        yield filled(_("It is only {long_s:.0f} s long. Is it the whole take?"), long_s=max(1.0, long_s))
    if rate_hz < FULL_RATE_HZ:
        words = _("It sounds like a telephone: above {khz:.0f} kHz nothing is in it. Record or export it at 44.1 kHz.")
        yield filled(words, khz=rate_hz / 2000)


def _said(found: dict[str, Any], value: float) -> str:
    words = RECORDING_WORDS.get(found["code"])
    return filled(words, value=value) if words else said(found["words"])


def _lyrics(stage: Stage, project: Project) -> list[Finding]:
    result = stage.result
    sections = result.get("sections", ())
    labels = ", ".join(str(section["label"]) for section in sections)
    found = [Finding(_("Lyrics"), _sections(len(sections), labels))]
    if not project.mood and result.get("mood"):
        found.append(Finding(_("Mood (inferred)"), _reason(result, "mood")))
    if not project.genre and result.get("genre"):
        found.append(Finding(_("Genre (inferred)"), _reason(result, "genre")))
    return found


def _sections(count: int, more: str) -> str:
    return ngettext("{n} section: {more}", "{n} sections: {more}", count).format(n=count, more=more)


def _reason(result: dict[str, Any], name: str) -> str:
    why = result.get("reasons", {}).get(name, "")
    words = genre(result[name]) if name == "genre" else said(result[name])
    return f"{words}: {said(why)}" if why else words


def _plan(stage: Stage, project: Project) -> list[Finding]:
    plan, found = stage.result.get("plan", {}), []
    for name, title in (("tempo", _("Tempo")), ("key", _("Key"))):
        heard = stage.result.get(name)
        if isinstance(heard, dict):
            found.append(_heard(title, heard))
    if plan.get("duration_s"):
        minutes, seconds = divmod(round(plan["duration_s"]), 60)
        words = _sections(len(plan.get("sections", ())), f"{minutes}:{seconds:02d}")
        found.append(Finding(_("Plan"), words))
    return found


def _heard(title: str, heard: dict[str, Any]) -> Finding:
    """A value of the plan with where it comes from, as the planner says it."""
    confidence = float(heard.get("confidence", 1.0))
    words = said(heard.get("words", ""))
    if confidence < 1.0:
        words = f"{words} ({sureness(confidence)})"
    return Finding(title, words, doubt=confidence < FAIRLY_SURE or "unsure" in str(heard.get("source", "")))


READERS = {"ingest": _recording, "read_lyrics": _lyrics, "plan_song": _plan}
