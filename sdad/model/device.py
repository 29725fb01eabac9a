"""Which processor the networks run on."""

from __future__ import annotations

import gc

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


def out_of_memory(error: RuntimeError) -> bool:
    """Returns whether torch failed for want of memory on a device; MPS says so in words only."""
    return isinstance(error, torch.OutOfMemoryError) or "out of memory" in str(error)


def device_fault(error: Exception) -> bool:
    """Returns whether a device has failed, for other reasons than memory, or cannot do what it was given.

    After most of these faults a process gets nothing but more of them from the device, and has to be ended.
    """
    if isinstance(error, RuntimeError) and out_of_memory(error):
        return False
    # What the libraries on top of a device report is no class of its own.
    told = any(part in str(error) for part in ("CUDA error", "cuDNN error"))
    return told or isinstance(error, torch.AcceleratorError | NotImplementedError)


def free_device_memory() -> None:
    """Gives memory that torch keeps for later back to the devices."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
