import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from sdad.cli.assignments import parsed_assignments

import demo
from demo import TEXTURES, Stand, picture, report

SCRIPT = Path(__file__).parents[2] / "examples" / "demo.py"


def test_a_slider_is_drawn_where_it_was_put_and_where_the_file_measures():
    line = picture("brightness", Stand(0.1, 700.0), Stand(0.75, 5600.0))
    assert "dark |--o------------x-----| bright" in line
    assert "asked 0.10 (700 Hz), got 0.75 (5.6 kHz)" in line


def test_both_in_one_place_are_one_mark():
    assert "|----------@----------|" in picture("space", Stand(0.5, 2.0), Stand(0.51, 2.04))


@pytest.mark.parametrize(("got", "track"), [(-2.6, "x---------o----------"), (1.4, "----------o---------x")])
def test_what_lies_past_the_reach_is_drawn_at_its_end_and_said_as_it_is(got, track):
    line = picture("density", Stand(0.5, 4.0), Stand(got, 1.0))
    assert f"|{track}|" in line
    assert f"got {got:.2f} (1 events/s)" in line


def test_what_cannot_be_measured_is_said():
    assert "got nothing to measure" in picture("tension", Stand(0.5, 0.4), Stand(None, None))


def test_only_what_was_set_is_reported():
    take = {
        "path": "a.wav",
        "asked": {"brightness": 0.5, "warmth": None, "level": 0.5},
        "asked_natural": {"brightness": 1000.0},
        "got": {"brightness": 0.6, "warmth": 0.2},
        "got_natural": {"brightness": 1500.0, "warmth": 1.0},
    }
    lines = report("a title", take)
    assert len(lines) == 2
    assert "a title: a.wav" in lines[0]
    assert "Brightness" in lines[1]


@pytest.mark.parametrize("title", TEXTURES)
def test_every_texture_is_asked_for_in_words_that_are_understood(title):
    assert len(parsed_assignments(TEXTURES[title], {}).positions) == len(TEXTURES[title])


def test_a_command_that_fails_ends_the_demo_with_its_exit_code(tmp_path, capfd):
    with pytest.raises(SystemExit) as ended:
        demo.sdad(tmp_path, "train", "nothing")
    assert ended.value.code == 4
    said = capfd.readouterr()
    assert "$ sdad train nothing --workspace" in said.out
    assert "nothing" in said.err


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_demo_goes_from_recordings_to_textures(tmp_path):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "demo"], cwd=tmp_path, env=os.environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for title in TEXTURES:
        path = tmp_path / re.search(rf"^  {title}: (.*)$", done.stdout, re.MULTILINE)[1]
        info = soundfile.info(path)
        assert (info.samplerate, info.channels, info.subtype) == (48000, 2, "PCM_24")
        assert info.duration == pytest.approx(demo.SECONDS, abs=0.1)
        assert path.with_suffix(".json").is_file()
