"""How much of a take is simply a piece of a recording, or of another take?

    python benchmarks/novelty.py FOLDER…                       # trains a model on each folder of recordings first
    python benchmarks/novelty.py --workspace DIR MODEL… [--takes 10] [--seconds 8] [--variation 0.5]

Each window of 1 s and of 3 s is laid over every place of the recordings; what counts is the greatest normalised
cross-correlation, whatever its sign, of one channel at 12 kHz. A steady tone fits anywhere, so no value is bad in
itself: the same is asked of the recordings themselves, each against all the others ("held out"). Printed per model and
length of window: the mean and the share above 0.9 of takes against recordings, of takes against other takes, and of
recordings against the other recordings; and the closest place.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.fft
import soxr
from models import add_arguments, keep, opened_workspace, played
from numpy.typing import NDArray

Signal = NDArray[np.float32]

RATE_HZ = 12000
COPY = 0.9
"""Above this a window counts as a copy."""
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Match:
    """How well a window fits its best place: ``correlation`` 0 to 1, in sound ``index`` from second ``at_s`` on."""

    correlation: float
    index: int
    at_s: float


def lowered(samples: Signal, sample_rate: int) -> Signal:
    """Returns sound (C, T) as one channel at 12 kHz."""
    return soxr.resample(samples.mean(axis=0), sample_rate, RATE_HZ).astype(np.float32)


def windows_of(sound: Signal, seconds: float) -> list[Signal]:
    """Returns windows one after the other, without those 50 dB under the sound's own level."""
    length = round(seconds * RATE_HZ)
    usual = np.sqrt(np.mean(sound**2)) + 1e-9
    pieces = [sound[start : start + length] for start in range(0, len(sound) - length + 1, length)]
    return [piece for piece in pieces if np.sqrt(np.mean(piece**2)) > 0.003 * usual]


def matches(windows: Sequence[Signal], sounds: Sequence[Signal]) -> list[Match]:
    """Returns each window's best place in any of the sounds; windows of one length."""
    best = [Match(0.0, -1, 0.0)] * len(windows)
    if not windows:
        return best
    length = len(windows[0])
    norms = [float(np.linalg.norm(window)) for window in windows]
    for index, sound in enumerate(sounds):
        # What is shorter than a window is laid over it with silence around.
        whole = np.pad(sound, length // 2) if len(sound) < 2 * length else sound
        for start in range(0, len(whole), _BLOCK):
            block = whole[start : start + _BLOCK + length - 1]
            if len(block) < length:
                continue
            count = scipy.fft.next_fast_len(len(block), real=True)
            spectrum = scipy.fft.rfft(block, count)
            heap = np.concatenate([[0.0], np.cumsum(np.square(block, dtype=np.float64))])
            energy = heap[length:] - heap[:-length]
            # Where there is next to nothing, correlations are of rounding errors.
            local = np.sqrt(np.maximum(energy, 1e-4 * energy.max() + 1e-12))
            for number, window in enumerate(windows):
                product = scipy.fft.irfft(spectrum * np.conj(scipy.fft.rfft(window, count)), count)[: len(local)]
                correlation = np.abs(product) / local
                place = int(correlation.argmax())
                value = float(correlation[place]) / (norms[number] + 1e-12)
                if value > best[number].correlation:
                    best[number] = Match(min(value, 1.0), index, (start + place) / RATE_HZ)
    return best


def against_others(sounds: Sequence[Signal], seconds: float) -> list[Match]:
    """Returns the best places of every sound's windows in all the other sounds."""
    found: list[Match] = []
    for index, sound in enumerate(sounds):
        others = [other for place, other in enumerate(sounds) if place != index]
        found += matches(windows_of(sound, seconds), others)
    return found


def figures(found: Sequence[Match]) -> dict[str, float]:
    """Returns how many windows there were, their mean correlation and the share that counts as copies."""
    values = np.array([match.correlation for match in found])
    if not len(values):
        return {"windows": 0, "mean": float("nan"), "copies": float("nan"), "most": float("nan")}
    return {
        "windows": len(values),
        "mean": float(values.mean()),
        "copies": float((values > COPY).mean()),
        "most": float(values.max()),
    }


def main() -> None:
    """Compares as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--takes", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--variation", type=float, default=0.5, help="position of the variation control")
    given = parser.parse_args()
    results: dict[str, Any] = {}
    print("                          takes-recordings     takes-other takes    held-out recordings")
    print("model         window        mean  copies         mean  copies         mean  copies    closest place")
    with opened_workspace(given) as workspace:
        for name in given.names:
            model = played(workspace, name, given)
            recordings = [lowered(audio.samples, audio.sample_rate) for audio in model.recordings()]
            takes = []
            for number in range(1, given.takes + 1):
                audio = model.take(number, given.seconds, {"variation": given.variation}).audio
                takes.append(lowered(audio.samples, audio.sample_rate))
            results[model.name] = {}
            for seconds in (1.0, 3.0):
                found = [match for take in takes for match in matches(windows_of(take, seconds), recordings)]
                row = {
                    "recordings": figures(found),
                    "takes": figures(against_others(takes, seconds)),
                    "held out": figures(against_others(recordings, seconds)),
                }
                results[model.name][f"{seconds:g} s"] = row
                closest = max(found, key=lambda match: match.correlation, default=Match(0.0, -1, 0.0))
                origins = model.instrument.recordings.origins
                source = origins[closest.index].file if 0 <= closest.index < len(origins) else "–"
                columns = "    ".join(f"{part['mean']:9.2f}  {part['copies']:6.3f}" for part in row.values())
                place = f"{closest.correlation:.2f} {source} at {closest.at_s:.1f} s"
                print(f"{model.name:12} {seconds:4g} s   {columns}    {place}", flush=True)
            keep(given, results)


if __name__ == "__main__":
    main()
