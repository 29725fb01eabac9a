"""The SuperCollider class: a getter and a setter for each control, and what sdad says as functions that are called."""

from __future__ import annotations

from wires import FIRST, OTHERS, PORTS, RENEW_S, SDAD_PORT, SERVER, address, natural_address

from sdad.control.parameters import Control

_CLASS = """\
// Made by controllers/generate.py from the table of controls. Put this folder into Platform.userExtensionDir.
// ~sdad = Sdad.new; ~sdad.onDone = { |path| path.postln }; ~sdad.brightness = 0.8; ~sdad.render;
Sdad {
	var <addr, <positions, <values, <model, <models, <presets, <connected = false;
	var <>onDone, <>onFailed, <>onError, <>onControl, <>onProgress, <>onModel;
	var responders, renewal, heardAt, warned = false;

	*new { |host = "SERVER", port = SDAD_PORT|
		^super.new.init(NetAddr(host, port))
	}

	// The names of all controls, in the order of the table.
	*controls { ^[NAMES] }

	// How each address ends that takes a value in its unit: Hz, dB, seconds and so on.
	*units { ^(UNITS) }

	init { |server|
		addr = server;
		positions = IdentityDictionary.new;
		values = IdentityDictionary.new;
		models = [];
		presets = [];
		responders = List.new;
		this.hear('/sdad/subscribed', { heardAt = Main.elapsedTime; connected = true; warned = false });
		this.hear('/sdad/model/used', { |name| model = name; onModel.value(name) });
		this.hear('/sdad/model/list', { |... names| models = names.reject { |name| name == "" } });
		this.hear('/sdad/preset/list', { |... names| presets = names.reject { |name| name == "" } });
		this.hear('/sdad/render/done', { |id, path, seconds| onDone.value(path, id, seconds) });
		this.hear('/sdad/render/failed', { |id, code, text| (onFailed ? { |text| text.warn }).value(text, id) });
		this.hear('/sdad/render/fraction', { |fraction| onProgress.value(fraction) });
		this.hear('/sdad/error', { |code, text, where| (onError ? { |text| text.warn }).value(text, where) });
		this.class.controls.do { |name|
			var path = "/sdad/control/" ++ name;
			this.hear(path, { |x| positions[name] = x; onControl.value(name, x) });
			this.hear(path ++ "/" ++ this.class.units[name], { |x| values[name] = x });
			this.hear(path ++ "/auto", { |on| if(on == 1) { positions[name] = nil; onControl.value(name, nil) } });
		};
		// Again and again, so that sdad finds us after it was started anew; a SkipJack outlives Cmd-Period.
		this.subscribe;
		renewal = SkipJack({ this.subscribe; this.lookOut }, RENEW_S, name: "sdad");
	}

	// What Cmd-Period ends are synths and routines; what was heard before it is heard after it.
	hear { |path, function|
		responders.add(OSCFunc({ |message|
			function.value(*message.drop(1).collect { |each| if(each.isKindOf(Symbol)) { each.asString } { each } })
		}, path.asSymbol, addr).permanent_(true))
	}

	lookOut {
		if((Main.elapsedTime - (heardAt ? inf.neg)) > (RENEW_S * 2.5)) {
			connected = false;
			if(warned.not) {
				warned = true;
				"sdad does not answer at % port %: start it with sdad up, or see sdad status."
					.format(addr.ip, addr.port).warn
			}
		}
	}

	free {
		renewal.stop;
		responders.do(_.free);
		addr.sendMsg('/sdad/unsubscribe', NetAddr.langPort);
	}

	subscribe {
		addr.sendMsg('/sdad/subscribe', NetAddr.langPort);
		addr.sendMsg('/sdad/model/list');
		addr.sendMsg('/sdad/preset/list');
	}

	send { |address ... args| addr.sendMsg(address, *args) }

	// A position from 0 to 1, whatever the control; nil leaves it to the model.
	set { |name, x|
		positions[name] = x;
		if(x.isNil) { addr.sendMsg("/sdad/control/" ++ name ++ "/auto", 1) } {
			addr.sendMsg("/sdad/control/" ++ name, x.asFloat)
		}
	}
	// A value in the control's own unit: ~sdad.setValue(\\brightness, 2900)
	setValue { |name, x| addr.sendMsg("/sdad/control/" ++ name ++ "/" ++ this.class.units[name], x.asFloat) }
	lock { |name, on = true| addr.sendMsg("/sdad/control/" ++ name ++ "/lock", on.binaryValue) }

	use { |name| addr.sendMsg('/sdad/model/use', name.asString) }
	recall { |preset| addr.sendMsg('/sdad/preset/recall', if(preset.isNumber) { preset } { preset.asString }) }
	save { |preset| addr.sendMsg('/sdad/preset/save', preset.asString) }
	nextPreset { addr.sendMsg('/sdad/preset/next') }
	prevPreset { addr.sendMsg('/sdad/preset/prev') }
	render { |takes = 1, seconds|
		if(seconds.isNil) { addr.sendMsg('/sdad/render', takes) } {
			addr.sendMsg('/sdad/render', takes, seconds.asFloat)
		}
	}
	cancel { addr.sendMsg('/sdad/render/cancel') }
	panic { addr.sendMsg('/sdad/panic') }
	star { addr.sendMsg('/sdad/take/star') }
	discard { addr.sendMsg('/sdad/take/discard') }
	live_ { |on = true| addr.sendMsg('/sdad/live', on.binaryValue) }

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
        "UNITS": ", ".join(f"{row.id}: {natural_address(row).removeprefix(address(row) + '/')!r}" for row in rows),
        "METHODS": "".join(map(_methods, rows)),
    }
    assert PORTS["supercollider"] == 57120, "sclang's own"
    text = _CLASS
    for mark, value in parts.items():
        text = text.replace(mark, value)
    return text


def _methods(row: Control) -> str:
    return (
        f"\t// {row.label}: {row.low} - {row.high}; {address(row)}, in its unit {natural_address(row)}\n"
        f"\t{row.id} {{ ^positions[\\{row.id}] }}\n\t{row.id}_ {{ |x| this.set(\\{row.id}, x) }}\n"
    )
