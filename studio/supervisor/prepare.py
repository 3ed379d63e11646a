"""Database, static files and demo brought up to date before the first process starts; skipped when nothing changed."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from studio.processes import die_with_parent
from studio.setup.steps import ROOT, fingerprint
from studio.supervisor.place import Place
from studio.supervisor.problems import NOT_PREPARED, StartError

TIME_LIMIT_S = 180.0


def _inputs(place: Place) -> str:
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("studio/settings/*.py")]
    locks = [ROOT / "requirements" / "base.txt", ROOT / "static" / "dist" / ".built"]
    database = place.data / "studio.sqlite3"
    # A database that was replaced, by a restored backup for example, is another file and is looked at again.
    identity = str(database.stat().st_ino) if database.exists() else "none"
    static = str((place.data / "static").is_dir())
    return fingerprint([*sources, *(path for path in locks if path.exists())], identity, static, str(place.demo))


def prepare(place: Place, environment: Mapping[str, str]) -> bool:
    """Run `manage.py prepare` if anything it looks at has changed. True: it ran. Raises StartError."""
    stamp = place.data / ".prepared"
    # Of a database elsewhere nothing is known here, so it is asked each time.
    if not os.environ.get("DATABASE_URL") and _read(stamp) == _inputs(place):
        return False
    log = place.data / "logs" / "prepare.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    parent = os.getpid()
    with log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "manage.py", "prepare"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(parent),
            timeout=TIME_LIMIT_S,
            check=False,
        )
    if done.returncode:
        sys.stderr.write("\n".join(log.read_text(errors="replace").splitlines()[-15:]) + "\n")
        raise StartError(NOT_PREPARED, "up.not_prepared", f"The database could not be prepared; see {log}.")
    stamp.write_text(_inputs(place))
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
