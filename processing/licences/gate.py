"""Nothing without a licence: may the label use what this engine makes? Unknown means no."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from processing.engines.catalogue import EngineSpec
from processing.errors import StudioError

TABLE = Path(__file__).with_name("licences.toml")
WORDS = {
    "yes": "free to use",
    "conditional": "only under a condition the label has not met",
    "contested": "contested: needs a named sign-off",
    "no": "not for commercial use",
    "unknown": "unknown, and unknown means no",
}


@dataclass(frozen=True)
class Licence:
    key: str
    name: str
    code: str
    weights: str
    verdict: str
    source: str
    checked: str
    condition: str = ""


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    words: str


@cache
def licences() -> Mapping[str, Licence]:
    rows = tomllib.loads(TABLE.read_text())
    return {key: Licence(key=key, **{**row, "checked": str(row["checked"])}) for key, row in rows.items()}


def judge(spec: EngineSpec, *, sign_offs: Mapping[str, Any] | None = None) -> Verdict:
    """The strictest verdict among the engine's licences; a named sign-off settles conditional and contested ones."""
    for key in spec.licences or ("",):
        licence = licences().get(key)
        verdict = licence.verdict if licence else "unknown"
        signed = verdict in {"conditional", "contested"} and key in (sign_offs or {})
        if verdict != "yes" and not signed:
            return Verdict(False, f"{licence.name if licence else key or spec.name}: {WORDS[verdict]}.")
    return Verdict(True, "free to use")


def may_use(spec: EngineSpec) -> bool:
    """As `judge`, with the label's own sign-offs."""
    return judge(spec, sign_offs=settings.STUDIO_SIGN_OFFS).allowed


def require(spec: EngineSpec, *, sign_offs: Mapping[str, Any] | None = None) -> None:
    """Raises StudioError `licence.refused` when the engine may not be used."""
    verdict = judge(spec, sign_offs=sign_offs)
    if not verdict.allowed:
        raise StudioError("licence.refused", f"{spec.name} cannot be used. {verdict.words}", engine=spec.key)
