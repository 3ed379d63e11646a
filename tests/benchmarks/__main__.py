"""`python -m tests.benchmarks [name ...]`: run the named benchmarks, or all, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


def main() -> int:
    wanted = sys.argv[1:] or names()
    failed = []
    for name in wanted:
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
        if subprocess.run(command, cwd=FOLDER.parents[1], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"error: bench.failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
