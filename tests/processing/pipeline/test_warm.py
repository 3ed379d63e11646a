"""What is loaded before forking must survive a fork."""

import subprocess
import sys

from tests.house import ROOT

LOAD = """
import sys, threading
from processing.pipeline import warm
warm.load_all()
print(threading.active_count(), all(name in sys.modules for name in warm.LIBRARIES), "torch" in sys.modules)
"""


def test_it_starts_no_thread_and_no_engine() -> None:
    told = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["1", "True", "False"]
