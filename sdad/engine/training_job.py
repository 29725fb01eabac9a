"""One training from a dataset's folder to a published model version; the same in the worker and without a daemon."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from sdad import __version__
from sdad.control.commands import Effort
from sdad.descriptors.measure import METERS
from sdad.engine.gate import MUCH_FURTHER, distance_db, fault_of
from sdad.errors import (
    Cancelled,
    CandidateKept,
    DeviceFull,
    EndsDecoder,
    ModelRefused,
    NotFound,
    NoUsableRecordings,
    SdadError,
    StorageError,
)
from sdad.library.datasets import Dataset, Datasets
from sdad.library.layout import Workspace
from sdad.library.models import ModelCard, Models, ModelVersion, SkippedFile, UsedRecording
from sdad.library.quarantine import Quarantine
from sdad.model.calibration import Calibration
from sdad.model.device import choose_device, free_device_memory, out_of_memory
from sdad.model.generative import GenerativeModel
from sdad.model.gestures import Gestures
from sdad.synthesis.grains import build_index
from sdad.synthesis.instrument import RECORDINGS, Instrument
from sdad.synthesis.play import STRUCTURE
from sdad.synthesis.rehearse import Rehearsal
from sdad.training.advice import advice
from sdad.training.calibrate import calibrate
from sdad.training.data import describe
from sdad.training.fit import Figures, Run, fit
from sdad.training.listen import Heard, listen
from sdad.training.schedules import BUDGETS, Budget

Progress = Callable[[str, float, float], None]
"""Told the stage in words, the fraction of the whole from 0 to 1, and the seconds still expected."""

_NEXT_EFFORT = {"sketch": "good", "good": "overnight"}
STAGE_SHARES = {
    "listening": 0.08,
    "learning the sound": 0.17,
    "learning what belongs together": 0.2,
    "calibrating": 0.55,
}
"""What share of the time each stage takes, roughly; the estimate corrects itself as the stages go by."""
MOST_UNHEARD = 0.5
"""Share of the takes of a calibration that may measure nothing: some descriptors do not apply to some sounds."""


def train(
    workspace: Workspace,
    dataset: str,
    *,
    effort: Effort,
    device: str,
    seed: int = 0,
    job: str = "",
    progress: Progress = lambda stage, fraction, eta_s: None,
    stopping: threading.Event | None = None,
    budget: Budget | None = None,
    remark: Callable[[SdadError], None] = lambda error: None,
) -> dict[str, Any]:
    """Trains a dataset into the next version of the model of the same name and returns the report.

    On a model that exists already the training goes on from its weights. An interrupted training of the same recordings
    and effort goes on from its checkpoint.

    Args:
        workspace: Where everything lies.
        dataset: The dataset's name.
        effort: How much is spent.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        seed: Two trainings with the same seed, recordings and device give the same model.
        job: The id under which it is queued; a job that has made a version makes no other one.
        progress: Told how far it is.
        stopping: Set to stop; what was learnt stays in the checkpoint.
        budget: Other numbers than the effort's own, for tests.
        remark: Told of a fault that the training goes on in spite of.

    Raises:
        NotFound: there is no such dataset.
        NoUsableRecordings: none of its files can be used.
        DeviceUnavailable: the device is not here.
        Cancelled: it was stopped.
        TrainingDiverged, ModelRefused: what was learnt does not play; the version in use is untouched. One that plays,
            but is much further from the recordings, is published and not put to use.
        DiskFull, NotWritable: the version cannot be kept; the version in use is untouched.
    """
    torch.set_num_threads(1)
    budget = budget or BUDGETS[effort]
    stopping = stopping or threading.Event()
    chosen = choose_device(device)
    source = Datasets(workspace).get(dataset)
    models = Models(workspace)
    if made := models.made_by(dataset, job):
        return report(made)
    parent = _parent(models, dataset)
    clock = _Clock(progress)
    staging = models.staging(dataset)
    try:
        listening = clock.stage("listening")
        heard = _heard(workspace, source, staging, budget, stopping, lambda done: listening(0.5 * done), remark)
        if not heard.used:
            reasons = [error.text for _, error in heard.skipped]
            raise NoUsableRecordings(dataset, source.folder, len(reasons), reasons)
        told = _stoppable(lambda done: listening(0.5 + 0.5 * done), stopping)
        gestures = describe(heard.recordings, budget.gestures, seed, told)
        if parent is not None:
            # What the parent knows need not be learnt again; half the steps take in what is new.
            budget = budget.model_copy(
                update={"vae_steps": budget.vae_steps // 2, "flow_steps": budget.flow_steps // 2}
            )
        key = _checkpoint_key(source, effort, seed, budget, parent)
        checkpoints = workspace.checkpoints / dataset
        run = Run(budget, seed, chosen, checkpoints, key, stopping, clock.report)
        model, figures = _fitted(gestures, run, parent, remark)
        if not model.finite:
            raise ModelRefused(dataset, "holds weights that are no numbers")
        instrument = Instrument(model, build_index(heard.recordings, gestures, model), heard.recordings)
        if fault := fault_of(instrument, budget.take_s):
            raise ModelRefused(dataset, fault)
        distances = _distances(model, parent, gestures)
        rehearsal = Rehearsal(instrument, budget.take_s)
        calibration = calibrate(
            rehearsal.measured, heard.measures, STRUCTURE, budget, _stoppable(clock.stage("calibrating"), stopping)
        )
        if rehearsal.unheard > MOST_UNHEARD:
            raise ModelRefused(dataset, f"is silent, or no sound, in {rehearsal.unheard:.0%} of its takes")
        instrument.save(staging)
        card = _card(source, heard, calibration, figures, distances, effort, seed, model.device.type, parent, clock)
        # Another process may have ended this job meanwhile, where that of a daemon that was killed lives on.
        version = models.made_by(dataset, job) or models.publish(dataset, staging, card.model_copy(update={"job": job}))
    except StorageError as error:
        raise _for_people(error, staging) from None
    finally:
        models.abandon(staging)
    shutil.rmtree(checkpoints, ignore_errors=True)
    return report(version)


def _heard(
    workspace: Workspace, source: Dataset, staging: Path, budget: Budget, stopping: threading.Event,
    progress: Callable[[float], None], remark: Callable[[SdadError], None],
) -> Heard:  # fmt: skip
    """Hears a dataset, but for what is known to end the decoder; what does so now is told and known from then on."""
    recordings, quarantine = _different(source), Quarantine(workspace)
    known = quarantine.among(recordings)

    def ended(error: EndsDecoder) -> None:
        quarantine.add(error, recordings[Path(error.thing)])
        remark(error)

    files = [path for path in recordings if path not in known]
    heard = listen(files, staging / RECORDINGS, budget.minutes, stopping, progress, ended)
    heard.skipped += known.items()
    return heard


def _different(source: Dataset) -> dict[Path, str]:
    """Returns a dataset's recordings with their SHA-256; of equal ones only the first: none weighs twice."""
    fingerprints, first = source.fingerprints(), dict[str, Path]()
    for path in source.recordings():
        first.setdefault(fingerprints.get(path.relative_to(source.folder).as_posix(), str(path)), path)
    return {path: mark for mark, path in first.items()}


