"""What may stand in the body of each request. Unknown keys, infinities and wrong types are refused."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sdad.control.commands import Effort, Render
from sdad.control.delivery import Delivery


class Body(BaseModel):
    """The body of a request that changes something."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Positions(Body):
    """Positions from 0 to 1 by control; null is auto."""

    positions: dict[str, float | None]


class Natural(Body):
    """A value in a control's own unit."""

    control: str
    value: float


class Delta(Body):
    """A difference of position, from -1 to 1."""

    control: str
    delta: float = Field(ge=-1.0, le=1.0)


class Lock(Body):
    """Whether dice and morph must leave a control alone."""

    control: str
    locked: bool


class ModelName(Body):
    """A model."""

    model: str


class BlendChoice(Body):
    """Two models to play together, and how much of the other, from 0 to 1; null leaves that where it stands."""

    model: str
    other: str
    amount: float | None = None


class BlendToKeep(Body):
    """Two models to be kept as one under a name, and how much of the other, from 0 to 1."""

    name: str
    model: str
    other: str
    amount: float


class OlderVersion(Body):
    """A model, and the version that is to play again; null is the one before."""

    model: str
    to: str | None = None


class PresetToKeep(Body):
    """A preset to save: the controls as they stand, those of a take, or positions, null for auto."""

    preset: str
    render: str | None = None
    positions: dict[str, float | None] = Field(default_factory=dict)


class PresetChoice(Body):
    """A preset to recall, by its name or by its number from 1."""

    preset: str | int


class PresetPair(Body):
    """Two presets to morph between, by name or number, and how far to the second; null leaves that as it stands."""

    first: str | int
    second: str | int
    amount: float | None = None


class DeliveryChoice(Body):
    """The form of the file."""

    sample_rate: int = 48000
    depth: str | int = "24"
    channels: int = 2
    container: str = "wav"


class RenderOrder(Body):
    """What to render; what is left out is as the controls stand.

    ``out`` is the id of a folder that the command line has put down in the workspace: no client chooses a path.
    """

    model: str | None = None
    other: str | None = None
    preset: str | None = None
    positions: dict[str, float | None] = Field(default_factory=dict)
    naturals: dict[str, float] = Field(default_factory=dict)
    take: int | None = None
    takes: int = 1
    seconds: float | None = None
    delivery: DeliveryChoice = DeliveryChoice()
    out: str | None = None
    loop: bool = False
    curves: dict[str, tuple[tuple[float, float], ...]] = Field(default_factory=dict)
    priority: int = 0

    def command(self, origin: str) -> Render:
        """Returns the order as the engine takes it.

        Raises:
            UnsupportedDelivery: the form of the file is not offered.
        """
        form = self.delivery
        return Render(
            model=self.model,
            other=self.other,
            preset=self.preset,
            positions=self.positions,
            naturals=self.naturals,
            take=self.take,
            takes=self.takes,
            seconds=self.seconds,
            delivery=Delivery.of(form.sample_rate, str(form.depth), form.channels, form.container),
            out=self.out,
            loop=self.loop,
            curves=self.curves,
            priority=self.priority,
            origin=origin,
        )


class TakeAgain(Body):
    """A take to be made again; ``out`` is the id of a folder, as in an order."""

    render: str
    out: str | None = None


class JobChoice(Body):
    """A job; null is the newest."""

    job: str | None = None


class QueuePlace(Body):
    """A render that waits, and the one that it is to go before; null is before all."""

    job: str
    before: str | None = None


class Verdict(Body):
    """What is thought of a take; null is the newest."""

    verdict: Literal["star", "discard", "feed"]
    render: str | None = None


class DatasetName(Body):
    """A dataset."""

    dataset: str


class TrainingOrder(Body):
    """What to train, and how thoroughly."""

    dataset: str
    effort: Effort = "good"


class Switch(Body):
    """On or off."""

    on: bool


class Nothing(Body):
    """A request that needs no words; its body is ``{}``."""
