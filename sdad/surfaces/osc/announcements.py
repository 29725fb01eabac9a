"""Events and states as messages.

A *fact* has happened once and is told once. A *state* may be overtaken by a newer one: it carries a ``key``, and of
all states with one key only the newest matters. A fact may *close* a key: what waits under it is out of date.

Numbers have an address each, apart from text, because TouchDesigner's channels take numbers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sdad.control.curves import Reach
from sdad.control.events import (
    ControlChanged,
    Event,
    LiveChanged,
    ModelUsed,
    Notice,
    PresetRecalled,
    RenderDone,
    RenderFailed,
    RenderProgress,
    RenderQueued,
    TrainingDone,
    TrainingFailed,
    TrainingProgress,
)
from sdad.control.naming import OSC_ROOT, osc_address, osc_natural_address, reach_of
from sdad.control.parameters import DESCRIPTORS, MISSION, control
from sdad.control.state import ControlState
from sdad.errors import Cancelled, SdadError
from sdad.surfaces.osc.packets import Message

NOT_MEASURED = -1.0
"""Stands for a position that could not be measured, such as the tension of noise."""

_RENDER, _TRAIN = f"{OSC_ROOT}/render", f"{OSC_ROOT}/train"

REPLIES: dict[str, str] = {
    f"{OSC_ROOT}/pong": "s version, s model, i ready",
    f"{OSC_ROOT}/admitted": "nothing; this machine may talk now",
    f"{OSC_ROOT}/error": "s code, s text, s the address that was refused, or else what it is about",
    f"{OSC_ROOT}/notice": "s code, s text, s what it is about; of what nobody asked for, which is told as an error too",
    f"{OSC_ROOT}/ack": "s address: what was asked there is done",
    f"{OSC_ROOT}/alias": "s yours, s sdad's, s both, in or out; empty where there is none",
    f"{OSC_ROOT}/subscribed": "i port",
    f"{OSC_ROOT}/unsubscribed": "i port",
    f"{OSC_ROOT}/model/used": "s model, s version",
    f"{OSC_ROOT}/blend/used": "s model, s other; an empty text where no other is blended in",
    f"{OSC_ROOT}/blend/saved": "s model, s version",
    f"{OSC_ROOT}/preset/recalled": "s preset",
    f"{OSC_ROOT}/preset/saved": "s preset",
    f"{OSC_ROOT}/preset/damaged": "s preset, s code, s text; after the list, for each in it that cannot be read",
    f"{OSC_ROOT}/preset/morphed": "s first, s second",
    f"{OSC_ROOT}/take/starred": "s render",
    f"{OSC_ROOT}/take/discarded": "s render",
    f"{OSC_ROOT}/take/fed": "s render",
    f"{_RENDER}/queued": "s render, f seconds until it is done",
    f"{_RENDER}/progress": "s render, f from 0 to 1",
    f"{_RENDER}/fraction": "f from 0 to 1 of the render that runs",
    f"{_RENDER}/waiting": "i renders that wait or run",
    f"{_RENDER}/busy": "i 1 while any does, else 0",
    f"{_RENDER}/finished": "i renders that were done since the start",
    f"{_RENDER}/done": "s render, s path, f seconds",
    f"{_RENDER}/measured": f"s render, {len(MISSION)} f positions; {NOT_MEASURED:g} could not be measured",
    **{f"{_RENDER}/measured/{row.id}": "f position of the newest render" for row in DESCRIPTORS},
    f"{_RENDER}/warning": "s render, s text",
    f"{_RENDER}/failed": "s render, s code, s text",
    f"{_TRAIN}/fraction": "f from 0 to 1 of the training that runs",
    f"{_TRAIN}/done": "s model, s version",
    f"{_TRAIN}/failed": "s dataset, s code, s text",
}
"""What sdad sends besides the addresses that it listens to."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message to send; ``key`` is set for a state, ``closes`` for a fact that ends one."""

    message: Message
    key: str | None = None
    closes: str | None = None


def fact(address: str, *arguments: object, closes: str | None = None) -> Announcement:
    """Returns something that is told once."""
    return Announcement(Message(address, arguments), closes=closes)


def state(address: str, *arguments: object, key: str | None = None) -> Announcement:
    """Returns something of which only the newest matters."""
    return Announcement(Message(address, arguments), key=key or address)


@lru_cache(maxsize=256)
def _switched(address: str, on: bool) -> Announcement:
    """Returns a switch as it stands; there are so few that none is ever made twice."""
    return state(address, on)


def error(refusal: SdadError, address: str) -> Announcement:
    """Returns the answer to a message that was refused."""
    return fact(f"{OSC_ROOT}/error", refusal.code, refusal.text, address)


def _faults(code: str, text: str, thing: str) -> list[Announcement]:
    """Returns what is told where patches listen for whatever goes wrong; what somebody has cancelled did not."""
    return [fact(f"{OSC_ROOT}/error", code, text, thing)] if code != Cancelled.code else []


def control_states(name: str, position: float | None, natural: float | None, locked: bool) -> list[Announcement]:
    """Returns how one control stands: its position and its natural value where it has them, auto and lock."""
    row = control(name)
    base = osc_address(row)
    told = []
    if position is not None:
        told.append(state(base, float(position)))
        if natural is not None:
            told.append(state(osc_natural_address(row), float(natural)))
    if row.is_descriptor:
        told.append(_switched(f"{base}/auto", position is None))
    told.append(_switched(f"{base}/lock", locked))
    return told


