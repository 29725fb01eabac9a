"""Bad inputs at a running daemon, over HTTP, OSC and the command line; busy ports; two daemons on one workspace."""

import contextlib
import json
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from sdad.surfaces.osc.packets import Message, encode, parse

ANSWER_S = 20.0

pytestmark = pytest.mark.xdist_group("one daemon")


class Patch:
    """A program that talks OSC to the daemon."""

    def __init__(self, port):
        self._server = ("127.0.0.1", port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(ANSWER_S)
        self._socket.connect(self._server)

    def close(self):
        self._socket.close()

    def send(self, address, *arguments):
        self._socket.send(encode(Message(address, arguments)))

    def answer(self, address):
        """Returns the arguments of the next message to an address, and drops what comes before it."""
        while True:
            for message in parse(self._socket.recv(65536)):
                if message.address == address:
                    return message.arguments

    def refusal(self, address, *arguments):
        """Sends what is to be refused and returns the code, the text and the address of the answer."""
        self.send(address, *arguments)
        return self.answer("/sdad/error")


class Running:
    """A daemon, ``python -m sdad up``, that found both of its ports taken."""

    def __init__(self, sdad, taken, log, until):
        self.sdad, self.taken, self.log = sdad, taken, log
        environment = {**sdad.environment, "SDAD_OSC_PORT": str(taken["osc"]), "SDAD_HTTP_PORT": str(taken["http"])}
        with log.open("wb") as file:
            self.process = subprocess.Popen(sdad.argv("up"), env=environment, stdout=file, stderr=file)
        published = sdad.workspace / "state" / "daemon.json"
        self.said = until(lambda: self._read(published), "where the daemon is", 60.0)
        token = (sdad.workspace / "state" / "token").read_text().strip()
        headers = {"Authorization": f"Bearer {token}"}
        address = f"http://127.0.0.1:{self.said['http']}"
        self.api = httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=ANSWER_S)
        until(lambda: self.api.get("/api/status").json()["ready"], "readiness", 60.0)
        self.patch = Patch(self.said["osc"])

    def _read(self, published):
        assert self.process.poll() is None, self.log.read_text()
        return json.loads(published.read_text()) if published.exists() else None

    def status(self):
        return self.api.get("/api/status").json()

    def refusal(self, path, body):
        """Sends what is to be refused; returns the status and the error."""
        content = body if isinstance(body, str) else json.dumps(body)
        answer = self.api.post(path, content=content, headers={"Content-Type": "application/json"})
        error = answer.json()
        assert set(error) == {"code", "text", "thing"}, error
        return answer.status_code, error

    def stop(self):
        self.api.close()
        self.patch.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        finally:
            self.process.kill()


@pytest.fixture(scope="module")
def running(sdad_in, tiny_workspace, tmp_path_factory, waiting):
    folder = tmp_path_factory.mktemp("daemon")
    shutil.copytree(tiny_workspace.root, folder / "Sdad")
    with contextlib.ExitStack() as stack:
        taken = {}
        for name, kind in {"osc": socket.SOCK_DGRAM, "http": socket.SOCK_STREAM}.items():
            other = stack.enter_context(socket.socket(socket.AF_INET, kind))
            other.bind(("127.0.0.1", 0))
            if kind == socket.SOCK_STREAM:
                other.listen()
            taken[name] = other.getsockname()[1]
        daemon = Running(sdad_in(folder / "Sdad"), taken, folder / "said.txt", waiting)
        stack.callback(daemon.stop)
        yield daemon


def test_a_taken_port_is_said_and_the_real_one_published(running):
    status, shown, said = running.status(), running.sdad("status"), running.log.read_text()
    for name, taken in running.taken.items():
        real = running.said[name]
        assert real != taken and status["ports"][name] == real
        # Linux names it: it is this process.
        holder = f"\\S+ \\(process {os.getpid()}\\)" if sys.platform == "linux" else "another program"
        sentence = f"{name.upper()} port {taken} is taken by {holder}\\. sdad listens on {real} instead"
        assert re.search(sentence, said) and re.search(sentence, shown.out)
        assert any(re.search(sentence, notice["text"]) for notice in status["notices"])


