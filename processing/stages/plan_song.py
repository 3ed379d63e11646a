"""Plan the song: what a person typed wins, then what was heard, then what the lyrics suggest."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from processing.engines.compose.house_band.form import plan_form
from processing.engines.contracts import LyricSection, SongPlan, SungNote
from processing.pipeline.context import Context
from processing.stages.over import over

# Without words or a trusted ear, a key that suits most voices and both hands of a keyboard.
KEY_OF_MOOD = {"sad": "A minor", "dark": "E minor", "angry": "E minor", "calm": "F major", "dreamy": "D major"}
USUAL_KEY = "A minor"
USUAL_BPM = 100.0
SLOWEST_BPM, FASTEST_BPM = 60.0, 180.0


@dataclass(frozen=True)
class Planned:
    """The plan, where tempo and key come from, and whether genre and mood were typed, read or assumed."""

    plan: SongPlan
    tempo: dict[str, Any]
    key: dict[str, Any]
    inferred: dict[str, str]


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    """`result`: the plan, and for each value that was not typed, where it comes from and how sure that is. Over a
    backing that was brought the voice is laid later, by ear (the `align` stage)."""
    brief, lyrics, voice = params["brief"], context.result("read_lyrics"), context.result("hear_voice")
    context.progress(0.2, "Planning the song")
    made, backing = planned(brief, lyrics, voice), context.result("ingest").get("measures")
    if backing:
        plan = over(made.plan, vocal_at_s=0.0, duration_s=backing["duration_s"])
        made, voice = replace(made, plan=plan), {}
    for what in (made.tempo, made.key):
        context.log(what["words"])
    return {**asdict(made), "plan": made.plan.to_json(), "alignment": align(made.plan, voice)}


def planned(brief: Mapping[str, Any], lyrics: Mapping[str, Any], voice: Mapping[str, Any]) -> Planned:
    """What a composer receives for this brief, these words and this voice; the last two may be empty."""
    genre = brief["genre"] or lyrics.get("genre") or "pop"
    mood = brief["mood"] or lyrics.get("mood") or "warm"
    tempo, key = choose_tempo(brief, lyrics, voice), choose_key(brief, voice, mood)
    plan = _laid_out({**brief, "genre": genre, "mood": mood, "bpm": tempo["bpm"], "key": key["key"]}, lyrics, voice)
    inferred = {
        "genre": "typed" if brief["genre"] else "lyrics" if lyrics else "default",
        "mood": "typed" if brief["mood"] else "lyrics" if lyrics else "default",
    }
    return Planned(plan, tempo, key, inferred)


def choose_tempo(brief: Mapping[str, Any], lyrics: Mapping[str, Any], voice: Mapping[str, Any]) -> dict[str, Any]:
    """The tempo with its source and a confidence 0..1; a tempo heard in a voice alone is only a proposal."""
    if brief["bpm"]:
        return _tempo(brief["bpm"], 1.0, "typed", f"{brief['bpm']:g} BPM, as you typed.")
    if voice:
        bpm, sure = voice["tempo"]["bpm"], voice["tempo"]["confidence"]
        return _tempo(
            bpm, sure, "voice", f"About {bpm:.0f} BPM, heard in the voice ({sure:.0%} sure). Correct it if needed."
        )
    bpm = lyrics.get("bpm") or USUAL_BPM
    return _tempo(bpm, 1.0, "lyrics", f"{bpm:g} BPM, suggested by the lyrics.")


def _tempo(bpm: float, confidence: float, source: str, words: str) -> dict[str, Any]:
    while bpm < SLOWEST_BPM:
        bpm *= 2
    while bpm > FASTEST_BPM:
        bpm /= 2
    return {"bpm": round(float(bpm), 3), "confidence": float(confidence), "source": source, "words": words}


def choose_key(brief: Mapping[str, Any], voice: Mapping[str, Any], mood: str) -> dict[str, Any]:
    """The key; one heard in the voice counts only when the take is mostly sung and stays on one scale."""
    if brief["key"]:
        return {"key": brief["key"], "source": "typed", "words": f"{brief['key']}, as you typed."}
    heard = voice.get("key", {})
    if heard.get("trusted"):
        best = heard["ranked"][0]["key"]
        return {"key": best, "source": "voice", "words": f"{best}, sung in the take.", "ranked": heard["ranked"][:5]}
    if heard.get("ranked"):
        best = heard["ranked"][0]["key"]
        words = (
            f"{best} fits the take best, but too little of it is clearly sung to be sure. Type the key if you know it."
        )
        return {"key": best, "source": "voice, unsure", "words": words, "ranked": heard["ranked"][:5]}
    key = KEY_OF_MOOD.get(mood, USUAL_KEY)
    return {"key": key, "source": "mood", "words": f"{key}, chosen for the mood."}


def _laid_out(brief: Mapping[str, Any], lyrics: Mapping[str, Any], voice: Mapping[str, Any]) -> SongPlan:
    sections = [
        LyricSection(s["label"], s["kind"], tuple(s["lines"]), tuple(s["syllables"]))
        for s in lyrics.get("sections", ())
    ]
    form = plan_form(
        sections,
        bpm=brief["bpm"],
        meter=brief["meter"],
        genre=brief["genre"],
        voice_phrases=[(p["start_s"], p["end_s"]) for p in voice.get("phrases", ())] or None,
        vocal_duration_s=voice.get("duration_s"),
        vocal_downbeat_s=voice.get("grid", {}).get("downbeat_s"),
    )
    notes = [SungNote(**note) for note in voice.get("notes", ())]
    shifted = (replace(n, start_s=n.start_s + form.vocal_offset_s, end_s=n.end_s + form.vocal_offset_s) for n in notes)
    return SongPlan(
        **{name: brief[name] for name in ("title", "genre", "mood", "bpm", "meter", "key")},
        sections=form.sections,
        duration_s=form.duration_s,
        vocal_offset_s=form.vocal_offset_s,
        sung_notes=tuple(n for n in shifted if n.end_s > 0),
        tuning_cents=voice.get("tuning_cents", 0.0),
    )


def align(plan: SongPlan, voice: Mapping[str, Any]) -> dict[str, Any]:
    """Where voice and grid meet: times on the song's timeline, errors as the ear measured them against the grid.

    A backing on the plan's grid has no tempo or key of its own to differ by; one that is not is measured after it was
    made (the `align` stage), and what is found there takes the place of these.
    """
    if not voice:
        return {"vocal": False, "first_downbeat_s": 0.0, "bar_s": plan.bar_s, "repaired": None, "refused": None}
    grid = voice["grid"]
    downbeat_s = grid["downbeat_s"] + plan.vocal_offset_s
    bars = round(downbeat_s / plan.bar_s)
    return {
        "vocal": True,
        "vocal_offset_s": plan.vocal_offset_s,
        "first_downbeat_s": 0.0,
        "bar_s": plan.bar_s,
        "first_sung_downbeat_s": downbeat_s,
        "grid_downbeat_s": bars * plan.bar_s,
        "error_ms": round(1000.0 * (downbeat_s - bars * plan.bar_s), 3),
        "error_start_ms": grid["error_start_ms"],
        "error_end_ms": grid["error_end_ms"],
        "confidence": grid["confidence"],
        **_to_its_grid(plan, voice),
    }


def _to_its_grid(plan: SongPlan, voice: Mapping[str, Any]) -> dict[str, Any]:
    grid, duration_s = voice["grid"], voice.get("duration_s", 0.0)
    sure = bool(voice.get("key", {}).get("trusted"))
    bpm, at_s = plan.bpm, plan.vocal_offset_s
    words = f"The backing is made on the voice's own grid at {bpm:g} BPM; the voice starts at {at_s:.3f} s."
    return {
        "offset_s": plan.vocal_offset_s,
        "offset_confidence": grid["confidence"],
        "tempo_ratio": 1.0,
        "tempo_confidence": voice.get("tempo", {}).get("confidence", 0.0),
        "drift_ms": [
            [round(duration_s / 6, 2), grid["error_start_ms"]],
            [round(duration_s * 5 / 6, 2), grid["error_end_ms"]],
        ],
        "transpose_semitones": 0.0,
        "key_confidence": 1.0 if sure else 0.0,
        "repaired": None,
        "refused": None,
        "words": [words],
    }
