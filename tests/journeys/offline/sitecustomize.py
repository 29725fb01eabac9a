"""Forbids every way out of this machine, in each Python that finds this first on its path, and writes down who tried.

Found through PYTHONPATH, so that it holds for the daemon and for all of its children.
"""

import ipaddress
import os
import socket
import sys
import traceback
from pathlib import Path

_ATTEMPTS = Path(os.environ["SDAD_TEST_ATTEMPTS"])


def _leaves(address) -> bool:
    if not isinstance(address, tuple):
        return False  # a socket of the file system
    try:
        return not ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] not in ("localhost", "")


def _audit(event: str, arguments: tuple) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and _leaves(arguments[1]):
        found = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and arguments[0] and _leaves((arguments[0], 0)):
        # A name is looked up by asking another machine; its own name is in its own file.
        if arguments[0] == socket.gethostname():
            return
        found = arguments[0]
    else:
        return
    with _ATTEMPTS.open("a", encoding="utf-8") as file:
        file.write(f"{event} {found} by {sys.argv}\n{''.join(traceback.format_stack())}\n")
    raise OSError(101, f"forbidden by the test: {event} {found}")


with _ATTEMPTS.with_name("attempts.present").open("a", encoding="utf-8") as _file:
    _file.write(f"{sys.orig_argv}\n")
sys.addaudithook(_audit)

if "SDAD_TEST_BUDGET" in os.environ and "sdad.engine.train_worker" in sys.orig_argv:
    # A training of seconds is a training all the same.
    from sdad.training import schedules

    schedules.BUDGETS["sketch"] = schedules.Budget.model_validate_json(os.environ["SDAD_TEST_BUDGET"])
