import itertools

import pytest

from sdad.control.delivery import CONTAINERS, DEPTHS, SAMPLE_RATES, Delivery
from sdad.errors import UnsupportedDelivery


def test_unasked_a_file_is_48_khz_24_bit_stereo_wav():
    assert Delivery.of() == Delivery(sample_rate=48000, depth="24", channels=2, container="wav")


OFFERED = [
    (rate, depth, container)
    for rate, depth, container in itertools.product(SAMPLE_RATES, DEPTHS, CONTAINERS)
    if (depth, container) != ("32f", "flac")
]


@pytest.mark.parametrize(("rate", "depth", "container"), OFFERED)
def test_what_is_offered_is_taken(rate, depth, container):
    for channels in (1, 2):
        made = Delivery.of(rate, depth, channels, container)
        assert (made.sample_rate, made.depth, made.channels, made.container) == (rate, depth, channels, container)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sample_rate": 192000}, "192000 Hz is not offered; choose 44100 Hz, 48000 Hz, 88200 Hz or 96000 Hz.*pad"),
        ({"sample_rate": 22050}, "22050 Hz is not offered; choose 44100 Hz"),
        ({"depth": "32"}, "32 is not offered; choose 16, 24 or 32f"),
        ({"channels": 6}, "6 is not offered; choose 1 or 2"),
        ({"channels": 0}, "0 is not offered; choose 1 or 2"),
        ({"container": "mp3"}, "mp3 is not offered; choose wav, flac or aiff"),
        ({"container": "flac", "depth": "32f"}, "FLAC holds whole numbers only"),
    ],
)
def test_what_is_not_offered_is_refused_with_what_is(given, says):
    with pytest.raises(UnsupportedDelivery, match=says):
        Delivery.of(**given)
