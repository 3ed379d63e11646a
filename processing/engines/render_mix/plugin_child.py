"""A plug-in in a process of its own: when it crashes or hangs, the studio goes on.

`python -m processing.engines.render_mix.plugin_child BUNDLE`, an order as JSON on standard input: `{}` asks the plug-in
for its parameters and delay, `{rate, parameters, in, out}` runs the .npy file `in` through it to `out`. The answer is
the last line of standard output; `{"wrong": words}` when it can not be done.
"""

import json
import sys
from typing import Any

import numpy as np
import pedalboard
from numpy.typing import NDArray

Audio = NDArray[np.float32]
LISTEN_S = 1.0
NEAR = 32
"""Samples on either side of the response's peak that belong to it."""
SHARP = 0.5
"""A response is a plain delay when this share of its energy lies near its peak; a room's is spread out."""


def latency_samples(plugin: Any, rate: int) -> int:
    """Delay of the direct sound, measured by an impulse. What the plug-in reports has been taken out already; this is
    what it does not report. A reverb's pre-delay is no such delay and stays."""
    click = np.zeros((2, round(LISTEN_S * rate)), dtype=np.float32)
    click[:, 0] = 0.25
    energy = np.square(plugin(click, rate, reset=True)).sum(axis=0)
    peak = int(np.argmax(energy))
    near = energy[max(0, peak - NEAR) : peak + NEAR].sum()
    return peak if near > SHARP * energy.sum() > 0.0 else 0


def run(bundle: str, order: dict[str, Any]) -> dict[str, Any]:
    plugin: Any = pedalboard.load_plugin(bundle)  # type: ignore[attr-defined]
    if not plugin.is_effect:
        return {"wrong": "it is an instrument, not an effect"}
    # What cannot be automated is the host's business: block size, rate.
    known = {name: one for name, one in plugin.parameters.items() if one.is_automatable}
    if not order:
        values = {name: round(float(one.raw_value), 6) for name, one in known.items()}
        return {"parameters": values, "latency_samples": latency_samples(plugin, 48_000)}
    unknown = sorted(set(order["parameters"]) - set(known))
    if unknown:
        return {"wrong": f"it has no parameter {', '.join(unknown)}"}
    for name, value in order["parameters"].items():
        known[name].raw_value = value
    audio, rate = np.load(order["in"]), int(order["rate"])
    late = latency_samples(plugin, rate)
    out = plugin(np.pad(audio, ((0, 0), (0, late))), rate, reset=True)
    np.save(order["out"], np.asarray(out[:, late:], dtype=np.float32))
    return {"latency_samples": late}


def main() -> None:
    order = json.loads(sys.stdin.read() or "{}")
    try:
        answer = run(sys.argv[1], order)
    except (ImportError, ValueError, RuntimeError) as error:
        answer = {"wrong": str(error).splitlines()[0][:300] if str(error) else type(error).__name__}
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
