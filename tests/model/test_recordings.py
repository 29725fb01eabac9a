import numpy as np
import pytest

from sdad.audio.buffer import Audio
from sdad.errors import StorageError
from sdad.model import recordings as module
from sdad.model.recordings import Origin, Recordings


def audio(seconds=0.5, rate=48000, hz=440.0):
    time_s = np.arange(round(seconds * rate)) / rate
    return Audio(
        np.stack([np.sin(2 * np.pi * hz * time_s), np.cos(2 * np.pi * hz * time_s)]).astype(np.float32) / 2, rate
    )


def test_what_is_kept_comes_back_to_within_24_bits(tmp_path):
    kept = Recordings(tmp_path)
    assert (len(kept), kept.sample_rates, kept.highest_rate) == (0, (), 48000)
    sounds = [audio(), audio(0.3, 96000, 30000.0)]
    assert [kept.add(sound) for sound in sounds] == [0, 1]
    again = Recordings(tmp_path, kept.sample_rates)
    assert (len(again), again.sample_rates, again.highest_rate) == (2, (48000, 96000), 96000)
    for index, sound in enumerate(sounds):
        assert np.abs(again.samples(index, sound.sample_rate) - sound.samples).max() < 2.5 / 2**23


def test_a_recording_is_read_at_either_rate(tmp_path):
    kept = Recordings(tmp_path)
    kept.add(audio(0.5, 48000))
    kept.add(audio(0.5, 96000, 30000.0))
    assert kept.samples(0, 96000).shape == (2, 48000)
    # 30 kHz is there at 96 kHz and not at 48 kHz.
    assert np.abs(kept.samples(1, 96000)).max() == pytest.approx(0.5, abs=0.01)
    below = kept.samples(1)
    assert below.shape == (2, 24000) and np.abs(below[:, 2000:-2000]).max() < 1e-4


def test_recordings_are_read_once_while_there_is_room(tmp_path, monkeypatch):
    kept = Recordings(tmp_path)
    for _ in range(3):
        kept.add(audio())
    monkeypatch.setattr(module, "CACHE_BYTES", 2.5 * kept.samples(0).nbytes)
    reads = []
    monkeypatch.setattr(module, "read", lambda path: reads.append(path.name) or audio())
    kept.samples(1), kept.samples(0)
    assert reads == ["0001.flac"]
    kept.samples(2), kept.samples(0)
    # 1 was used least recently and made way for 2.
    kept.samples(1)
    assert reads == ["0001.flac", "0002.flac", "0001.flac"]


def test_what_is_read_is_noted_once_until_the_next_note(tmp_path):
    kept = Recordings(tmp_path)
    for _ in range(3):
        kept.add(audio())
    kept.samples(1)
    first = kept.noted()
    kept.samples(2), kept.samples(0), kept.samples(2)
    assert list(first) == [2, 0]
    second = kept.noted()
    kept.samples(1)
    assert (list(first), list(second)) == ([2, 0], [1])


def test_recordings_know_where_they_came_from(tmp_path):
    kept = Recordings(tmp_path, (), [Origin("wind.wav")])
    kept.add(audio(), Origin("rain.wav", 20.0))
    assert kept.origins == [Origin("wind.wav", 0.0), Origin("rain.wav", 20.0)]


def test_a_recording_that_cannot_be_written_is_not_counted(tmp_path):
    kept = Recordings(tmp_path / "missing")
    with pytest.raises(StorageError):
        kept.add(audio())
    assert len(kept) == 0
