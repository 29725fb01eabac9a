import pytest
import torch

from sdad.errors import DeviceUnavailable
from sdad.model.device import available_devices, choose_device


def present(monkeypatch, *, cuda, mps):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


def test_the_fastest_device_that_is_here_is_chosen(monkeypatch):
    for cuda, mps, fastest in ((True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")):
        present(monkeypatch, cuda=cuda, mps=mps)
        assert choose_device("auto") == fastest
        assert choose_device("cpu") == "cpu"
        assert available_devices()[-1] == "cpu"


def test_a_device_that_is_not_here_is_refused_with_those_that_are(monkeypatch):
    present(monkeypatch, cuda=False, mps=False)
    with pytest.raises(DeviceUnavailable, match="cpu") as refused:
        choose_device("cuda")
    assert refused.value.exit_code == 2
    assert "cuda" in refused.value.text
