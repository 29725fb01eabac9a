"""Five small recordings, heard once and cut into gestures, and one thread: the same one that training uses."""

import threading

import pytest
import torch

from sdad.training.data import describe
from sdad.training.listen import listen


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def heard(record, tmp_path_factory):
    """What listening to five recordings of three seconds came to."""
    folder = tmp_path_factory.mktemp("heard")
    return listen(record(folder / "dataset"), folder / "kept", 1.0, threading.Event(), lambda fraction: None)


@pytest.fixture(scope="session")
def gestures(heard):
    """The gestures of these recordings."""
    return describe(heard.recordings, 250, 0)
