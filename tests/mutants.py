"""Mutation run over access, state tables and the pipeline (`make mutants`): are the tests able to fail?

One mutant at a time: the tests of two would share a database and a Redis and kill each other's mutants for no reason.
"""

import json
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


def main() -> int:
    (ROOT / "static" / "dist").mkdir(parents=True, exist_ok=True)
    subprocess.run([TOOL, "run", "--max-children", "1", *sys.argv[1:]], cwd=ROOT, check=False)
    subprocess.run([TOOL, "results"], cwd=ROOT, check=False)
    subprocess.run([TOOL, "export-cicd-stats"], cwd=ROOT, check=True)
    stats = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text())
    share = kill_share(stats)
    print(f"mutants: {stats['killed']} killed, {stats['survived']} survived, {share:.1%} (wanted {WANTED_SHARE:.0%})")
    return 0 if share >= WANTED_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
