"""Our patch in a real Pure Data without a window: it moves sdad, sdad moves it, and what is rendered is played."""

import re
import shutil
import socket
import subprocess

import numpy as np
import pytest
import soundfile
from daemons import RunningDaemon, eventually, free_port

from sdad.surfaces.osc.packets import Message, encode

from .conftest import CONTROLLERS, program, standing

pytestmark = [pytest.mark.xdist_group("one daemon"), pytest.mark.pure_data]

LIMIT_S = 30.0
RATE_HZ = 48000
SEEN = [
    "connected",
    "brightness",
    "brightness-value",
    "brightness-auto",
    "waiting",
    "progress",
    "model-said",
    "model-1",
    "preset-said",
    "preset-2",
    "done-said",
    "error-said",
]

# A second patch does what hands do ("NAME VALUE" to its port sends the value to the name, "write NAME WORD" a word),
# prints what the first one shows, and records what it plays.
HAND = """#N canvas 0 0 400 300 11;
#X obj 0 0 netreceive -u {port};
#X obj 0 0 list;
#X msg 0 0 \\; \\$1 \\$2;
#X obj 0 0 r~ sdad-left;
#X obj 0 0 r~ sdad-right;
#X obj 0 0 writesf~ 2;
#X obj 0 0 r hand-record;
#X msg 0 0 open -bytes 4 {record} \\, start;
#X obj 0 0 r hand-stop;
#X msg 0 0 stop;
#X obj 0 0 route write;
#X obj 0 0 list;
#X msg 0 0 \\; \\$1 symbol \\$2;
#X connect 0 0 10 0;
#X connect 10 0 11 0;
#X connect 11 0 12 0;
#X connect 10 1 1 0;
#X connect 1 0 2 0;
#X connect 3 0 5 0;
#X connect 4 0 5 1;
#X connect 6 0 7 0;
#X connect 7 0 5 0;
#X connect 8 0 9 0;
#X connect 9 0 5 0;
"""


class Hand:
    """Turns the sliders of our patch, sees what it shows, and hears what it plays."""

    def __init__(self, folder, osc_port):
        self.listening, self._port = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_DGRAM)
        self.record, self._log = folder / "record.wav", folder / "pd.txt"
        seen = "".join(
            f"#X obj 0 0 r sdad-{name};\n#X obj 0 0 print {name};\n#X connect {13 + 2 * k} 0 {14 + 2 * k} 0;\n"
            for k, name in enumerate(SEEN)
        )
        (folder / "hand.pd").write_text(HAND.format(port=self._port, record=self.record) + seen)
        argv = [program("pd", "puredata-core"), "-nogui", "-stderr", "-nosound", "-nomidi", "-noprefs"]
        argv += ["-r", str(RATE_HZ), "-open", str(CONTROLLERS / "pure-data" / "sdad.pd"), "-open", folder / "hand.pd"]
        argv += ["-send", f"sdad-listen {self.listening}", "-send", f"sdad-server 127.0.0.1 {osc_port}"]
        with self._log.open("wb") as out:
            self._process = subprocess.Popen(argv, stdout=out, stderr=out)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def does(self, name, value="bang"):
        """Sends something to a name of the patch, as a hand at its front does."""
        self._socket.sendto(f"{name} {value};\n".encode(), ("127.0.0.1", self._port))

    def tell(self, address, *arguments):
        """Says something to the patch as sdad does."""
        self._socket.sendto(encode(Message(address, arguments)), ("127.0.0.1", self.listening))

    def shown(self, name):
        """Returns what was shown under a name so far."""
        return re.findall(rf"^{name}: (.*)$", self.said(), re.MULTILINE)

    def sees(self, name, *wanted):
        """Waits until the newest that is shown under a name is one of those wanted."""
        eventually(lambda: self.shown(name)[-1:] and self.shown(name)[-1] in wanted, LIMIT_S, f"{wanted} at {name}")

    def said(self):
        """Returns everything that Pd has printed."""
        return self._log.read_text("utf-8", "replace")

    def ends(self):
        self._process.kill()
        self._process.wait(LIMIT_S)
        self._socket.close()


@pytest.fixture
def hand(daemon, tmp_path):
    """Our patch and a hand, in a real Pd that has found the daemon."""
    hand = Hand(tmp_path, daemon.osc_port)
    try:
        hand.sees("connected", "1")
        yield hand
    finally:
        hand.ends()


def name_in(label):
    """Returns the text of a ``label`` message as Pd prints it."""
    return label.removeprefix("label ").replace("\\ ", " ")


def test_the_patch_has_nothing_but_vanilla_objects(hand):
    said = hand.said()
    assert "couldn't create" not in said and "error" not in said.replace("error-said", ""), said


def test_the_journey(daemon, hand):
    hand.sees("model-1", "label tiny")
    hand.does("sdad-model-1")
    hand.sees("model-said", "label tiny")
    hand.does("sdad-brightness", 0.75)
    eventually(lambda: standing(daemon, "brightness") == pytest.approx(0.75, abs=0.01), LIMIT_S, "a slider that plays")
    # It asks what came of its own move: the value in Hz, and that the model does not choose it any more.
    hand.sees("brightness-auto", "set 0")
    assert float(hand.shown("brightness-value")[-1].split()[1]) > 40
    hand.does("sdad-brightness-auto", 1)
    eventually(lambda: standing(daemon, "brightness") is None, LIMIT_S, "a control that is left to the model")
    daemon.post("/api/controls", positions={"duration": 0.0})
    hand.does("sdad-render")
    eventually(lambda: any(".wav" in path for path in hand.shown("done-said")), 60.0, "the finished file")
    assert soundfile.info(name_in(hand.shown("done-said")[-1])).frames == RATE_HZ // 2
    hand.sees("progress", "set 1")
    hand.sees("waiting", "set 0")
    second = hand.shown("preset-2")[-1]
    assert name_in(second) == daemon.get("/api/presets")["presets"][1]
    hand.does("sdad-preset-2")
    hand.sees("preset-said", second)
    assert set(hand.shown("error-said")) == {"label empty"}, hand.said()


