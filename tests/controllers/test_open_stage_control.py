"""The session and the module for Open Stage Control, which does not run here: a browser runs their scripts instead."""

import json

import pytest
import wires

from .conftest import CONTROLLERS

pytestmark = pytest.mark.browser

FOLDER = CONTROLLERS / "open-stage-control"
SESSION = json.loads((FOLDER / "sdad.json").read_text("utf-8"))
WIDGETS = {widget["id"]: widget for widget in SESSION["content"]["widgets"]}

# What Open Stage Control gives to a widget's script, and to a custom module; what they do with it is kept.
RUN_SCRIPT = """([script, value, event]) => {
    const did = [], note = name => (...given) => did.push([name, ...given])
    new Function('value', 'event', 'set', 'setVar', 'send', script)(
        value, event, note('set'), note('setVar'), note('send'))
    return did
}"""
RUN_MODULE = """source => {
    const sent = [], module = {}, waits = []
    new Function('module', 'send', 'setInterval', source)(
        module, (...given) => sent.push(given), (again, ms) => waits.push([again, ms]))
    module.exports.init()
    waits[0][0]()
    return [sent, waits[0][1]]
}"""


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


def heard(address):
    return next(widget["onValue"] for widget in WIDGETS.values() if widget.get("address") == address)


def test_every_widget_has_an_id_of_its_own_and_talks_to_sdad():
    assert len(WIDGETS) == len(SESSION["content"]["widgets"])
    senders = [widget for widget in WIDGETS.values() if not widget.get("bypass")]
    assert len(senders) > 30
    assert {widget["target"] for widget in senders} == {f"{wires.SERVER}:{wires.SDAD_PORT}"}


def test_no_widget_lies_on_another():
    seen = [widget for widget in WIDGETS.values() if "left" in widget]
    for place, one in enumerate(seen):
        for other in seen[:place]:
            beside = one["left"] >= other["left"] + other["width"] or other["left"] >= one["left"] + one["width"]
            below = one["top"] >= other["top"] + other["height"] or other["top"] >= one["top"] + one["height"]
            assert beside or below, (one["id"], other["id"])


@pytest.mark.parametrize(
    ("address", "value", "did"),
    [
        ("/sdad/model/list", "tiny", [["setVar", "model", "names", ["tiny"]]]),
        ("/sdad/preset/list", ["Dark water", "Rust"], [["setVar", "preset", "names", ["Dark water", "Rust"]]]),
        ("/sdad/preset/list", "", [["setVar", "preset", "names", []]]),
        ("/sdad/model/used", ["tiny", "v0001"], [["set", "model", "tiny", {"send": False}]]),
        ("/sdad/render/done", ["r1", "/out/a b.wav", 2.0], [["set", "done", "a b.wav", {"send": False}]]),
        ("/sdad/render/done", ["r1", "C:\\out\\a.wav", 2.0], [["set", "done", "a.wav", {"send": False}]]),
        ("/sdad/render/failed", ["r1", "code", "Why."], [["set", "error", "Why.", {"send": False}]]),
        ("/sdad/error", ["code", "Why.", "/sdad/x"], [["set", "error", "Why.", {"send": False}]]),
    ],
)
def test_what_is_heard_is_shown_and_not_sent_back(page, address, value, did):
    assert page.evaluate(RUN_SCRIPT, [heard(address), value, None]) == did


def test_a_fader_asks_what_came_of_its_move_when_it_is_let_go(page):
    fader = WIDGETS["brightness"]
    assert page.evaluate(RUN_SCRIPT, [fader["onTouch"], 0.5, {"type": "start"}]) == []
    assert page.evaluate(RUN_SCRIPT, [fader["onTouch"], 0.5, {"type": "stop"}]) == [["send", "/sdad/get", "brightness"]]
    assert page.evaluate(RUN_SCRIPT, [fader["onValue"], 0.5, None]) == [["set", "brightness-auto", 0, {"send": False}]]
    assert {"brightness-auto", "model", "preset", "done", "error"} <= set(WIDGETS)


def test_the_module_subscribes_again_and_again(page):
    sent, every_ms = page.evaluate(RUN_MODULE, (FOLDER / "sdad.js").read_text("utf-8"))
    once = [
        ["127.0.0.1", 9109, "/sdad/subscribe", {"type": "i", "value": wires.PORTS["open-stage-control"]}],
        ["127.0.0.1", 9109, "/sdad/model/list"],
        ["127.0.0.1", 9109, "/sdad/preset/list"],
    ]
    assert (sent, every_ms) == (once * 2, wires.RENEW_S * 1000)


def test_a_daemon_takes_what_each_widget_sends(sender):
    sending = [widget for widget in WIDGETS.values() if not widget.get("bypass")]
    assert len(sending) > 30
    sender.send("/sdad/subscribe", [], "/sdad/subscribed")
    sender.send("/sdad/model/use", ["tiny"], "/sdad/model/used")
    sender.send("/sdad/control/duration/seconds", [0.5])
    first = ["render", "star", "discard"]
    answers = dict(zip(first, ("/sdad/render/done", "/sdad/take/starred", "/sdad/take/discarded"), strict=True))
    words = {"model": "tiny", "preset": "Dark water"}
    for name in [*first, *(widget["id"] for widget in sending if widget["id"] not in first)]:
        widget = WIDGETS[name]
        given = {"f": [0.5], "i": [widget.get("on")], "s": [words.get(name)]}
        sender.send(widget["address"], given[widget["typeTags"]] if "typeTags" in widget else [], answers.get(name))
    assert sender.refused == []
