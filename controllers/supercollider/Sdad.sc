// Made by controllers/generate.py from the table of controls. Put this folder into Platform.userExtensionDir.
// ~sdad = Sdad.new; ~sdad.onDone = { |path| path.postln }; ~sdad.brightness = 0.8; ~sdad.render;
Sdad {
	var <addr, <positions, <values, <model, <models, <presets, <connected = false;
	var <>onDone, <>onFailed, <>onError, <>onControl, <>onProgress, <>onModel;
	var responders, renewal, heardAt, warned = false;

	*new { |host = "127.0.0.1", port = 9109|
		^super.new.init(NetAddr(host, port))
	}

	// The names of all controls, in the order of the table.
	*controls { ^[\brightness, \warmth, \roughness, \tension, \rhythm, \pulse, \density, \space, \movement, \attack, \register, \width, \layers, \variation, \duration, \tail, \blend, \morph, \level] }

	// How each address ends that takes a value in its unit: Hz, dB, seconds and so on.
	*units { ^(brightness: 'hz', warmth: 'db', roughness: 'asper', tension: 'value', rhythm: 'value', pulse: 'db', density: 'per_second', space: 'seconds', movement: 'value', attack: 'ms', register: 'note', width: 'percent', layers: 'voices', variation: 'value', duration: 'seconds', tail: 'seconds', blend: 'weight', morph: 'value', level: 'lufs') }

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
		renewal = SkipJack({ this.subscribe; this.lookOut }, 5, name: "sdad");
	}

	// What Cmd-Period ends are synths and routines; what was heard before it is heard after it.
	hear { |path, function|
		responders.add(OSCFunc({ |message|
			function.value(*message.drop(1).collect { |each| if(each.isKindOf(Symbol)) { each.asString } { each } })
		}, path.asSymbol, addr).permanent_(true))
	}

	lookOut {
		if((Main.elapsedTime - (heardAt ? inf.neg)) > (5 * 2.5)) {
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
	// A value in the control's own unit: ~sdad.setValue(\brightness, 2900)
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

	// Brightness: dark - bright; /sdad/control/brightness, in its unit /sdad/control/brightness/hz
	brightness { ^positions[\brightness] }
	brightness_ { |x| this.set(\brightness, x) }
	// Warmth: thin - warm; /sdad/control/warmth, in its unit /sdad/control/warmth/db
	warmth { ^positions[\warmth] }
	warmth_ { |x| this.set(\warmth, x) }
	// Roughness: smooth - rough; /sdad/control/roughness, in its unit /sdad/control/roughness/asper
	roughness { ^positions[\roughness] }
	roughness_ { |x| this.set(\roughness, x) }
	// Tension: consonant - dissonant; /sdad/control/tension, in its unit /sdad/control/tension/value
	tension { ^positions[\tension] }
	tension_ { |x| this.set(\tension, x) }
	// Rhythm: ambient - rhythmic; /sdad/control/rhythm, in its unit /sdad/control/rhythm/value
	rhythm { ^positions[\rhythm] }
	rhythm_ { |x| this.set(\rhythm, x) }
	// Pulse strength: faint - strong; /sdad/control/pulse, in its unit /sdad/control/pulse/db
	pulse { ^positions[\pulse] }
	pulse_ { |x| this.set(\pulse, x) }
	// Density: sparse - dense; /sdad/control/density, in its unit /sdad/control/density/per_second
	density { ^positions[\density] }
	density_ { |x| this.set(\density, x) }
	// Space: dry - reverberant; /sdad/control/space, in its unit /sdad/control/space/seconds
	space { ^positions[\space] }
	space_ { |x| this.set(\space, x) }
	// Movement: still - evolving; /sdad/control/movement, in its unit /sdad/control/movement/value
	movement { ^positions[\movement] }
	movement_ { |x| this.set(\movement, x) }
	// Attack: soft - percussive; /sdad/control/attack, in its unit /sdad/control/attack/ms
	attack { ^positions[\attack] }
	attack_ { |x| this.set(\attack, x) }
	// Register: low - high; /sdad/control/register, in its unit /sdad/control/register/note
	register { ^positions[\register] }
	register_ { |x| this.set(\register, x) }
	// Width: mono - wide; /sdad/control/width, in its unit /sdad/control/width/percent
	width { ^positions[\width] }
	width_ { |x| this.set(\width, x) }
	// Layers: one - many; /sdad/control/layers, in its unit /sdad/control/layers/voices
	layers { ^positions[\layers] }
	layers_ { |x| this.set(\layers, x) }
	// Variation: faithful - adventurous; /sdad/control/variation, in its unit /sdad/control/variation/value
	variation { ^positions[\variation] }
	variation_ { |x| this.set(\variation, x) }
	// Duration: short - long; /sdad/control/duration, in its unit /sdad/control/duration/seconds
	duration { ^positions[\duration] }
	duration_ { |x| this.set(\duration, x) }
	// Tail: cut - ring out; /sdad/control/tail, in its unit /sdad/control/tail/seconds
	tail { ^positions[\tail] }
	tail_ { |x| this.set(\tail, x) }
	// Blend: model A - model B; /sdad/control/blend, in its unit /sdad/control/blend/weight
	blend { ^positions[\blend] }
	blend_ { |x| this.set(\blend, x) }
	// Morph: preset A - preset B; /sdad/control/morph, in its unit /sdad/control/morph/value
	morph { ^positions[\morph] }
	morph_ { |x| this.set(\morph, x) }
	// Level: quiet - loud; /sdad/control/level, in its unit /sdad/control/level/lufs
	level { ^positions[\level] }
	level_ { |x| this.set(\level, x) }
}
