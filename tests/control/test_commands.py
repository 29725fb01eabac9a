"""Commands and events are plain facts: frozen, comparable, and understood by every surface that can send them."""

import dataclasses
import inspect
import re
from pathlib import Path

import pytest

from sdad.control import commands, events

SURFACES = Path(__file__).parents[2] / "sdad" / "surfaces"


def kinds(module, base):
    return [
        kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, base) and kind is not base
    ]


COMMANDS = kinds(commands, commands.Command)
EVENTS = kinds(events, events.Event)

NOT_BY_HTTP: dict[str, str] = {}
NOT_BY_OSC = {
    "FolderChanged": "whoever adds recordings is no patch",
    "RenderAgain": "a patch has the file already",
    "RollBack": "whoever goes back to an older version looks at a list of them first",
}


def written(surface):
    return "".join(file.read_text("utf-8") for file in sorted((SURFACES / surface).glob("*.py")))


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(("surface", "waived"), [("http", NOT_BY_HTTP), ("osc", NOT_BY_OSC)])
def test_every_command_can_be_sent_by_http_and_osc_or_it_is_said_why_not(kind, surface, waived):
    assert bool(re.search(rf"\b{kind.__name__}[()]", written(surface))) != (kind.__name__ in waived)


@pytest.mark.parametrize("kind", [*COMMANDS, *EVENTS], ids=lambda kind: kind.__name__)
def test_facts_cannot_be_changed_and_are_made_by_naming_their_parts(kind):
    assert kind.__dataclass_params__.frozen
    assert all(field.kw_only for field in dataclasses.fields(kind))


def test_a_render_as_the_controls_stand_needs_no_words():
    order = commands.Render()
    assert (order.model, order.take, order.takes, order.positions) == (None, None, 1, {})


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_every_event_is_told_over_osc_or_it_is_said_why_not(kind):
    assert (kind.__name__ in written("osc")) != (kind.__name__ in {"LibraryChanged"})
