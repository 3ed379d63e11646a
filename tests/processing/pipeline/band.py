"""Fake engines for tests of the flow: every stage of the real recipes, with texts in place of sound."""

from typing import Any

from processing.pipeline.context import Context
from projects.assets import NewFile

PLAN = {"genre": "pop", "bpm": 120.0, "duration_s": 8.0, "sections": []}


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    return {**ACTS, **RESCUE}[context.stage.kind](params, context)


def _file(context: Context, role: str, kind: str, words: str) -> None:
    path = context.scratch / f"{role.replace(':', '-')}.txt"
    path.write_text(f"{role} {words} {context.project.title}")
    context.save(role, NewFile(kind, path, path.name))


def new_file(context: Context, role: str, text: str) -> dict[str, Any]:
    _file(context, role, role, text)
    return {}


def _plan(params: dict[str, Any], context: Context) -> dict[str, Any]:
    sure = 1.0 if params["brief"]["bpm"] else 0.2
    return {"plan": PLAN, "tempo": {"bpm": 97.0, "confidence": sure, "source": "voice", "words": "About 97 BPM."}}


def _compose(params: dict[str, Any], context: Context) -> dict[str, Any]:
    for role, kind in (("candidate", "candidate"), ("stem:drums", "stem")):
        _file(context, role, kind, str(params["seed"]))
    return {"seed": params["seed"]}


def _score(params: dict[str, Any], context: Context) -> dict[str, Any]:
    return {"total": 50 + context.result("compose")["seed"] % 7}


def _one(role: str) -> Any:
    return lambda params, context: new_file(context, role, str(params))


def _mix(context: Context) -> dict[str, Any]:
    _file(context, "mix", "mix", str(context.result("propose_mix")["settings"]))
    return {}


def _stems(role: str) -> Any:
    def act(params: dict[str, Any], context: Context) -> dict[str, Any]:
        for source in ("vocals", "drums", "bass", "other"):
            _file(context, f"{role}:{source}", "stem", str(params))
        return {"kept": [], "withheld": []}

    return act


def _restore(params: dict[str, Any], context: Context) -> dict[str, Any]:
    for role in ("restored", "removed"):
        _file(context, f"{role}:{params['source']}", "stem", str(params))
    return {"source": params["source"], "steps": []}


ACTS: dict[str, Any] = {
    "read_lyrics": lambda params, context: {"words": params["text"]},
    "ingest": lambda params, context: {},
    "hear_voice": lambda params, context: {},
    "plan_song": _plan,
    "compose": _compose,
    "score": _score,
    "propose_mix": lambda params, context: {"settings": params["wishes"]},
    "render_mix": lambda params, context: _mix(context),
    "master": _one("master"),
    "film": _one("video"),
    "sing_sample": _one("vocal"),
}

RESCUE: dict[str, Any] = {
    "diagnose": lambda params, context: {"faults": [], "scores": {}, "found": []},
    "mend_song": lambda params, context: {"steps": []},
    "separate": _stems("stem"),
    "restore": _restore,
    "judge_restored": _stems("final"),
}
