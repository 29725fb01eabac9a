"""Training and rendering on a real NVIDIA GPU: equal to itself, near the CPU, and given up for want of memory."""

import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from sdad.engine.render_job import Stage
from sdad.engine.training_job import train
from sdad.library.fingerprints import sha256
from sdad.library.models import Models
from sdad.library.renders import read_sidecar
from sdad.synthesis.request import RenderRequest

pytestmark = [
    pytest.mark.cuda,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU and a torch built for CUDA"),
]

FAULTS = {
    "memory": "torch.empty(1 << 50, dtype=torch.uint8, device='cuda')",
    "device": "torch.zeros(2, device='cuda')[torch.tensor([9], device='cuda')].cpu()",
}
"""What makes a GPU fail, for want of memory and by a fault of its own."""


@pytest.fixture
def short_of_memory():
    """Leaves this process a hundred-thousandth of the GPU's memory, one or two megabytes."""
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(1e-5)
    yield
    torch.cuda.set_per_process_memory_fraction(1.0)


@pytest.fixture
def trained(own_workspace, tiny_budget):
    """Returns a function that trains the tiny model anew on the GPU and gives its version and what it remarked."""

    def run():
        shutil.rmtree(own_workspace.models / "tiny")
        remarks = []
        train(own_workspace, "tiny", effort="sketch", device="cuda", budget=tiny_budget, remark=remarks.append)
        return Models(own_workspace).current("tiny"), remarks

    return run


def takes(workspace, device):
    """Returns the reports of three takes."""
    stage = Stage(workspace, device)
    asked = {"positions": {"brightness": 0.7}, "model": "tiny", "version": "v0001", "seconds": 4.0}
    return [stage.render(RenderRequest(take=take, **asked), job=f"{device}-{take}") for take in (1, 2, 3)]


def test_trainings_of_the_same_seed_give_the_same_model(trained):
    first, remarks = trained()
    kept = sha256(first.weights)
    assert first.card.device == "cuda" and remarks == []
    again, _ = trained()
    assert sha256(again.weights) == kept


def test_takes_are_the_same_each_time_and_those_of_the_cpu_but_for_rounding(own_workspace):
    there, again, here = (takes(own_workspace, device) for device in ("cuda", "cuda", "cpu"))
    assert [one["got_natural"] for one in there] == [one["got_natural"] for one in again]
    assert read_sidecar(Path(there[0]["sidecar"])).device == "cuda"
    # Rounding may lead to another grain here and there, which is to be no other kind of sound.
    for name in ("brightness", "warmth", "roughness", "density", "space"):
        off = [abs(one["got"][name] - plain["got"][name]) for one, plain in zip(there, here, strict=True)]
        assert statistics.median(off) < 0.1, (name, off)


def test_a_training_goes_on_on_the_cpu_where_memory_is_short(trained, short_of_memory, said):
    version, remarks = trained()
    assert version.card.device == "cpu"
    (remark,) = remarks
    said(remark, "engine.device_full", "cuda", "goes on on the CPU")


def test_a_take_goes_on_on_the_cpu_where_memory_is_short(own_workspace, short_of_memory, said):
    stage = Stage(own_workspace, "cuda")
    report = stage.render(RenderRequest(model="tiny", version="v0001", take=1, seconds=1.0), job="short")
    said(stage.left, "engine.device_full", "cuda", "goes on on the CPU")
    assert stage.device == "cpu" and stage.left.text in report["warnings"]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_gpu_says_when_it_fails_is_understood(fault):
    """In a process of its own: after most faults a process gets no more from the GPU."""
    script = (
        "import torch\nfrom sdad.model.device import device_fault, out_of_memory\n"
        f"try:\n    {FAULTS[fault]}\nexcept Exception as error:\n"
        "    print('memory' if out_of_memory(error) else 'device' if device_fault(error) else error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == fault, done.stderr
