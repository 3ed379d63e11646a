"""From a worker to the browsers: how long an event takes, and whether one who was away gets exactly what is missing.

    python -m tests.benchmarks.sockets [--sockets 100] [--events 100] [--per-second 4]

Measured from before the event's row is written in a process of its own to the moment a browser has its message, beside
bare Redis pub/sub with as many subscribers and no studio. Both share this machine's cores with the readers.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil
import redis.asyncio
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.house import house

PATIENCE_S = 60.0
MISSED = 200
PUBLISH_EVENTS = """
import sys, time, django
django.setup()
from projects import events
from projects.models import Project
project, count, pause_s = Project.objects.get(pk=sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
for number in range(count):
    events.record(project, "thing.measured", sent_at=time.time(), number=number)
    time.sleep(pause_s)
"""
PUBLISH_BARE = """
import json, os, sys, time, redis
wire, count, pause_s = redis.Redis.from_url(os.environ["REDIS_URL"]), int(sys.argv[2]), float(sys.argv[3])
for number in range(count):
    wire.publish(sys.argv[1], json.dumps({"data": {"sent_at": time.time(), "number": number}, "seq": number + 1}))
    time.sleep(pause_s)
"""


def main() -> None:
    options = _options()
    with house() as server:
        project, cookie = _song()
        door = f"{server.url.replace('http', 'ws')}/ws/projects/{project}/"
        assert server.process is not None
        busy = psutil.Process(server.process.pid).cpu_times
        asyncio.run(_measure(options, door, {"Cookie": cookie, "Origin": server.url}, busy))


def _song() -> tuple[str, str]:
    """A song and the cookie of somebody who may hear it."""
    from tests.factories import make_artist, make_project, make_user
    from tests.sockets import cookie_of

    owner = make_user("owner")
    return str(make_project(make_artist(owner)).pk), cookie_of(owner)


async def _measure(options: argparse.Namespace, door: str, headers: dict[str, str], busy: Callable[[], Any]) -> None:
    pause_s, project = 1 / options.per_second, door.rstrip("/").rpartition("/")[2]
    ears = [await connect(door, additional_headers=headers, max_queue=None) for _ in range(options.sockets)]
    before = busy()
    telling = _publish(PUBLISH_EVENTS, project, options.events, pause_s)
    ours = await _delays_ms([_heard(ear, options.events) for ear in ears])
    after = busy()
    telling.wait()
    for ear in ears:
        await ear.close()
    bare = await _bare(options, pause_s)
    print(f"{options.sockets} sockets, {options.events} events, {options.per_second:g}/s")
    print(f"{'':<22}{'p50':>9}{'p95':>9}{'worst':>9}   ms")
    _row("worker to browser", ours)
    _row("bare Redis pub/sub", bare)
    print(f"p95, ours / bare: {_at(ours, 0.95) / _at(bare, 0.95):.1f}")
    busy_ms = 1000 * (after.user + after.system - before.user - before.system) / options.events
    print(f"web process busy {busy_ms:.1f} ms per event, {busy_ms / options.sockets:.3f} ms per socket")
    await _away(door, headers, project, options.events)


async def _bare(options: argparse.Namespace, pause_s: float) -> list[float]:
    wires = [redis.asyncio.Redis.from_url(os.environ["REDIS_URL"]) for _ in range(options.sockets)]
    ears = [wire.pubsub(ignore_subscribe_messages=True) for wire in wires]
    for ear in ears:
        await ear.subscribe("bare")
        await ear.get_message(ignore_subscribe_messages=True, timeout=5)
    telling = _publish(PUBLISH_BARE, "bare", options.events, pause_s)
    delays = await _delays_ms([_heard_bare(ear, options.events) for ear in ears])
    telling.wait()
    for wire in wires:
        await wire.aclose()
    return delays


async def _heard(ear: ClientConnection, count: int) -> list[float]:
    delays, numbers = [], []
    while len(numbers) < count:
        told = json.loads(await asyncio.wait_for(ear.recv(), PATIENCE_S))
        delays.append(1000 * (time.time() - told["data"]["sent_at"]))
        numbers.append(told["seq"])
    if numbers != list(range(1, count + 1)):
        raise SystemExit(f"events came out of order: {numbers}")
    return delays


async def _heard_bare(ear: Any, count: int) -> list[float]:
    delays: list[float] = []
    while len(delays) < count:
        told = await ear.get_message(timeout=PATIENCE_S)
        if told is not None:
            delays.append(1000 * (time.time() - json.loads(told["data"])["data"]["sent_at"]))
    return delays


async def _delays_ms(hearing: list[Any]) -> list[float]:
    return sorted(delay for delays in await asyncio.gather(*hearing) for delay in delays)


async def _away(door: str, headers: dict[str, str], project: str, already: int) -> None:
    """Be away for 200 events while more keep coming, then read everything."""
    await asyncio.to_thread(_publish(PUBLISH_EVENTS, project, MISSED, 0.0).wait)
    still = _publish(PUBLISH_EVENTS, project, MISSED, 0.01)
    started = time.perf_counter()
    wanted = list(range(already + 1, already + 2 * MISSED + 1))
    async with connect(f"{door}?after={already}", additional_headers=headers, max_queue=None) as ear:
        first = [json.loads(await asyncio.wait_for(ear.recv(), PATIENCE_S))["seq"] for _ in range(MISSED)]
        caught_up_s = time.perf_counter() - started
        rest = [json.loads(await asyncio.wait_for(ear.recv(), PATIENCE_S))["seq"] for _ in range(MISSED)]
    await asyncio.to_thread(still.wait)
    verdict = "exactly once, in order" if first + rest == wanted else "WRONG"
    print(f"away for {MISSED} events, {MISSED} more while coming back: {verdict}, caught up in {caught_up_s:.2f} s")
    if first + rest != wanted:
        raise SystemExit(1)


def _publish(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)])


def _at(delays_ms: list[float], share: float) -> float:
    return delays_ms[min(int(share * len(delays_ms)), len(delays_ms) - 1)]


def _row(name: str, delays_ms: list[float]) -> None:
    print(f"{name:<22}{_at(delays_ms, 0.5):>9.1f}{_at(delays_ms, 0.95):>9.1f}{delays_ms[-1]:>9.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, default=100)
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--per-second", type=float, default=4.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
