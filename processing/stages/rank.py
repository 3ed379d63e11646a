"""Put the candidates in order, best first, those that can not be laid under the voice last; nothing is dropped."""

from typing import Any

from processing.pipeline.context import Context


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    cards, laid = context.results("score"), context.results("align")
    refused = {name.replace("align", "score") for name, found in laid.items() if found["refused"]}
    order = sorted(cards, key=lambda name: (name in refused, -cards[name]["total"], name))
    ranking = [
        {
            "candidate": name.replace("score", "candidate"),
            "total": cards[name]["total"],
            "place": place,
            **({"refused": laid[name.replace("score", "align")]["refused"]} if name in refused else {}),
        }
        for place, name in enumerate(order, 1)
    ]
    return {"ranking": ranking}
