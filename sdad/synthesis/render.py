"""A request to finished audio, with what was asked and what was got."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sdad.audio.buffer import Audio
from sdad.audio.spectral import Signal
from sdad.control.breakpoints import position_at
from sdad.control.parameters import CONTROLS
from sdad.descriptors.measure import measure
from sdad.errors import Cancelled, JobFailed
from sdad.model.calibration import Calibration
from sdad.model.recordings import BASE_RATE, HIGH_RATE
from sdad.synthesis.blend import Player
from sdad.synthesis.colour import Colour
from sdad.synthesis.finish import finish, finish_loop
from sdad.synthesis.follow import Moment, follow
from sdad.synthesis.loop import closed, overlap_s
from sdad.synthesis.novelty import copies_of
from sdad.synthesis.play import PLAYED, Drives, Form, play
from sdad.synthesis.remarks import of_curves, of_shortfalls
from sdad.synthesis.request import RenderRequest
from sdad.synthesis.steer import steered
from sdad.synthesis.texture import Texture

Measures = dict[str, float | None]
ATTEMPTS = 3
NEAR, STILL_NEAR = 0.08, 0.25
"""Error of the worst control, as a share of its reach, with which a short and a long take is content."""
LONG_S = 20.0
"""Length from which another attempt costs too much to be made for a small error."""


@dataclass(slots=True)
class Rendered:
    """A finished take. ``asked`` and ``got`` are positions, the naturals values in the controls' own units.

    Of a control that follows a curve, they are those over the whole take.
    """

    audio: Audio
    asked: Measures
    got: Measures
    asked_natural: Measures
    got_natural: Measures
    warnings: list[str] = field(default_factory=list)


def render(
    player: Player,
    request: RenderRequest,
    progress: Callable[[float], None] = lambda fraction: None,
    stopping: threading.Event | None = None,
) -> Rendered:
    """Returns one take: the same request on the same model version and device gives the same samples.

    Raises:
        Cancelled: ``stopping`` was set between two steps.
        JobFailed: the result was silent or not finite; nothing of it is kept.
    """

    def step(fraction: float) -> None:
        if stopping is not None and stopping.is_set():
            raise Cancelled(f"take {request.take}")
        progress(fraction)

    calibration = player.calibration
    whole = _moment(calibration, request.asked, request.take)
    high = request.delivery.sample_rate > BASE_RATE and player.highest_rate > BASE_RATE
    form = Form(
        # A loop has no tail: what would ring on after its end rings on in its beginning.
        seconds=request.seconds + (overlap_s(request.seconds) if request.loop else 0.0),
        tail_s=0.0 if request.loop else request.natural("tail"),
        sample_rate=HIGH_RATE if high else BASE_RATE,
        layers=round(request.natural("layers")),
        variation=request.natural("variation"),
        loop_s=request.seconds if request.loop else None,
    )
    sources = [(part.instrument.recordings, part.instrument.recordings.noted()) for part in player.parts]
    step(0.02)

    def at(time: float) -> Moment:
        there: Measures = {name: position_at(points, time) for name, points in request.curves.items()}
        return _moment(calibration, request.positions | there, request.take)

    missing: dict[str, tuple[float, float]] = {}
    if request.curves:
        sound, missing = follow(
            lambda drives: Texture(player, play(player, drives, form, request.take), request.take),
            request.seconds,
            request.curves,
            at,
            calibration,
            lambda done: step(0.05 + 0.7 * done),
        )
    else:
        sound = _best_attempt(player, whole, form, request.take, lambda done: step(0.02 + 0.63 * done))
    step(0.8)
    sound = _trimmed_tail(sound, form)
    if not np.isfinite(sound).all() or np.abs(sound).max() < 1e-5:
        raise JobFailed(f"take {request.take}", "the result was silent or not finite; try another take")
    audio = _delivered(Audio(np.ascontiguousarray(sound, np.float32), form.sample_rate), request)
    step(0.9)
    close = [
        warning
        for recordings, read in sources
        for warning in copies_of(recordings, read, audio, form.variation, form.sample_rate)
    ]
    measured = measure(audio)
    got = {name: calibration.position(name, value) for name, value in measured.items()}
    return Rendered(
        audio=audio,
        asked=request.asked,
        got=got,
        asked_natural=dict(whole.naturals),
        got_natural=measured,
        warnings=[
            *of_shortfalls(request.positions | dict.fromkeys(request.curves), got),
            *of_curves(missing, request),
            *close,
        ],
    )


def _best_attempt(player: Player, whole: Moment, form: Form, take: int, progress: Callable[[float], None]) -> Signal:
    """Returns the sound of the first attempt at a take that comes near enough to natural values, or of the nearest.

    What is chosen when a take is played cannot be corrected later: the next attempt asks for more of what was missing.
    """
    best: tuple[float, Texture, Drives] | None = None
    asked: dict[str, float | None] = dict(whole.drives)
    # Of many controls at once some are always missed a little; that is what they do to each other, not a bad take.
    several = sum(natural is not None for natural in whole.naturals.values())
    most = 1 if several > 3 else ATTEMPTS if form.seconds <= LONG_S else 2
    for attempt in range(most):
        progress(attempt / most)
        texture = Texture(player, play(player, asked, form, take, attempt), take)
        found, missing = steered(texture, asked, whole.naturals, whole.colour, player.calibration)
        worst = max(map(abs, missing.values()), default=0.0)
        if best is None or worst < best[0]:
            best = worst, texture, found
        if worst < (NEAR if form.seconds <= LONG_S else STILL_NEAR):
            break
        for name in PLAYED:
            drive = asked.get(name)
            if drive is not None and name in missing:
                asked[name] = min(1.0, max(0.0, drive + 0.6 * missing[name]))
    assert best is not None
    progress(1.0)
    _, texture, drives = best
    return texture.widened(texture.sound(drives, whole.colour), drives, whole.naturals["width"])


def _delivered(played: Audio, request: RenderRequest) -> Audio:
    """Returns what was played with the rate, channels, seam and level that are asked for."""
    delivery = request.delivery
    played = played.resampled(delivery.sample_rate)
    samples = (played if delivery.channels == 2 else played.mono()).samples
    if request.loop:
        samples = closed(samples, round(request.seconds * delivery.sample_rate))
    return (finish_loop if request.loop else finish)(samples, delivery.sample_rate, request.natural("level"))


def _moment(calibration: Calibration, positions: Measures, take: int) -> Moment:
    """Returns what positions ask for: natural values, the colour to reach, and the drives to begin with."""
    naturals = calibration.naturals(positions)
    colour = _colour(calibration, naturals, take)
    return Moment(calibration.drives({**naturals, **colour.held}), naturals, colour)


def _colour(calibration: Calibration, naturals: Measures, take: int) -> Colour:
    """Returns the colour to reach; every take has its own place, about the middle, for what is not asked for."""
    draw = np.random.default_rng([take, 23])
    usual: Measures = {}
    for name in ("brightness", "warmth"):
        reach, place = calibration.reaches.get(name), draw.uniform(0.3, 0.7)
        usual[name] = None if reach is None else reach.natural(CONTROLS[name].curve, place)
    return Colour(naturals["brightness"], naturals["warmth"], usual["brightness"], usual["warmth"])


def _trimmed_tail(sound: Signal, form: Form) -> Signal:
    """Returns the sound without the part of its tail that lies 60 dB under its loudest 50 ms."""
    end = round(form.seconds * form.sample_rate)
    block = form.sample_rate // 20
    if sound.shape[1] <= end:
        return sound
    power = (sound**2).mean(axis=0)
    loudest = np.add.reduceat(power, np.arange(0, len(power), block)).max()
    ringing = np.add.reduceat(power[end:], np.arange(0, len(power) - end, block)) > 1e-6 * loudest
    kept = (int(np.flatnonzero(ringing)[-1]) + 1) * block if ringing.any() else 0
    return sound[:, : end + kept]
