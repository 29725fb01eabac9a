"""Our class in a real sclang: it subscribes, moves a slider, renders, and hears of the finished file."""

import os
import re
import subprocess

import pytest
from daemons import free_port

from sdad.control.parameters import TABLE

from .conftest import CONTROLLERS, ROOT, program

pytestmark = [pytest.mark.xdist_group("one daemon"), pytest.mark.supercollider]

LIMIT_S = 150
JOURNEY = """
~until = {{ |what, condition|
	var patience = 600;
	while {{ condition.value.not and: {{ patience > 0 }} }} {{ 0.05.wait; patience = patience - 1 }};
	("%: %".format(what, condition.value)).postln;
}};
~journey = {{
	var sdad = Sdad("127.0.0.1", {port}), done, fractions = List.new, error;
	sdad.onDone = {{ |path| done = path }};
	sdad.onProgress = {{ |fraction| fractions.add(fraction) }};
	sdad.onError = {{ |text, where| error = text }};
	~until.("connected", {{ sdad.connected }});
	~until.("models", {{ sdad.models == ["tiny"] }});
	~until.("presets", {{ sdad.presets.includesEqual("Dark water") }});
	~until.("model", {{ sdad.model == "tiny" }});
	~until.("what stood before", {{ sdad.warmth == 0.125 }});
	sdad.use("tiny");
	sdad.brightness = 0.75;
	sdad.density = nil;
	sdad.setValue(\\duration, 0.5);
	sdad.send('/sdad/get', 'duration');
	~until.("a value in its unit", {{ sdad.values[\\duration] == 0.5 }});
	// It hears on after what stops all else.
	CmdPeriod.run;
	sdad.render(1);
	~until.("done", {{ done.notNil }});
	("PATH " ++ done).postln;
	~until.("progress", {{ fractions.last == 1 }});
	("ERROR " ++ error).postln;
	sdad.recall("no such preset");
	~until.("refused in words", {{ error.notNil }});
	sdad.free;
}};
// Away from the clock that Cmd-Period clears.
{{ SystemClock.sched(0, Routine {{ ~journey.value; 0.exit }}) }}.value;
"""
SILENCE = """
var sdad = Sdad("127.0.0.1", {port});
SystemClock.sched(0, Routine {{ 11.wait; ("CONNECTED " ++ sdad.connected).postln; sdad.free; 0.exit }});
"""
WORDS = """
var sdad = Sdad("127.0.0.1", {port}), errors = List.new, answered = false, values = ({values});
sdad.onError = {{ |text, where| errors.add(text) }};
OSCFunc({{ answered = true }}, '/sdad/pong', sdad.addr).permanent_(true);
SystemClock.sched(0, Routine {{
	Sdad.controls.do {{ |name|
		sdad.perform(name.asSetter, 0.5);
		sdad.setValue(name, values[name]);
		sdad.lock(name);
		sdad.lock(name, false);
		0.05.wait;
	}};
	sdad.use("tiny");
	sdad.recall(1);
	sdad.nextPreset;
	sdad.prevPreset;
	sdad.save("mine");
	sdad.live = true;
	sdad.live = false;
	sdad.panic;
	sdad.send('/sdad/ping');
	600.do {{ if(answered.not) {{ 0.05.wait }} }};
	("ANSWERED " ++ answered).postln;
	("WORDS " ++ Sdad.controls.size).postln;
	errors.do {{ |text| ("REFUSED " ++ text).postln }};
	0.exit
}});
"""
DEMO = """
File.readAllString({demo}).split($\\n).inject([]) {{ |blocks, line|
	case
	{{ line == "(" }} {{ blocks.add("") }}
	{{ line == ")" or: {{ blocks.isEmpty }} }} {{ blocks }}
	{{ blocks[blocks.size - 1] = blocks.last ++ line ++ "\\n"; blocks }}
}}.do {{ |block| ("BLOCK " ++ block.compile.notNil).postln }};
0.exit;
"""


@pytest.fixture
def sclang(tmp_path):
    """Returns a function that runs a script with our class, and returns what was printed."""
    program("sclang", "supercollider-language")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        # As root its help browser, which nobody sees, would not start otherwise.
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
    }

    def run(script):
        (tmp_path / "conf.yaml").write_text(f"includePaths:\n  - {CONTROLLERS / 'supercollider'}\n")
        (tmp_path / "script.scd").write_text(script)
        # The port that it hears on is asked for by the class, whichever it is.
        argv = ["sclang", "-l", str(tmp_path / "conf.yaml"), str(tmp_path / "script.scd")]
        ran = subprocess.run(
            argv,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            stdin=subprocess.DEVNULL,
            cwd=tmp_path,
        )
        return ran.stdout + ran.stderr

    return run


def test_the_journey(daemon, sclang):
    daemon.post("/api/controls", positions={"warmth": 0.125, "density": 0.5})
    said = sclang(JOURNEY.format(port=daemon.osc_port))
    steps = re.findall(r"^([a-z ]+): (true|false)$", said, re.MULTILINE)
    assert len(steps) == 9 and {went for _, went in steps} == {"true"}, said
    assert re.search(r"^PATH /.*\.wav$", said, re.MULTILINE) and "ERROR nil" in said, said
    stand = {row["id"]: row["position"] for row in daemon.get("/api/controls")["controls"]}
    assert (stand["brightness"], stand["density"]) == (0.75, None)


def test_an_sdad_that_is_not_there_is_said_once(sclang):
    said = sclang(SILENCE.format(port=free_port()))
    assert "CONNECTED false" in said and said.count("sdad does not answer at 127.0.0.1") == 1, said


def test_every_block_of_the_demo_and_of_the_pages_compiles(sclang, tmp_path):
    pages = "\n".join(page.read_text("utf-8") for page in sorted((ROOT / "docs").rglob("*.md")))
    blocks = re.findall(r"^```supercollider\n(.*?)^```", pages, re.MULTILINE | re.DOTALL)
    assert blocks
    demo = (CONTROLLERS / "supercollider" / "demo.scd").read_text("utf-8")
    all_of_them = tmp_path / "blocks.scd"
    all_of_them.write_text(demo + "".join(f"\n(\n{block}\n)\n" for block in blocks), "utf-8")
    said = sclang(DEMO.format(demo=f'"{all_of_them}"'))
    assert said.count("BLOCK true") == 6 + len(blocks) and "BLOCK false" not in said and "ERROR" not in said, said


def test_a_daemon_understands_every_word_of_the_class(daemon, sclang):
    values = ", ".join(f"{row.id}: {(row.minimum + row.maximum) / 2}" for row in TABLE)
    said = sclang(WORDS.format(port=daemon.osc_port, values=values))
    assert "ANSWERED true" in said and f"WORDS {len(TABLE)}" in said, said
    assert "REFUSED" not in said and "ERROR" not in said, said
