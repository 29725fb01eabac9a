"""Whatever the command line does with a workspace or a daemon, and whatever OSC does, the HTTP API does too."""

import argparse

import pytest

from sdad.cli.parser import tree
from sdad.surfaces.http.app import build
from sdad.surfaces.osc.control_endpoints import CONTROL_ENDPOINTS
from sdad.surfaces.osc.namespace import ENDPOINTS


class _NoPort:
    """Stands for the engine while the routes are looked at; nothing is asked of it."""


ROUTES = {getattr(route, "path", "") for route in build(_NoPort()).routes}
ROUTE_OF = {
    "dataset list": "/api/datasets",
    "train": "/api/train",
    "model list": "/api/models",
    "model show": "/api/models/{model}",
    "model load": "/api/models/load",
    "model unload": "/api/models/unload",
    "model blend": "/api/models/blend",
    "model rollback": "/api/models/rollback",
    "render": "/api/render",
    "preset save": "/api/presets/save",
    "preset recall": "/api/presets/recall",
    "preset morph": "/api/presets/morph",
    "preset list": "/api/presets",
    "preset show": "/api/presets/{preset}",
    "take list": "/api/renders",
    "take star": "/api/takes",
    "take discard": "/api/takes",
    "take feed": "/api/takes",
    "queue list": "/api/queue",
    "queue pause": "/api/queue/pause",
    "queue resume": "/api/queue/pause",
    "queue move": "/api/queue/move",
    "queue cancel": "/api/render/cancel",
    "queue clear": "/api/queue/clear",
    "osc monitor": "/api/osc/messages",
    "midi list": "/api/midi",
    "midi learn": "/api/midi/learn",
    "midi map": "/api/midi/map",
    "midi monitor": "/api/midi/messages",
    "status": "/api/status",
}
WAIVED = {
    "dataset add": "it reads folders anywhere on the machine, and clients give ids, never paths",
    "dataset show": "names of files are nobody's business but of who sits at the machine",
    "osc namespace": "OSCQuery has it at /",
    "up": "there is no daemon to ask yet",
    "logs": "they are files of the machine",
    "doctor": "it checks a machine on which the daemon may not run",
    "install-service": "it prints a text for the machine",
}


def verbs(parser, path=()):
    """Yields the words of every verb."""
    branches = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if not branches:
        yield " ".join(path)
    for branch in branches:
        for name, below in branch.choices.items():
            yield from verbs(below, (*path, name))


@pytest.mark.parametrize("verb", list(verbs(tree())))
def test_every_verb_has_a_route_or_a_reason(verb):
    assert (verb in ROUTE_OF) != (verb in WAIVED)
    assert verb in WAIVED or ROUTE_OF[verb] in ROUTES


ROUTE_OF_ADDRESS = {
    "ping": "/api/status",
    "subscribe": "/api/events",
    "unsubscribe": "/api/events",
    "get": "/api/controls",
    "get_all": "/api/status",
    "controls": "/api/controls",
    "model/use": "/api/models/use",
    "model/load": "/api/models/load",
    "model/unload": "/api/models/unload",
    "model/list": "/api/models",
    "blend": "/api/models/blend",
    "blend/save": "/api/models/blend/save",
    "preset/recall": "/api/presets/recall",
    "preset/save": "/api/presets/save",
    "preset/list": "/api/presets",
    "preset/morph": "/api/presets/morph",
    "render": "/api/render",
    "render/cancel": "/api/render/cancel",
    "queue/pause": "/api/queue/pause",
    "queue/clear": "/api/queue/clear",
    "queue/first": "/api/queue/move",
    "panic": "/api/panic",
    "take/star": "/api/takes",
    "take/discard": "/api/takes",
    "take/feed": "/api/takes",
    "train/start": "/api/train",
    "train/stop": "/api/train/stop",
    "train/status": "/api/train",
    "live": "/api/live",
    "alias/set": "/api/osc/aliases",
    "alias/remove": "/api/osc/aliases/remove",
    "alias/list": "/api/osc/aliases",
}
WAIVED_ADDRESSES = {
    "auth": "each request carries the token",
    "namespace": "OSCQuery has it at /",
    "preset/next": "who sees the list of presets recalls the one that follows",
    "preset/prev": "likewise",
}
ROUTE_OF_LEAF = {"lock": "/api/controls/lock", "delta": "/api/controls/delta", "auto": "/api/controls"}


@pytest.mark.parametrize("address", sorted(ENDPOINTS.keys() - CONTROL_ENDPOINTS.keys()))
def test_every_osc_address_has_a_route_or_a_reason(address):
    leaf = address.removeprefix("/sdad/")
    assert (leaf in ROUTE_OF_ADDRESS) != (leaf in WAIVED_ADDRESSES)
    assert leaf in WAIVED_ADDRESSES or ROUTE_OF_ADDRESS[leaf] in ROUTES


@pytest.mark.parametrize("address", CONTROL_ENDPOINTS)
def test_every_way_to_move_a_control_has_a_route(address):
    _, _, leaf = address.removeprefix("/sdad/control/").partition("/")
    assert ROUTE_OF_LEAF.get(leaf, "/api/controls/natural" if leaf else "/api/controls") in ROUTES