def _for_people(error: SdadError, staging: Path) -> SdadError:
    """Returns an error that names the model's folder in place of the hidden one in it, which is gone by then."""
    if not Path(error.thing).is_relative_to(staging):
        return error
    known = str(staging.parent)
    return SdadError.from_dict({name: text.replace(error.thing, known) for name, text in error.as_dict().items()})


def _fitted(
    gestures: Gestures, run: Run, parent: ModelVersion | None, remark: Callable[[SdadError], None]
) -> tuple[GenerativeModel, Figures]:
    """Learns on the device, and goes on on the CPU from the last checkpoint where its memory does not suffice."""
    try:
        return fit(gestures, run, GenerativeModel.load(parent.weights, run.device) if parent else None)
    except RuntimeError as error:
        if run.device == "cpu" or not out_of_memory(error):
            raise
        remark(DeviceFull(run.device))
    # Not in the handler above: the error holds on to what filled the memory.
    free_device_memory()
    return fit(gestures, replace(run, device="cpu"), GenerativeModel.load(parent.weights) if parent else None)


def _distances(model: GenerativeModel, parent: ModelVersion | None, gestures: Gestures) -> dict[str, float]:
    """Returns how far a model and the version before it are from the recordings, in dB."""
    distances = {"distance_db": distance_db(model, gestures.bands)}
    if parent is not None:
        # On the CPU: a device may have no room for a second one.
        distances["distance_before_db"] = distance_db(GenerativeModel.load(parent.weights), gestures.bands)
    return distances


