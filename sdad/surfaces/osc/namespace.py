"""Every address that sdad answers to. The control addresses are derived from THE TABLE, the rest are written here."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sdad.control.commands import (
    EFFORTS,
    CancelRender,
    ClearRenders,
    JudgeTake,
    LoadModel,
    MoveRender,
    Panic,
    PauseRenders,
    RecallPreset,
    Render,
    SavePreset,
    SetLive,
    StartTraining,
    StopTraining,
    UnloadModel,
    UseModel,
)
from sdad.control.naming import OSC_ROOT, natural_text, osc_address, osc_natural_address
from sdad.control.parameters import CONTROLS, MISSION, TABLE, Control, control
from sdad.errors import ControlClipped, ControlOutOfRange, MalformedMessage, UnknownAddress
from sdad.surfaces.osc import arguments
from sdad.surfaces.osc.mixtures import blend, kept_blend, morph, preset
from sdad.surfaces.osc.patterns import is_pattern, matches
from sdad.surfaces.osc.requests import (
    Ask,
    Aspect,
    Move,
    Request,
    StepPreset,
    Subscribe,
    Tell,
    TellControls,
    Unsubscribe,
)

Arguments = tuple[object, ...]
Reader = Callable[[Arguments], tuple[Request, ...]]

MAX_TAKES = 64
_PORTS = (1, 65535)
_LONGEST = 100
_SECONDS = CONTROLS["duration"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address: what it takes, in words; what it does; and how its arguments become requests.

    ``read`` raises a ControlError or a MalformedMessage where the arguments are not what the address takes.
    """

    address: str
    takes: str
    help: str
    read: Reader


def is_known(address: str) -> bool:
    """Returns whether an address is one of sdad's, or may mean some of them."""
    return address in ENDPOINTS or is_pattern(address)


def resolve(address: str) -> tuple[Endpoint, ...]:
    """Returns the endpoints that an address, or a pattern over the control addresses, means.

    Raises:
        UnknownAddress: there is none; the error suggests the nearest.
        MalformedMessage: the pattern is malformed.
    """
    exact = ENDPOINTS.get(address)
    if exact is not None:
        return (exact,)
    if is_pattern(address):
        found = tuple(endpoint for each, endpoint in _CONTROL_ENDPOINTS.items() if matches(address, each))
        if found:
            return found
    raise UnknownAddress(address, _near(address))


@lru_cache(maxsize=256)
def _near(address: str) -> tuple[str, ...]:
    """Returns the nearest address, if any: what is misspelt in a patch is sent hundreds of times a second."""
    return tuple(difflib.get_close_matches(address.lower()[:_LONGEST], ENDPOINTS, n=1, cutoff=0.5))


def read(address: str, given: Arguments) -> tuple[Request, ...]:
    """Returns what a message asks for, over all the endpoints that its address means.

    Raises:
        UnknownAddress: nothing listens there.
        MalformedMessage: the arguments are not what the address takes, or its pattern is malformed.
        ControlError: a value is not finite or out of range where it is not clipped.
    """
    return tuple(request for endpoint in resolve(address) for request in endpoint.read(given))


# -- controls ---------------------------------------------------------------------------------------------------


def _of_control(row: Control) -> Iterator[Endpoint]:
    base, natural = osc_address(row), osc_natural_address(row)
    tell = (TellControls((row.id,)),)

    def position(given: Arguments) -> tuple[Request, ...]:
        if not given:
            return tell
        if given[0] == "auto" and row.is_descriptor:
            return (Move(row.id, Aspect.POSITION, None),)
        allowed = 'send a number from 0 to 1, or "auto"' if row.is_descriptor else "send a number from 0 to 1"
        value = arguments.number(base, _only(base, given, allowed), allowed)
        held = min(1.0, max(0.0, value))
        notice = None if held == value else ControlClipped(base, value, 0.0, 1.0)
        return (Move(row.id, Aspect.POSITION, held, notice),)

    def in_its_unit(given: Arguments) -> tuple[Request, ...]:
        if not given:
            return tell
        value = arguments.number(natural, _only(natural, given, f"send a number in {row.unit}"))
        held = min(row.maximum, max(row.minimum, value))
        notice = None if held == value else ControlClipped(natural, value, row.minimum, row.maximum, row.unit)
        return (Move(row.id, Aspect.NATURAL, held, notice),)

    def automatic(given: Arguments) -> tuple[Request, ...]:
        address = f"{base}/auto"
        if not given:
            return tell
        if arguments.switch(address, _only(address, given, "send 1 for on or 0 for off")):
            return (Move(row.id, Aspect.POSITION, None),)
        return (Move(row.id, Aspect.HELD, None),)

    def lock(given: Arguments) -> tuple[Request, ...]:
        address = f"{base}/lock"
        if not given:
            return tell
        locked = arguments.switch(address, _only(address, given, "send 1 for on or 0 for off"))
        return (Move(row.id, Aspect.LOCK, float(locked)),)

    def delta(given: Arguments) -> tuple[Request, ...]:
        address = f"{base}/delta"
        difference = arguments.number(address, _only(address, given, "send a difference from -1 to 1"))
        return (Move(row.id, Aspect.DELTA, min(1.0, max(-1.0, difference))),)

    low, high = (natural_text(row, value) for value in (row.minimum, row.maximum))
    yield Endpoint(base, "f from 0 to 1, or nothing", f"{row.help} Nothing asks how it stands.", position)
    yield Endpoint(natural, f"f from {low} to {high}, or nothing", f"{row.label} in {row.unit}.", in_its_unit)
    if row.is_descriptor:
        yield Endpoint(f"{base}/auto", "i", f"Leave {row.label} to the model (1), or hold it (0).", automatic)
    yield Endpoint(f"{base}/lock", "i", f"Keep dice and morph away from {row.label} (1), or not (0).", lock)
    yield Endpoint(f"{base}/delta", "f from -1 to 1", f"Move {row.label} by a difference.", delta)


