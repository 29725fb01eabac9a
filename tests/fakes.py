"""A stand-in for the engine, for the pure logic of the surfaces. It decides at once, in the caller's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from sdad.control.commands import (
    Command,
    FolderChanged,
    JudgeTake,
    LockControl,
    MorphPresets,
    NudgeControl,
    RecallPreset,
    Render,
    SaveBlend,
    SavePreset,
    SetControls,
    SetLive,
    SetNatural,
    StartTraining,
    UseBlend,
    UseModel,
)
from sdad.control.curves import Reach
from sdad.control.events import (
    ControlChanged,
    Event,
    LibraryChanged,
    LiveChanged,
    ModelUsed,
    PresetRecalled,
    RenderQueued,
)
from sdad.control.naming import natural_position, reach_of
from sdad.control.parameters import control
from sdad.control.state import ControlState
from sdad.errors import NotFound, SdadError

Json = dict[str, Any]


class FakeEngine:
    """Fulfils :class:`sdad.control.port.EnginePort` with models, presets and jobs that exist in memory only.

    ``commands`` holds what was submitted, in order. ``emit`` tells an event to every listener. ``refuse_next`` makes
    the next command fail with an error; ``hold`` keeps the answers to commands waiting until ``release``.
    """

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.model_names = ["drones", "kitchen"]
        self.preset_names = ["dark water", "glass", "rush"]
        self.preset_faults: dict[str, SdadError] = {}
        self.dataset_names = ["kitchen"]
        self.model_in_use: str | None = "kitchen"
        self.blend_with: str | None = None
        self.job_records: dict[str, Json] = {}
        self.live = False
        self.is_ready = True
        self._controls = ControlState()
        self._reaches: dict[str, Reach] = {
            "brightness": Reach(low=200.0, median=1600.0, high=6400.0, covered_low=400.0, covered_high=5000.0)
        }
        self._listeners: list[Callable[[Event], None]] = []
        self._refusal: SdadError | None = None
        self._held: list[tuple[Future[Json], Json]] | None = None
        self._lock = threading.RLock()

    # -- what tests turn -----------------------------------------------------------------------------------------

    def emit(self, event: Event) -> None:
        """Tells an event to every listener."""
        for listener in list(self._listeners):
            listener(event)

    def refuse_next(self, error: SdadError) -> None:
        """Makes the next command fail."""
        self._refusal = error

    def hold(self) -> None:
        """Keeps the answers to the commands that follow waiting."""
        self._held = []

    def release(self) -> None:
        """Gives the answers that were held."""
        held, self._held = self._held or [], None
        for future, answer in held:
            future.set_result(answer)

    def received(self, kind: type[Command]) -> list[Any]:
        """Returns the commands of one kind, oldest first."""
        return [command for command in self.commands if isinstance(command, kind)]

    # -- EnginePort ----------------------------------------------------------------------------------------------

    def submit(self, command: Command) -> Future[Json]:
        future: Future[Json] = Future()
        with self._lock:
            self.commands.append(command)
            refusal, self._refusal = self._refusal, None
            try:
                if refusal is not None:
                    raise refusal
                answer = self._decide(command)
            except SdadError as error:
                future.set_exception(error)
                return future
            if self._held is not None:
                self._held.append((future, answer))
            else:
                future.set_result(answer)
        return future

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def controls(self) -> ControlState:
        return self._controls

    @property
    def reaches(self) -> Mapping[str, Reach]:
        return self._reaches

    def status(self) -> Json:
        return {
            "ready": self.is_ready,
            "version": "0.1.0",
            "model": self.model_in_use,
            "blend_with": self.blend_with,
            "models": list(self.model_names),
            "queue": {"queued": len(self.job_records), "running": 0, "done": 0, "failed": 0},
            "live": self.live,
        }

    def models(self) -> list[Json]:
        return [{"name": name, "version": "v0001"} for name in self.model_names]

    def model(self, name: str) -> Json:
        if name not in self.model_names:
            raise NotFound("model", name, self.model_names)
        return {"name": name, "versions": ["v0001"]}

    def preset(self, name: str) -> Json:
        if name not in self.preset_names:
            raise NotFound("preset", name, self.preset_names)
        return {"name": name, "positions": {}}

    def presets(self) -> list[str]:
        return sorted(self.preset_names)

    def damaged_presets(self) -> list[Json]:
        return [{"name": name, "error": fault.as_dict()} for name, fault in self.preset_faults.items()]

    def renders(self) -> list[Json]:
        return []

    def render(self, render: str) -> Json:
        raise NotFound("take", render)

    def datasets(self) -> list[Json]:
        return [{"name": name, "recordings": 5} for name in self.dataset_names]

    def queue(self) -> list[Json]:
        return list(self.job_records.values())

    def job(self, job: str) -> Json:
        if job not in self.job_records:
            raise NotFound("job", job, self.job_records)
        return self.job_records[job]

    def training(self) -> Json:
        return {"state": "idle", "dataset": None, "stage": "", "fraction": 0.0, "eta_s": 0.0, "job": None}

    # -- deciding ------------------------------------------------------------------------------------------------

    def _decide(self, command: Command) -> Json:
        match command:
            case SetControls(positions=positions, locked=locked):
                state = self._controls.with_positions(positions).with_locks(locked)
                self._replace(state, {**positions, **locked}, command.origin)
            case SetNatural(control=name, value=value):
                row = control(name)
                position = natural_position(row, value, reach_of(row, self._reaches))
                self._replace(self._controls.with_position(name, position), [name], command.origin)
                return self._standing(name)
            case NudgeControl(control=name, delta=delta):
                before = self._controls[name].position
                position = min(1.0, max(0.0, (0.5 if before is None else before) + delta))
                self._replace(self._controls.with_position(name, position), [name], command.origin)
                return self._standing(name)
            case LockControl(control=name, locked=locked):
                self._replace(self._controls.with_lock(name, locked), [name], command.origin)
            case UseModel(model=name):
                if name not in self.model_names:
                    raise NotFound("model", name, self.model_names)
                self._use(name, self.blend_with)
            case UseBlend(model=name, other=other):
                if other not in self.model_names:
                    raise NotFound("model", other, self.model_names)
                self._use(name, None if other == name else other)
            case SaveBlend(name=name):
                self.model_names.append(name)
                self.emit(LibraryChanged(what="models"))
                return {"model": name, "version": "v0001", "folder": f"/models/{name}/v0001"}
            case MorphPresets(first=first, second=second):
                return {"first": self._preset(first), "second": self._preset(second)}
            case RecallPreset(preset=preset):
                name = self._preset(preset)
                self.emit(PresetRecalled(preset=name, origin=command.origin))
                return {"preset": name}
            case SavePreset(preset=preset):
                self.preset_names.append(preset)
                self.emit(LibraryChanged(what="presets"))
                return {"preset": preset}
            case Render(takes=takes):
                return {"jobs": [self._queue(command.origin) for _ in range(takes)]}
            case StartTraining(dataset=name):
                if name not in self.dataset_names:
                    raise NotFound("dataset", name, self.dataset_names)
                return {"job": "t0001"}
            case SetLive(on=on):
                self.live = on
                self.emit(LiveChanged(on=on))
            case FolderChanged() | JudgeTake():
                pass
        return {}

    def _preset(self, preset: str | int) -> str:
        names = self.presets()
        if isinstance(preset, int):
            if not 1 <= preset <= len(names):
                raise NotFound("preset", str(preset), names)
            return names[preset - 1]
        if preset not in names:
            raise NotFound("preset", preset, names)
        return preset

    def _queue(self, origin: str) -> Json:
        job = f"r{len(self.job_records) + 1:04d}"
        self.job_records[job] = {"id": job, "kind": "render", "state": "queued", "fraction": 0.0}
        self.emit(RenderQueued(job=job, eta_s=2.0, origin=origin))
        return {"id": job, "eta_s": 2.0}

    def _standing(self, name: str) -> Json:
        setting, row = self._controls[name], control(name)
        natural = None
        if setting.position is not None:
            natural = reach_of(row, self._reaches).natural(row.curve, setting.position)
        return {"controls": {name: {"position": setting.position, "natural": natural, "locked": setting.locked}}}

    def _use(self, model: str, other: str | None) -> None:
        """Tells, as the engine does, only of what was not in use already."""
        before = self.model_in_use, self.blend_with
        self.model_in_use, self.blend_with = model, other
        if before != (model, other):
            self.emit(ModelUsed(model=model, version="v0001", other=other))

    def _replace(self, state: ControlState, names: Any, origin: str) -> None:
        before, self._controls = self._controls, state
        for name in names:
            setting = state[name]
            if setting == before[name]:
                continue
            row = control(name)
            natural = (
                None if setting.position is None else reach_of(row, self._reaches).natural(row.curve, setting.position)
            )
            self.emit(
                ControlChanged(
                    control=name, position=setting.position, natural=natural, locked=setting.locked, origin=origin
                )
            )
