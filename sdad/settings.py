"""What the daemon is told before it starts, floor 0: flags, then environment, then ``settings.toml``, then defaults.

A file that cannot be used keeps nobody from playing: what it said when sdad last started well counts in its place, and
people are told. A flag or a variable that cannot be used refuses the start: whoever has just given it is there.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from sdad.errors import SdadError, did_you_mean
from sdad.logs import escaped

Device = Literal["auto", "cpu", "cuda", "mps"]
DEVICES: tuple[Device, ...] = ("auto", "cpu", "cuda", "mps")

MODEL_MEMORY_MB = 800

DEFAULT_WORKSPACE = Path("~/Sdad")

_LAST_GOOD_HEAD = "# What settings.toml said when sdad last started well. Change that file, not this one.\n"
_MOST_SHOWN = 60
"""Letters of a value that are shown of what cannot be used."""


class SettingsError(SdadError):
    """A setting in the file or the environment cannot be used."""

    code = "settings"
    exit_code = 2


class SettingsNotUsed(SettingsError):
    """The file of settings cannot be used, and what it said before counts."""

    code = "settings.not_used"

    def __init__(self, file: Path, faults: str) -> None:
        super().__init__(
            f"{file} cannot be used: {faults}. The last settings that were good are used instead; correct the file or "
            f"remove it, and start sdad again.",
            thing=str(file),
        )


class Settings(BaseModel):
    """Everything that can be set; a field is a key in ``state/settings.toml`` and SDAD_FIELD in the environment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    _file: Path | None = PrivateAttr(None)
    _said: str = PrivateAttr("")
    _fault: SettingsNotUsed | None = PrivateAttr(None)

    workspace: Path = Field(default_factory=lambda: DEFAULT_WORKSPACE.expanduser())
    device: Device = "auto"
    host: str = "127.0.0.1"
    lan_commands: bool = False
    """Whether what writes, deletes, trains or chooses may also be asked from other machines."""
    osc_port: int = Field(9109, ge=1, le=65535)
    osc_subscribers: tuple[str, ...] = ()
    """Who is told of every change without asking and for ever, as ``127.0.0.1:9200``."""
    announce: Literal["lan", "always", "never"] = "lan"
    """Whether programs that look for OSC and OSCQuery find sdad: with ``--lan`` only, on this machine too, or never."""
    http_port: int = Field(9110, ge=1, le=65535)
    panel_port: int = Field(9111, ge=1, le=65535)
    panel: bool = True
    midi: bool = True
    midi_api: Literal["auto", "alsa", "jack", "core", "windows"] = "auto"
    watch: bool = True
    quiet_seconds: float = Field(60.0, ge=0.0, allow_inf_nan=False)
    """How long a dataset's folder must be left alone before new recordings in it start a training."""
    model_memory_mb: int = Field(MODEL_MEMORY_MB, ge=1)
    """What the models that are held ready may take together, in MB; the least recently used goes first."""
    retrain_effort: Literal["sketch", "good", "overnight"] = "sketch"

    @property
    def fault(self) -> SettingsNotUsed | None:
        """Why the file of settings is not used; None when it is, or when there is none."""
        return self._fault

    def to_keep(self) -> tuple[Path, str] | None:
        """Returns what is to be kept after a good start for the next one, and in which file; None when nothing is."""
        if self._file is None or self._fault is not None:
            return None
        kept = _last_good(self._file)
        text = _LAST_GOOD_HEAD + self._said
        try:
            return None if kept.read_text("utf-8") == text else (kept, text)
        except (OSError, ValueError):
            return kept, text

    @field_validator("osc_port", "http_port", "panel_port", "quiet_seconds", "model_memory_mb", mode="before")
    @classmethod
    def _no_switch(cls, given: Any) -> Any:
        # Pydantic would take true for 1.
        if isinstance(given, bool):
            raise ValueError("input should be a number")
        return given

    @field_validator("osc_subscribers", mode="before")
    @classmethod
    def _several(cls, given: Any) -> Any:
        # In the environment a list is written with commas.
        return [each.strip() for each in given.split(",") if each.strip()] if isinstance(given, str) else given

    @field_validator("osc_subscribers")
    @classmethod
    def _addresses(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for each in given:
            host, _, port = each.rpartition(":")
            try:
                ipaddress.ip_address(host.strip("[]"))
                if not 1 <= int(port) <= 65535:
                    raise ValueError
            except ValueError:
                raise ValueError(f"{each} is not an address and a port such as 127.0.0.1:9200") from None
        return given


def load_settings(**flags: Any) -> Settings:
    """Returns the settings; ``flags`` that are None count as not given.

    When the file cannot be used, :attr:`Settings.fault` says so, and what it said at the last good start counts.

    Raises:
        SettingsError: a flag or the environment cannot be used, or the file, and it was never good; every fault is
            named with where it came from.
    """
    environment = {name: value for name in Settings.model_fields if (value := os.environ.get(_variable(name)))}
    flags = {name: value for name, value in flags.items() if value is not None}
    given = {**environment, **flags}
    workspace = Path(given.get("workspace", DEFAULT_WORKSPACE)).expanduser().resolve()
    given["workspace"] = workspace
    file = workspace / "state" / "settings.toml"
    text, unreadable = _read(file)
    settings, wrong, elsewhere = (None, [unreadable], []) if unreadable else _made(text, given, flags)
    if settings is not None:
        settings._file, settings._said = file, text
        return settings
    if not elsewhere and (kept := _kept(file)) is not None:
        settings, _, elsewhere = _made(kept, given, flags)
    if settings is None:
        raise _refusal(file, wrong, elsewhere)
    settings._fault = SettingsNotUsed(file, "; ".join(wrong))
    return settings


def _made(
    text: str, given: Mapping[str, Any], flags: Mapping[str, Any]
) -> tuple[Settings | None, list[str], list[str]]:
    """Returns the settings of what a file says and what is given, or the faults of the file and those of the rest."""
    try:
        return Settings(**{**tomllib.loads(text), **given}), [], []
    except ValidationError as error:
        found = [(str(fault["loc"][0]), fault) for fault in error.errors()]
        wrong = [_fault(name, fault, line=_line(text, name)) for name, fault in found if name not in given]
        return None, wrong, [_fault(_source(name, flags), fault) for name, fault in found if name in given]
    except ValueError as error:  # which names the line
        return None, [str(error)[:1].lower() + str(error)[1:]], []
    except RecursionError:
        return None, ["it is nested too deeply"], []


def _read(file: Path) -> tuple[str, str]:
    """Returns what a file of settings says, and why it cannot be used as it is, if so."""
    try:
        text = file.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):  # that there can be no workspace is said by whoever makes it
        return "", ""
    except OSError as error:
        return "", f"it cannot be read ({error.strerror})"
    except ValueError:
        return "", "it is no text in UTF-8"
    if not text and (_kept(file) or "").removeprefix(_LAST_GOOD_HEAD):
        # Whoever was interrupted while writing leaves this; whoever means it removes the file.
        return "", "it is empty, and it was not before"
    return text, ""


