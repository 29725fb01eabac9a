"""The errors a musician can meet, floor 0; those of one file alone stand in it.

Each class stands for one case. It knows a stable ``code`` for machines, the process ``exit_code`` of the command
line, the ``thing`` it is about, and one ``text`` for people: what, got, allowed, what to do. The text is written
here once; OSC, HTTP, the panel and the command line all show it unchanged.

    SdadError
    ├── ControlError     UnknownControl · ControlOutOfRange · ControlClipped · NotANumber · UnknownUnit
    │                    MalformedCurve
    ├── AudioError       UnreadableAudio · EndsDecoder · UnusableAudio · UnwritableAudio · UnsupportedDelivery
    ├── LibraryError     NotFound · NameTaken · InvalidName · FormatTooNew · Corrupt
    │                    NoUsableRecordings · NotReproducible
    ├── StorageError     DiskFull · NotWritable · HeldElsewhere
    ├── EngineError      NoModel · JobFailed · TrainingDiverged · ModelRefused · CandidateKept · WorkerDied · Busy
    │                    LiveLock · Cancelled · DeviceUnavailable · DeviceFull · DeviceFailed · DaemonNotRunning
    │                    WorkspaceInUse · TimedOut · OtherVersion · Unforeseen
    └── SurfaceError     PortTaken · SurfaceMissing · MidiUnavailable · MidiMappingFault · MalformedMessage
                         UnknownAddress · NotAllowed
"""

from __future__ import annotations

import difflib
import errno
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from sdad.disks import want_of_room


class SdadError(Exception):
    """A case that a person can understand and do something about.

    Args:
        text: One or two sentences: what happened, what was got, what is allowed, what to do.
        thing: The name of what it is about (a control, a file, a port), for machines.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, text: str, *, thing: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.thing = thing

    def as_dict(self) -> dict[str, str]:
        """Returns the facts that cross a wire: ``code``, ``text`` and ``thing``."""
        return {"code": self.code, "text": self.text, "thing": self.thing}

    @staticmethod
    def from_dict(facts: dict[str, str]) -> SdadError:
        """Rebuilds an error that another process reported, with the same code, text and exit code."""
        error = SdadError(facts.get("text", "Something failed without saying why."), thing=facts.get("thing", ""))
        error.__class__ = next((kind for kind in _family(SdadError) if kind.code == facts.get("code")), SdadError)
        return error


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Returns ``Did you mean "x"?`` with the nearest known name, or an empty string when none is near."""
    by_lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.5)
    return f'Did you mean "{by_lower[near[0]]}"?' if near else ""


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


# -- controls ---------------------------------------------------------------------------------------------------


class ControlError(SdadError):
    """A control was addressed wrongly."""

    code = "control"
    exit_code = 2


class UnknownControl(ControlError):
    """No control has this name."""

    code = "control.unknown"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = list(known)
        hint = did_you_mean(name, names) or f"The controls are: {', '.join(names)}."
        super().__init__(_join(f'No control is named "{name}".', hint), thing=name)


class ControlOutOfRange(ControlError):
    """A value lies outside what the control allows."""

    code = "control.out_of_range"

    def __init__(self, name: str, value: float, minimum: float, maximum: float, unit: str = "") -> None:
        space = f" {unit}" if unit else ""
        super().__init__(
            f"{name} was given {value:g}{space}; it goes from {minimum:g} to {maximum:g}{space}. "
            f"Give a value in that range.",
            thing=name,
        )


class ControlClipped(ControlError):
    """A value lay outside what is allowed, and the nearer end was taken in its place."""

    code = "control.clipped"

    def __init__(self, name: str, value: float, minimum: float, maximum: float, unit: str = "") -> None:
        space = f" {unit}" if unit else ""
        held = minimum if value < minimum else maximum
        super().__init__(
            f"{name} was given {value:g}{space}; it goes from {minimum:g} to {maximum:g}{space} and counts as "
            f"{held:g}{space}. This is said once for each sender.",
            thing=name,
        )


class NotANumber(ControlError):
    """A value is not a finite number."""

    code = "control.not_a_number"

    def __init__(self, name: str, got: object) -> None:
        super().__init__(
            f'{name} was given "{got}", which is not a number; give a number from 0 to 1, a value with its unit, '
            f'or "auto".',
            thing=name,
        )


