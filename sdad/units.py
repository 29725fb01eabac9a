"""Units and the letters used for array shapes, floor 0.

Shapes in docstrings use these letters everywhere:

    B batch · C channels · T samples · F frames · K frequency bins · N bands · D latent dimensions

A number that crosses a function carries its unit in its name: ``cutoff_hz``, ``fade_s``, ``peak_db``. A control
position from 0 to 1 is always called ``position``, a value in the control's own unit ``natural``.
"""

from __future__ import annotations

import math
import re

SILENCE_DB = -120.0
"""What stands for the level of digital silence, so that logarithms stay finite."""


def amplitude_to_db(amplitude: float) -> float:
    """Returns 20·log10 of an amplitude, not below :data:`SILENCE_DB`."""
    return max(SILENCE_DB, 20.0 * math.log10(amplitude)) if amplitude > 0 else SILENCE_DB


def db_to_amplitude(level_db: float) -> float:
    """Returns the amplitude factor of a level in decibels."""
    return float(10.0 ** (level_db / 20.0))


_NOTES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_NOTE = re.compile(r"([A-Ga-g])([#b]?)(-?\d+)")


def note_name(note: float) -> str:
    """Returns the nearest note's name in scientific pitch notation: 69 is ``A4``."""
    number = round(note)
    return f"{_NOTES[number % 12]}{number // 12 - 1}"


def note_number(name: str) -> float | None:
    """Returns the MIDI note number of a name such as ``C#3`` or ``Bb2``, or None when it is no note name."""
    match = _NOTE.fullmatch(name.strip())
    if match is None:
        return None
    letter, accidental, octave = match.groups()
    return float(_NOTES.index(letter.upper()) + {"#": 1, "b": -1, "": 0}[accidental] + 12 * (int(octave) + 1))


def clock_time(seconds: float) -> str:
    """Returns a duration as people say it: ``42 s``, ``3 min 05 s``, ``2 h 10 min``."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
