"""Mutation run over access, state tables and the pipeline (`make mutants`): are the tests able to fail?

One mutant at a time: the tests of two would share a database and a Redis and kill each other's mutants for no reason.
All of them take hours; `MUTANTS=300 make mutants` tries so many, drawn evenly by a fixed seed.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = Path(sys.executable).parent / "mutmut"
WANTED_SHARE = 0.85


def kill_share(stats: dict[str, int]) -> float:
    """Killed, or caught by the time limit, of all mutants that were tried; one that no test reaches has survived."""
    caught = stats["killed"] + stats["timeout"] + stats["segfault"]
    tried = caught + stats["survived"] + stats["no_tests"] + stats["suspicious"]
    return caught / tried if tried else 0.0


def drawn(count: int) -> list[str]:
    """Names of `count` mutants. The first call makes them all: trying a few of the shortest file brings that about."""
    if not list((ROOT / "mutants").rglob("*.meta")):
        subprocess.run([TOOL, "run", "--max-children", "1", "projects.machine*__mutmut_1"], cwd=ROOT, check=False)
    files = sorted((ROOT / "mutants").rglob("*.meta"))
    names = [name for file in files for name in json.loads(file.read_text())["exit_code_by_key"]]
    return sorted(random.Random(1).sample(names, min(count, len(names))))


def main() -> int:
    (ROOT / "static" / "dist").mkdir(parents=True, exist_ok=True)
    wanted = drawn(int(os.environ["MUTANTS"])) if os.environ.get("MUTANTS") else sys.argv[1:]
    subprocess.run([TOOL, "run", "--max-children", "1", *wanted], cwd=ROOT, check=False)
    subprocess.run([TOOL, "results"], cwd=ROOT, check=False)
    subprocess.run([TOOL, "export-cicd-stats"], cwd=ROOT, check=True)
    stats = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text())
    share = kill_share(stats)
    print(f"mutants: {stats['killed']} killed, {stats['survived']} survived, {share:.1%} (wanted {WANTED_SHARE:.0%})")
    return 0 if share >= WANTED_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
