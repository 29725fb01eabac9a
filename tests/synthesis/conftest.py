"""One thread is fastest for networks of this size, and the same one that training and rendering use."""

import pytest
import torch


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    torch.set_num_threads(1)
