# Made by controllers/generate.py from the table of controls.
# In TouchDesigner: Dialogs > Textport, then   exec(open(r"PATH TO THIS FILE").read())
# It builds /project1/sdad: a Constant CHOP with one channel for each slider goes to sdad, an OSC In CHOP shows
# where the sliders, the render and its measurements stand, an OSC Out DAT sends words and an OSC In DAT hears them.

CONTROLS = [
    '/sdad/control/brightness',  # Brightness: dark - bright
    '/sdad/control/warmth',  # Warmth: thin - warm
    '/sdad/control/roughness',  # Roughness: smooth - rough
    '/sdad/control/tension',  # Tension: consonant - dissonant
    '/sdad/control/rhythm',  # Rhythm: ambient - rhythmic
    '/sdad/control/pulse',  # Pulse strength: faint - strong
    '/sdad/control/density',  # Density: sparse - dense
    '/sdad/control/space',  # Space: dry - reverberant
]
SERVER, SDAD_PORT, OWN_PORT, RENEW_S = "127.0.0.1", 9109, 9203, 5

COMMANDS = """
def use(model): send('/sdad/model/use', model)
def recall(preset): send('/sdad/preset/recall', preset)
def render(takes=1): send('/sdad/render', takes)
def panic(): send('/sdad/panic')
def send(address, *arguments): parent().op('words_out').sendOSC(address, list(arguments), useNonStandardTypes=False)
"""

RENEW = """
def onFrameStart(frame):
    # Again and again, so that sdad finds us after it was started anew.
    if frame % int(project.cookRate * 5) == 1:
        op('words_out').sendOSC('/sdad/subscribe', [9203])
"""


def build(home):
    """Builds the component in a COMP and returns it; one of that name is replaced."""
    old = home.op('sdad')
    if old is not None:
        old.destroy()
    sdad = home.create(baseCOMP, 'sdad')
    sliders = sdad.create(constantCHOP, 'sliders')
    for number, address in enumerate(CONTROLS):
        setattr(sliders.par, 'name%d' % number, address.lstrip('/'))
        setattr(sliders.par, 'value%d' % number, 0.5)
    out = sdad.create(oscoutCHOP, 'sliders_out')
    out.par.netaddress, out.par.port = SERVER, SDAD_PORT
    out.par.numericformat = 'float'
    out.par.sendrate = 60
    out.inputConnectors[0].connect(sliders)
    states = sdad.create(oscinCHOP, 'states_in')
    states.par.port = OWN_PORT
    words = sdad.create(oscoutDAT, 'words_out')
    words.par.address, words.par.port = SERVER, SDAD_PORT
    heard = sdad.create(oscinDAT, 'words_in')
    heard.par.port, heard.par.maxlines = OWN_PORT + 100, 200
    commands = sdad.create(textDAT, 'commands')
    commands.text = COMMANDS
    renew = sdad.create(executeDAT, 'renew')
    renew.text = RENEW
    renew.par.framestart = True
    renew.par.active = True
    for place, node in enumerate((sliders, out, states, words, heard, commands, renew)):
        node.nodeX, node.nodeY = 200 * (place % 3), -150 * (place // 3)
    return sdad


if 'op' in globals():  # inside TouchDesigner
    build(op('/project1'))
