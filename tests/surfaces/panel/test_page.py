"""What a page shows and asks, over a real HTTP connection to a daemon in memory."""

import pytest

from sdad.control.parameters import TABLE
from sdad.errors import Busy, Corrupt, DaemonNotRunning
from sdad.library.renders import ModelRef, Sidecar, Take
from sdad.surfaces.panel import words
from sdad.surfaces.panel.client import ApiClient
from sdad.surfaces.panel.page import HOLD_S, LISTS_S, Page, offered
from sdad.synthesis.request import RenderRequest


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def page(clock) -> Page:
    return Page(clock)


def test_every_control_has_a_slider_but_the_length(api) -> None:
    names = [control["id"] for control in offered(api.get("/api/controls")["controls"])]
    assert names == [row.id for row in TABLE if row.id != "duration"]


def test_a_page_shows_everything_once_and_then_only_what_changes(page, api, daemon) -> None:
    first = page.refresh(api)
    assert first["slider:brightness"] == {"value": 0.5} and first["auto:brightness"] == {"value": True}
    assert first["length"] == {"value": 12.0}
    assert first["models"] == {"choices": ["drones", "kitchen"]} and first["model"] == {"value": "kitchen"}
    assert page.refresh(api) == {}
    daemon.controls = daemon.controls.with_position("brightness", 0.8)
    changed = page.refresh(api)
    assert set(changed) == {"slider:brightness", "auto:brightness", "strip:brightness"}
    assert changed["slider:brightness"] == {"value": 0.8} and changed["auto:brightness"] == {"value": False}
    assert "4.8 kHz" in changed["strip:brightness"]["value"]


def test_a_slider_in_the_hand_is_left_alone_until_the_hand_rests(page, api, daemon, clock) -> None:
    page.refresh(api)
    page.move(api, "brightness", 0.3)
    assert daemon.controls["brightness"].position == 0.3
    daemon.controls = daemon.controls.with_position("brightness", 0.9)
    assert "slider:brightness" not in page.refresh(api)
    clock.now += HOLD_S
    assert page.refresh(api)["slider:brightness"] == {"value": 0.9}


def test_a_refused_move_is_said_and_taken_back(page, api, daemon, clock) -> None:
    page.refresh(api)
    daemon.refusal = Busy("The engine is stopping.", "Start it again.", "engine")
    page.move(api, "brightness", 0.3)
    clock.now += HOLD_S
    changed = page.refresh(api)
    assert "The engine is stopping. Start it again." in changed["banner"]["value"]
    assert changed["slider:brightness"] == {"value": 0.5}
    page.move(api, "brightness", 0.3)
    assert page.refresh(api)["banner"] == {"value": ""}


def test_auto_leaves_a_control_to_the_model(page, api, daemon) -> None:
    page.move(api, "warmth", 0.3)
    page.move(api, "warmth", None)
    assert daemon.controls["warmth"].position is None
    assert page.refresh(api)["auto:warmth"] == {"value": True}


def test_a_render_is_followed_to_its_player_and_table(page, api, daemon) -> None:
    page.refresh(api)
    page.move(api, "brightness", 0.8)
    page.render(api, "", 2.0, {"brightness": 0.85, "warmth": 0.5})
    assert daemon.posts("render") == [{"positions": {"brightness": 0.85}, "seconds": 2.0}]
    assert "Rendering, 40 %" in page.refresh(api)["progress"]["value"]
    daemon.finish("j1")
    shown = page.refresh(api)
    assert shown["progress"]["value"] == ""
    assert 'src="audio/take-j1"' in shown["player"]["value"] and " autoplay" in shown["player"]["value"]
    assert "2.9 kHz" in shown["asked_got"]["value"] and "not measurable" in shown["asked_got"]["value"]
    assert "&lt;0.9&gt;" in shown["asked_got"]["value"]
    page.judge(api, "star")
    assert daemon.posts("takes") == [{"verdict": "star", "render": "take-j1"}]


def test_a_slider_that_was_moved_is_heard_though_the_render_overtakes_its_message(page, api, daemon) -> None:
    page.refresh(api)
    page.render(api, "", 2.0, {"brightness": 0.9, "warmth": 0.5})
    assert daemon.posts("render") == [{"positions": {"brightness": 0.9}, "seconds": 2.0}]


