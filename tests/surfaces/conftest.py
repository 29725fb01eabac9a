"""What the tests of all surfaces share."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def engine() -> Any:
    """A FakeEngine of tests/fakes.py: it decides at once and in memory."""
    spec = importlib.util.spec_from_file_location("fakes", Path(__file__).parents[1] / "fakes.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FakeEngine()
