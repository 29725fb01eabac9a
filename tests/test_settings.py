import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from sdad.settings import DEVICES, Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("SDAD_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))


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
    told = ['SDAD_OSC_PORT is "abc"', 'http_port is "0"', "greater than or equal to 1", '--device is "gpu"', "'mps'"]
    remedy = f"Correct the flag, the environment or {file}."
    said(caught.value, "settings", str(file), *told, 'colour is "red"', remedy)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("content", [b"osc_port = \n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path, content, said):
    file = keep(tmp_path, "")
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(workspace=tmp_path)
    said(caught.value, "settings", str(file), "settings.toml cannot be read: ", "Correct it or remove it.")


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
