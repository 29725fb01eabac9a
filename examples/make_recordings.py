"""Writes twelve recordings to try sdad with: ``python examples/make_recordings.py FOLDER``.

They are made of arithmetic (numpy, scipy), 11 to 20 s each, stereo, 48 kHz and 24 bit, with sound up to 20 kHz. The
same command writes the same samples. Your own recordings are better: these are here so that nothing has to be
downloaded.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
from instruments.stage import SAMPLE_RATE, Signal, finished
from instruments.strings import cello, choir, guitar
from instruments.struck import bells, glass, hand_drum, metal, wood
from instruments.weather import breath, machine, rain, wind

RECORDINGS: dict[str, tuple[Callable[[np.random.Generator], Signal], float]] = {
    "plucked-guitar": (guitar, -4.0),
    "bowed-cello": (cello, -6.0),
    "choir-o-a-i": (choir, -5.0),
    "sheet-metal": (metal, -2.0),
    "hand-bells-120bpm": (bells, -4.0),
    "wood-bars": (wood, -3.0),
    "hand-drum-104bpm": (hand_drum, -1.5),
    "rubbed-glass": (glass, -8.0),
    "breathed-flute": (breath, -7.0),
    "rain-on-leaves": (rain, -6.0),
    "wind-in-a-gap": (wind, -9.0),
    "motor-and-hum": (machine, -8.0),
}
"""What is recorded, and how loud its loudest sample is in dBFS."""


def recording(name: str) -> Signal:
    """Returns one of the recordings by name, shape (2, T), at 48 kHz."""
    instrument, peak_db = RECORDINGS[name]
    # Seeded by the name, so that adding a recording changes no other.
    rng = np.random.default_rng(list(name.encode()))
    return finished(instrument(rng), rng, peak_db)


def make_recordings(folder: Path) -> list[Path]:
    """Writes all recordings into a folder, which is made when it is not there, and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in RECORDINGS:
        path = folder / f"{name}.wav"
        samples = recording(name)
        soundfile.write(path, samples.T, SAMPLE_RATE, subtype="PCM_24")
        print(f"{path.name:24} {samples.shape[1] / SAMPLE_RATE:5.1f} s")
        paths.append(path)
    return paths


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description="Write twelve recordings to try sdad with.")
    parser.add_argument("folder", type=Path, help="where the WAV files go")
    make_recordings(parser.parse_args().folder)


if __name__ == "__main__":
    main()
