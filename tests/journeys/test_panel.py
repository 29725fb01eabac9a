"""The page of a running daemon, in a real Chromium: a slider is moved, a take is rendered, the file plays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_the_page_moves_a_slider_and_plays_the_finished_file(
    studio: Callable[..., Any], chromium: Any, waiting: Callable[..., Any]
) -> None:
    one = studio()
    port = waiting(lambda: one.get("/api/status")["ports"].get("panel"), "the panel's port", 120)
    page = chromium.new_context().new_page()
    page.set_default_timeout(60_000)
    page.goto(f"http://127.0.0.1:{port}")
    page.get_by_text("Device cpu").wait_for()  # the page is filled
    slider = page.locator("#control-brightness input[type=range]")
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    waiting(lambda: one.position("brightness") == pytest.approx(0.6), "brightness has moved")
    page.get_by_role("button", name="Render").click()
    take = waiting(lambda: one.get("/api/renders")["renders"], "a finished take", 120)[0]
    assert take["asked"]["brightness"] == pytest.approx(0.6) and Path(take["path"]).is_file()
    playing = page.wait_for_function(
        "() => { const one = document.querySelector('audio');"
        " if (!one || !one.src || !(one.duration > 0)) return false; one.muted = true; one.play();"
        " return one.currentTime > 0.2 && one.duration; }",
        timeout=60_000,
    ).json_value()
    assert playing == pytest.approx(take["seconds"], abs=0.1)
    page.context.close()
