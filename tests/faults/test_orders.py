"""Orders that cannot be carried out: values, names and forms of files that there are not."""

import json
import shutil

import pytest


@pytest.fixture(scope="module")
def shared(tiny_workspace, tmp_path_factory):
    """A copy of the tiny workspace that nothing is written to."""
    return shutil.copytree(tiny_workspace.root, tmp_path_factory.mktemp("orders") / "Sdad")


ORDERS = [
    # control values
    ("render tiny brightness=1.8", 2, ["brightness", "1.8", "from 0 to 1"]),
    ("render tiny brightness=90kHz", 2, ["brightness", "90000 Hz", "40 to 16000 Hz"]),
    ("render tiny brightness=nan", 2, ["brightness", '"nan"', "not a number", "auto"]),
    ("render tiny brightness=inf", 2, ["brightness", '"inf"', "not a number"]),
    ("render tiny brightness=3kg", 2, ['"kg"', "measured in Hz"]),
    ("render tiny --duration 9999", 2, ["9999 s", "0.5 to 600 s"]),
    # names
    ("render tiny brightnes=.8", 2, ['"brightnes"', 'Did you mean "brightness"?']),
    ("render tinny brightness=.8", 4, ['"tinny"', 'Did you mean "tiny"?']),
    ("render cello", 4, ['"cello"', "There is: tiny.", "sdad train"]),
    ("render tiny --preset Swarn", 4, ['"Swarn"', 'Did you mean "Swarm"?']),
    ("train tinny", 4, ['"tinny"', 'Did you mean "tiny"?']),
    ("rendr tiny", 2, ["rendr", 'Did you mean "render"?']),
    # forms of the file
    ("render tiny --rate 192000", 2, ["192000 Hz", "or 96000 Hz", "end at 96 kHz"]),
    ("render tiny --depth 8", 2, ["bit depth 8", "16, 24 or 32f", "24 bits reach below"]),
    ("render tiny --format mp3", 2, ["format mp3", "wav, flac or aiff", "lose nothing"]),
    ("render tiny --format flac --depth 32f", 2, ["32f in FLAC", "16 or 24", "whole numbers"]),
    ("render tiny --channels 6", 2, ["channel count 6", "1 or 2", "stereo"]),
]


@pytest.mark.parametrize(("order", "code", "parts"), ORDERS, ids=[order for order, _, _ in ORDERS])
def test_an_order_is_refused_with_what_is_allowed(sdad_in, shared, order, code, parts):
    before = sorted(path for path in shared.rglob("*") if path.is_file())
    said = sdad_in(shared)(*order.split())
    said.is_refusal(code, *parts)
    assert said.out == ""
    assert sorted(path for path in shared.rglob("*") if path.is_file()) == before


def test_with_json_the_refusal_is_one_object_too(sdad_in, shared):
    said = sdad_in(shared)("render", "tiny", "brightnes=.8", "--json")
    said.is_refusal(2, "brightness")
    error = json.loads(said.out)["error"]
    assert (error["code"], error["thing"]) == ("control.unknown", "brightnes")
    assert error["text"] in said.err


def test_a_damaged_model_is_told_and_the_version_before_it_is_a_step_away(played, said):
    folder = played.workspace / "models" / "tiny"
    shutil.copytree(folder / "v0001", folder / "v0002")
    (folder / "current").write_text("v0002\n")
    grains = folder / "v0002" / "grains.safetensors"
    grains.write_bytes(b"no grains")
    refused = played("render", "tiny", "--duration", 1, "--json")
    refused.is_refusal(5, "grains.safetensors is damaged")
    said(refused.json["error"], "library.corrupt", str(grains), "its grains cannot be read", "sdad model rollback")
    assert "v0001" in played("model", "rollback", "tiny").out
