import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sdad.settings import DEVICES, Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("SDAD_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))


def _cut(text):
    return st.integers(0, len(text)).map(lambda at: text[:at])


def keep(workspace: Path, text: str) -> Path:
    file = workspace / "state" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return file


def test_nothing_need_be_set(tmp_path):
    settings = load_settings()
    assert settings.workspace == tmp_path.resolve() / "Sdad"
    assert (settings.host, settings.osc_port, settings.http_port, settings.panel_port) == (
        "127.0.0.1",
        9109,
        9110,
        9111,
    )
    assert settings.device == "auto"


def test_flags_count_before_the_environment_and_that_before_the_file(tmp_path, monkeypatch):
    keep(tmp_path, "osc_port = 7001\nhttp_port = 7002\npanel_port = 7003\n")
    monkeypatch.setenv("SDAD_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("SDAD_OSC_PORT", "8001")
    monkeypatch.setenv("SDAD_HTTP_PORT", "8002")
    settings = load_settings(osc_port=6001, http_port=None)
    assert (settings.osc_port, settings.http_port, settings.panel_port) == (6001, 8002, 7003)


def test_the_workspace_of_a_flag_decides_which_file_is_read(tmp_path, monkeypatch):
    keep(tmp_path / "a", 'device = "cuda"\n')
    keep(tmp_path / "b", 'device = "cpu"\n')
    monkeypatch.setenv("SDAD_WORKSPACE", str(tmp_path / "a"))
    assert load_settings().device == "cuda"
    assert load_settings(workspace=tmp_path / "b").device == "cpu"
    assert load_settings(workspace="~/b").workspace == (tmp_path / "b").resolve()


def test_switches_are_understood_in_the_environment(monkeypatch):
    monkeypatch.setenv("SDAD_PANEL", "false")
    monkeypatch.setenv("SDAD_MIDI", "0")
    assert (load_settings().panel, load_settings().midi) == (False, False)


def test_an_empty_variable_counts_as_not_given(monkeypatch):
    monkeypatch.setenv("SDAD_DEVICE", "")
    monkeypatch.setenv("SDAD_WORKSPACE", "")
    assert load_settings().device == "auto"
    assert load_settings().workspace.name == "Sdad"


def test_every_fault_is_named_with_where_it_came_from(tmp_path, monkeypatch, said):
    file = keep(tmp_path, 'http_port = 0\ncolour = "red"\n')
    monkeypatch.setenv("SDAD_OSC_PORT", "abc")
    with pytest.raises(SettingsError) as caught:
        load_settings(workspace=tmp_path, device="gpu")
    told = ['SDAD_OSC_PORT is "abc"', '--device is "gpu"', "'mps'"]
    of_file = ['line 1, http_port is "0": input should be greater than or equal to 1', "line 2, colour is no setting"]
    remedy = f"Correct the flag, the environment or {file}."
    said(caught.value, "settings", str(file), *told, *of_file, remedy)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("content", [b"osc_port = \n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path, content, said):
    file = keep(tmp_path, "")
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(workspace=tmp_path)
    said(caught.value, "settings", str(file), "settings.toml cannot be used: ", "Correct it or remove it.")


def start_well(**flags):
    """Does with the settings what the daemon does once it has started well."""
    settings = load_settings(**flags)
    if (kept := settings.to_keep()) is not None:
        kept[0].write_text(kept[1], "utf-8")
    return settings


BROKEN = [
    ("model_memory_mb = 700\nosc_prot = 9\n", 'line 2, osc_prot is no setting (Did you mean "osc_port"?)'),
    ("\nosc_port = 0 # none\n", 'line 2, osc_port is "0": input should be greater than or equal to 1'),
    ('device = "gpu"\n', "line 1, device is \"gpu\": input should be 'auto', 'cpu', 'cuda' or 'mps'"),
    ("osc_port = true\n", 'line 1, osc_port is "True": input should be a number'),
    ("quiet_seconds = inf\n", 'line 1, quiet_seconds is "inf": input should be a finite number'),
    ("[panel]\non = true\n", "line 1, panel is \"{'on': True}\": input should be a valid boolean"),
    ('osc_subscribers = ["here"]\n', "line 1, osc_subscribers is \"['here']\": here is not an address and a port"),
    ("model_memory_mb = 7", ""),
    ('model_memory_mb = 700\nmidi_api = "al', "at end of document"),
    ("a = " + "[" * 9000, "nested"),
    ("osc_port 9\n", "line 1"),
    ("", "it is empty, and it was not before"),
    ("\0" * 30, "line 1"),
    ("\udcff", "no text in UTF-8"),
]


@pytest.mark.parametrize(("text", "fault"), BROKEN, ids=range(len(BROKEN)))
def test_a_file_that_cannot_be_used_leaves_the_last_settings_that_were_good(tmp_path, text, fault, said):
    file = keep(tmp_path, "model_memory_mb = 700\nmidi = false\n")
    assert start_well(workspace=tmp_path).fault is None
    file.write_bytes(text.encode(errors="surrogateescape"))
    settings = start_well(workspace=tmp_path, http_port=7000)
    if not fault:  # cut off where what is left says something else: nobody can know
        assert settings.fault is None and settings.model_memory_mb == 7
        return
    assert (settings.model_memory_mb, settings.midi, settings.http_port) == (700, False, 7000)
    remedy = "The last settings that were good are used instead; correct the file or remove it, and start sdad again."
    said(settings.fault, "settings.not_used", str(file), f"{file} cannot be used: ", fault, remedy)
    assert start_well(workspace=tmp_path).fault.text == settings.fault.text, "it was kept as a good one"
    file.unlink()
    assert start_well(workspace=tmp_path).fault is None
    assert load_settings(workspace=tmp_path).model_memory_mb == Settings().model_memory_mb


def test_a_file_that_cannot_be_opened_leaves_the_last_settings_that_were_good(tmp_path, said):
    file = keep(tmp_path, "midi = false\n")
    start_well(workspace=tmp_path)
    file.unlink()
    file.mkdir()
    settings = load_settings(workspace=tmp_path)
    assert settings.midi is False
    said(settings.fault, "settings.not_used", str(file), "it cannot be read (Is a directory)", "correct the file")


def test_before_any_good_start_and_with_a_wrong_flag_the_start_is_refused(tmp_path, said):
    file = keep(tmp_path, "osc_port = 0\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(workspace=tmp_path)
    said(caught.value, "settings", str(file), 'line 1, osc_port is "0"', "Correct it or remove it.")
    assert load_settings(workspace=tmp_path, osc_port=7000).fault is None, "what a flag says need not be right"
    file.write_text("midi = false\n")
    start_well(workspace=tmp_path)
    file.write_text("midi = no\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(workspace=tmp_path, device="gpu")
    said(caught.value, "settings", str(file), '--device is "gpu"', f"Correct the flag, the environment or {file}.")
    file.with_name("settings.good.toml").write_text("later = true\n")
    with pytest.raises(SettingsError, match=re.escape(f"{file} cannot be used")):
        load_settings(workspace=tmp_path)


@given(st.one_of(st.text(), st.sampled_from([text for text, _ in BROKEN[:9]]).flatmap(_cut)))
def test_whatever_the_file_says_there_are_settings(tmp_path_factory, text):
    workspace = tmp_path_factory.mktemp("settings")
    file = keep(workspace, "model_memory_mb = 700\n")
    start_well(workspace=workspace)
    file.write_text(text, "utf-8", errors="surrogatepass")
    settings = load_settings(workspace=workspace)
    assert settings.fault is None or settings.model_memory_mb == 700


def test_settings_do_not_change_under_a_running_daemon():
    with pytest.raises(ValidationError):
        Settings().device = "cpu"


@pytest.mark.parametrize("device", DEVICES)
def test_every_device_can_be_chosen(device):
    assert load_settings(device=device).device == device


def test_static_subscribers_are_a_list_in_the_file_and_a_line_in_the_environment(tmp_path, monkeypatch):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "settings.toml").write_text('osc_subscribers = ["127.0.0.1:9200", "[::1]:9201"]\n')
    assert load_settings(workspace=tmp_path).osc_subscribers == ("127.0.0.1:9200", "[::1]:9201")
    monkeypatch.setenv("SDAD_OSC_SUBSCRIBERS", "127.0.0.1:57120, 10.0.0.2:9000")
    assert load_settings(workspace=tmp_path).osc_subscribers == ("127.0.0.1:57120", "10.0.0.2:9000")


@pytest.mark.parametrize("written", ["9200", "localhost:9200", "127.0.0.1:0", "127.0.0.1:x", "127.0.0.1:70000"])
def test_a_subscriber_that_is_no_address_and_port_is_refused(tmp_path, written):
    with pytest.raises(SettingsError, match="address and a port"):
        load_settings(workspace=tmp_path, osc_subscribers=written)
