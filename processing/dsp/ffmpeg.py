"""Run ffmpeg as a caged child: no shell, no network, no questions, limits on time, memory and disk, always killable.

The program is `STUDIO_FFMPEG` when set, else the pinned build of imageio-ffmpeg.
"""

import os
import resource
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from processing.errors import StudioError

GIB = 1 << 30
_SPEECH_BYTES = 32_768  # of what ffmpeg says, this much is kept from the start and from the end


@dataclass(frozen=True)
class Limits:
    """What one child may use. `file_bytes` caps each file that it writes; None leaves a resource uncapped."""

    timeout_s: float = 120.0
    memory_bytes: int | None = 2 * GIB
    file_bytes: int | None = None


@dataclass(frozen=True)
class Finished:
    stdout: bytes
    words: str


def binary() -> str:
    """Path of the ffmpeg program. Raises `ffmpeg.missing`."""
    chosen = os.environ.get("STUDIO_FFMPEG")
    try:
        return chosen or imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise _missing() from error


def reading(path: Path | str) -> list[str]:
    """Arguments that open one local file: its name is never taken for an option, a protocol or a pattern."""
    return ["-protocol_whitelist", "file,pipe", "-i", f"file:{Path(path).absolute()}"]


def writing(path: Path | str) -> str:
    """The argument that names a local file to write."""
    return f"file:{Path(path).absolute()}"


def run(args: Sequence[str], *, limits: Limits = Limits(), stdin: bytes = b"", check: bool = True) -> Finished:
    """Run ffmpeg to its end and return what it wrote to standard output and what it said.

    Raises StudioError `ffmpeg.missing | timeout | memory | disk | failed`; with `check=False` a failing exit
    status is not an error (`-i` alone always fails).
    """
    with started(args, limits=limits) as child:
        return child.converse(stdin, check=check)


@contextmanager
def started(args: Sequence[str], *, limits: Limits = Limits()) -> Iterator["Child"]:
    """A running ffmpeg with open pipes: `write` frames to it or `read` samples from it, then `finish`.

    Leaving the block in any way, by an exception too, leaves no process behind.
    """
    child = Child(args, limits)
    try:
        yield child
    finally:
        child.kill()


class Child:
    """One ffmpeg process. Write to it or read from it, not both at once; `converse` does both safely."""

    def __init__(self, args: Sequence[str], limits: Limits) -> None:
        command = [binary(), "-hide_banner", "-nostdin", "-nostats", "-y", *args]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
            )
        except (OSError, ValueError) as error:
            raise _missing() from error
        _cap(self._process.pid, limits)
        self._limits = limits
        self._timed_out = False
        self._head = b""
        self._tail: deque[bytes] = deque(maxlen=64)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._watch = threading.Timer(limits.timeout_s, self._expire)
        self._watch.daemon = True
        self._watch.start()

    def write(self, data: bytes | memoryview) -> None:
        """Feed standard input. Raises what went wrong when ffmpeg has stopped listening."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
        except BrokenPipeError as error:
            self.finish()
            raise self._failure("ffmpeg.failed", "The encoder stopped early.") from error

    def read(self, size: int) -> bytes:
        """Up to `size` bytes of standard output, exactly `size` but for the last piece, b"" at the end."""
        assert self._process.stdout is not None
        return self._process.stdout.read(size)

    def finish(self, *, check: bool = True) -> str:
        """Close the input, wait for the end and return what ffmpeg said."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with suppress(BrokenPipeError):  # its own exit status tells more
            self._process.stdin.close()
        while self._process.stdout.read(1 << 16):
            pass
        return self._settle(check=check)

    def converse(self, stdin: bytes, *, check: bool) -> Finished:
        assert self._process.stdin is not None and self._process.stdout is not None
        feeder = threading.Thread(target=self._feed, args=(stdin,), daemon=True)
        feeder.start()
        stdout = self._process.stdout.read()
        feeder.join()
        return Finished(stdout=stdout, words=self._settle(check=check))

    def kill(self) -> None:
        self._watch.cancel()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._listener.join(timeout=5.0)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert pipe is not None
            with suppress(BrokenPipeError):  # unsent input of a dead child
                pipe.close()

    def _feed(self, data: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # ffmpeg may stop reading when it has enough
            self._process.stdin.write(data)
            self._process.stdin.close()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        while piece := os.read(self._process.stderr.fileno(), 4096):
            if len(self._head) < _SPEECH_BYTES:
                self._head += piece
            else:
                self._tail.append(piece)

    def _expire(self) -> None:
        self._timed_out = True
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def _settle(self, *, check: bool) -> str:
        status = self._process.wait()
        self._watch.cancel()
        self._listener.join(timeout=5.0)
        words = self._words()
        if self._timed_out:
            raise self._failure("ffmpeg.timeout", "Reading or writing this file took too long and was stopped.")
        # Out of memory it may stop early and still call that success.
        if (status == 0 and "Cannot allocate memory" not in words) or (check is False and status >= 0):
            return words
        if status == -signal.SIGXFSZ or "File too large" in words or "No space left" in words:
            raise self._failure("ffmpeg.disk", "The file would have become too large for the space it may use.")
        if "Cannot allocate memory" in words or status in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGKILL):
            raise self._failure("ffmpeg.memory", "The media program ran out of the memory it may use.")
        raise self._failure("ffmpeg.failed", "The media program could not work with this file.")

    def _words(self) -> str:
        return (self._head + b"".join(self._tail)).decode("utf-8", "replace")

    def _failure(self, code: str, words: str) -> StudioError:
        said = self._words().strip().splitlines()[-6:]
        return StudioError(code, words, status=self._process.poll(), said=said, timeout_s=self._limits.timeout_s)


def _cap(pid: int, limits: Limits) -> None:
    # From the parent: a preexec function is not safe in a threaded worker. Only Linux offers this.
    if not hasattr(resource, "prlimit"):
        return
    caps = [(resource.RLIMIT_CPU, int(limits.timeout_s * 4) + 1), (resource.RLIMIT_CORE, 0)]
    if limits.memory_bytes is not None:
        caps.append((resource.RLIMIT_AS, limits.memory_bytes))
    if limits.file_bytes is not None:
        caps.append((resource.RLIMIT_FSIZE, limits.file_bytes))
    for which, amount in caps:
        try:
            resource.prlimit(pid, which, (amount, amount))
        except (ProcessLookupError, PermissionError):
            return  # it has ended already; its exit status is read as usual


def _missing() -> StudioError:
    return StudioError("ffmpeg.missing", "ffmpeg was not found. Run `make setup`, or set STUDIO_FFMPEG to its path.")
