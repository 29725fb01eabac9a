"""The one door to torchaudio."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sdad.audio.torchaudio_door import mel_filterbank

PACKAGE = Path(__file__).parents[2] / "sdad"

BROKEN = """
import importlib.abc, sys

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "torchaudio._extension":
            raise OSError("Could not load this library")

sys.meta_path.insert(0, Refuse())
from sdad.audio.torchaudio_door import mel_filterbank
print(mel_filterbank(513, 30.0, 16000.0, 40, 48000).shape)
"""


def imported_by(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_bands_peak_at_one_and_hand_over_to_their_neighbours():
    bank = mel_filterbank(4097, 30.0, 16000.0, 40, 48000)
    assert bank.shape == (4097, 40)
    assert bank.dtype == np.float32
    assert bank.min() >= 0
    np.testing.assert_allclose(bank.max(axis=0), 1, atol=0.15)
    # Between the first and the last centre neighbouring triangles add up to one.
    first, last = bank[:, 0].argmax(), bank[:, -1].argmax()
    np.testing.assert_allclose(bank[first + 1 : last].sum(axis=1), 1, atol=1e-4)


def test_centres_are_evenly_spaced_on_the_mel_scale():
    bank = mel_filterbank(16385, 30.0, 16000.0, 40, 48000)
    centres_hz = bank.argmax(axis=0) * 24000 / 16384
    mels = 2595 * np.log10(1 + centres_hz / 700)
    assert np.diff(mels).std() < 0.02 * np.diff(mels).mean()


def test_the_bank_is_shared_and_cannot_be_changed():
    bank = mel_filterbank(513, 30.0, 16000.0, 20, 48000)
    assert mel_filterbank(513, 30.0, 16000.0, 20, 48000) is bank
    with pytest.raises(ValueError, match="read-only"):
        bank[0, 0] = 1


def test_works_where_the_native_library_does_not_load():
    done = subprocess.run([sys.executable, "-W", "error", "-c", BROKEN], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "(513, 40)", done.stderr


def test_importing_the_door_imports_neither_torch_nor_torchaudio():
    code = "import sys, sdad.audio.torchaudio_door; print({'torch', 'torchaudio'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "set()", done.stderr


def test_nothing_else_imports_torchaudio():
    files = [file for file in PACKAGE.rglob("*.py") if file.name != "torchaudio_door.py"]
    assert files
    assert [file.name for file in files if "torchaudio" in imported_by(file)] == []
