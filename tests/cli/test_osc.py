from __future__ import annotations

import pytest

from sdad.control.parameters import TABLE

MESSAGES = ("GET", "/api/osc/messages")


def heard(number, verdict="ok", text="", arguments=(0.5,)):
    return {
        "number": number,
        "at": 1.0,
        "from": "127.0.0.1:5000",
        "address": "/sdad/control/width",
        "arguments": list(arguments),
        "verdict": verdict,
        "text": text,
    }


def test_the_namespace_needs_no_daemon(sdad):
    listed = {each["address"]: each for each in sdad("osc", "namespace", "--json").json["addresses"]}
    assert listed["/sdad/control/brightness"]["types"] == "f"
    assert listed["/sdad/render/done"]["access"] == "out"
    lines = sdad("osc", "namespace").out.splitlines()
    assert len(lines) == len(listed)
    assert sum(f"/sdad/control/{row.id} " in line for row in TABLE for line in lines) == len(TABLE)


def test_addresses_of_ones_own_are_listed(sdad, workspace):
    workspace.aliases.write_text(
        'format = 1\n[[alias]]\naddress = "/1/fader1"\nto = "/sdad/control/width"\n'
        '[[alias]]\naddress = "/done"\nto = "/sdad/render/done"\ndirection = "out"\n'
    )
    out = sdad("osc", "namespace").out
    assert "/1/fader1" in out and "/done" in out
    workspace.aliases.write_text("format = 1\n[[alias]]\n")
    refused = sdad("osc", "namespace")
    assert refused.code == 5 and "aliases.toml" in refused.err


def test_the_monitor_shows_what_comes_from_now_on_with_its_verdict(sdad, daemon):
    daemon.answers[MESSAGES] = {"messages": [heard(7)]}
    refused = heard(8, "surface.unknown_address", 'Nothing listens there. Did you mean "/sdad/control/width"?')
    daemon.answers["GET", "/api/osc/messages?after=7"] = [
        {"messages": []},
        {"messages": [refused, heard(9, arguments=[1, "a\x1b[31m"])]},
    ]
    answer = sdad("osc", "monitor", "--count", 2)
    assert answer.code == 0
    first, second = answer.out.splitlines()
    assert first.endswith('surface.unknown_address: Nothing listens there. Did you mean "/sdad/control/width"?')
    assert "/sdad/control/width 1 " in second and second.endswith("ok") and "\x1b" not in second
    assert "9109" in answer.err


def test_the_monitor_begins_with_what_came_before_when_asked(sdad, daemon):
    daemon.answers["GET", "/api/osc/messages?after=0"] = {"messages": [heard(1), heard(2)]}
    assert len(sdad("osc", "monitor", "--all", "--count", 2).out.splitlines()) == 2
    assert sdad("osc", "monitor", "--json").json == {"messages": [heard(1), heard(2)]}
    assert sdad("osc", "monitor", "--all", "--count", 1, "--json").json == {"messages": [heard(1)]}


def test_the_monitor_shows_how_many_nobody_has_looked_into(sdad, daemon):
    line = {**heard(1, "ignored", "9 more were not looked into"), "from": "", "address": "", "arguments": []}
    daemon.answers["GET", "/api/osc/messages?after=0"] = {"messages": [line]}
    out = sdad("osc", "monitor", "--all", "--count", 1).out
    assert out.strip().endswith(":01  ignored: 9 more were not looked into")


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_the_monitor_needs_the_daemon(sdad, flags):
    assert sdad("osc", "monitor", *flags).code == 3
