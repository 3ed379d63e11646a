"""Nothing of a house outlives it."""

import os
import subprocess

import psutil

from studio.supervisor.guard import TOKEN, Guard, left_behind


def _stray(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(["sleep", "60"], env=environment, start_new_session=True)


def test_what_was_left_behind_ends_with_the_guard() -> None:
    environment = dict(os.environ)
    guard = Guard(environment)
    stray = _stray(environment)
    guard.dismiss()
    assert stray.wait(timeout=5) < 0


def test_other_houses_are_left_alone() -> None:
    mine, other = dict(os.environ), {**os.environ, TOKEN: "another"}
    guard, stranger = Guard(mine), _stray(other)
    guard.dismiss()
    assert psutil.Process(stranger.pid).status() != psutil.STATUS_ZOMBIE
    assert [one.pid for one in left_behind("another")] == [stranger.pid]
    stranger.kill()
    stranger.wait()
