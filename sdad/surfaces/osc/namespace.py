"""Every address that sdad answers to. The control addresses are derived from THE TABLE, the rest are written here."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

from pydantic import ValidationError

from sdad.control.aliases import DIRECTIONS, Alias
from sdad.control.commands import (
    EFFORTS,
    MOST_TAKES_BY_HAND,
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
from sdad.control.naming import OSC_ROOT
from sdad.control.parameters import CONTROLS, MISSION, control
from sdad.errors import MalformedMessage, UnknownAddress
from sdad.surfaces.osc import arguments
from sdad.surfaces.osc.control_endpoints import CONTROL_ENDPOINTS, first_eight
from sdad.surfaces.osc.endpoints import (
    DATASET,
    MODEL,
    PRESET,
    SHARE,
    SWITCH,
    TEXT,
    Argument,
    Arguments,
    Endpoint,
    Reader,
    named,
    only,
    optionally_named,
    question,
    simply,
)
from sdad.surfaces.osc.mixtures import blend, kept_blend, morph, preset
from sdad.surfaces.osc.patterns import is_pattern, matches
from sdad.surfaces.osc.requests import (
    Ask,
    RemoveAlias,
    Request,
    SetAlias,
    StepPreset,
    Subscribe,
    Tell,
    TellControls,
    Unsubscribe,
)

_PORTS = (1, 65535)
_LONGEST = 100
_SECONDS = CONTROLS["duration"]


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
        found = tuple(endpoint for each, endpoint in CONTROL_ENDPOINTS.items() if matches(address, each))
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


def _get(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/get"
    name = arguments.text(address, only(address, given, "send the name of a control"), "send the name of a control")
    if name in CONTROLS:
        return (TellControls((name,)),)
    if name.startswith("/") and name != address:
        asked = read(name, ())
        if not all(isinstance(each, Tell | TellControls) for each in asked):
            raise MalformedMessage(address, f"{name[:_LONGEST]} does something", "name a control, or what can be asked")
        return asked
    special = {"model": Tell.MODEL, "models": Tell.MODELS, "presets": Tell.PRESETS, "live": Tell.LIVE}
    return (special[name],) if name in special else (TellControls((control(name).id,)),)


# -- everything else --------------------------------------------------------------------------------------------


def _render(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/render"
    if len(given) > 3:
        raise MalformedMessage(address, f"it was given {len(given)} values", "send takes, seconds and loop, or less")
    asked = round(arguments.number(address, given[0], "send a whole number of takes")) if given else 1
    if asked == 0:  # a button's release
        return ()
    takes, notice = arguments.held(f"{address} takes", asked, 1, MOST_TAKES_BY_HAND)
    seconds = None
    if len(given) > 1:
        seconds = arguments.number(address, given[1], "send the seconds as a number")
        seconds, too = arguments.held(f"{address} seconds", seconds, _SECONDS.minimum, _SECONDS.maximum, "s")
        notice = notice or too
    loop = len(given) > 2 and arguments.switch(address, given[2])
    return (Ask(Render(takes=int(takes), seconds=seconds, loop=loop), notice),)


def _recall(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/preset/recall"
    return (Ask(RecallPreset(preset=preset(address, only(address, given, "send the name of a preset or its number")))),)


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
    return (Ask(SetLive(on=arguments.switch(address, only(address, given, "send 1 for on or 0 for off")))),)


def _pause(given: Arguments) -> tuple[Request, ...]:
    address = f"{OSC_ROOT}/queue/pause"
    return (Ask(PauseRenders(on=arguments.switch(address, only(address, given, "send 1 to wait or 0 to go on")))),)


def _auth(given: Arguments) -> tuple[Request, ...]:
    # Whether the token is the right one has been looked at before anything else is read; here all have been let in.
    address, expected = f"{OSC_ROOT}/auth", "send what is in state/token"
    arguments.text(address, only(address, given, expected), expected)
    return (Tell.ADMITTED,)


def _set_alias(given: Arguments) -> tuple[Request, ...]:
    address, expected = f"{OSC_ROOT}/alias/set", "send your address, sdad's, and both, in or out if you like"
    if not 2 <= len(given) <= 5:
        raise MalformedMessage(address, f"it was given {len(given) or 'no'} values", expected)
    words = [arguments.text(address, each, expected) for each in given[:3]]
    ends = [arguments.number(address, each) for each in given[3:]]
    facts = dict(zip(("address", "to", "direction", "low", "high"), (*words, *ends), strict=False))
    try:
        return (SetAlias(Alias.model_validate(facts)),)
    except ValidationError as error:
        raise MalformedMessage(address, error.errors()[0]["msg"].removeprefix("Value error, "), expected) from None


def _port(address: str, given: Arguments) -> int | None:
    return arguments.whole(address, only(address, given, "send a port number"), *_PORTS) if given else None


def _others() -> Iterator[Endpoint]:
    def at(leaf: str, takes: str, help: str, read: Reader, *kinds: Argument, reads: bool = False) -> Endpoint:
        return Endpoint(f"{OSC_ROOT}/{leaf}", takes, help, read, kinds, reads=reads)

    def one(leaf: str, thing: str, help: str, request: Callable[[str], Request], kind: Argument = TEXT) -> Endpoint:
        return at(leaf, f"s, the name of {thing}", help, named(f"{OSC_ROOT}/{leaf}", thing, request), kind)

    def plain(leaf: str, help: str, request: Request) -> Endpoint:
        return at(leaf, "nothing", help, simply(request))

    def asked(leaf: str, help: str, request: Request) -> Endpoint:
        return at(leaf, "nothing", help, question(request))

    def judged(verdict: Literal["star", "discard", "feed"], help: str) -> Endpoint:
        judge = optionally_named(
            f"{OSC_ROOT}/take/{verdict}", "a take", lambda take: Ask(JudgeTake(verdict=verdict, render=take))
        )
        return at(f"take/{verdict}", "s, a take, or nothing", help, judge, TEXT)

    sub, unsub = f"{OSC_ROOT}/subscribe", f"{OSC_ROOT}/unsubscribe"
    port, takes = Argument("i", *_PORTS), Argument("i", 1, MOST_TAKES_BY_HAND, clips=True)
    seconds = Argument("f", _SECONDS.minimum, _SECONDS.maximum, "s", clips=True)
    yield plain("ping", "Answers /sdad/pong.", Tell.PONG)
    yield at("auth", "s, the token", "Let this machine in, when it is another one than sdad's.", _auth, TEXT)
    to_port = "i, a port, or nothing"
    yield at("subscribe", to_port, "Send all changes to this port.", lambda g: (Subscribe(_port(sub, g)),), port)
    yield at("unsubscribe", to_port, "Stop sending there.", lambda g: (Unsubscribe(_port(unsub, g)),), port)
    yield asked("namespace", "Tell all of these addresses, one in each message.", Tell.NAMESPACE)
    yield at("get", "s, the name of a control or an address", "Tell how it stands.", _get, TEXT)
    yield plain("get_all", "Tell how everything stands.", Tell.EVERYTHING)
    eight = [SHARE] * len(MISSION)
    yield at("controls", f"{len(MISSION)} f, or nothing", "Set the first eight controls at once.", first_eight, *eight)
    yield one("model/use", "a model", "Choose the model that plays.", lambda name: Ask(UseModel(model=name)), MODEL)
    yield one("model/load", "a model", "Hold a model ready.", lambda name: Ask(LoadModel(model=name)), MODEL)
    unload = "Give a model's memory back."
    yield one("model/unload", "a model", unload, lambda name: Ask(UnloadModel(model=name)), MODEL)
    yield asked("model/list", "Tell the names of all models.", Tell.MODELS)
    mixed = (MODEL, MODEL, SHARE)
    yield at(
        "blend", "s model, s other, f or less", "Play two models together, f (0 to 1) of the other.", blend, *mixed
    )
    keep = "Keep a blend as a model of its own."
    yield at("blend/save", "s name, s model, s other, f", keep, kept_blend, TEXT, *mixed)
    yield at("preset/recall", "s or i", "Set all controls as a preset says.", _recall, PRESET)
    save = "Keep all controls as they are."
    yield one("preset/save", "a preset", save, lambda name: Ask(SavePreset(preset=name)))
    yield asked("preset/list", "Tell the names of all presets.", Tell.PRESETS)
    yield plain("preset/next", "Recall the next preset.", StepPreset(1))
    yield plain("preset/prev", "Recall the preset before.", StepPreset(-1))
    between, two = "Put Morph between two presets, at f (0 to 1).", "s or i, s or i, f or less"
    yield at("preset/morph", two, between, morph, PRESET, PRESET, SHARE)
    as_they_stand, three = "Render with the controls as they stand.", "i takes, f seconds, i loop, or less"
    yield at("render", three, as_they_stand, _render, takes, seconds, SWITCH)
    cancel = optionally_named(f"{OSC_ROOT}/render/cancel", "a render", lambda job: Ask(CancelRender(job=job)))
    yield at("render/cancel", "s, a render, or nothing", "Cancel a render; nothing means the newest.", cancel, TEXT)
    yield at("queue/pause", "i", "Let renders wait (1) or go on (0).", _pause, SWITCH)
    yield plain("queue/clear", "Cancel every render that waits.", Ask(ClearRenders()))
    yield one("queue/first", "a render", "Let a render that waits go next.", lambda job: Ask(MoveRender(job=job)))
    yield plain("panic", "Cancel every render that waits or runs.", Ask(Panic()))
    yield judged("star", "Keep a take in mind.")
    yield judged("discard", "Put a take aside.")
    yield judged("feed", "Put a take among the recordings of its dataset.")
    train, effort = "Train a dataset into the model of its name.", Argument("s", choices=EFFORTS)
    yield at("train/start", "s dataset, s effort or less", train, _train, DATASET, effort)
    yield plain("train/stop", "Stop the training that runs.", Ask(StopTraining()))
    yield asked("train/status", "Tell how the training goes.", Tell.TRAINING)
    yield at("live", "i, or nothing", "Turn the performance lock on (1) or off (0).", _live, SWITCH, reads=True)
    alias = (
        "Have an address of your own for one of sdad's; its numbers run from f to f where that one's run from 0 to 1."
    )
    how, way = "s yours, s sdad's, s both, in or out, f, f, or less", Argument("s", choices=DIRECTIONS)
    yield at("alias/set", how, alias, _set_alias, TEXT, TEXT, way, Argument("f"), Argument("f"))
    yield one("alias/remove", "an address of yours", "Forget it.", RemoveAlias)
    yield asked("alias/list", "Tell all addresses of yours, one in each message.", Tell.ALIASES)


ENDPOINTS: dict[str, Endpoint] = {**{each.address: each for each in _others()}, **CONTROL_ENDPOINTS}
"""All addresses that sdad answers to."""
