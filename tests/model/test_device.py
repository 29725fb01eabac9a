import pytest
import torch

from sdad.errors import DeviceUnavailable
from sdad.model.device import available_devices, choose_device, device_fault, out_of_memory


def present(monkeypatch, *, cuda, mps):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


def test_the_fastest_device_that_is_here_is_chosen(monkeypatch):
    for cuda, mps, fastest in ((True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")):
        present(monkeypatch, cuda=cuda, mps=mps)
        assert choose_device("auto") == fastest
        assert choose_device("cpu") == "cpu"
        assert available_devices()[-1] == "cpu"


def test_a_device_that_is_not_here_is_refused_with_those_that_are(monkeypatch, said):
    present(monkeypatch, cuda=False, mps=False)
    with pytest.raises(DeviceUnavailable) as refused:
        choose_device("cuda")
    said(refused.value, "engine.device_unavailable", "cuda", 'there is: cpu. Use one of these or "auto"')
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("error", "memory", "device"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 MiB"), True, False),
        (torch.AcceleratorError("CUDA error: out of memory"), True, False),
        (RuntimeError("MPS backend out of memory"), True, False),
        (torch.AcceleratorError("CUDA error: an illegal memory access was encountered"), False, True),
        (torch.AcceleratorError("CUDA error: no kernel image is available for execution on the device"), False, True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm`"), False, True),
        (RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"), False, True),
        (NotImplementedError("The operator is not currently implemented for the MPS device."), False, True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False, False),
    ],
)
def test_want_of_memory_and_faults_of_a_device_are_told_from_our_own(error, memory, device):
    assert (out_of_memory(error), device_fault(error)) == (memory, device)