def controls_now(names: Iterable[str], controls: ControlState, reaches: Mapping[str, Reach]) -> list[Announcement]:
    """Returns how controls stand now, in natural values on the reach of the model in use."""
    told = []
    for name in names:
        row, setting = control(name), controls[name]
        at = setting.position
        natural = None if at is None else reach_of(row, reaches).natural(row.curve, at)
        told += control_states(name, at, natural, setting.locked)
    return told


def models_now(model: str, version: str, other: str | None) -> list[Announcement]:
    """Returns which model is in use, and which one is blended in."""
    return [fact(f"{OSC_ROOT}/model/used", model, version), fact(f"{OSC_ROOT}/blend/used", model, other or "")]


def training_now(training: Mapping[str, Any]) -> list[Announcement]:
    """Returns how the training goes, as the engine tells it on request."""
    stage = str(training.get("stage") or training.get("state") or "")
    return _training(stage, float(training.get("fraction") or 0.0), float(training.get("eta_s") or 0.0))


def live_now(on: bool) -> list[Announcement]:
    """Returns whether the performance lock is on."""
    return [state(f"{OSC_ROOT}/live", on)]


class RenderBoard:
    """Turns events into announcements, and counts the renders under way for clients that take numbers only."""

    def __init__(self) -> None:
        self._open: set[str] = set()
        self._finished = 0
        self._fraction = 0.0

    def now(self) -> list[Announcement]:
        """Returns how the renders stand."""
        return [state(f"{_RENDER}/fraction", self._fraction), *self._counts()]

    def announce(self, event: Event) -> list[Announcement]:
        """Returns what an event means on the wire; nothing for events that OSC does not tell."""
        match event:
            case ControlChanged(control=name, position=position, natural=natural, locked=locked):
                return control_states(name, position, natural, locked)
            case ModelUsed(model=model, version=version, other=other):
                return models_now(model, version, other)
            case PresetRecalled(preset=preset):
                return [fact(f"{OSC_ROOT}/preset/recalled", preset)]
            case RenderQueued(job=job, eta_s=eta_s):
                self._open.add(job)
                return [fact(f"{_RENDER}/queued", job, float(eta_s)), *self._counts()]
            case RenderProgress(job=job, fraction=fraction):
                # Renders that a restart has taken up again were never said to be queued.
                self._open.add(job)
                self._fraction = float(fraction)
                progress = state(f"{_RENDER}/progress", job, float(fraction), key=_progress_key(job))
                return [progress, *self.now()]
            case RenderDone():
                return self._done(event)
            case RenderFailed(job=job, code=code, text=text):
                self._open.discard(job)
                failed = fact(f"{_RENDER}/failed", job, code, text, closes=_progress_key(job))
                return [failed, *_faults(code, text, job), *self._counts()]
            case TrainingProgress(stage=stage, fraction=fraction, eta_s=eta_s):
                return _training(stage, float(fraction), float(eta_s))
            case TrainingDone(model=model, version=version):
                return [fact(f"{_TRAIN}/done", model, version, closes=f"{_TRAIN}/status")]
            case TrainingFailed(dataset=dataset, code=code, text=text):
                failed = fact(f"{_TRAIN}/failed", dataset, code, text, closes=f"{_TRAIN}/status")
                return [failed, *_faults(code, text, dataset)]
            case LiveChanged(on=on):
                return live_now(on)
            case Notice(code=code, text=text, thing=thing):
                return [fact(f"{OSC_ROOT}/notice", code, text, thing), *_faults(code, text, thing)]
        return []

    def _done(self, event: RenderDone) -> list[Announcement]:
        self._open.discard(event.job)
        self._finished += 1
        self._fraction = 1.0
        got = {row.id: _measured(event.got.get(row.id)) for row in DESCRIPTORS}
        return [
            fact(f"{_RENDER}/done", event.job, event.path, float(event.seconds), closes=_progress_key(event.job)),
            fact(f"{_RENDER}/measured", event.job, *(got[row.id] for row in MISSION)),
            *(state(f"{_RENDER}/measured/{name}", position) for name, position in got.items()),
            *(fact(f"{_RENDER}/warning", event.job, text) for text in event.warnings),
            *self.now(),
        ]

    def _counts(self) -> list[Announcement]:
        waiting = len(self._open)
        return [
            state(f"{_RENDER}/waiting", waiting),
            state(f"{_RENDER}/busy", waiting > 0),
            state(f"{_RENDER}/finished", self._finished),
        ]


def _training(stage: str, fraction: float, eta_s: float) -> list[Announcement]:
    return [state(f"{_TRAIN}/status", stage, fraction, eta_s), state(f"{_TRAIN}/fraction", fraction)]


def _progress_key(job: str) -> str:
    return f"{_RENDER}/progress {job}"


def _measured(position: float | None) -> float:
    """Returns a position as faders take it: what lies outside the model's reach is shown at its end."""
    return NOT_MEASURED if position is None else min(1.0, max(0.0, float(position)))
