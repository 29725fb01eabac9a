"""What tests share: a tiny trained model, and what they need of the machine: JACK, OSC clients, a browser.

Where the machine has none of these, a test skips and says how to get it.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import sdad  # noqa: F401  (before numpy, as in every program of sdad's own: it says how numpy is to use the cores)

LIMIT_S = 30.0

# How long an example takes says how busy a machine is, not whether the code is right.
hypothesis.settings.register_profile("sdad", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("sdad")

_SENDER = """
import json, sys, rtmidi
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=sys.argv[1])
out.open_virtual_port("out")
def add_display():
    heard = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=sys.argv[1] + " display")
    heard.set_callback(lambda event, _: print(json.dumps(event[0]), flush=True))
    heard.open_virtual_port("in")
    return heard
heard = add_display() if sys.argv[2:] else None
print("open", flush=True)
for line in sys.stdin:
    messages = json.loads(line)
    heard = heard or (add_display() if not messages else None)
    for message in messages:
        out.send_message(message)
heard.cancel_callback()
for port in (heard, out):
    port.close_port()
    port.delete()
"""


def until(found: Callable[[], Any], what: str, limit_s: float = LIMIT_S) -> Any:
    """Returns the first true answer of ``found``, asked again and again; fails when there is none within the limit."""
    end = time.monotonic() + limit_s
    while not (answer := found()):
        assert time.monotonic() < end, f"{what}: not within {limit_s:g} s"
        time.sleep(0.02)
    return answer


@contextmanager
def jack_name() -> Iterator[str]:
    """A name for a JACK server, until given back no other test's on this machine.

    JACK keeps a list of eight servers for the whole machine, and one that was killed stays on it until its namesake
    starts again. So the names come from a small pool, and the place of a broken-off test is taken over by the next.
    """
    for number in itertools.cycle(range(4)):
        name = f"sdad-tests-{number}"
        with Path(tempfile.gettempdir(), f"{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.1)
                continue
            yield name
            return


class JackServer:
    """A JACK server that a test can kill and start again."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.environment = {
            **os.environ,
            "JACK_DEFAULT_SERVER": self.name,
            "JACK_NO_START_SERVER": "1",
            "JACK_NO_AUDIO_RESERVATION": "1",
        }
        self.of_a_daemon = {"JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1", "SDAD_MIDI_API": "jack"}
        """What makes a daemon listen to this server."""
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._senders: list[subprocess.Popen[str]] = []
        self._told: dict[int, tuple[threading.Thread, list[list[int]]]] = {}

    def start(self) -> None:
        # -S (synchronous): without it the dummy driver drops what a late client was to be given.
        command = ["jackd", "-n", self.name, "-S", "-r", "-d", "dummy", "-r", "48000", "-p", "256"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        until(self._answers, f"jackd, see {self._log}")

    def _answers(self) -> bool:
        assert self._process is not None and self._process.poll() is None, self._log.read_text()
        asked = subprocess.run(["jack_lsp"], env=self.environment, capture_output=True, timeout=LIMIT_S)
        return asked.returncode == 0

    def kill(self) -> None:
        """Ends the server as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(LIMIT_S)
            self._process = None

    def controller(self, name: str, *, display: bool = True) -> subprocess.Popen[str]:
        """Returns another process that is a device: it plays at ``NAME:out`` and listens at ``NAME display:in``.

        :meth:`send` makes it send, and :meth:`received` returns what it was told.
        """
        sender = subprocess.Popen(
            [sys.executable, "-c", _SENDER, name, *(["display"] if display else [])],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert sender.stdout is not None
        assert sender.stdout.readline() == "open\n"
        self._senders.append(sender)
        told: list[list[int]] = []
        reader = threading.Thread(target=lambda: told.extend(map(json.loads, sender.stdout or ())))
        reader.start()
        self._told[sender.pid] = (reader, told)
        return sender

    def add_display(self, sender: subprocess.Popen[str]) -> None:
        """Lets a controller that began without its display have it now."""
        self.send(sender)

    @staticmethod
    def send(sender: subprocess.Popen[str], *messages: list[int]) -> None:
        assert sender.stdin is not None
        sender.stdin.write(json.dumps(messages) + "\n")
        sender.stdin.flush()

    def received(self, sender: subprocess.Popen[str], count: int) -> list[list[int]]:
        """Returns what a controller was told, as soon as that is so many messages."""
        until(lambda: len(self.told(sender)) >= count, f"{count} messages; there are {self.told(sender)}")
        return self.told(sender)

    def told(self, sender: subprocess.Popen[str]) -> list[list[int]]:
        """Returns what a controller has been told so far."""
        return list(self._told[sender.pid][1])

    def unplug(self, sender: subprocess.Popen[str]) -> None:
        """Takes a controller away: its ports go, as those of a device do when its plug is pulled.

        Its process is not killed. JACK would stand still for five seconds for every client that dies.
        """
        assert sender.stdin is not None and sender.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            sender.stdin.close()
        try:
            sender.wait(5)
        except subprocess.TimeoutExpired:  # its server is dead, and it waits for that
            sender.kill()
            sender.wait(LIMIT_S)
        self._told.pop(sender.pid)[0].join(LIMIT_S)
        sender.stdout.close()
        self._senders.remove(sender)

    def stop(self) -> None:
        for sender in list(self._senders):
            self.unplug(sender)
        if self._process is None:
            # JACK keeps a list of eight servers, and one that was killed stays on it until its namesake ends in order.
            self.start()
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(LIMIT_S)
        finally:
            self.kill()
            # What belongs to killed clients is left lying by JACK; the name makes sure that it is ours.
            for left in Path("/dev/shm").glob(f"jack_sem.*_{self.name}_*"):
                left.unlink(missing_ok=True)


@pytest.fixture
def jack(tmp_path: Path) -> Iterator[JackServer]:
    """A running JACK server of the test's own."""
    if shutil.which("jackd") is None or shutil.which("jack_lsp") is None:
        pytest.skip("needs a JACK server; Debian: apt-get install jackd2")
    with jack_name() as name:
        server = JackServer(name, tmp_path / "jackd.log")
        try:
            server.start()
            yield server
        finally:
            server.stop()


class Oscdump:
    """A running oscdump, and the lines it has printed."""

    def __init__(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        # When its output is not a terminal it is held back in blocks, unless stdbuf says otherwise.
        command = ["stdbuf", "-oL", "oscdump", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        until(self._listens, "oscdump listens")

    def _listens(self) -> bool:
        # Not by binding the port: it might be just then that oscdump wants it.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.1)
            probe.connect(("127.0.0.1", self.port))
            try:
                probe.send(b"/probe\0\0,\0\0\0")
                probe.recv(1)
            except TimeoutError:
                return True
            except ConnectionRefusedError:
                return False
        return True

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.strip())

    def showing(self, address: str) -> list[str]:
        """Returns the messages to an address so far, without their time tags: address, types, arguments."""
        messages = [line.split(" ", 1)[1] for line in list(self.lines) if " " in line]
        return [message for message in messages if message.split(" ", 1)[0] == address]

    def wait_for(self, address: str, limit_s: float = LIMIT_S) -> list[str]:
        """Returns the messages to an address as soon as there is one."""
        return until(lambda: self.showing(address), f"{address} in oscdump", limit_s)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(LIMIT_S)
        self._reader.join(LIMIT_S)
        assert self._process.stdout is not None
        self._process.stdout.close()


class Liblo:
    """liblo's command-line clients."""

    def __init__(self) -> None:
        self._dumps: list[Oscdump] = []

    @staticmethod
    def send(port: int, address: str, types: str = "", *arguments: object) -> None:
        """Sends one message with oscsend."""
        command = ["oscsend", "127.0.0.1", str(port), address, *([types] if types else []), *map(str, arguments)]
        subprocess.run(command, check=True, timeout=LIMIT_S, capture_output=True)

    def dump(self) -> Oscdump:
        """Returns a running oscdump on a free port."""
        self._dumps.append(Oscdump())
        return self._dumps[-1]

    def stop(self) -> None:
        for dump in self._dumps:
            dump.stop()


@pytest.fixture
def liblo() -> Iterator[Liblo]:
    """The OSC clients oscsend and oscdump."""
    missing = [tool for tool in ("oscsend", "oscdump", "stdbuf") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}; Debian: apt-get install liblo-tools, macOS: brew install liblo")
    clients = Liblo()
    yield clients
    clients.stop()


@pytest.fixture(scope="session")
def waiting() -> Callable[..., Any]:
    """The function :func:`until`."""
    return until


@pytest.fixture(scope="session")
def said() -> Callable[..., None]:
    """Checks what a fault is told as: its code, the thing it is about, and what every sentence must hold.

    Called as ``said(error, "disk_full", "drums", "Free some space")`` with an error of sdad's or with its facts as they
    cross a wire (``code``, ``text``, ``thing``); the last parts are the remedy.
    """

    def check(error: Any, code: str, thing: str, *remedy: str) -> None:
        facts = error.as_dict() if hasattr(error, "as_dict") else error
        assert facts["code"] == code, facts
        assert facts["thing"] == thing, facts
        assert remedy
        for part in remedy:
            assert part in facts["text"], facts
        # A stop ends a sentence; only an address or an option may end without one.
        assert re.search(r"([.?]|: \S.*)$", facts["text"].rstrip()), facts

    return check


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium without a window."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright; pip install playwright")
    binary = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if binary is None:
        pytest.skip("needs a browser; Debian: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        yield browser
        browser.close()


def _sound(which: int, seconds: float, rate: int) -> Any:
    """Returns one of a few small musical sounds, shape (2, T): plucks, a pad, strokes of hiss, a dark drone, bells."""
    import numpy as np

    dice = np.random.default_rng(which)
    time_s = np.arange(round(seconds * rate)) / rate
    pitch_hz = 110.0 * 1.35**which

    def tones(count: int, roll: float) -> Any:
        return sum(np.sin(2 * np.pi * pitch_hz * k * time_s + k * k) / k**roll for k in range(1, count + 1))

    hiss = dice.standard_normal((2, len(time_s)))
    if which % 5 == 0:
        sound = tones(12, 1.0) * np.exp(-6 * (time_s % 0.5)) + 0.01 * hiss
    elif which % 5 == 1:
        sound = tones(6, 1.2) * (1 + 0.3 * np.sin(2 * np.pi * 0.7 * time_s)) + 0.02 * hiss
    elif which % 5 == 2:
        sound = 0.5 * hiss * np.exp(-25 * (time_s % 0.25)) + 0.02 * hiss
    elif which % 5 == 3:
        sound = tones(3, 2.0) + 0.5 * np.sin(2 * np.pi * 1.06 * pitch_hz * time_s) + 0.004 * hiss
    else:
        bells = sum(np.sin(2 * np.pi * 700.0 * ratio * time_s) for ratio in (1.0, 2.76, 5.4, 8.93))
        sound = bells * np.exp(-4 * (time_s % 0.8)) + 0.01 * hiss
    stereo = np.broadcast_to(sound, (2, len(time_s)))
    turned = np.stack([stereo[0], np.roll(stereo[1], 40 * which)])
    return (0.25 * turned / np.abs(turned).max()).astype(np.float32)


@pytest.fixture(scope="session")
def sound() -> Callable[..., Any]:
    """Returns a function of (which, seconds, rate) that makes a small musical sound (2, T)."""
    return _sound


@pytest.fixture(scope="session")
def record() -> Callable[..., list[Path]]:
    """Returns a function that writes some recordings of three seconds into a folder; every second one at 96 kHz."""
    import soundfile

    def write(folder: Path, which: range = range(5), seconds: float = 3.0) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for number in which:
            rate = 96000 if number % 2 == 0 else 48000
            paths.append(folder / f"sound{number}.wav")
            soundfile.write(paths[-1], _sound(number, seconds, rate).T, rate, subtype="PCM_24")
        return paths

    return write


_FAULTS = '''
"""Gives the decoder's libsndfile the faults that a malformed file can cause: by name, before sdad is imported."""
import os, pathlib, soundfile, threading
really = soundfile.SoundFile.__init__
def opened(self, file, *args, **kwargs):
    name = os.path.basename(getattr(file, "name", ""))
    # Counted by folders: the decoder may write no file.
    tries = pathlib.Path(__file__).with_name("tries") / name
    tries.mkdir(parents=True, exist_ok=True)
    before = len(list(tries.iterdir()))
    (tries / str(before)).mkdir()
    if "crash" in name or ("stumble" in name and not before) or ("late" in name and before >= 4):
        os.abort()
    if "killed" in name:
        os.kill(os.getpid(), 9)
    if "hang" in name:
        threading.Event().wait()
    if "greedy" in name:
        bytearray(1 << 36)
    if "leak" in name:
        os.write(1, b"a codec prints this")
    really(self, file, *args, **kwargs)
soundfile.SoundFile.__init__ = opened
'''


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Makes decoders meet a fault in files that are named after it; returns how often a file was tried, by its name."""
    folder = tmp_path / "faults"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_FAULTS)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    tries = folder / "tries"
    return lambda name: len(list((tries / name).glob("*")))


@pytest.fixture(scope="session")
def tiny_budget() -> Any:
    """What a training in a few seconds spends."""
    from sdad.training.schedules import Budget

    return Budget(vae_steps=60, flow_steps=50, gestures=250, minutes=1, positions=2, takes=1, take_s=1.5)


@pytest.fixture(scope="session")
def tiny_workspace(
    tmp_path_factory: pytest.TempPathFactory, record: Callable[..., list[Path]], tiny_budget: Any
) -> Any:
    """A workspace with a dataset ``tiny`` of five recordings and a model of it, really trained in a few seconds.

    It is shared by all tests, and by the processes that they run in: read it only. ``own_workspace`` is a copy.
    """
    return _trained(tmp_path_factory, "tiny", record, range(5), tiny_budget)


@pytest.fixture(scope="session")
def noises_workspace(
    tmp_path_factory: pytest.TempPathFactory, record: Callable[..., list[Path]], tiny_budget: Any
) -> Any:
    """A workspace with a model ``noises`` that has heard nothing but bursts of noise. Read it only."""
    return _trained(tmp_path_factory, "noises", record, range(2, 27, 5), tiny_budget)


def _trained(
    factory: pytest.TempPathFactory, name: str, record: Callable[..., list[Path]], which: range, budget: Any
) -> Any:
    from filelock import FileLock

    from sdad.engine.training_job import train
    from sdad.library.layout import Workspace

    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    workspace = Workspace(shared / f"{name}-workspace")
    with FileLock(shared / f"{name}-workspace.lock"):
        if not (workspace.models / name / "current").exists():
            workspace.ensure()
            record(workspace.datasets / name, which)
            train(workspace, name, effort="sketch", device="cpu", budget=budget)
    return workspace


@pytest.fixture
def own_workspace(tiny_workspace: Any, tmp_path: Path) -> Any:
    """A copy of ``tiny_workspace`` that a test may do with what it likes."""
    shutil.copytree(tiny_workspace.root, tmp_path / "Sdad")
    return type(tiny_workspace)(tmp_path / "Sdad")


@pytest.fixture(scope="session")
def tiny_instrument(tiny_workspace: Any) -> Any:
    """The model of ``tiny_workspace``, ready to play."""
    from sdad.engine.render_job import Stage
    from sdad.library.models import Models

    return Stage(tiny_workspace, "cpu").instrument(Models(tiny_workspace).current("tiny"))


@pytest.fixture(scope="session")
def noises_instrument(noises_workspace: Any) -> Any:
    """The model of ``noises_workspace``, ready to play."""
    from sdad.engine.render_job import Stage
    from sdad.library.models import Models

    return Stage(noises_workspace, "cpu").instrument(Models(noises_workspace).current("noises"))
