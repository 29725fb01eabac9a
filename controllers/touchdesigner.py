"""The TouchDesigner script: it is run once in the textport, and builds a component that talks to sdad."""

from __future__ import annotations

from wires import (
    FIRST,
    OTHERS,
    PORTS,
    RENEW_S,
    SDAD_PORT,
    SERVER,
    TOUCHDESIGNER_WORDS_PORT,
    address,
    natural_address,
)

from sdad.control.parameters import Control

_SCRIPT = '''# Made by controllers/generate.py from the table of controls.
# In TouchDesigner: Dialogs > Textport, then   exec(open(r"PATH TO THIS FILE").read())
# It builds /project1/sdad. Its parameters are the sliders, the menus and the buttons; they follow what happens
# elsewhere. Channels named like addresses, put into its input, go to sdad as well; where everything stands comes
# out of it as channels. Two Audio File In CHOPs play the finished files in turn and fade from one to the next.

SERVER, SDAD_PORT = "SERVER_HERE", SDAD_PORT_HERE
# Numbers and words come on ports of their own: only one operator can listen on a port.
NUMBERS_PORT, WORDS_PORT = NUMBERS_PORT_HERE, WORDS_PORT_HERE
# How often sdad is told where we listen, so that it finds us after it was started anew.
RENEW_S = RENEW_S_HERE

# Each is a parameter, its label, its address, and whether it can be left to the model.
FIRST = [
FIRST_HERE]
OTHERS = [
OTHERS_HERE]
VALUES = [
VALUES_HERE]

COMMANDS = """
SENDS = %r
SHOWS = {address: name for name, address in SENDS.items()}
SHOWS.update({'/sdad/model/used': 'Model', '/sdad/preset/recalled': 'Preset', '/sdad/render/fraction': 'Progress',
    '/sdad/render/waiting': 'Waiting'})
MENUS = {'/sdad/model/list': 'Model', '/sdad/preset/list': 'Preset'}
PULSES = {'Star': '/sdad/take/star', 'Discard': '/sdad/take/discard', 'Panic': '/sdad/panic',
    'Previous': '/sdad/preset/prev', 'Next': '/sdad/preset/next'}
# What sdad knows already is not sent to it.
known = {}
# Of which control to ask what came of a move, and in how many frames: when the hand rests.
asked = {}

def send(address, *arguments):
    parent().op('words_out').sendOSC(address, list(arguments), useNonStandardTypes=False)

def render(takes=1): send('/sdad/render', int(takes))
def use(model): send('/sdad/model/use', model)
def recall(preset): send('/sdad/preset/recall', preset)

def moved(par):
    value = int(par.eval()) if par.isToggle else par.eval()
    if par.name not in SENDS or known.get(par.name) == value:
        return
    known[par.name] = value
    address = SENDS[par.name]
    send(address, value)
    if address.startswith('/sdad/control/'):
        asked[address.split('/')[3]] = 12

def pressed(par):
    if par.name == 'Render':
        render(parent().par.Takes.eval())
    else:
        send(PULSES[par.name])

def show(name, value):
    par = getattr(parent().par, name)
    par.val = value
    known[name] = int(par.eval()) if par.isToggle else par.eval()

def heard(address, arguments):
    if address in SHOWS:
        show(SHOWS[address], arguments[0])
        auto = SHOWS[address] + 'auto'
        if auto in SENDS:
            # A position is told of what is not left to the model, and only then.
            show(auto, 0)
    elif address in MENUS:
        menu = getattr(parent().par, MENUS[address])
        menu.menuNames = menu.menuLabels = [name for name in arguments if name]
    elif address == '/sdad/render/done':
        parent().par.File = arguments[1]
        play(arguments[1])
    elif address in ('/sdad/error', '/sdad/render/failed'):
        parent().par.Said = arguments[1] if address == '/sdad/error' else arguments[2]

def play(path):
    # The other player takes the new file, and the fader goes over to it. Its value has another name since 2023.
    names = parent().op('which').par
    fader = names['value0'] if names['const0value'] is None else names['const0value']
    new = 1 - int(fader)
    player = parent().op('player%%d' %% new)
    player.par.file = path
    player.par.cuepulse.pulse()
    fader.val = new

def every_frame(frame):
    for name in list(asked):
        asked[name] -= 1
        if asked[name] == 0:
            del asked[name]
            send('/sdad/get', name)
    if frame %% int(project.cookRate * %d) == 1:
        for port in %r:
            send('/sdad/subscribe', port)
        send('/sdad/model/list')
        send('/sdad/preset/list')
"""

MOVED = """
def onValueChange(par, prev): op('commands').module.moved(par)
def onPulse(par): op('commands').module.pressed(par)
"""
EVERY_FRAME = "def onFrameStart(frame): op('commands').module.every_frame(frame)"
HEARD = """
def onReceiveOSC(dat, rowIndex, message, bytes, timeStamp, address, args, peer):
    op('commands').module.heard(address, args)
"""


def parameters(sdad):
    """Makes the pages of parameters; returns which address each one is sent to."""
    sends = {'Live': '/sdad/live', 'Model': '/sdad/model/use', 'Preset': '/sdad/preset/recall'}
    for title, rows in (('Sdad', FIRST), ('More', OTHERS)):
        page = sdad.appendCustomPage(title)
        for name, label, address, auto in rows:
            slider = page.appendFloat(name, label=label)[0]
            slider.normMin, slider.normMax, slider.min, slider.max = 0, 1, 0, 1
            slider.clampMin = slider.clampMax = True
            sends[name] = address
            if auto:
                page.appendToggle(name + 'auto', label='auto')
                sends[name + 'auto'] = address + '/auto'
    page = sdad.appendCustomPage('Values')
    for name, label, address in VALUES:
        page.appendFloat(name, label=label)
        sends[name] = address
    page = sdad.appendCustomPage('Render')
    page.appendStrMenu('Model')
    page.appendStrMenu('Preset')
    for name in ('Previous', 'Next', 'Render', 'Star', 'Discard', 'Panic'):
        page.appendPulse(name)
    page.appendInt('Takes')[0].val = 1
    page.appendToggle('Live', label='Live: no training')
    for append, name in ((page.appendFloat, 'Progress'), (page.appendInt, 'Waiting'),
                         (page.appendStr, 'File'), (page.appendStr, 'Said')):
        append(name)[0].readOnly = True
    return sends


def build(home):
    """Builds the component in a COMP and returns it; one of that name is replaced."""
    old = home.op('sdad')
    if old is not None:
        old.destroy()
    sdad = home.create(baseCOMP, 'sdad')
    sends = parameters(sdad)
    commands = sdad.create(textDAT, 'commands')
    commands.text = COMMANDS % (sends, RENEW_S, (NUMBERS_PORT, WORDS_PORT))
    words = sdad.create(oscoutDAT, 'words_out')
    words.par.address, words.par.port = SERVER, SDAD_PORT
    callbacks = sdad.create(textDAT, 'heard')
    callbacks.text = HEARD
    heard = sdad.create(oscinDAT, 'words_in')
    heard.par.port, heard.par.maxlines, heard.par.callbacks = WORDS_PORT, 200, 'heard'
    moved = sdad.create(parameterexecuteDAT, 'moved')
    moved.text = MOVED
    moved.par.op, moved.par.pars, moved.par.custom, moved.par.builtin = '..', '*', True, False
    moved.par.valuechange = moved.par.onpulse = moved.par.active = True
    renew = sdad.create(executeDAT, 'every_frame')
    renew.text = EVERY_FRAME
    renew.par.framestart = renew.par.active = True
    channels = sdad.create(inCHOP, 'channels')
    out = sdad.create(oscoutCHOP, 'channels_out')
    out.par.netaddress, out.par.port = SERVER, SDAD_PORT
    out.inputConnectors[0].connect(channels)
    states = sdad.create(oscinCHOP, 'states_in')
    states.par.port = NUMBERS_PORT
    stand = sdad.create(outCHOP, 'states')
    stand.inputConnectors[0].connect(states)
    players = [sdad.create(audiofileinCHOP, 'player%d' % which) for which in (0, 1)]
    which = sdad.create(constantCHOP, 'which')
    faded = sdad.create(filterCHOP, 'faded')
    faded.par.width = 2
    faded.inputConnectors[0].connect(which)
    crossed = sdad.create(crossCHOP, 'crossed')
    for connector, player in zip(crossed.inputConnectors, players):
        connector.connect(player)
    crossed.par.cross.expr = "op('faded')[0]"
    speakers = sdad.create(audiodeviceoutCHOP, 'speakers')
    speakers.inputConnectors[0].connect(crossed)
    rows = ((commands, words), (heard, callbacks), (moved, renew), (channels, out), (states, stand))
    for row, nodes in enumerate((*rows, (which, faded), players, (crossed, speakers))):
        for column, node in enumerate(nodes):
            node.nodeX, node.nodeY = 200 * column, -130 * row
    return sdad


if 'op' in globals():  # inside TouchDesigner
    build(op('/project1'))
'''


def name_of(row: Control) -> str:
    """Returns what a control's parameter is called; TouchDesigner wants one capital, and it first."""
    return row.id.capitalize()


def script() -> str:
    """Returns the script."""
    parts = {
        "SERVER_HERE": SERVER,
        "SDAD_PORT_HERE": str(SDAD_PORT),
        "NUMBERS_PORT_HERE": str(PORTS["touchdesigner"]),
        "WORDS_PORT_HERE": str(TOUCHDESIGNER_WORDS_PORT),
        "RENEW_S_HERE": str(RENEW_S),
        "FIRST_HERE": "".join(map(_slider, FIRST)),
        "OTHERS_HERE": "".join(map(_slider, OTHERS)),
        "VALUES_HERE": "".join(map(_value, FIRST + OTHERS)),
    }
    text = _SCRIPT
    for mark, value in parts.items():
        text = text.replace(mark, value)
    return text


def _slider(row: Control) -> str:
    label = f"{row.label}: {row.low} - {row.high}"
    return f"    {(name_of(row), label, address(row), row.is_descriptor)},\n"


def _value(row: Control) -> str:
    return f"    {(f'{name_of(row)}value', f'{row.label} ({row.unit})', natural_address(row))},\n"
