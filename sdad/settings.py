"""What the daemon is told before it starts, floor 0: flags, then environment, then ``settings.toml``, then defaults."""

from __future__ import annotations

import ipaddress
import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from sdad.errors import SdadError

Device = Literal["auto", "cpu", "cuda", "mps"]
DEVICES: tuple[Device, ...] = ("auto", "cpu", "cuda", "mps")

MODEL_MEMORY_MB = 800

DEFAULT_WORKSPACE = Path("~/Sdad")


class SettingsError(SdadError):
    """A setting in the file or the environment cannot be used."""

    code = "settings"
    exit_code = 2


class Settings(BaseModel):
    """Everything that can be set; a field is a key in ``state/settings.toml`` and SDAD_FIELD in the environment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

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
    quiet_seconds: float = Field(60.0, ge=0.0)
    """How long a dataset's folder must be left alone before new recordings in it start a training."""
    model_memory_mb: int = Field(MODEL_MEMORY_MB, ge=1)
    """What the models that are held ready may take together, in MB; the least recently used goes first."""
    retrain_effort: Literal["sketch", "good", "overnight"] = "sketch"

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

    Raises:
        SettingsError: a value cannot be used; every fault is named with where it came from.
    """
    environment = {name: value for name in Settings.model_fields if (value := os.environ.get(_variable(name)))}
    flags = {name: value for name, value in flags.items() if value is not None}
    given = {**environment, **flags}
    workspace = Path(given.get("workspace", DEFAULT_WORKSPACE)).expanduser().resolve()
    file = workspace / "state" / "settings.toml"
    try:
        kept = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {error}. Correct it or remove it.", thing=str(file)) from None
    try:
        return Settings(**{**kept, **given, "workspace": workspace})
    except ValidationError as error:
        faults = []
        for fault in error.errors():
            name = str(fault["loc"][0])
            source = (
                f"--{name.replace('_', '-')}" if name in flags else _variable(name) if name in environment else name
            )
            faults.append(f'{source} is "{fault["input"]}": {fault["msg"].lower()}')
        raise SettingsError(
            f"These settings cannot be used: {'; '.join(faults)}. Correct the flag, the environment or {file}.",
            thing=str(file),
        ) from None


def _variable(name: str) -> str:
    """Returns the environment variable that holds a setting; an empty one counts as not given."""
    return f"SDAD_{name.upper()}"
