"""What our script builds in TouchDesigner, over a stand-in for it: it moves a real daemon, which moves it back."""

import ast
import contextlib

import pytest
import touchdesigner
import touchdesigner_stand_in
import wires

from .conftest import CONTROLLERS, Wire, standing

pytestmark = pytest.mark.xdist_group("one daemon")

LIMIT_S = 30.0
PORTS = (wires.PORTS["touchdesigner"], wires.TOUCHDESIGNER_WORDS_PORT)
RENEWED = [["/sdad/subscribe", port] for port in PORTS] + [["/sdad/model/list"], ["/sdad/preset/list"]]


class Component:
    """The component with TouchDesigner around it: frames pass, hands move parameters, messages come."""

    def __init__(self, **built):
        self.built = touchdesigner_stand_in.built(**built)
        self.nodes, self.par = self.built.nodes, self.built.par
        self.sent = self.nodes["words_out"].sent
        self._frame = 0

    def move(self, name, value):
        """Moves a parameter, by hand or by an export."""
        with self._said():
            setattr(self.par, name, value)

    @contextlib.contextmanager
    def _said(self):
        """TouchDesigner says which parameters have changed, whoever has changed them."""
        before = {name: par.val for name, par in self.built.custom.items()}
        yield
        for name, par in self.built.custom.items():
            if par.val != before[name]:
                self.nodes["moved"].module.onValueChange(par, before[name])

    def press(self, name):
        self.nodes["moved"].module.onPulse(self.built.custom[name])

    def hear(self, words):
        arguments = (None, 0, "", b"", 0, words[0], words[1:], None)
        with self._said():
            self.nodes[self.nodes["words_in"].par.callbacks.val].module.onReceiveOSC(*arguments)

    def frames(self, count):
        for _ in range(count):
            self._frame += 1
            self.nodes["every_frame"].module.onFrameStart(self._frame)


@pytest.fixture
def component():
    return Component()


@pytest.fixture
def wired(daemon, component):
    """A component on two real sockets, and what hears for it."""
    wire = Wire(daemon.osc_port)
    wire.hear = component.hear

    def until(condition, what):
        def met():
            component.frames(1)
            for address, *arguments in component.sent:
                # Numbers go to a port of their own, for channels; here only words are heard.
                mine = [wire.listening if argument == PORTS[1] else argument for argument in arguments]
                if mine != [PORTS[0]]:
                    wire.send([address, *mine])
            component.sent.clear()
            return condition()

        wire.until(met, what)

    try:
        yield until
    finally:
        wire.close()


def test_the_journey(daemon, component, wired):
    until, par = wired, component.par
    until(lambda: getattr(par.Model, "menuNames", []) == ["tiny"], "the names of models")
    until(lambda: "Dark water" in par.Preset.menuNames, "the names of presets")
    component.move("Model", "tiny")
    component.move("Brightness", 0.75)
    until(lambda: standing(daemon, "brightness") == 0.75, "a slider that plays")
    until(lambda: par.Brightnessvalue.val > 40 and par.Brightnessauto.val == 0, "what came of the move")
    component.move("Brightnessauto", True)
    until(lambda: standing(daemon, "brightness") is None, "a control that is left to the model")
    component.move("Durationvalue", 0.5)
    until(lambda: standing(daemon, "duration") == 0, "a value that was typed")
    daemon.post("/api/controls", positions={"warmth": 0.625})
    until(lambda: par.Warmth.val == 0.625, "what happened elsewhere")
    component.press("Render")
    until(lambda: par.File.val.endswith(".wav") and par.Progress.val == 1 and par.Waiting.val == 0, "the finished file")
    component.move("Preset", "Dark water")
    until(lambda: component.nodes["commands"].module.known.get("Preset") == "Dark water", "a preset")
    assert par.Said.val == ""
    component.move("Preset", "no such preset")
    until(lambda: "no such preset" in par.Said.val, "a refusal in words")


