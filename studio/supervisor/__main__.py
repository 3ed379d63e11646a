"""`python -m studio.supervisor`, which is what `manage.py up` and `make run` do."""

import os
import signal
import sys

from studio.processes import die_with_parent
from studio.supervisor.house import House
from studio.supervisor.place import check_port, from_environment, lock
from studio.supervisor.problems import StartError


def main() -> int:
    if os.environ.get("STUDIO_FOLLOW_PARENT") == "1":
        # Under make: killing make stops the studio too.
        die_with_parent(os.getppid(), signal.SIGTERM)
    try:
        place = from_environment()
        held = lock(place)
        with held:
            check_port(place)
            return House(place).run()
    except StartError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return problem.exit_code


if __name__ == "__main__":
    sys.exit(main())