def test_a_second_daemon_on_the_workspace_is_refused_and_the_first_goes_on(running, said):
    second = running.sdad("up", "--json")
    error, workspace = second.json["error"], str(running.sdad.workspace)
    said(error, "engine.workspace_in_use", workspace, f"process {running.process.pid}", "Ask it with sdad status")
    second.is_refusal(3, error["text"], "--workspace")
    assert running.status()["pid"] == running.process.pid
    assert json.loads((running.sdad.workspace / "state" / "daemon.json").read_text()) == running.said


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "parts"),
    [
        ("controls", {"positions": {"brightnes": 0.5}}, 400, "control.unknown", ['Did you mean "brightness"?']),
        ("controls", {"positions": {"brightness": 1.5}}, 400, "control.out_of_range", ["1.5", "from 0 to 1"]),
        ("controls", '{"positions": {"brightness": NaN}}', 400, None, ["brightness"]),
        ("controls", '{"positions": {"brightness": -Infinity}}', 400, None, ["brightness"]),
        ("controls", '{"positions": {"brightness": "loud"}}', 400, None, ["brightness"]),
        ("controls", '{"positions": ', 400, "surface.malformed", ["not JSON from character 14 on"]),
        ("controls/natural", '{"control": "brightness", "value": 1e999}', 400, None, ["value"]),
        ("controls/natural", {"control": "brightness", "value": 9e9}, 400, "control.out_of_range", ["40 to 16000 Hz"]),
        ("models/use", {"model": "tinny"}, 404, "library.not_found", ['Did you mean "tiny"?']),
        ("presets/recall", {"preset": "Swarn"}, 404, "library.not_found", ['Did you mean "Swarm"?']),
        ("train", {"dataset": "tinny"}, 404, "library.not_found", ['Did you mean "tiny"?']),
        ("render", {"model": "tinny"}, 404, "library.not_found", ['Did you mean "tiny"?']),
        ("render", {"naturals": {"bright": 900}}, 400, "control.unknown", ['Did you mean "brightness"?']),
        ("render", {"seconds": 0.01}, 400, "control.out_of_range", ["0.5 to 600 s"]),
        ("render", {"takes": 0}, 400, "control.out_of_range", ["takes"]),
        ("render", {"delivery": {"sample_rate": 192000}}, 400, "audio.unsupported_delivery", ["end at 96 kHz"]),
        ("render", {"delivery": {"depth": 8}}, 400, "audio.unsupported_delivery", ["16, 24 or 32f", "24 bits reach"]),
        ("render", {"delivery": {"container": "mp3"}}, 400, "audio.unsupported_delivery", ["wav, flac or aiff"]),
        ("render", {"delivery": {"channels": 6}}, 400, "audio.unsupported_delivery", ["1 or 2"]),
    ],
)
def test_over_http_it_is_refused_in_the_same_words(running, path, body, status, code, parts):
    before = running.api.get("/api/controls").json()
    got, error = running.refusal(f"/api/{path}", body)
    assert (got, error["code"]) == (status, code or error["code"])
    assert all(part in error["text"] for part in parts), error["text"]
    assert running.api.get("/api/controls").json() == before
    assert running.status()["queue"]["queued"] == running.status()["queue"]["running"] == 0


