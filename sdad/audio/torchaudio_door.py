"""The one door to torchaudio.

Some builds of torchaudio cannot load their native library beside a given build of torch, although nothing of what sdad
uses is native. Then, and only then, a stand-in for the package ``torchaudio._extension`` says that there is no native
library, and the rest of torchaudio imports and works. Importing this file costs nothing: torch and torchaudio are
imported when the first function needs them.
"""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_EXTENSION = "torchaudio._extension"


def _forget_torchaudio() -> None:
    for name in [name for name in sys.modules if name == "torchaudio" or name.startswith("torchaudio.")]:
        del sys.modules[name]


def _without_native_library() -> types.ModuleType:
    """Returns a module that answers for ``torchaudio._extension`` the two names that torchaudio imports from it."""

    def unchanged(function: Callable[..., Any]) -> Callable[..., Any]:
        return function

    stand_in = types.ModuleType(_EXTENSION)
    vars(stand_in).update(
        _IS_TORCHAUDIO_EXT_AVAILABLE=False,
        _IS_ALIGN_AVAILABLE=False,
        fail_if_no_align=unchanged,
    )
    return stand_in


@cache
def _functional() -> types.ModuleType:
    """Returns ``torchaudio.functional``, with the stand-in in place where the native library does not load.

    Raises:
        ImportError: torchaudio is not installed.
    """
    try:
        importlib.import_module("torchaudio")
    except (OSError, RuntimeError):
        # What a library that does not fit raises; an ImportError, torchaudio missing altogether, goes through.
        _forget_torchaudio()
        sys.modules[_EXTENSION] = _without_native_library()
        importlib.import_module("torchaudio")
    return importlib.import_module("torchaudio.functional")


@lru_cache(maxsize=8)
def mel_filterbank(n_freqs: int, low_hz: float, high_hz: float, n_mels: int, sample_rate: int) -> NDArray[np.float32]:
    """Returns triangular mel bands with shape (K, N), K = ``n_freqs`` and N = ``n_mels``; do not write into it.

    The scale is HTK's, the bands are not normalised (``torchaudio.functional.melscale_fbanks``): each has its peak of 1
    at its centre and reaches zero at its neighbours' centres.

    Args:
        n_freqs: Number of bins of the spectrum, n_fft // 2 + 1.
        low_hz: Where the lowest band begins, from 0 up.
        high_hz: Where the highest band ends, up to half the sample rate.
        n_mels: Number of bands; each must be wider than a bin.
        sample_rate: Of the signal, in Hz.
    """
    bank = _functional().melscale_fbanks(n_freqs, low_hz, high_hz, n_mels, sample_rate)
    table: NDArray[np.float32] = np.array(bank.numpy(), dtype=np.float32)
    table.setflags(write=False)
    return table
