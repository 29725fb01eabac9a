# Made by controllers/generate.py from the table of controls.
# In TouchDesigner: Dialogs > Textport, then   exec(open(r"PATH TO THIS FILE").read())
# It builds /project1/sdad: a Constant CHOP with one channel for each slider goes to sdad, an OSC In CHOP shows
# where the sliders, the render and its measurements stand, an OSC Out DAT sends words, an OSC In DAT hears them, and
# two Audio File In CHOPs play the finished files in turn and fade from one to the next.

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
SERVER, SDAD_PORT = "127.0.0.1", 9109
# Numbers and words come on ports of their own: only one operator can listen on a port.
NUMBERS_PORT, WORDS_PORT = 9203, 9303

COMMANDS = """
def use(model): send('/sdad/model/use', model)
def recall(preset): send('/sdad/preset/recall', preset)
def render(takes=1): send('/sdad/render', takes)
def star(): send('/sdad/take/star')
def panic(): send('/sdad/panic')
def names(): send('/sdad/model/list'); send('/sdad/preset/list')
def send(address, *arguments): parent().op('words_out').sendOSC(address, list(arguments), useNonStandardTypes=False)
"""

RENEW = """
def onFrameStart(frame):
    # Again and again, so that sdad finds us after it was started anew.
    if frame % int(project.cookRate * 5) == 1:
        for port in (9203, 9303):
            op('words_out').sendOSC('/sdad/subscribe', [port])
"""

HEARD = """
def onReceiveOSC(dat, rowIndex, message, bytes, timeStamp, address, args, peer):
    if address == '/sdad/error':
        debug('sdad: ' + args[1])
    elif address == '/sdad/render/done':
        # The other player takes the new file, and the fader goes over to it.
        fader = op('which')
        new = 1 - int(fader.par.value0)
        op('player%d' % new).par.file = args[1]
        op('player%d' % new).par.cuepulse.pulse()
        fader.par.value0 = new
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
    states.par.port = NUMBERS_PORT
    words = sdad.create(oscoutDAT, 'words_out')
    words.par.address, words.par.port = SERVER, SDAD_PORT
    heard = sdad.create(oscinDAT, 'words_in')
    heard.par.port, heard.par.maxlines = WORDS_PORT, 200
    commands = sdad.create(textDAT, 'commands')
    commands.text = COMMANDS
    renew = sdad.create(executeDAT, 'renew')
    renew.text = RENEW
    renew.par.framestart = True
    renew.par.active = True
    callbacks = sdad.create(textDAT, 'heard')
    callbacks.text = HEARD
    heard.par.callbacks = 'heard'
    players = [sdad.create(audiofileinCHOP, 'player%d' % which) for which in (0, 1)]
    which = sdad.create(constantCHOP, 'which')
    which.par.name0, which.par.value0 = 'player', 0
    faded = sdad.create(filterCHOP, 'faded')
    faded.par.width = 2
    faded.inputConnectors[0].connect(which)
    crossed = sdad.create(crossCHOP, 'crossed')
    for connector, player in zip(crossed.inputConnectors, players):
        connector.connect(player)
    crossed.par.cross.expr = "op('faded')['player']"
    speakers = sdad.create(audiodeviceoutCHOP, 'speakers')
    speakers.inputConnectors[0].connect(crossed)
    osc = ((sliders, out, states), (words, heard, callbacks), (commands, renew))
    for row, nodes in enumerate((*osc, (which, faded), players, (crossed, speakers))):
        for column, node in enumerate(nodes):
            node.nodeX, node.nodeY = 200 * column, -130 * row
    return sdad


if 'op' in globals():  # inside TouchDesigner
    build(op('/project1'))
