"""Our Max patch over a stand-in that carries messages as Max does: it moves a real daemon, which moves it back."""

import pytest
import wires
from daemons import eventually

from .conftest import CONTROLLERS, Wire, standing
from .max_stand_in import Max

pytestmark = pytest.mark.xdist_group("one daemon")

LIMIT_S = 30.0
PATCH = (CONTROLLERS / "max" / "sdad.maxpat").read_text("utf-8")


class Opened(Max):
    """The patch, with what hands touch by its name."""

    def __init__(self, send, text=PATCH):
        super().__init__(text, send)
        self.rows = {row.id: self.inside(row.id) for row in wires.FIRST + wires.OTHERS}

    def slider(self, name):
        return self.into(self.rows[name], 0)

    def value(self, name):
        return self.into(self.rows[name], 1)

    def auto(self, name):
        return self.into(self.rows[name], 2)

    def menu(self, kind):
        return self.into(self.inside(kind), 0)

    def renders(self, way):
        return self.out_of(self.inside("renders"), way)

    @property
    def connected(self):
        return self.out_of(self.inside("connection"), 0)


@pytest.fixture
def sent():
    return []


@pytest.fixture
def patch(sent):
    opened = Opened(sent.append)
    sent.clear()
    return opened


@pytest.fixture
def wired(daemon):
    """The patch on two real sockets, and what hears for it."""
    wire = Wire(daemon.osc_port)
    text = PATCH.replace(str(wires.PORTS["max"]), str(wire.listening))
    patch = Opened(wire.send, text)
    wire.hear = patch.hear
    try:
        wire.until(lambda: patch.connected.shown == [1], "sdad answers")
        yield patch, wire.until
    finally:
        wire.close()


def test_the_journey(daemon, wired):
    patch, until = wired
    models, presets = patch.menu("model"), patch.menu("preset")
    until(lambda: models.items == ["tiny"] and "Dark water" in presets.items, "the names in the menus")
    patch.choose(models, "tiny")
    until(lambda: models.shown == ["tiny"], "the model in use")
    patch.touch(patch.slider("brightness"), 0.75)
    eventually(lambda: standing(daemon, "brightness") == 0.75, LIMIT_S, "a slider that plays")
    patch.beat()
    until(lambda: patch.value("brightness").shown[:1] > [40], "its value in Hz")
    assert patch.auto("brightness").shown == [0]
    patch.touch(patch.auto("brightness"), 1)
    eventually(lambda: standing(daemon, "brightness") is None, LIMIT_S, "a control that is left to the model")
    patch.touch(patch.value("duration"), 0.5)
    eventually(lambda: standing(daemon, "duration") == 0, LIMIT_S, "a value that was typed")
    daemon.post("/api/controls", positions={"warmth": 0.625})
    until(lambda: patch.slider("warmth").shown == [0.625], "what happened elsewhere")
    patch.touch(patch.into(patch.inside("renders"), 0))
    name = patch.out_of(patch.inside("player"), 2)
    until(lambda: name.shown and str(name.shown[0]).endswith(".wav"), "the finished file")
    until(lambda: patch.renders(0).shown == [1.0] and patch.renders(1).shown == [0], "a render that is over")
    patch.choose(presets, "Dark water")
    until(lambda: presets.shown == ["Dark water"], "a preset of two words")
    assert patch.renders(3).shown == ["no", "error"]
    patch.choose(presets, "no such preset")
    until(lambda: "no such preset" in str(patch.renders(3).shown), "a refusal in words")


def test_every_control_sends_what_a_hand_does_and_shows_what_is_heard_without_sending_it_back(patch, sent):
    for row in wires.FIRST + wires.OTHERS:
        ways = [(patch.slider(row.id), wires.address(row)), (patch.value(row.id), wires.natural_address(row))]
        if row.is_descriptor:
            ways.append((patch.auto(row.id), f"{wires.address(row)}/auto"))
        for box, where in ways:
            patch.touch(box, 0.25)
            assert sent == [[where, 0.25]]
            sent.clear()
            patch.hear([where, 0.5])
            assert (box.shown, sent) == ([0.5], [])
    patch.beat()
    asked = [words for words in sent if words[0] == "/sdad/get"]
    assert [words[1] for words in asked] == [row.id for row in wires.FIRST + wires.OTHERS], "once for each, at rest"


def test_it_subscribes_again_and_again_and_says_when_nobody_answers(sent):
    patch = Opened(sent.append)
    once = [["/sdad/subscribe", wires.PORTS["max"]], ["/sdad/model/list"], ["/sdad/preset/list"]]
    assert sent == once
    patch.hear(["/sdad/subscribed", wires.PORTS["max"]])
    assert patch.connected.shown == [1]
    patch.beat()
    assert sent == once * 2
    assert patch.connected.shown == [0]


def test_a_menu_that_is_filled_anew_shows_the_name_in_use(patch):
    menu = patch.menu("model")
    patch.hear(["/sdad/model/used", "a b", "v0001"])
    patch.hear(["/sdad/model/list", "bells", "a b"])
    assert (menu.items, menu.shown) == (["bells", "a b"], ["a b"])
    patch.hear(["/sdad/model/list", "bells", "a b", "rain"])
    assert (menu.items, menu.shown) == (["bells", "a b", "rain"], ["a b"])
    told = len(menu.told)
    patch.hear(["/sdad/model/list", "bells", "a b", "rain"])
    assert len(menu.told) == told, "an open menu is left alone"


def test_buttons_and_numbers_say_what_is_written_beside_them(patch, sent):
    buttons = [box for box in patch.front.values() if box.kind == "button"]
    patch.touch(patch.into(patch.inside("renders"), 1), 3)
    patch.touch(patch.into(patch.inside("renders"), 2), 1)
    for button in buttons:
        patch.touch(button)
    expected = ["live", "preset/prev", "preset/next", "render", "take/star", "take/discard", "panic"]
    assert [words[0] for words in sent] == [f"/sdad/{name}" for name in expected]
    assert sent[0][1:] == [1] and sent[3][1:] == [3]


def test_each_file_is_played_on_the_other_deck_while_the_one_before_fades_out(patch):
    files, ramps = patch.all("sfplay~"), [box for box in patch.all("line~") if box.home.given == ["deck"]]
    patch.touch(next(box for box in patch.all("s") if box.given == ["sdad-again"]), 1)
    assert [file.told[-1] for file in files] == [["loop", 1]] * 2
    for nth, path in enumerate(("/out/a b.wav", "C:\\out\\b.wav", "/out/c.wav")):
        for box in (*files, *ramps):
            box.told.clear()
        patch.hear(["/sdad/render/done", f"r{nth}", path, 2.0])
        new, old = files[nth % 2], files[1 - nth % 2]
        assert (new.told, old.told) == ([["open", path.replace("\\", "/")]], [])
        assert (ramps[nth % 2].told, ramps[1 - nth % 2].told) == ([], [[0.0, 1000]])
        patch.beat()
        assert (new.told[1:], old.told) == ([[1]], [])
        assert ramps[nth % 2].told == [[1.0, 1000]]
        assert patch.out_of(patch.inside("player"), 2).shown == [path.replace("\\", "/").rsplit("/", 1)[1]]


def test_both_channels_are_heard(patch):
    player = patch.inside("player")
    speakers = {patch.out_of(player, channel) for channel in (0, 1)}
    assert [box.kind for box in speakers] == ["ezdac~"]
    assert {patch.inlet_of(player, channel) for channel in (0, 1)} == {0, 1}
