import subprocess
import sys
from typing import get_args

import pytest

from sdad.cli import parser
from sdad.cli.parser import parse
from sdad.control.commands import EFFORTS
from sdad.control.delivery import CONTAINERS, DEPTHS
from sdad.control.parameters import TABLE
from sdad.settings import DEVICES, Settings
from sdad.surfaces.midi.relative import ENCODINGS
from sdad.surfaces.midi.takeover import TAKEOVERS


def test_the_words_are_those_of_the_floors_below():
    assert parser.EFFORTS == EFFORTS
    assert parser.DEPTHS == DEPTHS
    assert parser.TAKEOVERS == TAKEOVERS
    assert parser.ENCODINGS == ENCODINGS
    assert parser.CONTAINERS == CONTAINERS
    assert parser.DEVICES == DEVICES == get_args(Settings.model_fields["device"].annotation)


@pytest.mark.parametrize(
    "words",
    [
        "render rain brightness=.8 space=auto --take 3",
        "render rain brightness=.8 --take 3 space=auto",
        "render --take 3 rain brightness=.8 space=auto",
        "render rain --take 3 brightness=.8 --json space=auto",
    ],
)
def test_controls_may_stand_on_either_side_of_a_flag(words):
    args = parse(words.split())
    assert args.assignments == ["rain", "brightness=.8", "space=auto"]
    assert args.take == 3
    assert args.json is ("--json" in words)


@pytest.mark.parametrize("words", ["--json --workspace W take list", "take list --json --workspace W"])
def test_common_flags_may_stand_before_and_after_the_verb(words):
    args = parse(words.split())
    assert (args.json, args.workspace, args.verb) == (True, "W", "take:list_all")


def test_every_verb_can_be_brought_in():
    from importlib import import_module

    lines = [
        "dataset add a b", "dataset list", "dataset show a", "train a", "model list", "model show a",
        "model rollback a", "render", "model blend a b", "preset save a", "preset recall a",
        "preset morph a b", "preset list", "preset show a", "take list",
        "take star", "take discard", "take feed", "status", "up", "doctor",
    ]  # fmt: skip
    for line in lines:
        module, function = parse(line.split()).verb.split(":")
        assert callable(getattr(import_module(f"sdad.cli.{module}"), function)), line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rendr rain", 'Did you mean "render"?'),
        ("dataset ad x y", 'Did you mean "add"?'),
        ("train rain --effort quick", "sketch"),
        ("train rain extra", "extra"),
        ("render rain --tkae 3", "--tkae"),
        ("render rain --take -1", "-1"),
        ("render rain --take 99999999999", "whole number"),
        ("render rain --takes 0", "from 1"),
        ("render rain --duration long", "12s"),
        ("model blend rain", "B"),
        ("model blend rain bells --amount 30", "from 0 to 1"),
        ("preset morph glass rush --amount nan", "from 0 to 1"),
        ("render rain --duration nan", "12s"),
        ("dataset", "VERB"),
    ],
)
def test_wrong_words_are_answered_with_what_is_allowed(words, said, capsys):
    with pytest.raises(SystemExit) as end:
        parse(words.split())
    assert end.value.code == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and "--help" in err and "Traceback" not in err


@pytest.mark.parametrize(("text", "seconds"), [("12", 12.0), ("0.5s", 0.5), ("2min", 120.0)])
def test_lengths_as_people_write_them(text, seconds):
    assert parse(["render", "rain", "--duration", text]).duration == seconds


def test_help_names_every_control_and_every_verb(capsys):
    with pytest.raises(SystemExit):
        parse(["render", "--help"])
    said = capsys.readouterr().out
    assert all(row.id in said for row in TABLE)
    assert said.startswith("usage: sdad render ")
    with pytest.raises(SystemExit):
        parse(["--help"])
    assert "sdad dataset add rain" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["--help"], ["--version"], ["dataset", "--help"], ["rendr"]])
def test_help_and_mistakes_need_nothing_heavy(words):
    program = (
        "import sys\n"
        "from sdad.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'torch', 'gradio', 'numpy', 'pydantic', 'httpx', 'soundfile'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stderr.strip().endswith("heavy: []")