def test_what_has_moved_elsewhere_counts_before_this_page_shows_it(page, api, daemon) -> None:
    page.refresh(api)
    daemon.controls = daemon.controls.with_position("brightness", 0.9)
    page.refresh(api)
    # The browser has been told, and has not drawn it yet.
    page.render(api, "", 2.0, {"brightness": 0.5})
    assert daemon.posts("render") == [{"positions": {}, "seconds": 2.0}]


def test_a_take_number_is_sent_when_it_is_given(page, api, daemon) -> None:
    page.render(api, " 7", None, {})
    page.render(api, "seven", None, {})
    assert daemon.posts("render") == [{"positions": {}, "take": 7}]
    assert "&quot;seven&quot; is not a take" in page.refresh(api)["banner"]["value"]


def test_faults_that_nobody_asked_for_are_shown_the_newest_first(page, api, daemon) -> None:
    page.refresh(api)
    daemon.notices += [{"code": "c", "text": f"Fault {number} <b>.", "thing": "x"} for number in range(5)]
    shown = page.refresh(api)
    assert set(shown) == {"notices"}
    assert [part.partition(" &lt;")[0] for part in shown["notices"]["value"].split(">Fault ")[1:]] == ["4", "3", "2"]


def test_a_failed_render_is_said(page, api, daemon) -> None:
    page.render(api, "", None, {})
    daemon.jobs["j1"] |= {"state": "failed", "error": {"code": "storage.disk_full", "text": "There is no room left."}}
    assert "There is no room left." in page.refresh(api)["progress"]["value"]


def test_a_render_can_be_stopped(page, api, daemon) -> None:
    page.render(api, "", None, {})
    page.stop(api)
    assert daemon.posts("render/cancel") == [{"job": "j1"}]
    assert "Stopped" in page.refresh(api)["progress"]["value"]


def test_a_take_rendered_elsewhere_is_shown_but_does_not_start_by_itself(page, api, daemon) -> None:
    page.refresh(api)
    daemon.jobs["osc1"] = {}
    daemon.finish("osc1")
    player = page.refresh(api)["player"]["value"]
    assert "take-osc1" in player and "autoplay" not in player


def test_a_page_loaded_again_shows_what_was_measured(page, api, daemon, tmp_path) -> None:
    # The lists of the library are all that a fresh page has of a take.
    sidecar = Sidecar(
        id="7f3a91",
        sdad_version="0.1.0",
        model=ModelRef(name="kitchen", version="v0001", weights_sha256="0" * 64),
        request=RenderRequest(model="kitchen", version="v0001", take=1),
        seconds=1.0,
        asked={"brightness": 0.5},
        got={"brightness": 0.55},
        got_natural={"brightness": 2900.0},
        warnings=["Tension has nothing to hold on to here."],
    )
    daemon.takes = [Take(tmp_path / "a.wav", tmp_path / "a.json", sidecar).summary()]
    table = page.refresh(api)["asked_got"]["value"]
    assert "<td>0.50</td><td>0.55</td><td>2.9 kHz</td>" in table
    assert "<p>Tension has nothing to hold on to here.</p>" in table


def test_a_device_that_nobody_knows_yet_is_said_to_be_undecided() -> None:
    assert "Device auto, not decided yet" in words.lights({"device": "auto"})
    assert "Device cpu" in words.lights({"device": "cpu"})


def test_lists_are_asked_for_seldom(page, api, clock) -> None:
    page.refresh(api)
    clock.now += LISTS_S / 2
    before = dict(page._shown)
    assert page.refresh(api) == {} and page._shown == before
    clock.now += LISTS_S
    assert page.refresh(api) == {}


def test_model_preset_and_training_are_asked_for(page, api, daemon) -> None:
    page.use_model(api, "drones")
    page.recall_preset(api, "glass")
    page.save_preset(api, "mine")
    page.train(api, "kitchen", "sketch")
    assert daemon.asked[:4] == [
        ("models/use", {"model": "drones"}),
        ("presets/recall", {"preset": "glass"}),
        ("presets/save", {"preset": "mine"}),
        ("train", {"dataset": "kitchen", "effort": "sketch"}),
    ]
    shown = page.refresh(api)
    assert shown["model"] == {"value": "drones"}
    assert "kitchen: listening, 25 %" in shown["training"]["value"]