class UnknownUnit(ControlError):
    """A value carries a unit that this control is not measured in."""

    code = "control.unknown_unit"

    def __init__(self, name: str, got: str, unit: str) -> None:
        super().__init__(
            f'{name} was given in "{got}"; it is measured in {unit}. Give a plain number from 0 to 1 or a value '
            f"in {unit}.",
            thing=name,
        )


class MalformedCurve(ControlError):
    """A control cannot follow a curve over time as it was given."""

    code = "control.curve"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(
            f"{name} cannot follow this curve: {problem}; give a measured control 2 to 8 points such as 0:.2,1:.9, "
            f"their times rising from 0, the beginning, to 1, the end.",
            thing=name,
        )


# -- audio ------------------------------------------------------------------------------------------------------


class AudioError(SdadError):
    """An audio file or signal cannot be used."""

    code = "audio"
    exit_code = 5


class UnreadableAudio(AudioError):
    """A file cannot be decoded."""

    code = "audio.unreadable"

    def __init__(self, path: Path | str, reason: str, remedy: str = "") -> None:
        remedy = remedy or "Export it again as WAV, AIFF or FLAC, or take it out of the folder."
        super().__init__(f"{Path(path).name} cannot be read: {reason}. {remedy}", thing=str(path))


class EndsDecoder(AudioError):
    """A file makes the decoder crash or hang; it is told once, and this version of sdad does not try it again."""

    code = "audio.ends_decoder"

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(
            f"{Path(path).name} cannot be read: {reason}. This version of sdad does not try it again; export it anew "
            f"as WAV, AIFF or FLAC, or take it out of the folder.",
            thing=str(path),
        )
        self.reason = reason


class UnusableAudio(AudioError):
    """A file decodes, but holds nothing to learn from."""

    code = "audio.unusable"

    def __init__(self, path: Path | str, reason: str, remedy: str) -> None:
        super().__init__(f"{Path(path).name} cannot be used: {reason}. {remedy}", thing=str(path))


class UnwritableAudio(AudioError):
    """A signal would not survive being written: it clips or holds something that is no sound."""

    code = "audio.unwritable"
    exit_code = 1

    def __init__(self, path: Path | str, reason: str, remedy: str = "") -> None:
        remedy = remedy or "Nothing was written; render it again with another take."
        super().__init__(f"{Path(path).name} was not written: {reason}. {remedy}", thing=str(path))


class UnsupportedDelivery(AudioError):
    """A sample rate, depth, channel count or container that sdad does not write."""

    code = "audio.unsupported_delivery"
    exit_code = 2

    def __init__(self, what: str, got: object, allowed: str, why: str = "") -> None:
        super().__init__(_join(f"{what} {got} is not offered; choose {allowed}.", why), thing=what)


# -- library ----------------------------------------------------------------------------------------------------


class LibraryError(SdadError):
    """Something kept on disk is missing, wrong or in the way."""

    code = "library"


class NotFound(LibraryError):
    """Nothing of this kind has this name."""

    code = "library.not_found"
    exit_code = 4

    def __init__(self, kind: str, name: str, known: Iterable[str] = (), remedy: str = "") -> None:
        names = sorted(known)
        hint = did_you_mean(name, names)
        listing = f"There is: {', '.join(names)}." if names and not hint else ""
        way_out = _join(hint or listing, remedy) or "There is none yet."
        super().__init__(f'No {kind} is named "{name}". {way_out}', thing=name)


class NameTaken(LibraryError):
    """Something of this kind has this name already."""

    code = "library.name_taken"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f'A {kind} named "{name}" exists already. Choose another name.', thing=name)


class InvalidName(LibraryError):
    """A name cannot be used on disk."""

    code = "library.invalid_name"
    exit_code = 2

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f'"{name}" cannot name a {kind}; use 1 to 64 letters, digits, spaces, "-", "_" or ".", starting with a '
            f"letter or a digit.",
            thing=name,
        )


class FormatTooNew(LibraryError):
    """A file was written by a later sdad."""

    code = "library.format_too_new"
    exit_code = 9

    def __init__(self, path: Path | str, got: int, newest: int) -> None:
        super().__init__(
            f"{Path(path).name} has format {got}; this sdad reads up to format {newest}. Upgrade sdad to open it.",
            thing=str(path),
        )