def _last_good(file: Path) -> Path:
    return file.with_name("settings.good.toml")


def _kept(file: Path) -> str | None:
    """Returns what the file said when sdad last started well; None when it never did."""
    try:
        return _last_good(file).read_text("utf-8")
    except (OSError, ValueError):
        return None


def _refusal(file: Path, wrong: list[str], elsewhere: list[str]) -> SettingsError:
    if not elsewhere:
        return SettingsError(f"{file} cannot be used: {'; '.join(wrong)}. Correct it or remove it.", thing=str(file))
    remedy = f"Correct the flag, the environment or {file}."
    return SettingsError(f"These settings cannot be used: {'; '.join(elsewhere + wrong)}. {remedy}", thing=str(file))


def _fault(name: str, fault: Mapping[str, Any], line: int | None = None) -> str:
    """Returns a fault with where it lies, what was got and what is allowed."""
    if fault["type"] == "extra_forbidden":
        known = list(Settings.model_fields)
        said = did_you_mean(name, known) or f"There are: {', '.join(known)}"
        told = f"{escaped(name, _MOST_SHOWN)} is no setting ({said.rstrip('.')})"
    else:
        got = escaped(str(fault["input"]), _MOST_SHOWN)
        told = f'{name} is "{got}": {str(fault["msg"]).lower().removeprefix("value error, ")}'
    return f"line {line}, {told}" if line else told


def _line(text: str, key: str) -> int | None:
    """Returns in which line of a file a key is set, or a table of its name begins, where that can be told."""
    written = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[\].=]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if written.match(line)), None)


def _source(name: str, flags: Mapping[str, Any]) -> str:
    return f"--{name.replace('_', '-')}" if name in flags else _variable(name)


def _variable(name: str) -> str:
    """Returns the environment variable that holds a setting; an empty one counts as not given."""
    return f"SDAD_{name.upper()}"
