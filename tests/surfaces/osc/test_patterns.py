from __future__ import annotations

import time

import pytest

from sdad.errors import MalformedMessage
from sdad.surfaces.osc.patterns import is_pattern, matches

BRIGHTNESS = "/sdad/control/brightness"


@pytest.mark.parametrize(
    "pattern",
    [
        BRIGHTNESS,
        "/sdad/control/*",
        "/sdad/control/b*s",
        "/sdad/control/bright????",
        "/*/*/*",
        "/sdad/control/[a-c]rightness",
        "/sdad/control/[!w]rightness",
        "/sdad/control/{density,brightness}",
        "/sdad/control/{bright,dark}ness",
        "/sdad/control/{b,br}*ness",
        "/sdad/control/**brightness*",
        "/sdad/control/[xb-]rightness",
    ],
)
def test_these_patterns_mean_it(pattern):
    assert matches(pattern, BRIGHTNESS)


@pytest.mark.parametrize(
    "pattern",
    [
        "/sdad/*",
        "/sdad/control/*/hz",
        "/sdad/control/?",
        "/sdad/control/[!b]rightness",
        "/sdad/control/[c-z]rightness",
        "/sdad/control/{density,width}",
        "/sdad/control/brightnes",
        "/sdad/control/[]rightness",
        "/sdad//brightness",
        "*",
    ],
)
def test_these_patterns_do_not(pattern):
    assert not matches(pattern, BRIGHTNESS)


def test_a_star_does_not_reach_over_a_slash():
    assert not matches("/sdad/control/*", BRIGHTNESS + "/hz")


@pytest.mark.parametrize("pattern", ["/a[b", "/a{b,c", "/" + "*" * 200])
def test_malformed_patterns_are_refused(pattern):
    with pytest.raises(MalformedMessage):
        matches(pattern, BRIGHTNESS)


def test_only_wildcards_make_a_pattern():
    assert is_pattern("/a/*") and not is_pattern("/a/b-c_d.e!")


@pytest.mark.parametrize("part", ["*" * 60 + "x", "{b,br,bri,}" * 8 + "x", "?*" * 30 + "x", "[a-z]*" * 10 + "x"])
def test_patterns_made_to_take_for_ever_do_not(part):
    began = time.thread_time()
    assert not matches(f"/sdad/control/{part}", BRIGHTNESS)
    assert time.thread_time() - began < 0.02