def _first_eight(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/controls"
    if not given:
        return (TellControls(tuple(row.id for row in MISSION)),)
    if len(given) != len(MISSION):
        names = ", ".join(row.id for row in MISSION)
        raise MalformedMessage(address, f"it was given {len(given)} values", f"send {len(MISSION)}: {names}")
    by_row = zip(MISSION, given, strict=True)
    return tuple(request for row, value in by_row for request in ENDPOINTS[osc_address(row)].read((value,)))


def _get(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/get"
    name = arguments.text(address, _only(address, given, "send the name of a control"), "send the name of a control")
    if name in CONTROLS:
        return (TellControls((name,)),)
    if name.startswith("/") and name != address:
        return read(name, ())
    special = {"model": Tell.MODEL, "models": Tell.MODELS, "presets": Tell.PRESETS, "live": Tell.LIVE}
    return (special[name],) if name in special else (TellControls((control(name).id,)),)


# -- everything else --------------------------------------------------------------------------------------------


def _render(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/render"
    if len(given) > 3:
        raise MalformedMessage(address, f"it was given {len(given)} values", "send takes, seconds and loop, or less")
    takes = arguments.whole(address, given[0], 0, MAX_TAKES) if given else 1
    if takes == 0:  # a button's release
        return ()
    seconds = arguments.number(address, given[1], "send the seconds as a number") if len(given) > 1 else None
    if seconds is not None and not _SECONDS.minimum <= seconds <= _SECONDS.maximum:
        raise ControlOutOfRange(address, seconds, _SECONDS.minimum, _SECONDS.maximum, "s")
    loop = len(given) > 2 and arguments.switch(address, given[2])
    return (Ask(Render(takes=takes, seconds=seconds, loop=loop)),)


def _recall(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/preset/recall"
    return (
        Ask(RecallPreset(preset=preset(address, _only(address, given, "send the name of a preset or its number")))),
    )


def _cancel(given: Arguments) -> tuple[Request, ...]:
    return (Ask(CancelRender(job=_optional_name(f"{OSC_ROOT}/render/cancel", given, "a render"))),)


def _judge(verdict: Literal["star", "discard", "feed"]) -> Reader:
    def read_judgement(given: Arguments) -> tuple[Request, ...]:
        return (Ask(JudgeTake(verdict=verdict, render=_optional_name(f"{OSC_ROOT}/take/{verdict}", given, "a take"))),)

    return read_judgement


def _train(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/train/start"
    if not 1 <= len(given) <= 2:
        raise MalformedMessage(address, f"it was given {len(given)} values", "send the name of a dataset")
    dataset = arguments.text(address, given[0], "send the name of a dataset")
    if len(given) == 1:
        return (Ask(StartTraining(dataset=dataset)),)
    for effort in EFFORTS:
        if given[1] == effort:
            return (Ask(StartTraining(dataset=dataset, effort=effort)),)
    raise MalformedMessage(address, "its effort is not known", f"send one of {', '.join(EFFORTS)}")


def _live(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/live"
    if not given:
        return (Tell.LIVE,)
    return (Ask(SetLive(on=arguments.switch(address, _only(address, given, "send 1 for on or 0 for off")))),)


def _pause(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/queue/pause"
    return (Ask(PauseRenders(on=arguments.switch(address, _only(address, given, "send 1 to wait or 0 to go on")))),)


def _auth(given: Arguments) -> tuple[Request, ...]:
    # Whether the token is the right one has been looked at before anything else is read; here all have been let in.
    address, expected = f"{OSC_ROOT}/auth", "send what is in state/token"
    arguments.text(address, _only(address, given, expected), expected)
    return (Tell.ADMITTED,)


def _port(address: str, given: Arguments) -> int | None:
    return arguments.whole(address, _only(address, given, "send a port number"), *_PORTS) if given else None


def _simply(request: Request) -> Reader:
    """Returns a reader for an address that takes nothing; a button's 1 is let pass, its 0 on release does nothing."""
    return lambda given: () if given == (0,) else (request,)


def _question(request: Request) -> Reader:
    """Returns a reader for an address that also carries the answer: an answer that comes back asks nothing."""
    return lambda given: (request,) if given in ((), (1,)) else ()


def _named(address: str, thing: str, request: Callable[[str], Request]) -> Reader:
    expected = f"send the name of {thing}"
    return lambda given: (request(arguments.text(address, _only(address, given, expected), expected)),)


def _optional_name(address: str, given: Arguments, thing: str) -> str | None:
    expected = f"send the id of {thing}, or nothing for the newest"
    return arguments.text(address, _only(address, given, expected), expected) if given else None


def _only(address: str, given: Arguments, expected: str) -> object:
    if len(given) != 1:
        raise MalformedMessage(address, f"it was given {len(given) or 'no'} values", expected)
    return given[0]


def _others() -> Iterator[Endpoint]:
    def at(leaf: str, takes: str, help: str, read: Reader) -> Endpoint:
        return Endpoint(f"{OSC_ROOT}/{leaf}", takes, help, read)

    def named(leaf: str, thing: str, help: str, request: Callable[[str], Request]) -> Endpoint:
        return at(leaf, f"s, the name of {thing}", help, _named(f"{OSC_ROOT}/{leaf}", thing, request))

    def plain(leaf: str, help: str, request: Request) -> Endpoint:
        return at(leaf, "nothing", help, _simply(request))

    def question(leaf: str, help: str, request: Request) -> Endpoint:
        return at(leaf, "nothing", help, _question(request))

    sub, unsub = f"{OSC_ROOT}/subscribe", f"{OSC_ROOT}/unsubscribe"
    yield plain("ping", "Answers /sdad/pong.", Tell.PONG)
    yield at("auth", "s, the token", "Let this machine in, when it is another one than sdad's.", _auth)
    yield at(
        "subscribe", "i, a port, or nothing", "Send all changes to this port.", lambda g: (Subscribe(_port(sub, g)),)
    )
    yield at("unsubscribe", "i, a port, or nothing", "Stop sending there.", lambda g: (Unsubscribe(_port(unsub, g)),))
    yield at("get", "s, the name of a control or an address", "Tell how it stands.", _get)
    yield plain("get_all", "Tell how everything stands.", Tell.EVERYTHING)
    yield at("controls", f"{len(MISSION)} f, or nothing", "Set the first eight controls at once.", _first_eight)
    yield named("model/use", "a model", "Choose the model that plays.", lambda name: Ask(UseModel(model=name)))
    yield named("model/load", "a model", "Hold a model ready.", lambda name: Ask(LoadModel(model=name)))
    yield named("model/unload", "a model", "Give a model's memory back.", lambda name: Ask(UnloadModel(model=name)))
    yield question("model/list", "Tell the names of all models.", Tell.MODELS)
    yield at("blend", "s model, s other, f or less", "Play two models together, f (0 to 1) of the other.", blend)
    yield at("blend/save", "s name, s model, s other, f", "Keep a blend as a model of its own.", kept_blend)
    yield at("preset/recall", "s or i", "Set all controls as a preset says.", _recall)
    yield named("preset/save", "a preset", "Keep all controls as they are.", lambda name: Ask(SavePreset(preset=name)))
    yield question("preset/list", "Tell the names of all presets.", Tell.PRESETS)
    yield plain("preset/next", "Recall the next preset.", StepPreset(1))
    yield plain("preset/prev", "Recall the preset before.", StepPreset(-1))
    yield at("preset/morph", "s or i, s or i, f or less", "Put Morph between two presets, at f (0 to 1).", morph)
    yield at("render", "i takes, f seconds, i loop, or less", "Render with the controls as they stand.", _render)
    yield at("render/cancel", "s, a render, or nothing", "Cancel a render; nothing means the newest.", _cancel)
    yield at("queue/pause", "i", "Let renders wait (1) or go on (0).", _pause)
    yield plain("queue/clear", "Cancel every render that waits.", Ask(ClearRenders()))
    yield named("queue/first", "a render", "Let a render that waits go next.", lambda job: Ask(MoveRender(job=job)))
    yield plain("panic", "Cancel every render that waits or runs.", Ask(Panic()))
    yield at("take/star", "s, a take, or nothing", "Keep a take in mind.", _judge("star"))
    yield at("take/discard", "s, a take, or nothing", "Put a take aside.", _judge("discard"))
    yield at("take/feed", "s, a take, or nothing", "Put a take among the recordings of its dataset.", _judge("feed"))
    yield at("train/start", "s dataset, s effort or less", "Train a dataset into the model of its name.", _train)
    yield plain("train/stop", "Stop the training that runs.", Ask(StopTraining()))
    yield question("train/status", "Tell how the training goes.", Tell.TRAINING)
    yield at("live", "i, or nothing", "Turn the performance lock on (1) or off (0).", _live)


_CONTROL_ENDPOINTS: dict[str, Endpoint] = {each.address: each for row in TABLE for each in _of_control(row)}

ENDPOINTS: dict[str, Endpoint] = {**{each.address: each for each in _others()}, **_CONTROL_ENDPOINTS}
"""All addresses that sdad answers to."""
