"""What must hold before anything starts: engines are licensed and can be told apart, recipes are sound."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from processing.engines.catalogue import ENGINES
from processing.engines.registry import missing
from processing.licences.gate import judge, licences
from processing.stages.table import KINDS


def engines_are_licensed(**_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for spec in ENGINES:
        if rowless := [key for key in spec.licences if key not in licences()]:
            found.append(Error(f"{spec.key} names licences without a row: {rowless}", id="processing.E001"))
        elif missing(spec, settings.WEIGHTS_DIR):
            continue
        elif not (verdict := judge(spec, sign_offs=dict.fromkeys(spec.licences, "anyone"))).allowed:
            # Everything lies there, and it will not be used. One that waits for a sign-off is simply not chosen.
            found.append(Warning(f"{spec.key} is refused: {verdict.words}", id="processing.W001"))
    return found


def capabilities_have_engines(**_: Any) -> list[CheckMessage]:
    offered = {spec.capability for spec in ENGINES}
    wanted = {kind.capability for kind in KINDS.values() if kind.capability}
    return [Error(f"no engine does {name}", id="processing.E002") for name in sorted(wanted - offered)]
