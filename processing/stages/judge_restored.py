"""The restored stems together: is the song better than it was brought? What made it worse is taken back."""

from collections.abc import Collection, Sequence
from typing import Any

from processing.dsp.pathologies.diagnosis import Facts
from processing.dsp.pathologies.fault import Fault, scores
from processing.dsp.repairs.bench import Bench, Load
from processing.dsp.repairs.judging import judge
from processing.dsp.repairs.repair import Repaired, Step, removed
from processing.dsp.repairs.stems import restore_stem
from processing.engines.contracts import SOURCES
from processing.pipeline.context import Context
from processing.stages.restore import engine_tools, found_codes
from processing.stages.sound import RATE, progress_of, save_part, sound_on_disk


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    bench = _bench(context)
    as_restored = dict(bench.steps)
    judged = judge(bench, progress_of(context, 0.05, 0.85))
    for one in judged.withheld:
        context.log(one["words"])
    context.progress(0.9, "Saving the stems")
    for source, load in judged.stems.items():
        final, parents = load(), (context.asset(f"restored:{source}"),)
        save_part(context, f"final:{source}", final, f"final-{source}", parents)
        if source in judged.kept and judged.steps[source] != as_restored[source]:
            # Something was taken back: less was removed from this stem than the one that restored it says.
            save_part(context, f"removed:{source}", removed(bench.brought[source](), final), f"taken-{source}", parents)
    # Where the song was mended before it was taken apart, its stems are no longer the song that was brought.
    before = bench.diagnosed if any(step.kept for step in bench.first) else judged.before
    return {
        "before": scores(before),
        "after": scores(judged.after),
        "faults_before": [fault.to_json() for fault in before],
        "faults_after": [fault.to_json() for fault in judged.after],
        "steps": {source: [step.to_json() for step in made] for source, made in judged.steps.items()},
        "withheld": list(judged.withheld),
        "kept": list(judged.kept),
    }


def _bench(context: Context) -> Bench:
    steps = {result["source"]: tuple(Step(**step) for step in result["steps"]) for result in _restored(context)}
    sources = [source for source in SOURCES if source in steps]
    # A stem that nothing was done to is the one that was brought, to the sample.
    changed = [source for source in sources if any(step.kept for step in steps[source])]
    brought = {source: _load(context, f"stem:{source}") for source in sources}
    stems = {
        source: _load(context, f"restored:{source}") if source in changed else brought[source] for source in sources
    }
    tools = {source: engine_tools(context, {}) for source in sources}

    def again(source: str, without: Collection[str], known: Sequence[Step]) -> Repaired:
        amounts = _amounts(context, source)
        return restore_stem(
            source, brought[source](), RATE, found_codes(context, amounts),
            amounts=amounts, tools=tools[source], without=without, known=known,
        )  # fmt: skip

    looked = context.result("diagnose")
    diagnosed = [Fault.from_json(fault) for fault in looked.get("faults", [])]
    facts: Facts = looked.get("brought", {})
    first = tuple(Step(**step) for step in context.result("mend_song").get("steps", []))
    return Bench(brought, RATE, again, facts, diagnosed, stems, steps, first, tools=tools)


def _load(context: Context, role: str) -> Load:
    asset = context.asset(role)
    return lambda: sound_on_disk(context, asset)


def _restored(context: Context) -> list[dict[str, Any]]:
    return list(context.results("restore").values())


def _amounts(context: Context, source: str) -> dict[str, float]:
    """What people asked for is the same for every stem of a rescue; it stands in the stages that restored them."""
    stages = context.stage.run.stages.filter(kind="restore", name__in=context.stage.needs)
    return next((stage.params.get("amounts", {}) for stage in stages if stage.params.get("source") == source), {})
