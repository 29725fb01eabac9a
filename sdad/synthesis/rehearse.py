"""Short takes under drives pushed directly, and what they measure: what a calibration is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from sdad.audio.buffer import Audio
from sdad.descriptors.measure import measure
from sdad.model.calibration import Calibration
from sdad.model.recordings import BASE_RATE
from sdad.synthesis.colour import Colour
from sdad.synthesis.instrument import Instrument
from sdad.synthesis.mix import Material
from sdad.synthesis.play import PLAYED, Form, is_free, play
from sdad.synthesis.texture import Texture


@dataclass(slots=True)
class Rehearsal:
    """An instrument that plays takes of some seconds; what can be mixed anew is not played anew."""

    instrument: Instrument
    seconds: float
    _played: dict[tuple[object, ...], Material] = field(default_factory=dict)
    _asked: int = 0
    _answered: int = 0

    @property
    def unheard(self) -> float:
        """The share of what was asked for, from 0 to 1, that measured nothing, as all does in a take without sound."""
        return 1 - self._answered / self._asked if self._asked else 0.0

    def measured(
        self, calibration: Calibration, drives: Mapping[str, float | None], take: int, name: str
    ) -> float | None:
        """Returns what one descriptor measures in a take under drives, in its natural unit."""
        value = self._measured(calibration, drives, take, name)
        self._asked += 1
        self._answered += value is not None and isfinite(value)
        return value

    def _measured(
        self, calibration: Calibration, drives: Mapping[str, float | None], take: int, name: str
    ) -> float | None:
        instrument = replace(self.instrument, calibration=calibration)
        key = (take, is_free(drives), *(drives.get(control) for control in PLAYED))
        material = self._played.get(key)
        if material is None:
            material = play(instrument, drives, Form(self.seconds), take)
            if all(drives.get(control) is None for control in PLAYED):
                self._played[key] = material
        texture = Texture(instrument, material, take)
        if name != "width":
            return measure(texture.look(drives, Colour()), [name])[name]
        sound = texture.widened(texture.sound(drives, Colour()), drives, None)
        return measure(Audio(sound, BASE_RATE), [name])[name]
