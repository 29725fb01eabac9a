"""The MIDI part of one open page: which devices are heard, learning a knob, and the user's own mappings.

The daemon learns and keeps; all pages and the command line see one learning. Nothing here knows Gradio.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from sdad.control.parameters import CONTROLS, TABLE
from sdad.errors import MidiUnavailable
from sdad.surfaces.panel import words
from sdad.surfaces.panel.asking import Asking
from sdad.surfaces.panel.client import ApiClient

Json = dict[str, Any]

DEVICES_S = 3.0
"""How often devices and mappings are asked for; what is being learned is asked for at every refresh."""

_EACH = "CONTROL"
"""Stands in an action for any control."""
_COUNTED = " N"
"""Ends an action that takes a number; there are too many of these to choose from, so that they are typed."""


class Midi(Asking):
    """What one page shows of MIDI and asks for.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._asked = -DEVICES_S
        self._facts: Json = {}
        self._learned: Json = {"state": "idle"}
        self._waits = False

    def facts(self, api: ApiClient) -> dict[str, Json]:
        """Returns what to show, by the name of the place on the page."""
        try:
            learned = api.get("/api/midi/learn")
            if self._clock() - self._asked >= DEVICES_S:
                self._facts, self._asked = api.get("/api/midi"), self._clock()
        except MidiUnavailable as error:
            return self._shown(f"<p>{escape(error.text)}</p>", can_learn=False)
        if self._waits and learned["state"] == "idle":
            self.notice = "Learning was ended elsewhere, or nobody turned a knob. Press Learn again."
        self._learned, self._waits = learned, self._waits and learned["state"] == "watching"
        return self._shown(devices(self._facts), can_learn=bool(self._facts["available"]))

    def _shown(self, devices: str, *, can_learn: bool) -> dict[str, Json]:
        state, mappings = self._learned["state"], self._facts.get("mappings", [])
        return {
            "midi_devices": {"value": devices},
            "midi_targets": {"choices": targets(self._facts.get("actions", {}))},
            "midi_learn": {"interactive": can_learn},
            "midi_learning": {"value": words.failure(self.notice) + learning(self._learned)},
            "midi_keep": {"interactive": state == "heard"},
            "midi_drop": {"interactive": state != "idle"},
            # Nothing is chosen in a list that has changed: what was chosen may have gone.
            "midi_mappings": {"choices": mapped(mappings), "value": None, "visible": bool(mappings)},
            "midi_remove": {"visible": bool(mappings)},
        }

    def learn(self, api: ApiClient, to: str | None, is_wide: bool) -> None:
        """Watches for the knob that is turned now, for a control or an action; ``is_wide`` when it has 14 bits."""
        if not to:
            self.notice = "Choose first what the knob is for."
            return
        self._learn(api, {"to": to, "bits": 14 if is_wide else 7})

    def keep(self, api: ApiClient) -> None:
        """Keeps what was heard, as this page has shown it."""
        heard = self._learned
        if heard["state"] == "heard":
            self._change(api, "map", {"port": heard["port"], "entry": heard["entry"]})

    def drop(self, api: ApiClient) -> None:
        """Ends the learning and keeps nothing."""
        self._learn(api, {"to": None})

    def remove(self, api: ApiClient, mapping: str | None) -> None:
        """Takes away a mapping that was chosen from those of :func:`mapped`."""
        if not mapping:
            self.notice = "Choose first which mapping to remove."
            return
        file, _, to = mapping.partition("/")
        self._change(api, "unmap", {"port": file, "to": to})

    def _learn(self, api: ApiClient, body: Json) -> None:
        learned = self.ask(lambda: api.post("/api/midi/learn", body))
        if learned is not None:
            self._learned, self._waits = learned, learned["state"] == "watching"

    def _change(self, api: ApiClient, what: str, body: Json) -> None:
        self._asked = -DEVICES_S
        self.ask(lambda: api.post(f"/api/midi/{what}", body))


def targets(actions: dict[str, str]) -> list[tuple[str, str]]:
    """Returns what a knob or a button can be for, as (label, value): the controls, then what buttons do."""
    plain = {name: does for name, does in actions.items() if _EACH not in name and not name.endswith(_COUNTED)}
    return [
        *((row.label, row.id) for row in TABLE),
        *((f"{name}: {does}", name) for name, does in plain.items()),
        *((each, each) for name in actions if _EACH in name for each in (name.replace(_EACH, row.id) for row in TABLE)),
    ]


def mapped(mappings: list[Json]) -> list[tuple[str, str]]:
    """Returns the user's mappings as (label, value), one for each target of each file; Gradio escapes the labels."""
    found: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for mapping in mappings:
        for entry, text in zip(mapping["map"], mapping["texts"], strict=True):
            place = f"{mapping['file']}/{entry['to']}"
            found.setdefault(place, []).append(text)
            labels[place] = f"{_name(entry['to'])}: {' or '.join(found[place])} of {', '.join(mapping['ports'])}"
    return [(label, place) for place, label in labels.items()]


def devices(facts: Json) -> str:
    """Returns the table of ports and what each is mapped by, and the faults of mapping files."""
    faults = "".join(words.failure(fault["text"]) for fault in facts["faults"])
    if not facts["available"]:
        return f"<p>{escape(MidiUnavailable(str(facts['reason'])).text)}</p>{faults}"
    rows = "".join(
        f'<tr><th scope="row">{escape(port)}</th><td>{escape(", then ".join(by))}</td></tr>'
        for port, by in facts["mapped_by"].items()
    )
    head = '<thead><tr><th scope="col">Device</th><th scope="col">Mapped by</th></tr></thead>'
    return f'<table class="plain">{head}<tbody>{rows}</tbody></table>{faults}'


def learning(learned: Json) -> str:
    """Returns what to turn or press, or what was heard."""
    if learned["state"] == "watching":
        to = learned["to"]
        what = "Turn the knob, slowly to the left," if to in CONTROLS else "Press the button"
        return f"<p>{what} for {escape(_name(to))}.</p>"
    if learned["state"] == "heard":
        return f"<p>Heard {escape(learned['text'])} Keep it for {escape(_name(learned['to']))}?</p>"
    return ""


def _name(to: str) -> str:
    return CONTROLS[to].label if to in CONTROLS else to