class Corrupt(LibraryError):
    """A file of ours does not hold what it should."""

    code = "library.corrupt"
    exit_code = 5

    def __init__(self, path: Path | str, reason: str, remedy: str) -> None:
        super().__init__(f"{Path(path).name} is damaged: {reason}. {remedy}", thing=str(path))


class NoUsableRecordings(LibraryError):
    """A dataset holds nothing that can be trained on; the sentences about its files follow, one on each line."""

    code = "library.no_usable_recordings"
    exit_code = 5

    MOST_REASONS: ClassVar[int] = 20

    def __init__(self, dataset: str, folder: Path | str, refused: int, reasons: Iterable[str] = ()) -> None:
        lines = list(reasons)
        if len(lines) > self.MOST_REASONS:
            lines[self.MOST_REASONS :] = [f"And {len(lines) - self.MOST_REASONS} more."]
        found = f"{refused} file(s) could not be used" if refused else "the folder holds no audio files"
        super().__init__(
            f'Dataset "{dataset}" has no usable recording: {found}. Put 5 or more recordings '
            f"(WAV, AIFF, FLAC, OGG, MP3 or CAF) into {folder}." + "".join(f"\n{line}" for line in lines),
            thing=dataset,
        )


class NotReproducible(LibraryError):
    """A render cannot be made again as it was."""

    code = "library.not_reproducible"
    exit_code = 9

    def __init__(self, sidecar: Path | str, reason: str, remedy: str) -> None:
        super().__init__(f"{Path(sidecar).name} cannot be made again: {reason}. {remedy}", thing=str(sidecar))


# -- storage ----------------------------------------------------------------------------------------------------


class StorageError(SdadError):
    """The disk refused a write."""

    code = "storage"
    exit_code = 7


class DiskFull(StorageError):
    """There is no room for a file.

    Args:
        folder: Where it was to lie.
        needed_bytes: How large it was to be, where that is known. What was written of it must have been removed, since
            it is told how much is free.
    """

    code = "storage.disk_full"

    def __init__(self, folder: Path | str, needed_bytes: int | None = None) -> None:
        why = want_of_room(folder, needed_bytes)
        super().__init__(
            f"There is no room left for files in {folder}{f': {why}' if why else ''}. Free some space there or choose "
            f"another folder; nothing finished was lost.",
            thing=str(folder),
        )


class NotWritable(StorageError):
    """A folder does not accept files."""

    code = "storage.not_writable"

    def __init__(self, folder: Path | str, reason: str = "it is read-only") -> None:
        super().__init__(
            f"Cannot write into {folder}: {reason}. Change its permissions or choose another folder; nothing was lost.",
            thing=str(folder),
        )


class HeldElsewhere(StorageError):
    """A file is in use by another program for longer than one waits."""

    code = "storage.held"

    def __init__(self, file: Path | str) -> None:
        super().__init__(
            f"Cannot write into {file}: another program holds it. Close that and try again; nothing was lost.",
            thing=str(file),
        )


def storage_error(error: OSError, folder: Path | str, needed_bytes: int | None = None) -> SdadError:
    """Returns the storage error that an operating-system error means, for a write of so much into ``folder``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(folder, needed_bytes)
    if error.errno == errno.EROFS:
        return NotWritable(folder)
    if error.errno in (errno.EACCES, errno.EPERM):
        return NotWritable(folder, f"it is read-only{_mode(folder)}")
    return NotWritable(folder, (error.strerror or str(error) or "the system refused").lower())


def _mode(folder: Path | str) -> str:
    """Returns a folder's permissions in brackets, as ls shows them; nothing where they cannot be seen."""
    try:
        return f" ({stat.filemode(Path(folder).stat().st_mode)})"
    except OSError:
        return ""


# -- engine -----------------------------------------------------------------------------------------------------


class EngineError(SdadError):
    """A job could not be accepted or carried out."""

    code = "engine"


class NoModel(EngineError):
    """A render was asked for before any model was chosen."""

    code = "engine.no_model"
    exit_code = 4

    def __init__(self, known: Iterable[str] = ()) -> None:
        names = sorted(known)
        hint = f"Choose one of: {', '.join(names)}." if names else "Train one first: sdad dataset add, then sdad train."
        super().__init__(f"No model is chosen. {hint}", thing="model")


class JobFailed(EngineError):
    """A job ended with a fault that sdad did not foresee."""

    code = "engine.job_failed"

    def __init__(self, job: str, reason: str) -> None:
        super().__init__(
            f"Job {job} failed: {reason}. The log in state/logs has the details; other jobs go on.", thing=job
        )


