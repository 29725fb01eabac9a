"""What surfaces may ask of the engine. Answered on whatever thread asks, and nothing is changed by it."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Mapping
from typing import Any

from sdad import __version__
from sdad.control.curves import Reach
from sdad.control.state import ControlState
from sdad.engine.catalogue import Catalogue
from sdad.engine.desk import Desk
from sdad.engine.health import health
from sdad.engine.job_queue import JobQueue
from sdad.engine.jobs import JobState
from sdad.engine.rendering import Rendering
from sdad.engine.stalls import Stalls
from sdad.engine.starts import SafeMode
from sdad.engine.supervisor import Supervisor
from sdad.engine.trainings import Trainings
from sdad.settings import Settings

Json = dict[str, Any]

KEPT_NOTICES = 20


class Questions:
    """The answers; the parts that know them are set by :class:`sdad.engine.engine.Engine`, which is one of these."""

    supervisor: Supervisor
    """Watches over the workers, and over whatever other children the daemon adds."""
    _settings: Settings
    _safe_mode: SafeMode | None
    _catalogue: Catalogue
    _queue: JobQueue
    _desk: Desk
    _rendering: Rendering
    _trainings: Trainings
    _stalls: Stalls

    def __init__(self) -> None:
        self._notices: deque[Json] = deque(maxlen=KEPT_NOTICES)
        self._named: list[str] = []
        self._facts: dict[str, Any] = {"ready": False, "ports": {"osc": None, "http": None, "panel": None}, "midi": {}}

    def describe(self, **facts: Any) -> None:
        """Puts facts of the daemon's into the status: ``ready``, ``ports``, ``midi``."""
        self._facts.update(facts)

    @property
    def controls(self) -> ControlState:
        """Where the controls stand now."""
        return self._desk.state

    @property
    def reaches(self) -> Mapping[str, Reach]:
        """The reach of the model in use, or of its blend, by control; empty when there is none."""
        return self._desk.reaches

    def status(self) -> Json:
        """Returns readiness, ports, device, models, queue and training."""
        model, other, between = self._desk.model, self._desk.other, self._desk.morph_between
        status = {
            "ready": False,
            "version": __version__,
            "pid": os.getpid(),
            "workspace": str(self._settings.workspace),
            "device": self._rendering.device or self._settings.device,
            "model": model.name if model else None,
            "model_version": model.version if model else None,
            "blend_with": other.name if other else None,
            "blend_with_version": other.version if other else None,
            "morph_between": list(between) if between else None,
            "models": self._model_names(),
            "resident": self._rendering.resident,
            "queue": self._rendering.summary(),
            "training": self.training(),
            "live": self._trainings.live,
            "safe_mode": self._safe_mode.text if self._safe_mode else None,
            "stalls": self._stalls.count,
            "hangs": self._stalls.hangs,
            "children": self.supervisor.status(),
            "notices": list(self._notices),
            **{name: fact() if callable(fact) else fact for name, fact in self._facts.items()},
        }
        return {**status, "health": health(status, self._settings.workspace)}

    def _model_names(self) -> list[str]:
        # Where no file can be opened any more, those that were there stand: a status must come all the same.
        with contextlib.suppress(OSError):
            self._named = self._catalogue.models.names()
        return self._named

    def models(self) -> list[Json]:
        """Returns the models of the library."""
        return self._catalogue.list_models()

    def model(self, name: str) -> Json:
        """Returns all that is known about the version of a model that plays."""
        return self._catalogue.show_model(name)

    def preset(self, name: str) -> Json:
        """Returns where the controls stand in a preset."""
        return self._catalogue.presets.get(name).summary()

    def presets(self) -> list[str]:
        """Returns the names of the presets, in alphabetical order."""
        return self._catalogue.presets.names()

    def damaged_presets(self) -> list[Json]:
        """Returns those of them that cannot be read, each with its ``name`` and ``error``."""
        return self._catalogue.presets.damaged()

    def renders(self) -> list[Json]:
        """Returns the newest renders, the newest first."""
        return self._catalogue.list_renders()

    def render(self, render: str) -> Json:
        """Returns one finished render by its id, however old.

        Raises:
            NotFound: there is no such render, or its audio has gone.
            Corrupt, FormatTooNew: its sidecar cannot be read.
        """
        return self._catalogue.renders.get(render).summary()

    def datasets(self) -> list[Json]:
        """Returns the datasets."""
        return self._catalogue.list_datasets()

    def queue(self) -> list[Json]:
        """Returns the render that runs and those that wait, in their order."""
        return self._rendering.waiting.listing()

    def job(self, job: str) -> Json:
        """Returns one job: ``id``, ``kind``, ``state``, ``fraction``, ``result`` and ``error``.

        Raises:
            NotFound: there is no such job.
        """
        known = self._queue.get(job)
        owner = self._rendering if known.kind == "render" else self._trainings
        finished = known.state in (JobState.WRITTEN, JobState.DONE)
        return {
            "id": known.id,
            "kind": known.kind,
            "state": known.state.value,
            "fraction": 1.0 if finished else owner.fraction(job),
            "attempts": known.attempts,
            "result": known.result,
            "error": known.error,
            "waiting_for": owner.waiting_for if known.state is JobState.QUEUED else None,
        }

    def training(self) -> Json:
        """Returns the training that runs or ran last."""
        return self._trainings.summary()
