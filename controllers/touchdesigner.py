"""The TouchDesigner script: it is run once in the textport, and builds a component that talks to sdad."""

from __future__ import annotations

from wires import FIRST, PORTS, RENEW_S, SDAD_PORT, SERVER, address

_SCRIPT = '''# Made by controllers/generate.py from the table of controls.
# In TouchDesigner: Dialogs > Textport, then   exec(open(r"PATH TO THIS FILE").read())
# It builds /project1/sdad: a Constant CHOP with one channel for each slider goes to sdad, an OSC In CHOP shows
# where the sliders, the render and its measurements stand, an OSC Out DAT sends words and an OSC In DAT hears them.

CONTROLS = {controls}
SERVER, SDAD_PORT, OWN_PORT, RENEW_S = "{server}", {sdad_port}, {own_port}, {renew}

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
    if frame % int(project.cookRate * {renew}) == 1:
        op('words_out').sendOSC('/sdad/subscribe', [{own_port}])
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
'''


def script() -> str:
    """Returns the script."""
    controls = "[\n" + "".join(f"    '{address(row)}',  # {row.label}: {row.low} - {row.high}\n" for row in FIRST) + "]"
    parts = {
        "{controls}": controls,
        "{server}": SERVER,
        "{sdad_port}": str(SDAD_PORT),
        "{own_port}": str(PORTS["touchdesigner"]),
        "{renew}": str(RENEW_S),
    }
    text = _SCRIPT
    for mark, value in parts.items():
        text = text.replace(mark, value)
    return text
