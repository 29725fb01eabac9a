import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from sdad.errors import MalformedMessage
from sdad.surfaces.door import limits
from sdad.surfaces.door.limits import MOST_BYTES, MOST_CALLERS, Rate, whole_body


def run(coroutine):
    """Runs a coroutine to its end in a thread of its own: this one may have a loop, left by a browser's driver."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


def read(*parts, declared="", then="http.disconnect"):
    waiting = [
        {"type": "http.request", "body": part, "more_body": number < len(parts)} for number, part in enumerate(parts, 1)
    ]

    async def receive():
        return waiting.pop(0) if waiting else {"type": then}

    return run(whole_body("/x", declared, receive))


def test_a_body_comes_whole():
    assert read(b"ab", b"", b"c") == b"abc"
    assert read(b"") == b""
    assert read(b"x" * MOST_BYTES, declared=str(MOST_BYTES)) == b"x" * MOST_BYTES


@pytest.mark.parametrize("declared", ["1000001", "10000000000", "1" * 400, "-1", "1.5", "²", "0x1"])
def test_what_is_declared_too_large_is_refused_without_being_read(declared):
    async def receive():
        raise AssertionError("it was read")

    with pytest.raises(MalformedMessage, match="at most 1000000 bytes"):
        run(whole_body("/x", declared, receive))


def test_what_turns_out_too_large_is_refused_whatever_was_declared(said):
    for declared in ("", "10"):
        with pytest.raises(MalformedMessage) as refusal:
            read(*[b"x" * 300_000] * 4, declared=declared)
        said(refusal.value, "surface.malformed", "/x", f"send at most {MOST_BYTES} bytes")


def test_whoever_goes_has_sent_nothing():
    async def receive():
        return {"type": "http.disconnect"}

    assert run(whole_body("/x", "", receive)) is None


def test_whoever_takes_too_long_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(limits, "BODY_S", 0.01)

    async def receive():
        await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        run(whole_body("/x", "", receive))


def test_a_thousand_addresses_cost_no_more_memory_than_the_limit():
    rate = Rate(elsewhere=(1, 1), clock=lambda: 0.0)
    for number in range(5 * MOST_CALLERS):
        assert rate.take(f"10.0.{number // 256}.{number % 256}")
    assert len(rate._left) == MOST_CALLERS
    assert not rate.take("10.0.19.255")
