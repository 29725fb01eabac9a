"""The user's own addresses: in force at once, in or out, by hand or by message."""

from __future__ import annotations

import pytest

from sdad.control.aliases import Alias
from sdad.errors import NotFound, UnknownAddress
from sdad.library.aliases import AliasFile
from sdad.surfaces.osc.aliases import Aliases, Book
from sdad.surfaces.osc.announcements import fact, state
from sdad.surfaces.osc.packets import Message
from sdad.surfaces.osc.requests import RemoveAlias, SetAlias
from sdad.surfaces.osc.server import OscSurface

BRIGHTNESS = "/sdad/control/brightness"
FADER = Alias(address="/1/fader1", to=BRIGHTNESS, low=0, high=127)
HEAD = "format = 1\n"


def line(address, to=BRIGHTNESS, **more):
    rest = "".join(f'{key} = "{value}"\n' for key, value in more.items())
    return f'[[alias]]\naddress = "{address}"\nto = "{to}"\n{rest}'


@pytest.fixture
def file(tmp_path):
    return AliasFile(tmp_path / "aliases.toml")


@pytest.fixture
def surface(engine, file):
    surface = OscSurface(engine, "127.0.0.1", 0, aliases=file, notice=lambda error: engine.notices.append(error))
    engine.notices = []
    surface.start()
    yield surface
    surface.stop()


def test_a_message_to_an_alias_is_one_to_what_it_stands_for():
    book = Book([FADER])
    assert book.heard(Message("/1/fader1", (127,))) == Message(BRIGHTNESS, (1.0,))
    assert book.heard(Message("/1/fader2", (127,))) == Message("/1/fader2", (127,))


def test_what_is_told_is_told_again_at_every_alias_that_tells():
    out = Alias(address="/out", to=BRIGHTNESS, direction="out")
    inward = Alias(address="/in", to=BRIGHTNESS, direction="in")
    told = Book([FADER, out, inward]).told([state(BRIGHTNESS, 0.5), fact("/sdad/pong")])
    assert [(each.message.address, each.message.arguments) for each in told] == [
        (BRIGHTNESS, (0.5,)),
        ("/sdad/pong", ()),
        ("/1/fader1", (63.5,)),
        ("/out", (0.5,)),
    ]
    assert len({each.key for each in told if each.key}) == 3


def test_an_alias_that_only_tells_hears_nothing():
    book = Book([Alias(address="/done", to="/sdad/render/done", direction="out"), FADER])
    assert book.is_answer("/done") and book.is_answer("/sdad/render/done")
    assert not book.is_answer("/1/fader1") and not book.is_answer("/nothing")


def test_a_list_that_is_edited_is_in_force_at_once(surface, client, engine, file, waiting):
    file.path.write_text(HEAD + line("/one"))
    waiting(lambda: "/one" in surface.aliases.book.by_address, "the list is read")
    client.send("/one", 0.25)
    waiting(lambda: engine.controls["brightness"].position == 0.25, "the control moves")
    file.path.write_text(HEAD + line("/two"))
    waiting(lambda: "/two" in surface.aliases.book.by_address, "the list is read again")
    client.send("/one", 0.5)
    assert client.wait_for("/sdad/error")[0] == "surface.unknown_address"
    file.path.unlink()
    waiting(lambda: not surface.aliases.book.aliases, "the list is gone")


def test_a_list_that_cannot_be_read_is_said_and_the_one_before_stays(surface, client, engine, file, waiting):
    file.path.write_text(HEAD + line("/one"))
    waiting(lambda: surface.aliases.book.aliases, "the list is read")
    file.path.write_text(HEAD + line("/one", direction="sideways"))
    waiting(lambda: engine.notices, "a notice")
    assert "aliases.toml" in engine.notices[0].text and "/one" in surface.aliases.book.by_address
    client.send("/sdad/alias/set", "/new", BRIGHTNESS)
    assert client.wait_for("/sdad/error")[0] == "library.corrupt"
    assert "sideways" in file.path.read_text()


def test_one_wrong_line_costs_only_itself(surface, engine, file, waiting):
    file.path.write_text(HEAD + line("/one") + line("/two", to="/sdad/control/brigtness"))
    waiting(lambda: engine.notices, "a notice")
    assert 'Did you mean "/sdad/control/brightness"?' in engine.notices[0].text
    assert list(surface.aliases.book.by_address) == ["/one"]


def test_an_alias_is_set_told_listed_and_removed_by_messages(client, engine, file, waiting):
    client.send("/sdad/alias/set", "/1/fader1", BRIGHTNESS, "both", 0, 127.0)
    assert client.wait_for("/sdad/alias") == ("/1/fader1", BRIGHTNESS, "both")
    assert file.load() == (FADER,)
    client.send("/1/fader1", 127)
    waiting(lambda: engine.controls["brightness"].position == 1.0, "the control moves")
    client.send("/1/fader1")
    assert client.wait_for("/1/fader1") == (127.0,)
    client.send("/sdad/alias/list")
    assert client.wait_for("/sdad/alias") == ("/1/fader1", BRIGHTNESS, "both")
    client.send("/sdad/alias/remove", "/1/fader1")
    assert client.wait_for("/sdad/ack") == ("/sdad/alias/remove",)
    assert file.load() == ()
    client.send("/sdad/alias/list")
    assert client.wait_for("/sdad/alias") == ("", "", "")


def test_subscribers_hear_at_the_alias_too(client, new_client, file, waiting, surface):
    file.path.write_text(HEAD + line("/lamp", direction="out"))
    waiting(lambda: surface.aliases.book.aliases, "the list is read")
    listener = new_client()
    listener.send("/sdad/subscribe")
    listener.wait_for("/sdad/subscribed")
    client.send(BRIGHTNESS, 0.75)
    assert listener.wait_for("/lamp") == (0.75,)
    client.send("/lamp", 0.1)
    client.send("/sdad/ping")
    assert client.wait_for("/sdad/pong")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("/a", "/sdad/control/brightnes"), "surface.unknown_address"),
        (("/a", "/sdad/render/done"), "surface.unknown_address"),
        (("/a",), "surface.malformed"),
        (("/sdad/a", BRIGHTNESS), "surface.malformed"),
        (("/a", BRIGHTNESS, "sideways"), "surface.malformed"),
        (("/a", BRIGHTNESS, "in", 1), "surface.malformed"),
    ],
)
def test_what_makes_no_sense_is_refused_by_message(client, file, given, code):
    client.send("/sdad/alias/set", *given)
    assert client.wait_for("/sdad/error")[0] == code
    assert not file.path.exists()


def test_without_a_place_to_keep_them_they_last_as_long_as_the_surface(waiting):
    aliases, settled = Aliases(), []
    aliases.start()
    aliases.change(SetAlias(FADER), settled.append)
    aliases.change(RemoveAlias("/nobody"), settled.append)
    aliases.change(SetAlias(Alias(address="/x", to="/sdad/nothing")), settled.append)
    waiting(lambda: len(settled) == 3, "all is settled")
    aliases.stop()
    assert settled[0] is None and isinstance(settled[1], NotFound) and isinstance(settled[2], UnknownAddress)
    assert aliases.book.aliases == (FADER,)


def test_a_burst_at_an_alias_of_a_command_is_heard_whole(surface, client, engine, waiting):
    client.send("/sdad/alias/set", "/go", "/sdad/render")
    client.wait_for("/sdad/alias")
    for _ in range(5):
        client.send("/go", 1)
    waiting(lambda: len(engine.job_records) == 5, "five renders")
