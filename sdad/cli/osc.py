"""``sdad osc``: the addresses, and what arrives at them."""

from __future__ import annotations

import json
import time
from typing import Any

from sdad.cli.call import Call
from sdad.cli.console import columns
from sdad.library.aliases import AliasFile
from sdad.logs import escaped

Json = dict[str, Any]

POLL_S = 0.1
_MESSAGES = "/api/osc/messages"
_WAYS = {"in": "in", "out": "out", "both": "in, out"}


def namespace(call: Call) -> int:
    """Lists every address that sdad answers to or sends to, the user's own among them."""
    from sdad.surfaces.osc.describing import as_json

    aliases = AliasFile(call.workspace.aliases).load()
    listed = as_json(aliases)
    rows = [(each["address"], _WAYS[each["access"]], str(each.get("takes") or each.get("carries"))) for each in listed]
    rows += [(each.address, "out", each.to) for each in aliases if not each.hears]
    call.console.result({"addresses": listed, "aliases": [each.model_dump() for each in aliases]}, columns(rows))
    return 0


def monitor(call: Call) -> int:
    """Shows each message that the daemon receives and what became of it, until Ctrl-C or ``--count`` of them.

    In a flood one line a second says how many of them were not looked into. With ``--json`` the messages are one
    object; without ``--count`` those that came lately.
    """
    daemon, left, as_json = call.needed_daemon(), call.args.count, call.console.json
    # Only what comes from now on, unless what came before was asked for.
    seen = 0 if call.args.all or (as_json and left is None) else _newest(daemon.get(_MESSAGES)["messages"])
    if not as_json:
        port = daemon.get("/api/status")["ports"]["osc"]
        call.console.say(f"Listening to what comes to OSC port {port}; Ctrl-C ends.")
    shown: list[Json] = []
    while left is None or left > 0:
        messages = daemon.get(f"{_MESSAGES}?after={seen}")["messages"][:left]
        if as_json:
            shown += messages
        else:
            call.console.result({}, map(_line, messages))
        if as_json and left is None:
            break
        seen = max(seen, _newest(messages))
        left = None if left is None else left - len(messages)
        if not messages:
            time.sleep(POLL_S)
    if as_json:
        call.console.result({"messages": shown})
    return 0


def _newest(messages: list[Json]) -> int:
    return max((int(message["number"]) for message in messages), default=0)


def _line(message: Json) -> str:
    at = time.strftime("%H:%M:%S", time.localtime(message["at"]))
    arguments = " ".join(json.dumps(each, ensure_ascii=False) for each in message["arguments"])
    said = " ".join(filter(None, [message["address"], arguments]))
    verdict = message["verdict"] if not message["text"] else f"{message['verdict']}: {message['text']}"
    # Whoever sends may send anything, and a terminal obeys some of it.
    return escaped("  ".join(filter(None, [at, message["from"], said, verdict])))
