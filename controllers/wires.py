"""What every controller agrees on: ports, and which controls it shows in which order."""

from __future__ import annotations

from sdad.control.naming import osc_address, osc_natural_address
from sdad.control.parameters import MISSION, TABLE, Control

SERVER = "127.0.0.1"
SDAD_PORT = 9109
"""Where sdad listens."""
PORTS = {"pure-data": 9201, "max": 9202, "touchdesigner": 9203, "supercollider": 57120, "open-stage-control": 9204}
"""Where each environment listens; all of them may run at once."""
TOUCHDESIGNER_WORDS_PORT = 9303
"""Where TouchDesigner hears words; its operators for numbers take none, and no two can share a port."""
RENEW_S = 5
"""How often a controller subscribes again, so that it is found after sdad was started anew."""

FIRST = MISSION
"""The eight that a musician reaches for first."""
OTHERS = tuple(row for row in TABLE if row not in MISSION)


def address(row: Control) -> str:
    """Returns a control's OSC address."""
    return osc_address(row)


def natural_address(row: Control) -> str:
    """Returns the OSC address of a control's value in its unit."""
    return osc_natural_address(row)
