"""Which processor the networks run on."""

from __future__ import annotations

import torch

from sdad.errors import DeviceUnavailable


def available_devices() -> list[str]:
    """Returns the devices that are here, the fastest first."""
    devices = []
    if torch.cuda.is_available():
        devices.append("cuda")
    if torch.backends.mps.is_available():
        devices.append("mps")
    return [*devices, "cpu"]


def choose_device(wanted: str) -> str:
    """Returns the device to use for ``auto``, ``cpu``, ``cuda`` or ``mps``.

    Raises:
        DeviceUnavailable: it is not here.
    """
    devices = available_devices()
    if wanted == "auto":
        return devices[0]
    if wanted not in devices:
        raise DeviceUnavailable(wanted, devices)
    return wanted