def test_building_moves_nothing_and_building_again_replaces(component):
    assert component.sent == []
    home = component.built.home
    # As in the textport, where op is there and the script builds at once.
    exec(touchdesigner.script(), {**touchdesigner_stand_in.kinds(), "op": {"/project1": home}.__getitem__})
    assert list(home.nodes) == ["sdad"] and home.nodes["sdad"] is not component.built


def test_every_control_sends_what_a_hand_does_and_shows_what_is_heard_without_sending_it_back(component):
    for row in wires.FIRST + wires.OTHERS:
        name = touchdesigner.name_of(row)
        ways = [(name, wires.address(row), 0.25, 0.5), (f"{name}value", wires.natural_address(row), 3.0, 4.0)]
        if row.is_descriptor:
            ways.append((f"{name}auto", f"{wires.address(row)}/auto", 1, 0))
        for par, where, moved, told in ways:
            component.move(par, moved)
            assert component.sent == [[where, moved]]
            component.sent.clear()
            component.hear([where, told])
            assert (component.built.custom[par].val, component.sent) == (told, [])


def test_it_subscribes_both_ports_again_and_again(component):
    component.frames(1)
    assert component.sent == RENEWED
    component.frames(wires.RENEW_S * touchdesigner_stand_in.RATE_HZ)
    assert component.sent == RENEWED * 2


def test_when_the_hand_rests_it_asks_once_what_came_of_the_move(component):
    component.frames(1)
    component.sent.clear()
    for position in (0.25, 0.5, 0.75):
        component.move("Brightness", position)
        component.frames(2)
    component.frames(20)
    assert [words for words in component.sent if words[0] == "/sdad/get"] == [["/sdad/get", "brightness"]]


def test_buttons_say_what_they_are_called(component):
    component.par.Takes = 3
    for name in ("Previous", "Next", "Render", "Star", "Discard", "Panic"):
        component.press(name)
    expected = ["preset/prev", "preset/next", "render", "take/star", "take/discard", "panic"]
    assert [words[0] for words in component.sent] == [f"/sdad/{name}" for name in expected]
    assert component.sent[2][1:] == [3]
    commands = component.nodes["commands"].module
    commands.render(), commands.use("tiny"), commands.recall("Dark water")
    assert component.sent[6:] == [
        ["/sdad/render", 1],
        ["/sdad/model/use", "tiny"],
        ["/sdad/preset/recall", "Dark water"],
    ]


@pytest.mark.parametrize(("before_2023", "fader"), [(False, "const0value"), (True, "value0")])
def test_each_file_is_played_on_the_other_player(before_2023, fader):
    component = Component(before_2023=before_2023)
    nodes = component.nodes
    for nth, path in enumerate(("/a b.wav", "/b.wav", "/c.wav"), 1):
        component.hear(["/sdad/render/done", "r1", path, 2.0])
        assert nodes["which"].par[fader].val == nth % 2
        assert nodes[f"player{nth % 2}"].par.file.val == path
        assert component.par.File.val == path
    assert nodes["player0"].par.file.val == "/b.wav"
    assert [nodes[f"player{which}"].par.cuepulse.pulses for which in (0, 1)] == [1, 2]


def test_what_sounds_and_what_comes_as_channels_is_connected(component):
    nodes = component.nodes
    for end, beginning in (
        ("channels_out", ["channels"]),
        ("states", ["states_in"]),
        ("faded", ["which"]),
        ("crossed", ["player0", "player1"]),
        ("speakers", ["crossed"]),
    ):
        assert [node.name for node in nodes[end].inputs.values()] == beginning
    assert (nodes["states_in"].par.port.val, nodes["words_in"].par.port.val) == PORTS
    for name in ("words_out", "channels_out"):
        assert nodes[name].par.port.val == wires.SDAD_PORT
    assert len({(node.nodeX, node.nodeY) for node in nodes.values()}) == len(nodes)


def test_what_stands_in_text_operators_is_python(component):
    texts = [node.text for node in component.nodes.values() if node.text]
    assert len(texts) == 4 and all(map(ast.parse, texts))
    ast.parse((CONTROLLERS / "touchdesigner" / "build_sdad.py").read_text("utf-8"))