def report(version: ModelVersion) -> dict[str, Any]:
    """Returns what a musician is told about a training, and what ``sdad train --json`` prints."""
    card = version.card
    candidate = None
    if card.candidate and card.parent:
        distances = (card.figures["distance_db"], card.figures["distance_before_db"])
        candidate = CandidateKept(version.name, version.version, card.parent, *distances).as_dict()
    return {
        "model": version.name,
        "version": version.version,
        "effort": card.effort,
        "device": card.device,
        "cpu_seconds": card.cpu_seconds,
        "wall_seconds": card.wall_seconds,
        "minutes": card.minutes,
        "used": [recording.file for recording in card.recordings],
        "skipped": [skipped.model_dump() for skipped in card.skipped],
        "broken_off": [recording.file for recording in card.recordings if recording.broken_off],
        "notes": [f"{recording.file}: {recording.note}." for recording in card.recordings if recording.note],
        "still_improving": card.still_improving,
        "advice": card.advice,
        "parent": card.parent,
        "candidate": candidate,
    }


class _Clock:
    """Turns fractions of stages into a fraction of the whole and the seconds still expected."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._wall, self._cpu = time.monotonic(), _cpu_seconds()

    def report(self, stage: str, fraction: float) -> None:
        names = list(STAGE_SHARES)
        done = sum(STAGE_SHARES[name] for name in names[: names.index(stage)]) + STAGE_SHARES[stage] * fraction
        elapsed = time.monotonic() - self._wall
        self._progress(stage, done, elapsed * (1 - done) / max(done, 0.01))

    def stage(self, name: str) -> Callable[[float], None]:
        return lambda fraction: self.report(name, fraction)

    @property
    def wall_seconds(self) -> float:
        return time.monotonic() - self._wall

    @property
    def cpu_seconds(self) -> float:
        return _cpu_seconds() - self._cpu


def _cpu_seconds() -> float:
    """Returns the CPU seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


def _parent(models: Models, name: str) -> ModelVersion | None:
    """Returns the version that a training goes on from; a blend has learnt nothing that could be learnt further."""
    try:
        version = models.current(name)
    except NotFound:
        return None
    return None if version.card.blend else version


def _checkpoint_key(source: Dataset, effort: str, seed: int, budget: Budget, parent: ModelVersion | None) -> str:
    facts = [source.fingerprints(), effort, seed, budget.model_dump(), parent.weights_sha256 if parent else None]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _stoppable(progress: Callable[[float], None], stopping: threading.Event) -> Callable[[float], None]:
    def tell(fraction: float) -> None:
        if stopping.is_set():
            raise Cancelled("training")
        progress(fraction)

    return tell


def _card(
    source: Dataset, heard: Heard, calibration: Calibration, figures: Figures, distances: dict[str, float], effort: str,
    seed: int, device: str, parent: ModelVersion | None, clock: _Clock,
) -> ModelCard:  # fmt: skip
    fingerprints = source.fingerprints()
    better = _NEXT_EFFORT.get(effort)

    def name(path: Path) -> str:
        return path.relative_to(source.folder).as_posix()

    return ModelCard(
        name=source.name,
        sdad_version=__version__,
        dataset=source.name,
        parent=parent.version if parent else None,
        candidate=distances["distance_db"] > MUCH_FURTHER * distances.get("distance_before_db", float("inf")),
        effort=effort,
        seed=seed,
        device=device,
        recordings=[
            UsedRecording(
                file=name(file.path),
                sha256=fingerprints.get(name(file.path), ""),
                seconds=file.seconds,
                used_seconds=file.used_seconds,
                sample_rate=file.sample_rate,
                channels=file.channels,
                note=file.note,
                broken_off=file.broken_off,
            )
            for file in heard.used
        ],
        skipped=[SkippedFile(file=name(path), reason=error.text, code=error.code) for path, error in heard.skipped],
        minutes=heard.minutes,
        wall_seconds=clock.wall_seconds,
        cpu_seconds=clock.cpu_seconds,
        still_improving=figures.still_improving,
        advice=advice(
            len(heard.used), heard.measures, calibration.reaches, better if figures.still_improving else None
        ),
        grain_rate=heard.recordings.highest_rate,
        meters=METERS,
        reaches=calibration.reaches,
        responses={name: response.model_dump() for name, response in calibration.responses.items()},
        figures={
            **asdict(figures),
            **distances,
            "auto": calibration.auto,
            "grain_rates": list(heard.recordings.sample_rates),
            "grain_origins": [[origin.file, origin.start_s] for origin in heard.recordings.origins],
        },
    )