class TrainingDiverged(EngineError):
    """A training came to nothing, and again after it had gone back to good weights and to smaller steps."""

    code = "engine.training_diverged"

    def __init__(self, stage: str, step: int) -> None:
        super().__init__(
            f"The training of the {stage} came to nothing at step {step}, and before at a greater learning rate; the "
            f"version in use stays as it was. Train again with another --seed, and if that fails too, look for damaged "
            f"recordings with sdad dataset show.",
            thing=stage,
        )


class ModelRefused(EngineError):
    """A training ended with a model that does not play."""

    code = "engine.model_refused"

    def __init__(self, dataset: str, fault: str) -> None:
        super().__init__(
            f'What the training of "{dataset}" came to {fault}, so it was not kept; the version in use stays as it '
            f"was. Train again with another --seed, and if that fails too, look for damaged recordings with sdad "
            f"dataset show.",
            thing=dataset,
        )


class CandidateKept(EngineError):
    """A training ended with a version that is much further from the recordings than the one before, which plays on."""

    code = "engine.candidate_kept"

    def __init__(self, model: str, version: str, plays: str, distance_db: float, before_db: float) -> None:
        super().__init__(
            f'The training of "{model}" came to {version}, which is {distance_db:.0f} dB from the recordings where '
            f"{plays} is {before_db:.0f} dB, so {plays} plays on and {version} is kept beside it. To hear it all the "
            f"same: sdad model rollback {model} --to {version}; or train again.",
            thing=model,
        )


class WorkerDied(EngineError):
    """A worker process ended in the middle of a job."""

    code = "engine.worker_died"

    def __init__(self, worker: str, job: str, attempts: int, how: str) -> None:
        super().__init__(
            f"The {worker} ended during job {job}, {attempts} time(s), {how}; the job is set aside. Ask for it again, "
            f"or run sdad doctor if it goes on.",
            thing=job,
        )


class Busy(EngineError):
    """Something of which there can be one is under way."""

    code = "engine.busy"
    exit_code = 6

    def __init__(self, what: str, remedy: str, thing: str) -> None:
        super().__init__(f"{what} {remedy}", thing=thing)


class LiveLock(EngineError):
    """Training is locked out during a performance."""

    code = "engine.live"
    exit_code = 6

    def __init__(self) -> None:
        super().__init__(
            "The performance lock is on, so nothing is trained now. Turn it off with /sdad/live 0.", thing="live"
        )


class Cancelled(EngineError):
    """A job was cancelled before it ended."""

    code = "engine.cancelled"
    exit_code = 130

    def __init__(self, job: str) -> None:
        super().__init__(f"Job {job} was cancelled.", thing=job)


class DeviceUnavailable(EngineError):
    """The device that was asked for is not there."""

    code = "engine.device_unavailable"
    exit_code = 2

    def __init__(self, got: str, available: Iterable[str]) -> None:
        names = ", ".join(available)
        super().__init__(
            f'Device "{got}" is not available here; there is: {names}. Use one of these or "auto".', thing=got
        )


class DeviceFull(EngineError):
    """The device has not enough memory for what it was given."""

    code = "engine.device_full"

    def __init__(self, device: str) -> None:
        super().__init__(
            f'Device "{device}" has no memory left, so sdad goes on on the CPU, which takes longer. Close other '
            f"programs that use it and start sdad again to go back to it.",
            thing=device,
        )


class DeviceFailed(EngineError):
    """The device has ended the renders that it was given."""

    code = "engine.device_failed"

    def __init__(self, device: str) -> None:
        super().__init__(
            f'A render has ended its worker on device "{device}" again and again, so sdad goes on on the CPU, which '
            f"takes longer. Look into state/logs/render.log and start sdad again to go back to the device.",
            thing=device,
        )


class DaemonNotRunning(EngineError):
    """A verb needs the daemon, and none answers."""

    code = "engine.daemon_not_running"
    exit_code = 3

    def __init__(self) -> None:
        super().__init__("The sdad daemon is not running. Start it with: sdad up", thing="daemon")


class WorkspaceInUse(EngineError):
    """Another daemon holds this workspace."""

    code = "engine.workspace_in_use"
    exit_code = 3

    def __init__(self, workspace: Path | str, holder: str) -> None:
        super().__init__(
            f"Workspace {workspace} is in use by {holder}. Ask it with sdad status, or choose another: --workspace.",
            thing=str(workspace),
        )


