"""Our patch in a real Pure Data without a window: sliders move sdad, sdad moves sliders, a render is played."""

import subprocess

import pytest
from daemons import RunningDaemon, eventually, free_port

from .conftest import CONTROLLERS, program

pytestmark = [pytest.mark.xdist_group("one daemon"), pytest.mark.pure_data]

LIMIT_S = 30.0

# A second patch turns what the first one listens to, as a hand would, and prints where a slider stands.
HAND = """#N canvas 0 0 400 300 11;
#X obj 10 10 netreceive {port};
#X obj 10 40 route brightness density preset render model ask;
#X obj 10 70 s sdad-brightness;
#X obj 80 70 s sdad-density;
#X obj 150 70 s sdad-preset;
#X obj 220 70 s sdad-render;
#X obj 290 70 s sdad-model;
#X obj 10 130 loadbang;
#X msg 10 150 {osc};
#X obj 10 170 s sdad-server-port;
#X obj 80 130 del 300;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
#X connect 1 1 3 0;
#X connect 1 2 4 0;
#X connect 1 3 5 0;
#X connect 1 4 6 0;
#X connect 7 0 10 0;
#X connect 10 0 8 0;
#X connect 8 0 9 0;
"""


class Hand:
    """Turns the sliders of a patch that runs."""

    def __init__(self, process, port, log):
        self._process, self._port, self._log = process, port, log

    def turn(self, words):
        """Sends words to the patch, by Pd's own text protocol."""
        import socket

        def sent():
            try:
                with socket.create_connection(("127.0.0.1", self._port), timeout=5) as line:
                    line.sendall(f"{words};\n".encode())
            except ConnectionRefusedError:
                return False
            return True

        eventually(sent, LIMIT_S, "Pure Data")

    def said(self):
        """Returns what Pd has printed."""
        return self._log.read_text("utf-8", "replace")


@pytest.fixture
def hand(daemon, tmp_path):
    """Our patch and a hand, in a real Pd that talks to the daemon."""
    pd, port, log = program("pd", "puredata-core"), free_port(), tmp_path / "pd.txt"
    (tmp_path / "hand.pd").write_text(HAND.format(port=port, osc=daemon.osc_port))
    patch = CONTROLLERS / "pure-data" / "sdad.pd"
    argv = [pd, "-nogui", "-stderr", "-nosound", "-nomidi", "-noprefs", "-open", str(patch)]
    with log.open("wb") as out:
        process = subprocess.Popen([*argv, "-open", str(tmp_path / "hand.pd")], stdout=out, stderr=out)
    hand = Hand(process, port, log)
    try:
        # It subscribes by itself, and is told what plays.
        eventually(lambda: "sdad-model: tiny" in hand.said(), LIMIT_S, "a patch that has subscribed")
        yield hand
    finally:
        process.kill()
    process.wait()


def standing(daemon, name):
    return next(row for row in daemon.get("/api/controls")["controls"] if row["id"] == name)["position"]


def test_the_patch_has_nothing_but_vanilla_objects(hand):
    hand.turn("brightness 0.1")
    said = hand.said()
    assert "couldn't create" not in said and "no such object" not in said and "error" not in said, said


def test_the_journey(daemon: RunningDaemon, hand):
    hand.turn("model symbol tiny")
    hand.turn("brightness 0.75")
    hand.turn("density 0.25")
    eventually(lambda: abs((standing(daemon, "brightness") or 0) - 0.75) < 0.01, LIMIT_S, "a slider that moves sdad")
    eventually(lambda: abs((standing(daemon, "density") or 0) - 0.25) < 0.01, LIMIT_S, "another one")
    daemon.post("/api/controls", positions={"duration": 0.0})
    hand.turn("render 1")
    eventually(lambda: "sdad-done:" in hand.said(), 60.0, "the finished file")
    path = hand.said().split("sdad-done: symbol ")[1].split("\n")[0]
    assert path.endswith(".wav")
    assert "No such file" not in hand.said() and "error" not in hand.said(), hand.said()
    hand.turn("preset 1")
    name = daemon.get("/api/presets")["presets"][0]
    eventually(lambda: "sdad-error" in hand.said() or standing(daemon, "brightness") != 0.75, LIMIT_S, f"preset {name}")
    assert "sdad-error" not in hand.said(), hand.said()


def test_a_slider_follows_what_happens_elsewhere_and_does_not_send_it_back(daemon, hand):
    daemon.post("/api/controls", positions={"brightness": 0.25})
    before = daemon.get("/api/status")["osc"]["packets"]
    daemon.post("/api/controls", positions={"brightness": 0.625})
    # The hand turns it to where it is already: had the slider not followed, this would be news to sdad.
    hand.turn("density 0.875")
    eventually(lambda: standing(daemon, "density") == pytest.approx(0.875, abs=0.01), LIMIT_S, "a slider")
    assert standing(daemon, "brightness") == 0.625
    assert daemon.get("/api/status")["osc"]["packets"] <= before + 3
