from types import SimpleNamespace

import numpy as np
import pytest
import torch

from sdad.model.gestures import CONDITIONS, FRAME_SAMPLES
from sdad.synthesis.grains import UNIT_FRAMES
from sdad.synthesis.instrument import STRUCK_DB, Instrument


def instrument(*recordings):
    """An instrument that has recordings of given lengths in seconds, of whose units a given share falls away."""
    decay = CONDITIONS.index("decay")
    recording, frame, attributes = [], [], []
    for number, (seconds, falling) in enumerate(recordings):
        begins = range(max(1, round(seconds * 48000 / FRAME_SAMPLES) - UNIT_FRAMES + 1))
        recording += [number] * len(begins)
        frame += begins
        quantiles = np.full((len(begins), len(CONDITIONS)), 0.5)
        quantiles[:, decay] = np.arange(len(begins)) < falling * len(begins)
        attributes.append(quantiles)
    # Half of what was learnt falls by less than a stroke does.
    ranks = torch.zeros(100, len(CONDITIONS))
    ranks[:, decay] = torch.linspace(0, 2 * STRUCK_DB, 100)
    index = SimpleNamespace(recording=np.array(recording), frame=np.array(frame), attributes=np.concatenate(attributes))
    return Instrument(SimpleNamespace(ranks=ranks), index, None)


def test_strokes_are_the_share_that_falls_away():
    found = instrument((8.0, 0.0), (8.0, 0.25), (8.0, 1.0))
    assert [found.strokes(number) for number in range(3)] == pytest.approx([0.0, 0.25, 1.0], abs=0.02)


def test_what_is_short_is_an_event_also_where_it_does_not_fall_away():
    found = instrument((0.1, 0.0), (1.0, 0.0), (2.25, 0.0), (2.25, 0.75), (3.5, 0.0))
    assert [found.strokes(number) for number in range(5)] == pytest.approx([1.0, 1.0, 0.5, 0.75, 0.0], abs=0.02)
