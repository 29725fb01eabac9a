"""What the tests of all surfaces share."""

from __future__ import annotations

import importlib.util
import sys
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


@pytest.fixture(scope="session")
def intruders() -> Any:
    """The module tests/surfaces/intruders.py."""
    spec = importlib.util.spec_from_file_location("intruders", Path(__file__).with_name("intruders.py"))
    assert spec is not None and spec.loader is not None
    module = sys.modules["intruders"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
