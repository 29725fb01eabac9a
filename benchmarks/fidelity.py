"""How far are takes from the recordings, against how far recordings are from recordings?

    python benchmarks/fidelity.py FOLDER… [--workspace DIR] [--takes 12] [--seconds 8] [--held-out 4]

A model ``NAME-held-out`` is trained without every fourth recording. Takes at the defaults, plain granular playback of
the recordings it heard, and noise are each compared with the recordings that it did not hear, as collections of
seconds described by librosa (see ``texture.py``). The floor is how far the recordings that it heard are from those.
Printed:

energy, Fréchet   distances to the held-out recordings; and the takes' over the floor's. Distances reward copying:
                  read them beside ``novelty.py``, of which the last column gives the share of 1-s copies in these takes
above 16 kHz      energy against the whole, in dB
clicks            single jumps per second, in the takes and in the recordings themselves
silent            share of tenths of a second 60 dB under the sound's own level
loops             share of seconds that come back in the same sound with a correlation above 0.9
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from models import add_arguments, keep, opened_workspace, played
from novelty import COPY, figures, lowered, matches, windows_of
from renders import clicks
from texture import RATE_HZ, Scale, Signal, above_16k_db, energy_distance, frechet_distance, rows_of

from sdad.audio.files import read
from sdad.audio.suffixes import AUDIO_SUFFIXES
from sdad.library.datasets import Datasets
from sdad.library.layout import Workspace


def divided(folder: Path, every: int) -> tuple[list[Path], list[Path]]:
    """Returns the audio files to train on and those to hold out: every ``every``-th of them by name."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in AUDIO_SUFFIXES)
    held_out = files[every // 2 :: every]
    return [path for path in files if path not in held_out], held_out


def opened(path: Path) -> Signal:
    """Returns a recording (2, T) at 48 kHz."""
    return read(path).stereo().resampled(RATE_HZ).samples


def granular(sounds: Sequence[Signal], seconds: float, seed: int) -> Signal:
    """Returns what any sampler does: 200 ms grains from anywhere in the recordings, half overlapping."""
    dice = np.random.default_rng(seed)
    size, hop = RATE_HZ // 5, RATE_HZ // 10
    window = np.hanning(size).astype(np.float32)
    long = [np.pad(sound, ((0, 0), (0, max(0, size - sound.shape[1])))) for sound in sounds]
    odds = np.array([sound.shape[1] for sound in long], float)
    result = np.zeros((2, round(seconds * RATE_HZ) + size), np.float32)
    for start in range(0, result.shape[1] - size, hop):
        sound = long[dice.choice(len(long), p=odds / odds.sum())]
        place = dice.integers(sound.shape[1] - size + 1)
        grain = sound[:, place : place + size]
        result[:, start : start + size] += grain * window / (np.sqrt(np.mean(grain**2)) + 1e-3)
    return result[:, : round(seconds * RATE_HZ)] * 0.1


def defects(sounds: Sequence[Signal]) -> dict[str, float]:
    """Returns clicks a second, the share of silence and the share of seconds that come back in the same sound."""
    length_s = sum(sound.shape[1] for sound in sounds) / RATE_HZ
    silent, tenths, back, windows = 0, 0, 0, 0
    for sound in sounds:
        power = np.square(sound).mean(axis=0)
        blocks = power[: len(power) // 4800 * 4800].reshape(-1, 4800).mean(axis=1)
        silent += int((blocks < 1e-6 * power.mean()).sum())
        tenths += len(blocks)
        low = lowered(sound, RATE_HZ)
        for number, window in enumerate(pieces := windows_of(low, 1.0)):
            # Half a second on either side belongs to the window itself.
            around = low.copy()
            around[max(0, number * len(window) - len(window) // 2) : (number + 1) * len(window) + len(window) // 2] = 0
            back += int(matches([window], [around])[0].correlation > COPY) if len(pieces) > 2 else 0
        windows += len(pieces)
    return {
        "clicks per second": sum(clicks(sound.mean(axis=0)) for sound in sounds) / length_s,
        "silent": silent / max(tenths, 1),
        "loops": back / max(windows, 1),
    }


def compared(takes: list[Signal], heard: list[Signal], held_out: list[Signal], seconds: float) -> dict[str, Any]:
    """Returns the distances of takes, of the floor and of the ceilings, and what is wrong with takes and recordings."""
    dice = np.random.default_rng(0)
    groups = {
        "takes": takes,
        "recordings": heard,
        "granular": [granular(heard, seconds, seed) for seed in range(len(takes))],
        "noise": [dice.normal(0, 0.1, takes[0].shape).astype(np.float32) for _ in takes],
    }
    rows = {name: rows_of(sounds) for name, sounds in groups.items()}
    target = rows_of(held_out)
    scale = Scale(np.concatenate([rows["recordings"], target]))
    result: dict[str, Any] = {}
    for name in groups:
        result[name] = {
            "energy": energy_distance(scale.even(rows[name]), scale.even(target)),
            "frechet": frechet_distance(scale.main(rows[name]), scale.main(target)),
            "above 16 kHz": above_16k_db(groups[name]),
            "to heard": energy_distance(scale.even(rows[name]), scale.even(rows["recordings"])),
        }
    result["windows"] = {**{name: len(found) for name, found in rows.items()}, "held out": len(target)}
    for name in ("takes", "recordings"):
        result[name] |= defects(groups[name])
    low = [lowered(sound, RATE_HZ) for sound in heard]
    found = [match for take in takes for match in matches(windows_of(lowered(take, RATE_HZ), 1.0), low)]
    result["takes"]["copies"] = figures(found)["copies"]
    result["over floor"] = {
        key: result["takes"][key] / max(result["recordings"][key], 1e-6) for key in ("energy", "frechet")
    }
    return result


def folder_of(workspace: Workspace, name: str) -> Path:
    """Returns the folder of recordings that a name stands for: itself, or the data set of a model there.

    Raises:
        NotFound: there is neither.
    """
    return Path(name) if Path(name).is_dir() else Datasets(workspace).get(name).folder


def main() -> None:
    """Compares as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--takes", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--held-out", type=int, default=4, metavar="N", help="hold out every N-th recording")
    given = parser.parse_args()
    results: dict[str, Any] = {}
    with opened_workspace(given) as workspace:
        for name in given.names:
            folder = folder_of(workspace, name)
            files, held_out = divided(folder, given.held_out)
            model = played(workspace, f"{folder.name}-held-out", given, files)
            audio = [model.take(number, given.seconds).audio for number in range(1, given.takes + 1)]
            takes = [sound.stereo().resampled(RATE_HZ).samples for sound in audio]
            heard = [sound.samples for sound in model.recordings()]
            row = results[folder.name] = compared(takes, heard, [opened(path) for path in held_out], given.seconds)
            print(f"\n{folder.name:12} energy  Fréchet  above 16 kHz  to those heard   ({row['windows']})")
            for group in ("recordings", "takes", "granular", "noise"):
                part = row[group]
                print(
                    f"  {group:10} {part['energy']:6.2f} {part['frechet']:8.2f} {part['above 16 kHz']:10.1f} dB "
                    f"{part['to heard']:12.2f}"
                )
            print("  takes over floor: energy {energy:.2f}, Fréchet {frechet:.2f}".format(**row["over floor"]))
            for group in ("recordings", "takes"):
                print(
                    "  {}: clicks/s {clicks per second:.3f}  silent {silent:.3f}  loops {loops:.3f}".format(
                        group, **row[group]
                    )
                )
            print(f"  takes: share of seconds that are copies {row['takes']['copies']:.3f}", flush=True)
            keep(given, results)


if __name__ == "__main__":
    main()
