// Made by controllers/generate.py from the table of controls. Put this folder into Platform.userExtensionDir.
// ~sdad = Sdad.new; ~sdad.onDone = { |path| path.postln }; ~sdad.brightness = 0.8; ~sdad.render;
Sdad {
	var <addr, <>onDone, <>onFailed, <>onError, <>onControl, <>onProgress, renewal, responders;

	*new { |host = "127.0.0.1", port = 9109|
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
		renewal = Routine { loop { this.subscribe; 5.wait } }.play(SystemClock);
	}

	*controls { ^[\brightness, \warmth, \roughness, \tension, \rhythm, \pulse, \density, \space, \movement, \attack, \register, \width, \layers, \variation, \duration, \tail, \blend, \morph, \level] }

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

	// Brightness: dark - bright
	brightness_ { |x| addr.sendMsg('/sdad/control/brightness', x.asFloat) }
	// Warmth: thin - warm
	warmth_ { |x| addr.sendMsg('/sdad/control/warmth', x.asFloat) }
	// Roughness: smooth - rough
	roughness_ { |x| addr.sendMsg('/sdad/control/roughness', x.asFloat) }
	// Tension: consonant - dissonant
	tension_ { |x| addr.sendMsg('/sdad/control/tension', x.asFloat) }
	// Rhythm: ambient - rhythmic
	rhythm_ { |x| addr.sendMsg('/sdad/control/rhythm', x.asFloat) }
	// Pulse strength: faint - strong
	pulse_ { |x| addr.sendMsg('/sdad/control/pulse', x.asFloat) }
	// Density: sparse - dense
	density_ { |x| addr.sendMsg('/sdad/control/density', x.asFloat) }
	// Space: dry - reverberant
	space_ { |x| addr.sendMsg('/sdad/control/space', x.asFloat) }
	// Movement: still - evolving
	movement_ { |x| addr.sendMsg('/sdad/control/movement', x.asFloat) }
	// Attack: soft - percussive
	attack_ { |x| addr.sendMsg('/sdad/control/attack', x.asFloat) }
	// Register: low - high
	register_ { |x| addr.sendMsg('/sdad/control/register', x.asFloat) }
	// Width: mono - wide
	width_ { |x| addr.sendMsg('/sdad/control/width', x.asFloat) }
	// Layers: one - many
	layers_ { |x| addr.sendMsg('/sdad/control/layers', x.asFloat) }
	// Variation: faithful - adventurous
	variation_ { |x| addr.sendMsg('/sdad/control/variation', x.asFloat) }
	// Duration: short - long
	duration_ { |x| addr.sendMsg('/sdad/control/duration', x.asFloat) }
	// Tail: cut - ring out
	tail_ { |x| addr.sendMsg('/sdad/control/tail', x.asFloat) }
	// Blend: model A - model B
	blend_ { |x| addr.sendMsg('/sdad/control/blend', x.asFloat) }
	// Morph: preset A - preset B
	morph_ { |x| addr.sendMsg('/sdad/control/morph', x.asFloat) }
	// Level: quiet - loud
	level_ { |x| addr.sendMsg('/sdad/control/level', x.asFloat) }
}
