"""What every model owes its player, small: the same take again, the form asked for, sliders that obey, clean files."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from sdad.control.delivery import Delivery
from sdad.control.parameters import CONTROLS
from sdad.synthesis.render import render
from sdad.synthesis.request import RenderRequest

STANDARD = Delivery()


@pytest.fixture(scope="module")
def ask(tiny_instrument: Any) -> Any:
    def rendered(take: int = 1, seconds: float = 2.0, delivery: Delivery = STANDARD, **positions: float | None) -> Any:
        request = RenderRequest(
            model="tiny", version="v0001", take=take, seconds=seconds, positions=positions, delivery=delivery
        )
        return render(tiny_instrument, request)

    return rendered


def test_the_same_request_gives_the_same_samples_and_another_take_does_not(ask: Any) -> None:
    once, again, other = ask(), ask(), ask(take=2)
    assert np.array_equal(once.audio.samples, again.audio.samples)
    assert once.got == again.got
    assert np.corrcoef(once.audio.samples[0], other.audio.samples[0])[0, 1] < 0.5


@pytest.mark.parametrize("rate", [44100, 48000, 88200, 96000])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_form_is_the_one_asked_for_to_the_sample(ask: Any, rate: int, channels: int) -> None:
    audio = ask(seconds=0.75, delivery=Delivery(sample_rate=rate, channels=channels)).audio
    assert (audio.sample_rate, audio.samples.shape) == (rate, (channels, round(0.75 * rate)))


def test_recordings_at_96_khz_keep_their_upper_octave(ask: Any) -> None:
    def share_above(audio: Any, hz: float) -> float:
        power = np.abs(np.fft.rfft(audio.samples[0])) ** 2
        return float(power[int(hz * audio.frames / audio.sample_rate) :].sum() / power.sum())

    high = ask(delivery=Delivery(sample_rate=96000)).audio
    assert share_above(high, 25000) > 1e-6


@pytest.mark.parametrize("name", ["brightness", "width"])
def test_a_slider_does_what_its_name_says(ask: Any, name: str) -> None:
    row = CONTROLS[name]
    got = [ask(**{name: position}).got_natural[name] for position in (0.1, 0.5, 0.9)]
    assert got[0] < got[1] < got[2]
    asked = ask(**{name: 0.5}).asked_natural[name]
    assert row.curve.warp(got[1]) == pytest.approx(row.curve.warp(asked), abs=0.15 if name == "brightness" else 5)


def test_no_take_is_silent_clipped_or_broken(ask: Any) -> None:
    for take in range(1, 6):
        extreme = {"rhythm": take / 5, "density": 1 - take / 5, "space": take / 5, "pulse": 1.0}
        samples = ask(take=take, seconds=1.0, **extreme).audio.samples
        assert np.isfinite(samples).all()
        assert np.abs(samples).max() < 0.99
        assert np.sqrt(np.square(samples).mean()) > 10 ** (-50 / 20)


def test_half_a_second_and_a_tail_have_the_length_they_should(ask: Any) -> None:
    assert ask(seconds=0.5).audio.frames == 24000
    tailed = ask(seconds=1.0, tail=0.2, space=0.9).audio
    assert 48000 <= tailed.frames <= 48000 + round(0.2 * 15 * 48000)


def test_a_training_that_was_stopped_goes_on_to_the_same_weights(
    tiny_instrument: Any, tiny_budget: Any, tmp_path: Any
) -> None:
    import torch

    from sdad.errors import Cancelled
    from sdad.training.data import describe
    from sdad.training.fit import Run, fit

    gestures = describe(tiny_instrument.recordings, tiny_budget.gestures, 0)

    def trained(checkpoints: Any, stopping: threading.Event, progress: Any = lambda stage, fraction: None) -> Any:
        return fit(gestures, Run(tiny_budget, 0, "cpu", checkpoints, "key", stopping, progress))[0]

    whole = trained(None, threading.Event())
    for stage in ("learning the sound", "learning what belongs together"):
        stopping, folder = threading.Event(), tmp_path / stage.replace(" ", "-")

        def stop_half_way(told: str, fraction: float, stage: str = stage, stopping: Any = stopping) -> None:
            if told == stage and fraction > 0.3:
                stopping.set()

        with pytest.raises(Cancelled):
            trained(folder, stopping, stop_half_way)
        resumed = trained(folder, threading.Event())
        for name, tensor in whole.state_dict().items():
            assert torch.equal(tensor, resumed.state_dict()[name]), (stage, name)
