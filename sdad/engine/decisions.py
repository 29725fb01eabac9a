"""What the engine does for each command, and when it trains by itself. On the deciding thread only."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, assert_never, cast

from sdad.control import commands as ask
from sdad.control.events import Event, LibraryChanged, LiveChanged
from sdad.engine.blending import other_to_play, parts_to_keep
from sdad.engine.catalogue import Catalogue
from sdad.engine.desk import Desk
from sdad.engine.errands import Errands
from sdad.engine.freezing import frozen, model_to_play
from sdad.engine.gone import Playable
from sdad.engine.ingest import Unheard, unheard
from sdad.engine.job_queue import JobQueue
from sdad.engine.rendering import Rendering
from sdad.engine.repeating import preset_of, request_again
from sdad.engine.scheduler import QuietTime
from sdad.engine.trainings import BY_FOLDER, Trainings
from sdad.errors import LibraryError, SdadError
from sdad.library.blends import save_blend
from sdad.library.layout import Workspace
from sdad.library.models import ModelVersion
from sdad.settings import Settings
from sdad.synthesis.request import RenderRequest

Json = dict[str, Any]
_log = logging.getLogger(__name__)

_LIVE_KEY = "live"
_DESK_KEY = "desk"


class Decisions:
    """One method per command, as far as the parts do not answer it themselves.

    Args:
        settings: What the daemon was told.
        catalogue: The library.
        queue: Where jobs are kept, and what must outlive the process.
        desk: The controls.
        rendering: The renders.
        trainings: The trainings.
        errands: Who reads and copies files.
        quiet_time: Who says that a folder has been left alone.
        emit: Takes each event.
        notice: Tells people about a fault that nobody asked for.
        post: Has a function called on the deciding thread.
    """

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        queue: JobQueue,
        desk: Desk,
        rendering: Rendering,
        trainings: Trainings,
        errands: Errands,
        quiet_time: QuietTime,
        emit: Callable[[Event], None],
        notice: Callable[[SdadError], None],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._queue = queue
        self._desk = desk
        self._rendering = rendering
        self._trainings = trainings
        self._errands = errands
        self._quiet_time = quiet_time
        self._emit = emit
        self._notice = notice
        self._post = post
        self._playable = Playable(Workspace(settings.workspace), self._in_memory)

    def take_over(self) -> None:
        """Takes up what outlives the process: the performance lock, the controls and the models in use.

        Where the model in use cannot be read, people are told and the one trained last is taken;
        where the one blended in cannot, they are told and nothing is blended in.
        """
        kept = self._queue.recall(_DESK_KEY, {})
        model, other = (self._version_kept(kept.get(key)) for key in ("model", "other"))
        model = model or self._catalogue.newest_model()
        morph = kept.get("morph")
        pair = (str(morph[0]), str(morph[1])) if isinstance(morph, list) and len(morph) == 2 else None
        try:
            self._desk.take_over(kept.get("controls"), model, other, pair)
        except (ValueError, SdadError):
            _log.exception("The controls of the last time cannot be taken over; they stand at their defaults.")
            self._desk.take_over(None, model, other, pair)
        self._warmed()
        self._trainings.set_live(bool(self._queue.recall(_LIVE_KEY, False)))

    def _version_kept(self, name: str | None) -> ModelVersion | None:
        if not name:
            return None
        try:
            return self._catalogue.models.current(name)
        except LibraryError as error:
            self._notice(error)
            return None

    def _in_memory(self) -> list[ModelVersion]:
        held = [(each["model"], each["version"]) for each in self._rendering.resident]
        in_use = (self._desk.model, self._desk.other)
        return [version for version in in_use if version and (version.name, version.version) in held]

    def keeping(self) -> Callable[[], None]:
        """Returns what keeps the controls, the models in use and what *morph* lies between as they are now.

        It waits for the disk, which must not keep anybody waiting who turns a knob: any thread may call it.
        """
        desk = self._desk
        names = {key: one.name if one else None for key, one in (("model", desk.model), ("other", desk.other))}
        standing = {"controls": desk.kept(), **names, "morph": desk.morph_between}
        return lambda: self._queue.remember(_DESK_KEY, standing)

    def decide(self, command: ask.Command) -> Json | Future[Json]:
        """Carries a command out and returns its answer, or a future where that takes reading or copying files.

        Raises:
            SdadError: the command is refused; nothing has changed.
        """
        match command:
            case ask.SetControls():
                return self._desk.set_controls(command)
            case ask.SetNatural():
                return self._desk.set_natural(command)
            case ask.NudgeControl():
                return self._desk.nudge(command)
            case ask.LockControl():
                return self._desk.lock(command)
            case ask.UseModel():
                return self._warmed(self._desk.use(command))
            case ask.LoadModel():
                return self._load(command.model)
            case ask.UnloadModel():
                return self._unload(command.model)
            case ask.RollBack():
                return self._errands.do(lambda: self._roll_back(command))
            case ask.UseBlend():
                return self._warmed(self._desk.blend(command))
            case ask.SaveBlend():
                return self._errands.do(lambda: self._save_blend(command))
            case ask.RecallPreset():
                return self._desk.recall(command)
            case ask.SavePreset():
                return self._save_preset(command)
            case ask.MorphPresets():
                return self._desk.morph(command)
            case ask.Render():
                return self._render(command)
            case ask.RenderAgain():
                return self._render_again(command)
            case ask.CancelRender():
                return self._rendering.cancel(command.job)
            case ask.Panic():
                return self._rendering.panic()
            case ask.PauseRenders():
                return self._rendering.pause(command.on)
            case ask.ClearRenders():
                return self._rendering.waiting.clear()
            case ask.MoveRender():
                return self._rendering.waiting.put_before(command.job, command.before)
            case ask.StartTraining():
                self._catalogue.datasets.get(command.dataset)
                return self._trainings.add(command.dataset, command.effort, command.origin)
            case ask.StopTraining():
                return self._trainings.stop()
            case ask.FolderChanged():
                return self._folder_changed(command.dataset)
            case ask.JudgeTake():
                return self._errands.do(lambda: self._judge(command))
            case ask.SetLive():
                return self._set_live(command.on)
            case _:
                assert_never(cast("Any", command))

    # -- commands ------------------------------------------------------------------------------------------------

    def _render(self, command: ask.Render) -> Json:
        out = self._catalogue.folders.get(command.out) if command.out is not None else None
        desk, models = self._desk, self._playable
        model = model_to_play(command, desk.model, models)
        other = other_to_play(command, model, desk.model, desk.other, models)
        if desk.model is None or desk.model.name == model.name:
            # Somebody may have gone back to an older version by hand; what sounds is then also what is shown.
            desk.put_on(model, desk.other if command.other is not None else other)
        self._tell_of_gone(model, other)
        requests = frozen(command, model, other, desk.state, self._catalogue.presets, self._next_take)
        taken = {_take_key(model.name): requests[-1].take}
        return self._rendering.add(requests, out, command.origin, command.priority, taken)

    def _render_again(self, command: ask.RenderAgain) -> Future[Json]:
        catalogue = self._catalogue
        out = catalogue.folders.get(command.out) if command.out is not None else None
        answer: Future[Json] = Future()

        def add(read: Future[tuple[RenderRequest, str]]) -> Json:
            request, remark = read.result()
            return {**self._rendering.add([request], out, command.origin), "remark": remark}

        read = self._errands.do(lambda: request_again(catalogue.renders.get(command.render).sidecar, catalogue.models))
        read.add_done_callback(lambda done: self._post(lambda: _settle(answer, lambda: add(done))))
        return answer

    def _save_preset(self, command: ask.SavePreset) -> Json | Future[Json]:
        if command.render is None and not command.positions:
            return self._desk.save(command)
        return self._errands.do(lambda: self._save_preset_of(command))

    def _save_preset_of(self, command: ask.SavePreset) -> Json:
        catalogue = self._catalogue
        sidecar = None if command.render is None else catalogue.renders.get(command.render).sidecar
        path = catalogue.presets.save(preset_of(command.preset, sidecar, command.positions))
        self._post(lambda: self._emit(LibraryChanged(what="presets")))
        return {"preset": command.preset, "path": str(path)}

    def _next_take(self, model: str) -> int:
        last = self._queue.recall(_take_key(model))
        return self._catalogue.renders.next_take(model) if last is None else int(last) + 1

    def _warmed(self, answer: Json | None = None) -> Json:
        """Has what is in use held ready, so that the first render begins at once; returns the answer that is given."""
        for version in (self._desk.model, self._desk.other):
            if version is not None:
                self._rendering.load(version.name, version.version)
        self._tell_of_gone(self._desk.model, self._desk.other)
        return answer or {}

    def _tell_of_gone(self, *playing: ModelVersion | None) -> None:
        for version in playing:
            if version is not None and (fault := self._playable.fault(version)):
                self._notice(fault)

    def _roll_back(self, command: ask.RollBack) -> Json:
        models = self._catalogue.models
        before = models.current(command.model).version
        chosen = models.rollback(command.model, command.to)
        self._post(lambda: self._taken_up(chosen))
        return {"model": chosen.name, "version": chosen.version, "before": before}

    def _load(self, model: str) -> Json:
        version = self._catalogue.models.current(model)
        self._rendering.load(version.name, version.version)
        return {"model": version.name, "version": version.version}

    def _unload(self, model: str) -> Json:
        self._catalogue.models.versions(model)
        self._rendering.unload(model)
        return {"model": model}

    def _save_blend(self, command: ask.SaveBlend) -> Json:
        models = self._catalogue.models
        kept = save_blend(models, command.name, parts_to_keep(command, models))
        self._post(lambda: self._taken_up(kept))
        return {"model": kept.name, "version": kept.version, "folder": str(kept.folder)}

    def _taken_up(self, version: ModelVersion) -> None:
        self._desk.take_up(version)
        self._warmed()
        self._emit(LibraryChanged(what="models"))

    def _set_live(self, on: bool) -> Json:
        self._queue.remember(_LIVE_KEY, on)
        self._trainings.set_live(on)
        self._emit(LiveChanged(on=on))
        return {"live": on}

    def _judge(self, command: ask.JudgeTake) -> Json:
        renders = self._catalogue.renders
        take = renders.newest() if command.render is None else renders.get(command.render)
        answer: Json = {"verdict": command.verdict, "id": take.id}
        match command.verdict:
            case "star":
                answer["path"] = str(renders.star(take.id).path)
            case "discard":
                answer["path"] = str(renders.discard(take.id))
            case "feed":
                answer["path"] = str(renders.feed(take.id))
                answer["dataset"] = take.sidecar.model.name
                self._post(lambda: self._touch(take.sidecar.model.name))
        self._post(lambda: self._emit(LibraryChanged(what="renders")))
        return answer

    # -- training by itself --------------------------------------------------------------------------------------

    def _folder_changed(self, dataset: str) -> Json:
        self._catalogue.datasets.get(dataset)
        self._touch(dataset)
        return {"dataset": dataset, "quiet_seconds": self._settings.quiet_seconds}

    def _touch(self, dataset: str) -> None:
        self._emit(LibraryChanged(what="datasets"))
        self._quiet_time.touch(dataset, self._settings.quiet_seconds)

    def look_at_folders(self) -> None:
        """Winds up the quiet time of every dataset: recordings may have come while no daemon ran."""
        for dataset in self._catalogue.datasets.names():
            self._quiet_time.touch(dataset, self._settings.quiet_seconds)

    def quiet(self, dataset: str) -> None:
        """Has a dataset looked at that has been left alone for long enough."""
        if self._trainings.concerns(dataset):
            return  # looked at again when that training has ended
        found = self._errands.do(lambda: unheard(self._catalogue.datasets, self._catalogue.models, dataset))
        found.add_done_callback(lambda done: self._post(lambda: self._consider(dataset, done)))

    def _consider(self, dataset: str, done: Future[Unheard | None]) -> None:
        try:
            found = done.result()
        except LibraryError as error:
            _log.info("Dataset %s is not looked at: %s", dataset, error)
            return
        if found is None or not found.files or self._trainings.concerns(dataset):
            return
        key = f"tried:{dataset}"
        if self._queue.recall(key) == found.digest:
            return  # the same recordings did not make a model the last time either
        _log.info("Dataset %s has %d new recording(s); training by itself.", dataset, len(found.files))
        with self._queue.together():
            self._queue.remember(key, found.digest)
            self._trainings.add(dataset, self._settings.retrain_effort, BY_FOLDER)

    def training_ended(self, dataset: str) -> None:
        """Uses the new version where its model is in use or blended in, or none is, and looks at the folder again."""
        with contextlib.suppress(LibraryError):
            self._desk.take_up(self._catalogue.models.current(dataset))
            self._warmed()
        self._quiet_time.touch(dataset, self._settings.quiet_seconds)


def _settle(future: Future[Json], task: Callable[[], Json]) -> None:
    try:
        future.set_result(task())
    except Exception as error:
        future.set_exception(error)


def _take_key(model: str) -> str:
    return f"take:{model}"
