"""Whatever the command line does with a workspace or a daemon, the HTTP API does too."""

import argparse

import pytest

from sdad.cli.parser import tree
from sdad.surfaces.http.app import build


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
