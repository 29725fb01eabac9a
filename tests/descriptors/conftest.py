"""The sounds, and how they are measured."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

from sdad.audio.buffer import Audio
from sdad.descriptors.measure import measure

RATE_HZ = 48000

Value = Callable[..., float | None]


@lru_cache(maxsize=1)
def _sounds() -> ModuleType:
    spec = importlib.util.spec_from_file_location("descriptor_sounds", Path(__file__).with_name("sounds.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sounds() -> ModuleType:
    return _sounds()


def _value(name: str, sound: NDArray[np.float64], rate: int = RATE_HZ, peak_db: float = -6.0) -> float | None:
    samples = np.atleast_2d(sound)
    scaled = samples / np.abs(samples).max() * 10 ** (peak_db / 20)
    return measure(Audio(scaled.astype(np.float32), rate), [name])[name]


@pytest.fixture(scope="session")
def value() -> Value:
    """Measures one descriptor of a sound of shape (T,) or (C, T), by its name."""
    return _value


@pytest.fixture(scope="session")
def order() -> Callable[..., float]:
    """Says how well a descriptor follows sounds that are given in rising order: Spearman's rank correlation."""

    def follow(name: str, rising: Sequence[NDArray[np.float64]], rate: int = RATE_HZ) -> float:
        values = [_value(name, sound, rate) for sound in rising]
        assert None not in values
        return float(spearmanr(np.arange(len(values)), values).statistic)

    return follow
