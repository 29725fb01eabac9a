from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sdad.surfaces.http.server import HttpSurface

TOKEN = "a-token-of-the-tests"


class Door:
    """Leads to the engine of the test that runs, so that one server can serve many tests."""

    engine: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)


@pytest.fixture(scope="session")
def _served() -> Iterator[tuple[Door, HttpSurface]]:
    door = Door()
    surface = HttpSurface(door, "127.0.0.1", 0, TOKEN)
    surface.start()
    yield door, surface
    surface.stop()


@pytest.fixture
def surface(_served, engine) -> HttpSurface:
    """The HTTP surface over the stand-in engine, on a real port."""
    door, surface = _served
    door.engine = engine
    return surface


@pytest.fixture
def api(surface) -> Iterator[httpx.Client]:
    """A client that shows the token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=surface.url, headers=headers, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def stranger(surface) -> Iterator[httpx.Client]:
    """A client without the token."""
    with httpx.Client(base_url=surface.url, trust_env=False, timeout=20) as client:
        yield client
