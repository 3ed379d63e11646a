"""Put the candidates in order, best first; nothing is dropped."""

from typing import Any

from processing.pipeline.context import Context


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    cards = context.results("score")
    order = sorted(cards, key=lambda name: (-cards[name]["total"], name))
    ranking = [
        {"candidate": name.replace("score", "candidate"), "total": cards[name]["total"], "place": place}
        for place, name in enumerate(order, 1)
    ]
    return {"ranking": ranking}