def test_another_model_is_blended_in_and_let_go_again(page, api, daemon) -> None:
    first = page.refresh(api)
    assert first["others"] == {"choices": [("no other model", ""), ("drones", "drones")]}
    assert first["blend_with"] == {"value": ""}
    page.blend_with(api, "drones")
    assert page.refresh(api)["blend_with"] == {"value": "drones"}
    page.blend_with(api, "")
    assert page.refresh(api)["blend_with"] == {"value": ""}
    assert daemon.posts("models/blend") == [
        {"model": "kitchen", "other": "drones"},
        {"model": "kitchen", "other": "kitchen"},
    ]
    daemon.model = "drones"
    assert page.refresh(api)["others"] == {"choices": [("no other model", ""), ("kitchen", "kitchen")]}


def test_a_refused_blend_is_said_and_taken_back(page, api, daemon) -> None:
    page.refresh(api)
    daemon.refusal = Busy("The engine is stopping.", "Start it again.", "engine")
    page.blend_with(api, "drones")
    changed = page.refresh(api)
    assert "The engine is stopping." in changed["banner"]["value"] and changed["blend_with"] == {"value": ""}


def test_a_damaged_preset_is_marked_where_presets_are_chosen(page, api, daemon, monkeypatch) -> None:
    fault = Corrupt("glass.toml", "it is not valid TOML", "Restore it or remove it.")
    monkeypatch.setattr(daemon, "damaged", [{"name": "glass", "error": fault.as_dict()}])
    shown = page.refresh(api)
    choices = {"choices": [("glass (damaged)", "glass"), "rush"]}
    assert [shown[place] for place in ("presets", "first_presets", "second_presets")] == [choices] * 3
    monkeypatch.setattr(daemon, "refusal", fault)
    page.recall_preset(api, "glass")
    assert fault.text in page.refresh(api)["banner"]["value"], "why is said when it is chosen"


def test_morph_needs_two_presets(page, api, daemon) -> None:
    first = page.refresh(api)
    assert first["first_presets"] == first["second_presets"] == {"choices": ["glass", "rush"]}
    page.morph_between(api, "glass", None)
    assert daemon.posts("presets/morph") == [] and page.refresh(api) == {}
    page.morph_between(api, "glass", "rush")
    assert daemon.posts("presets/morph") == [{"first": "glass", "second": "rush"}]
    changed = page.refresh(api)
    assert (changed["morph_first"], changed["morph_second"]) == ({"value": "glass"}, {"value": "rush"})


def test_what_morph_moves_is_shown_though_a_hand_was_there_just_now(page, api, daemon) -> None:
    page.refresh(api)
    page.move(api, "brightness", 0.3)
    page.move(api, "morph", 0.5)
    daemon.controls = daemon.controls.with_position("brightness", 0.9)
    assert page.refresh(api)["slider:brightness"] == {"value": 0.9}
    page.render(api, "", None, {"brightness": 0.3, "morph": 0.5})
    assert daemon.posts("render") == [{"positions": {"morph": 0.5}}]


def test_a_daemon_that_has_gone_is_said_once_until_it_answers_again(page, api, tmp_path, said) -> None:
    (tmp_path / "token").write_text("x")
    gone = ApiClient("http://127.0.0.1:9", tmp_path / "token")
    with pytest.raises(DaemonNotRunning) as refusal:
        gone.get("/api/status")
    said(refusal.value, "engine.daemon_not_running", "daemon", "Start it with: sdad up")
    assert refusal.value.text in page.refresh(gone)["banner"]["value"]
    assert page.refresh(gone) == {}
    gone.close()
    assert "not running" not in page.refresh(api)["banner"]["value"]


def test_without_a_token_file_there_is_no_daemon(tmp_path) -> None:
    client = ApiClient("http://127.0.0.1:9", tmp_path / "none")
    with pytest.raises(DaemonNotRunning):
        client.get("/api/status")
    client.close()
