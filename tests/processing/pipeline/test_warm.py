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
FORK = """
import os
import numpy as np
from processing.pipeline import warm
warm.load_all()
from processing.dsp.loops.straight import times_lines
child = os.fork()
if not child:
    row = np.ones(4, np.float32)
    times_lines(row, np.array([0.5, 0.5]), 4)
    os._exit(0 if row.tolist() == [0.5] * 4 else 9)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_it_starts_no_thread_and_no_engine() -> None:
    told = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["1", "True", "False"]


def test_compiled_loops_run_in_a_fork() -> None:
    told = subprocess.run([sys.executable, "-c", FORK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["0"]