class TimedOut(EngineError):
    """Something did not answer in time."""

    code = "engine.timed_out"
    exit_code = 124

    def __init__(self, what: str, seconds: float) -> None:
        super().__init__(
            f"{what} did not answer within {seconds:g} s. See sdad status and the log in state/logs.", thing=what
        )


class OtherVersion(EngineError):
    """A daemon answers in a way that this sdad does not know."""

    code = "engine.other_version"

    def __init__(self, path: str, status: int) -> None:
        super().__init__(
            f"The daemon answered {path} with status {status}, which this sdad does not understand. Stop it and start "
            f"it again with sdad up, so that both are of one version.",
            thing="daemon",
        )


class Unforeseen(EngineError):
    """A fault of sdad's own."""

    code = "engine.unforeseen"

    def __init__(self, where: str) -> None:
        super().__init__(
            f"Something failed inside sdad ({where}), and the rest goes on. Try it again; the log in state/logs has "
            f"the details, and sdad doctor --bundle puts them together.",
            thing=where,
        )


# -- surfaces ---------------------------------------------------------------------------------------------------


class SurfaceError(SdadError):
    """Something outside could not be understood or reached."""

    code = "surface"


class PortTaken(SurfaceError):
    """A network port is in use by another program.

    Args:
        name: What the port is for.
        port: The port that was wanted.
        instead: The one that is used; None when there is none.
        holder: The program that holds it, where that is known.
        goes_back: Whether sdad takes the wanted one by itself once it is free.
    """

    code = "surface.port_taken"
    exit_code = 6

    def __init__(
        self, name: str, port: int, instead: int | None = None, holder: str = "", *, goes_back: bool = False
    ) -> None:
        if instead is None:
            remedy = "Close the program that holds it or choose another port."
        elif goes_back:
            remedy = (
                f"sdad listens on {instead} instead; sdad status shows it. End the program that holds {port}, and sdad "
                f"goes back to it by itself."
            )
        else:
            remedy = (
                f"sdad listens on {instead} instead; sdad status shows it. To have {port}, end the program that holds "
                f"it, and start sdad again."
            )
        super().__init__(f"{name} port {port} is taken by {holder or 'another program'}. {remedy}", thing=str(port))


class SurfaceMissing(SurfaceError):
    """One way of talking to sdad could not be opened."""

    code = "surface.missing"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"{name} could not be started: {reason}. Everything else works; state/logs/daemon.log has the details.",
            thing=name,
        )


class MidiUnavailable(SurfaceError):
    """There is no MIDI system to talk to."""

    code = "surface.midi_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"MIDI is not available ({reason}). Everything else works; start the MIDI system and sdad "
            f"finds it by itself.",
            thing="midi",
        )


class MidiMappingFault(SurfaceError):
    """A MIDI mapping cannot be used."""

    code = "surface.midi_mapping"
    exit_code = 2

    def __init__(self, path: Path | str, fault: str) -> None:
        super().__init__(
            f"{Path(path).name} cannot be used as a MIDI mapping: {fault}. Correct it; until then what it said before "
            f"stays in force.",
            thing=str(path),
        )


class MalformedMessage(SurfaceError):
    """A message arrived whose form is wrong."""

    code = "surface.malformed"
    exit_code = 2

    def __init__(self, address: str, reason: str, expected: str) -> None:
        super().__init__(f"{address}: {reason}; {expected}.", thing=address)


class UnknownAddress(SurfaceError):
    """A message was sent to an address that does not exist."""

    code = "surface.unknown_address"
    exit_code = 2

    def __init__(self, address: str, known: Iterable[str]) -> None:
        hint = did_you_mean(address, known) or (
            "sdad osc namespace lists every address of OSC, and /api/openapi.json every path of HTTP."
        )
        super().__init__(f"Nothing listens at {address}. {hint}", thing=address)


class NotAllowed(SurfaceError):
    """Somebody asked who may not: without the token, or from a page of another site."""

    code = "surface.not_allowed"
    exit_code = 3

    def __init__(self, address: str, reason: str, remedy: str) -> None:
        super().__init__(f"{address} is not open to this request: {reason}. {remedy}", thing=address)


def _family(kind: type[SdadError]) -> list[type[SdadError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in _family(child))]
