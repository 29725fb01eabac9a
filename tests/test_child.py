import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

_CHILD = """
from sdad.child import ChildEnd
end = ChildEnd()
print("what a library prints is no message")
end.send({"type": "begun"})
for message in end.messages():
    if message.get("op") == "late":
        end.stopping.wait(10)
    end.send({"type": "did", "n": message["n"], "stopping": end.stopping.is_set()})
end.send({"type": "ended"})
"""


_BUSY = """
import sdad.child as child
child.GRACE_S, child.HEARTBEAT_S = 0.3, 0.05
end = child.ChildEnd()
end.send({"type": "begun"})
for message in end.messages():
    while True:  # work that looks at nothing
        pass
"""


@pytest.fixture
def busy():
    """A child in the middle of work that never ends."""
    child = subprocess.Popen([sys.executable, "-c", _BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    child.stdin.write(b'{"n": 1}\n')
    child.stdin.flush()
    while json.loads(child.stdout.readline())["type"] != "begun":
        pass
    yield child
    child.kill()
    child.communicate()


def talk(*messages):
    text = "".join(json.dumps(message) + "\n" for message in messages)
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    # The input is left open until the answers have come, as the daemon leaves it.
    child.stdin.write(text.encode())
    child.stdin.flush()
    said = []
    while sum(one["type"] == "did" for one in said) < sum("n" in message for message in messages):
        said.append(json.loads(child.stdout.readline()))
    rest, errors = child.communicate(timeout=20)
    said += [json.loads(line) for line in rest.splitlines()]
    assert child.returncode == 0
    assert b"what a library prints" in errors
    return [one for one in said if one["type"] != "heartbeat"]


def test_messages_are_taken_in_order_until_the_parent_closes_the_input():
    assert talk({"n": 1}, {"n": 2}) == [
        {"type": "begun"},
        {"type": "did", "n": 1, "stopping": False},
        {"type": "did", "n": 2, "stopping": False},
        {"type": "ended"},
    ]


def test_a_cancel_that_comes_before_its_work_has_begun_still_counts():
    said = talk({"op": "late", "n": 1}, {"n": 2}, {"op": "cancel"})
    assert said[2] == {"type": "did", "n": 2, "stopping": True}


def test_a_cancel_of_the_work_before_does_not_stop_the_next():
    said = talk({"n": 1}, {"op": "cancel"}, {"n": 2})
    assert said[2] == {"type": "did", "n": 2, "stopping": False}


def test_a_child_whose_work_never_ends_is_gone_soon_after_its_parent(busy):
    busy.communicate(timeout=20)
    assert busy.returncode == 0


def test_a_child_that_works_still_says_that_it_is_alive(busy):
    assert [json.loads(busy.stdout.readline()) for _ in range(5)] == [{"type": "heartbeat"}] * 5
