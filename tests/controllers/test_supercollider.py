"""Our class in a real sclang: it subscribes, moves a slider, renders, and hears of the finished file."""

import os
import re
import subprocess

import pytest

from .conftest import CONTROLLERS, program

pytestmark = [pytest.mark.xdist_group("one daemon"), pytest.mark.supercollider]

JOURNEY = """
fork {{
	var sdad = Sdad("127.0.0.1", {port});
	var moved = Set.new;
	sdad.onControl = {{ |name, x| moved.add(name); }};
	sdad.onDone = {{ |path|
		("DONE " ++ path).postln;
		("MOVED " ++ moved.includes(\\warmth)).postln;
		sdad.free;
		0.exit
	}};
	sdad.onError = {{ |text| ("ERROR " ++ text).postln; 1.exit }};
	1.wait;
	sdad.use("tiny");
	sdad.brightness = 0.75;
	sdad.duration = 0;
	0.5.wait;
	sdad.render(1, 0.5);
	60.wait;
	"LATE".postln; 1.exit;
}};
"""
LIMIT_S = 150


def test_the_journey(daemon, tmp_path):
    sclang = program("sclang", "supercollider-language")
    (tmp_path / "conf.yaml").write_text(f"includePaths:\n  - {CONTROLLERS / 'supercollider'}\n")
    (tmp_path / "journey.scd").write_text(JOURNEY.format(port=daemon.osc_port))
    argv = [sclang, "-l", str(tmp_path / "conf.yaml"), str(tmp_path / "journey.scd")]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        # As root its help browser, which nobody sees, would not start otherwise.
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
    }
    daemon.post("/api/controls", positions={"warmth": 0.125})
    ran = subprocess.run(
        argv, env=environment, capture_output=True, text=True, timeout=LIMIT_S, stdin=subprocess.DEVNULL, cwd=tmp_path
    )
    said = ran.stdout + ran.stderr
    assert re.search(r"^DONE /.*\.wav$", said, re.MULTILINE), said
    # What stood before it came was told to it when it subscribed.
    assert "MOVED true" in said and "ERROR" not in said, said
    (row,) = (row for row in daemon.get("/api/controls")["controls"] if row["id"] == "brightness")
    assert row["position"] == 0.75
