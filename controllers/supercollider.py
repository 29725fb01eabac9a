"""The SuperCollider class: one method for each control, and what sdad says as functions that are called."""

from __future__ import annotations

from wires import FIRST, OTHERS, PORTS, RENEW_S, SDAD_PORT, SERVER, address

from sdad.control.parameters import Control

_CLASS = """\
// Made by controllers/generate.py from the table of controls. Put this folder into Platform.userExtensionDir.
// ~sdad = Sdad.new; ~sdad.onDone = { |path| path.postln }; ~sdad.brightness = 0.8; ~sdad.render;
Sdad {
	var <addr, <>onDone, <>onFailed, <>onError, <>onControl, <>onProgress, renewal, responders;

	*new { |host = "SERVER", port = SDAD_PORT|
		^super.new.init(NetAddr(host, port))
	}

	init { |server|
		addr = server;
		responders = [
			OSCFunc({ |msg| onDone.value(msg[2].asString, msg[1].asString, msg[3]) }, '/sdad/render/done'),
			OSCFunc({ |msg| onFailed.value(msg[3].asString, msg[1].asString) }, '/sdad/render/failed'),
			OSCFunc({ |msg| onProgress.value(msg[1]) }, '/sdad/render/fraction'),
			OSCFunc({ |msg| (onError ? { |text| text.postln }).value(msg[2].asString, msg[3].asString) }, '/sdad/error')
		] ++ this.class.controls.collect { |name|
			OSCFunc({ |msg| onControl.value(name, msg[1]) }, ("/sdad/control/" ++ name).asSymbol)
		};
		// Again and again, so that sdad finds us after it was started anew.
		renewal = Routine { loop { this.subscribe; RENEW_S.wait } }.play(SystemClock);
	}

	*controls { ^[NAMES] }

	free {
		renewal.stop;
		responders.do(_.free);
		addr.sendMsg('/sdad/unsubscribe', NetAddr.langPort);
	}

	subscribe { addr.sendMsg('/sdad/subscribe', NetAddr.langPort) }
	send { |address ... args| addr.sendMsg(address, *args) }
	use { |model| addr.sendMsg('/sdad/model/use', model.asString) }
	recall { |preset| addr.sendMsg('/sdad/preset/recall', if(preset.isNumber) { preset } { preset.asString }) }
	nextPreset { addr.sendMsg('/sdad/preset/next') }
	prevPreset { addr.sendMsg('/sdad/preset/prev') }
	render { |takes = 1, seconds|
		var asked = ['/sdad/render', takes] ++ (seconds !? { [seconds] } ? []);
		addr.sendMsg(*asked)
	}
	panic { addr.sendMsg('/sdad/panic') }

METHODS}
"""


def classes() -> str:
    """Returns the class file."""
    rows = (*FIRST, *OTHERS)
    parts = {
        "SERVER": SERVER,
        "SDAD_PORT": str(SDAD_PORT),
        "RENEW_S": str(RENEW_S),
        "NAMES": ", ".join(f"\\{row.id}" for row in rows),
        "METHODS": "".join(map(_methods, rows)),
    }
    assert PORTS["supercollider"] == 57120, "sclang's own"
    text = _CLASS
    for mark, value in parts.items():
        text = text.replace(mark, value)
    return text


def _methods(row: Control) -> str:
    return (
        f"\t// {row.label}: {row.low} - {row.high}\n\t{row.id}_ {{ |x| addr.sendMsg('{address(row)}', x.asFloat) }}\n"
    )