@pytest.mark.parametrize(
    ("message", "code", "parts"),
    [
        (["/sdad/control/brightness", math.nan], "control.not_a_number", ["brightness", "not a number"]),
        (["/sdad/control/brightness", math.inf], "control.not_a_number", ["brightness", "not a number"]),
        (["/sdad/control/brightness/hz", -math.inf], "control.not_a_number", ["brightness", "not a number"]),
        (["/sdad/control/brightness", "loud"], "surface.malformed", ['the text "loud"']),
        (["/sdad/control/brightnes", 0.5], "surface.unknown_address", ['Did you mean "/sdad/control/brightness"?']),
        (["/sdad/model/use", "tinny"], "library.not_found", ['Did you mean "tiny"?']),
        (["/sdad/preset/recall", "Swarn"], "library.not_found", ['Did you mean "Swarm"?']),
        (["/sdad/train/start", "tinny"], "library.not_found", ['Did you mean "tiny"?']),
        (["/sdad/preset/recall", 0], "control.out_of_range", ["1 to 9999"]),
    ],
)
def test_over_osc_it_is_answered_in_the_same_words(running, message, code, parts):
    before = running.api.get("/api/controls").json()
    got, text, address = running.patch.refusal(*message)
    assert (got, address) == (code, message[0])
    assert all(part in text for part in parts), text
    assert running.api.get("/api/controls").json() == before


def test_over_osc_a_position_beyond_the_end_is_held_there_and_said_once(running):
    code, text, _ = running.patch.refusal("/sdad/control/space", 1.5)
    assert code == "control.clipped" and "counts as 1. " in text
    running.patch.send("/sdad/control/space", 7.5)
    running.patch.send("/sdad/get", "/sdad/control/space")
    assert running.patch.answer("/sdad/control/space") == (1.0,)
    # The next refusal that comes is another one: the second clipping was not said again.
    assert running.patch.refusal("/sdad/no/such/place")[0] == "surface.unknown_address"
    running.patch.send("/sdad/control/space/auto", 1)


def test_a_datagram_of_noise_harms_nobody(running):
    with contextlib.closing(Patch(running.said["osc"])) as noisy:
        for number in range(50):
            noisy._socket.send(os.urandom(1 + 40 * number))
        noisy.send("/sdad/ping")
        noisy.answer("/sdad/pong")


@pytest.mark.parametrize(
    ("order", "code", "parts"),
    [
        ("render tiny brightnes=.8", 2, ['Did you mean "brightness"?']),
        ("preset recall Swarn", 4, ['Did you mean "Swarm"?']),
        ("render tiny --device cuda", 2, ["--device", "leave the flag out"]),
    ],
)
def test_the_command_line_says_the_same_with_a_daemon(running, order, code, parts):
    running.sdad(*order.split()).is_refusal(code, *parts)


def test_files_that_cannot_be_read_are_named_by_the_daemon_too(running, record, tmp_path):
    record(tmp_path / "more", range(5, 6))
    (tmp_path / "more" / "empty.wav").touch()
    (tmp_path / "more" / "lyrics.wav").write_text("la la la")
    said = running.sdad("dataset", "add", "other", tmp_path / "more")
    assert said.code == 8 and "1 added" in said.out, said.err
    assert "empty.wav cannot be read: the file is empty. Copy or export it again." in said.err
    assert "lyrics.wav cannot be read: its content is no audio format that is known." in said.err


def test_a_render_that_finds_no_room_fails_in_the_daemon_and_the_next_one_plays(running, small_disk, said):
    out = small_disk(100_000)
    (out / "song.wav").write_bytes(b"mine")
    running.patch.send("/sdad/subscribe")
    running.patch.answer("/sdad/subscribed")
    refused = running.sdad("render", "tiny", "--duration", 2, "--out", out, "--wait", "--json")
    refused.is_refusal(7, "There is no room left")
    error = refused.json["error"]
    said(error, "storage.disk_full", str(out), "There is no room left", "Free some space there")
    # The same words wherever it is heard.
    assert running.patch.answer("/sdad/error")[:2] == (error["code"], error["text"])
    running.patch.send("/sdad/unsubscribe")
    assert [path.name for path in out.iterdir()] == ["song.wav"]
    assert running.sdad("render", "tiny", "--duration", 1, "--wait").code == 0
    assert running.status()["queue"]["failed"] == 1
