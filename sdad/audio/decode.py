"""Reads files that sdad did not write, in a process that may crash, hang or be refused memory without harm.

A decoder is a large amount of C that takes a stranger's bytes. So recordings are decoded in a child, spawned as
``python -m sdad.audio.decode``, which serves one file after another and is replaced when it dies. The child gets one
JSON line for each request and answers with one JSON line, which for samples says how many raw float32 values follow.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

import sdad
from sdad.audio import files
from sdad.audio.buffer import Audio
from sdad.audio.files import Probe
from sdad.errors import EndsDecoder, SdadError, UnreadableAudio, UnusableAudio
from sdad.units import clock_time

BUDGET_RATE_HZ = 96000
BUDGET_CHANNELS = 2
TIMEOUT_S = 60.0
MAX_SECONDS = 600.0
ATTEMPTS = 2
"""A child may die of something else than the file, and a disk or a machine stand still for as long as one waits."""
_NO_CRASH = (0, 1, -9)
"""Codes of children that met a fault of the disk or of ours, or were killed, as for want of memory."""
_LIBRARIES_BYTES = 2 << 30
"""Address space for Python, numpy and the codecs, most of it reserved and never touched."""


class _Ended(Exception):
    """The child has ended over a request; ``blamed`` where it was the file that did it."""

    def __init__(self, reason: str, blamed: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.blamed = blamed


class Decoder:
    """Decodes files in a disposable child process. Use as a context manager; it may be shared by threads.

    Args:
        max_seconds: The longest stretch of stereo at 96 kHz that one read may return; other forms in proportion. It is
            checked against what the header declares before anything is decoded: a file of 1 MB can unpack to 10 GB.
        timeout_s: How long one file may take.
    """

    def __init__(self, *, max_seconds: float = MAX_SECONDS, timeout_s: float = TIMEOUT_S) -> None:
        self._budget = round(max_seconds * BUDGET_RATE_HZ * BUDGET_CHANNELS)
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Decoder:
        """Returns itself; the child is started by the first file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the child."""
        self.close()

    def close(self) -> None:
        """Ends the child; the next request starts another."""
        with self._lock:
            self._end()

    def probe(self, path: Path) -> Probe:
        """Returns what a file is.

        Raises:
            EndsDecoder: it makes the decoder crash or hang, each time that it is tried.
            UnreadableAudio: it cannot be decoded.
        """
        with self._lock:
            return Probe(**self._ask({"op": "probe", "path": str(path)}, path)[0]["probe"])

    def read(self, path: Path, *, start_s: float = 0.0, seconds: float | None = None) -> Audio:
        """Returns a file's sound at its own rate with all its channels; see :func:`sdad.audio.files.read`.

        Raises:
            EndsDecoder: it makes the decoder crash or hang, each time that it is tried.
            UnreadableAudio: it cannot be decoded.
            UnusableAudio: it is longer than the budget allows, ends before ``start_s``, or holds no numbers.
        """
        request = {"op": "read", "path": str(path), "start_s": start_s, "seconds": seconds, "budget": self._budget}
        with self._lock:
            answer, samples = self._ask(request, path)
            return Audio(samples.reshape(answer["channels"], -1), answer["sample_rate"])

    def _ask(self, request: dict[str, Any], path: Path) -> tuple[dict[str, Any], NDArray[np.float32]]:
        ended = []
        for _ in range(ATTEMPTS):
            try:
                return self._answer_to(request)
            except _Ended as error:
                ended.append(error)
        if all(error.blamed for error in ended):
            raise EndsDecoder(path, ended[-1].reason)
        raise UnreadableAudio(
            path, ended[-1].reason, "Check the disk it is on, close programs that take much memory, and try again."
        )

    def _answer_to(self, request: dict[str, Any]) -> tuple[dict[str, Any], NDArray[np.float32]]:
        request["timeout_s"] = self._timeout_s
        child = self._running_child()
        assert child.stdin is not None and child.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._timeout_s, give_up)
        timer.daemon = True
        timer.start()
        try:
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            answer = json.loads(child.stdout.readline())
            samples = np.empty(answer.get("values", 0), np.float32)
            _fill(child.stdout, samples.view(np.uint8).data)
        except (OSError, ValueError) as broken:
            self._end()
            if late.is_set():
                raise _Ended(f"decoding it took more than {self._timeout_s:g} s", blamed=True) from broken
            if child.returncode in _NO_CRASH:
                raise _Ended("the decoder has ended over it", blamed=False) from broken
            raise _Ended("it makes the decoder crash", blamed=True) from broken
        except BaseException:
            # Whatever is left in the pipe would be taken for the answer to the next request.
            self._end()
            raise
        finally:
            timer.cancel()
            if late.is_set():
                self._end()
        if "error" in answer:
            raise SdadError.from_dict(answer["error"])
        return answer, samples

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            # -P keeps the folder one happens to be in, perhaps a stranger's, from offering modules.
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "sdad.audio.decode"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_child_environment(),
            )
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None and child.stdout is not None
        child.kill()
        child.wait()
        with contextlib.suppress(OSError):
            child.stdin.close()
        child.stdout.close()


def _child_environment() -> dict[str, str]:
    package = str(Path(sdad.__file__).resolve().parent.parent)
    known = os.environ.get("PYTHONPATH")
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([package, known] if known else [package]),
        # A thread pool for each core would take address space from the samples, and there is no algebra to do.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _fill(stream: Any, buffer: memoryview) -> None:
    while len(buffer) > 0:
        got = stream.readinto(buffer)
        if not got:
            raise ConnectionError("the decoder ended")
        buffer = buffer[got:]


# -- the child's end --------------------------------------------------------------------------------------------


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers requests until their stream ends."""
    for line in requests:
        request = json.loads(line)
        _limit(request.get("budget", 0), request["timeout_s"])
        samples = np.empty(0, np.float32)
        try:
            answer, samples = _answer(request)
        except SdadError as error:
            answer = {"error": error.as_dict()}
        except MemoryError:
            answer = {"error": _too_much(Path(request["path"]), "it").as_dict()}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.write(samples.view(np.uint8).data)
        answers.flush()