def test_a_slider_follows_what_happens_elsewhere_and_does_not_send_it_back(daemon, hand):
    before = daemon.get("/api/status")["osc"]["packets"]
    daemon.post("/api/controls", positions={"brightness": 0.625})
    hand.sees("brightness", "set 0.625")
    hand.does("sdad-density", 0.875)
    eventually(lambda: standing(daemon, "density") == pytest.approx(0.875, abs=0.01), LIMIT_S, "a slider")
    assert standing(daemon, "brightness") == 0.625
    # The move and the question after it, and what is sent again and again; a slider that answered would flood.
    assert daemon.get("/api/status")["osc"]["packets"] <= before + 8


def test_a_refusal_is_shown_in_words(hand):
    hand.does("write", "sdad-model nowhere")
    eventually(lambda: any("nowhere" in words for words in hand.shown("error-said")), LIMIT_S, "the refusal")


def tone(path, hz, seconds):
    """Writes a sine of amplitude 0.5 as sdad writes files."""
    wave = 0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    soundfile.write(path, np.stack([wave, wave], 1), RATE_HZ, subtype="PCM_24")
    return str(path)


def played(hand):
    """Returns what was played so far, shape (T, 2). Its header tells nothing before it is closed."""
    raw = hand.record.read_bytes() if hand.record.exists() else b""
    begin = raw.find(b"data") + 8
    return np.frombuffer(raw[begin : begin + (len(raw) - begin) // 8 * 8], np.float32).reshape(-1, 2)


def heard(hand, hz):
    """Returns how loud a frequency is in what was played, in steps of a tenth of a second: 1 is as it was written."""
    samples = played(hand)[:, 0] / 0.5 / 0.8
    steps = samples[: len(samples) // 4800 * 4800].reshape(-1, 4800)
    return np.abs(np.fft.rfft(steps, axis=1)[:, round(hz / 10)]) / 2400


def waits_for_s(hand, seconds):
    eventually(lambda: len(played(hand)) > seconds * RATE_HZ, LIMIT_S, f"{seconds} s of sound")


def test_a_finished_file_fades_in_while_the_one_before_fades_out(hand, tmp_path):
    first, second = tone(tmp_path / "a b.wav", 500, 6.0), tone(tmp_path / "second.wav", 2000, 6.0)
    hand.does("sdad-fade", 1000)
    hand.does("hand-record")
    hand.tell("/sdad/render/done", "r1", first, 6.0)
    waits_for_s(hand, 2.5)
    hand.tell("/sdad/render/done", "r2", second, 6.0)
    waits_for_s(hand, 5.0)
    hand.does("hand-stop")
    low, high = heard(hand, 500), heard(hand, 2000)
    assert low.max() == pytest.approx(1.0, abs=0.02) and high.max() == pytest.approx(1.0, abs=0.02)
    assert low[-5:].max() < 0.01 and high[:15].max() < 0.01
    both = (low > 0.05) & (high > 0.05)
    assert 7 <= both.sum() <= 11, "a second in which both are heard"
    # The power stays: a linear fade would lose half of it in the middle.
    assert np.square(low[both]) + np.square(high[both]) == pytest.approx(np.ones(both.sum()), abs=0.05)
    assert "error" not in hand.said().replace("error-said", ""), hand.said()


def test_a_file_is_played_again_without_a_gap_for_as_long_as_it_is_wanted(hand, tmp_path):
    hand.does("sdad-fade", 200)
    hand.does("sdad-again", 1)
    hand.does("hand-record")
    hand.tell("/sdad/render/done", "r1", tone(tmp_path / "loop.wav", 500, 1.0), 1.0)
    waits_for_s(hand, 4.0)
    hand.does("sdad-again", 0)
    waits_for_s(hand, 6.5)
    hand.does("hand-stop")
    samples = played(hand)
    begin = np.flatnonzero(np.abs(samples[:, 0]) > 0.01)
    assert (begin[-1] - begin[0]) / RATE_HZ > 3.0
    longest = np.diff(begin).max() / RATE_HZ
    # Between two fades the sine may cancel itself for a moment, but the disk is never waited for.
    assert longest < 0.03
    assert np.abs(samples[-RATE_HZ:]).max() == 0.0


def test_an_sdad_that_was_started_anew_is_found_again(tiny_workspace, tmp_path):
    workspace = tmp_path / "Sdad"
    shutil.copytree(tiny_workspace.root, workspace)
    daemon = RunningDaemon(workspace)
    hand = None
    try:
        daemon.start()
        hand = Hand(tmp_path, daemon.osc_port)
        hand.sees("connected", "1")
        daemon.kill()
        hand.sees("connected", "0")
        daemon.start()
        hand.sees("connected", "1")
        daemon.post("/api/controls", positions={"brightness": 0.375})
        hand.sees("brightness", "set 0.375")
    finally:
        if hand is not None:
            hand.ends()
        daemon.kill()
