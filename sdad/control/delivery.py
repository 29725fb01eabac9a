"""The form in which a render is delivered: rate, depth, channels and container."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from sdad.errors import UnsupportedDelivery

Depth = Literal["16", "24", "32f"]
Container = Literal["wav", "flac", "aiff"]
SAMPLE_RATES = (44100, 48000, 88200, 96000)
DEPTHS: tuple[Depth, ...] = get_args(Depth)
CONTAINERS: tuple[Container, ...] = get_args(Container)


class Delivery(BaseModel):
    """How a finished render is written. The default is the least that sdad delivers unasked: 48 kHz, 24 bit, stereo."""

    model_config = ConfigDict(frozen=True)

    sample_rate: int = 48000
    depth: Depth = "24"
    channels: int = 2
    container: Container = "wav"

    @classmethod
    def of(cls, sample_rate: int = 48000, depth: str = "24", channels: int = 2, container: str = "wav") -> Delivery:
        """Returns a checked delivery.

        Raises:
            UnsupportedDelivery: one of the four is not offered; the error says what is.
        """
        if sample_rate not in SAMPLE_RATES:
            why = (
                "Recordings and synthesis end at 96 kHz, so a higher rate would only pad the file."
                if sample_rate > max(SAMPLE_RATES)
                else ""
            )
            raise UnsupportedDelivery("sample rate", f"{sample_rate} Hz", _listing(SAMPLE_RATES, " Hz"), why)
        if depth not in DEPTHS:
            why = "24 bits reach below the noise of any converter, and 32f keeps every step of the synthesis."
            raise UnsupportedDelivery("bit depth", depth, _listing(DEPTHS), why)
        if channels not in (1, 2):
            raise UnsupportedDelivery("channel count", channels, "1 or 2", "Everything is synthesised in stereo.")
        if container not in CONTAINERS:
            why = "Only formats that lose nothing are written; other programs convert them for publishing."
            raise UnsupportedDelivery("format", container, _listing(CONTAINERS), why)
        if container == "flac" and depth == "32f":
            raise UnsupportedDelivery(
                "bit depth", "32f in FLAC", "16 or 24, or WAV or AIFF for 32f", "FLAC holds whole numbers only."
            )
        return cls(sample_rate=sample_rate, depth=depth, channels=channels, container=container)


def _listing(values: tuple[object, ...], unit: str = "") -> str:
    words = [f"{value}{unit}" for value in values]
    return f"{', '.join(words[:-1])} or {words[-1]}"