def _answer(request: dict[str, Any]) -> tuple[dict[str, Any], NDArray[np.float32]]:
    path = Path(request["path"])
    found = files.probe(path)
    if request["op"] == "probe":
        return {"probe": asdict(found)}, np.empty(0, np.float32)
    start_s, seconds = request["start_s"], request["seconds"]
    wanted_s = found.seconds - start_s if seconds is None else min(seconds, found.seconds - start_s)
    if wanted_s * found.sample_rate * found.channels > request["budget"]:
        raise _too_much(path, f"{clock_time(wanted_s)} of {found.channels} channel(s) at {found.sample_rate} Hz")
    audio = files.read(path, start_s=start_s, seconds=seconds)
    samples = np.ascontiguousarray(audio.samples).reshape(-1)
    return {"channels": audio.channels, "sample_rate": audio.sample_rate, "values": samples.size}, samples


def _too_much(path: Path, what: str) -> UnusableAudio:
    return UnusableAudio(path, f"{what} is too much to read at once", "Cut it into shorter files.")


def _limit(budget: int, timeout_s: float) -> None:
    """Bounds what the child may use, where the system can: a second net under the declared size and the time-out."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    bounds = [
        (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + timeout_s) + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ]
    if sys.platform == "linux":
        # Three copies at most: as decoded, as checked, and on their way out.
        bounds.append((resource.RLIMIT_AS, _LIBRARIES_BYTES + 3 * 4 * budget))
    for kind, bound in bounds:
        hard = resource.getrlimit(kind)[1]
        soft = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (soft, hard))


def _main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    # What a codec prints must not get among the answers.
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
