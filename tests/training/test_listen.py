import threading
import time

import numpy as np
import pytest
import soundfile

from sdad.audio.buffer import Audio
from sdad.audio.decode import ATTEMPTS
from sdad.control.parameters import DESCRIPTORS
from sdad.descriptors.measure import measure
from sdad.errors import Cancelled, StorageError
from sdad.model.recordings import Origin
from sdad.training import listen as module
from sdad.training.listen import IN_TIME, PEAK, listen
from sdad.units import clock_time


def hear(files, folder, minutes=1.0, stopping=None, progress=lambda fraction: None):
    return listen(files, folder, minutes, stopping or threading.Event(), progress)


@pytest.fixture
def written(sound, tmp_path):
    """Returns a function that writes one small sound as a recording."""

    def write(name, seconds, which=1, rate=48000, gain=1.0):
        path = tmp_path / name
        soundfile.write(path, gain * sound(which, seconds, rate).T, rate, subtype="PCM_24")
        return path

    return write


def test_each_recording_is_kept_at_its_rate_and_at_one_level(heard):
    assert [file.path.name for file in heard.used] == [f"sound{number}.wav" for number in range(5)]
    assert heard.skipped == []
    assert heard.recordings.sample_rates == (96000, 48000, 96000, 48000, 96000)
    assert [(file.sample_rate, file.channels, file.note) for file in heard.used] == [
        (rate, 2, "") for rate in heard.recordings.sample_rates
    ]
    for index, rate in enumerate(heard.recordings.sample_rates):
        samples = heard.recordings.samples(index, rate)
        assert samples.shape[0] == 2
        assert np.abs(samples).max() == pytest.approx(PEAK, rel=1e-3)
    assert heard.minutes == pytest.approx(15 / 60, rel=0.02)


def test_what_is_kept_sounds_as_the_recording_did(heard, sound):
    kept, source = heard.recordings.samples(1), sound(1, 3.0, 48000)
    lags = np.fft.irfft(np.fft.rfft(kept[0], 2**19) * np.conj(np.fft.rfft(source[0], 2**19)))
    alike = lags.max() / (np.linalg.norm(kept[0]) * np.linalg.norm(source[0]))
    assert alike > 0.98


def test_a_stretch_of_each_recording_is_measured(heard):
    assert len(heard.measures) == 5
    assert all(measures.keys() == {row.id for row in DESCRIPTORS} for measures in heard.measures)
    brightness = [measures["brightness"] for measures in heard.measures]
    # The strokes of hiss are the brightest of the five, and the dark drone the darkest.
    assert (int(np.argmax(brightness)), int(np.argmin(brightness))) == (2, 3)
    assert all(measures["density"] is not None for measures in heard.measures)


def test_a_recording_that_ends_the_decoder_in_its_middle_is_not_tried_at_all_its_other_stretches(
    written, tmp_path, faulty, monkeypatch, said
):
    monkeypatch.setattr(module, "LONGEST_S", 1.0)
    path, ended = written("late.wav", 6.0), []
    arguments = ([path, written("pad.wav", 1.0)], tmp_path / "kept", 1.0, threading.Event(), lambda fraction: None)
    heard = listen(*arguments, ended.append)
    # Opened four times until the second of six stretches, which is tried twice.
    assert faulty("late.wav") == 4 + ATTEMPTS
    assert [file.path.name for file in heard.used] == ["pad.wav"]
    assert heard.skipped == [(path, error) for error in ended]
    (error,) = ended
    said(
        error, "audio.ends_decoder", str(path), "late.wav cannot be read: it makes the decoder crash", "export it anew"
    )


def test_a_single_hit_says_nothing_about_what_goes_on_in_time(written, tmp_path):
    heard = hear([written("hit.wav", 0.5, which=4)], tmp_path / "kept")
    (measures,) = heard.measures
    assert {name for name in IN_TIME if measures[name] is None} == set(IN_TIME)
    assert measures["brightness"] is not None


def test_long_recordings_are_measured_piece_by_piece(written, tmp_path):
    heard = hear([written("pad.wav", 12.0)], tmp_path / "kept")
    assert len(heard.measures) == 2 and heard.used[0].used_seconds == pytest.approx(12.0, abs=0.1)


def test_a_recording_of_one_channel_is_kept_in_stereo(sound, tmp_path):
    soundfile.write(tmp_path / "mono.wav", sound(1, 1.0, 44100)[0], 44100)
    heard = hear([tmp_path / "mono.wav"], tmp_path / "kept")
    samples = heard.recordings.samples(0)
    assert (heard.used[0].channels, heard.used[0].sample_rate) == (1, 44100)
    assert samples.shape == (2, pytest.approx(48000, abs=200))
    assert np.abs(samples[0] - samples[1]).max() < 4 / 2**23, "but for the dither"


def test_what_cannot_be_used_is_listed_with_the_reason_and_the_rest_is_heard(written, tmp_path, said):
    text, gone = tmp_path / "text.wav", tmp_path / "gone.wav"
    text.write_text("la la la\n" * 100)
    silence = tmp_path / "silence.wav"
    soundfile.write(silence, np.zeros((48000, 2)), 48000)
    good = [written("first.wav", 1.0), written("last.wav", 1.0, which=2)]
    told = []
    heard = hear([good[0], text, gone, silence, good[1]], tmp_path / "kept", progress=told.append)
    assert [file.path for file in heard.used] == good
    assert len(heard.recordings) == 2
    errors = dict(heard.skipped)
    assert errors.keys() == {text, gone, silence}
    said(
        errors[text], "audio.unreadable", str(text), "text.wav cannot be read: ", "Export it again as WAV, AIFF or FLAC"
    )
    said(errors[gone], "audio.unreadable", str(gone), "it is not there", "Check the name and the folder.")
    said(errors[silence], "audio.unusable", str(silence), "it is silent", "Record it louder or take it out")
    assert told == sorted(told) and told[-1] == 1.0


@pytest.mark.parametrize("names", [[], ["text.wav"]])
def test_hearing_nothing_at_all_is_told_and_no_fault(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text("la la la")
    heard = hear([tmp_path / name for name in names], tmp_path / "kept")
    assert (heard.used, len(heard.recordings), heard.minutes, heard.measures) == ([], 0, 0, [])
    assert [path.name for path, _ in heard.skipped] == names


def test_short_recordings_are_heard_whole_and_the_rest_of_the_time_is_shared(written, tmp_path):
    files = [written("long.wav", 8.0, 1), written("short.wav", 1.0, 2), written("longer.wav", 10.0, 3)]
    heard = hear(files, tmp_path / "kept", minutes=7 / 60)
    used = [file.used_seconds for file in heard.used]
    assert used == [pytest.approx(seconds, abs=0.1) for seconds in (3.0, 1.0, 3.0)]
    notes = [file.note for file in heard.used]
    assert notes[1] == ""
    assert all("were heard, in 1 evenly spaced stretches" in notes[number] for number in (0, 2))
    assert clock_time(8.0) in notes[0] and clock_time(10.0) in notes[2]


def test_what_is_heard_of_a_long_recording_is_spread_over_it(sound, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "EXCERPT_S", 1.0)
    path = tmp_path / "long.wav"
    # The pad gets louder from second to second, which tells where a stretch comes from.
    pad = sound(1, 10.0, 48000) * np.linspace(0.1, 1.0, 480000)
    soundfile.write(path, pad.T, 48000, subtype="PCM_24")
    heard = hear([path], tmp_path / "kept", minutes=3 / 60)
    levels = [np.sqrt((heard.recordings.samples(index) ** 2).mean()) for index in range(len(heard.recordings))]
    assert heard.used[0].used_seconds == pytest.approx(3.0, abs=0.1)
    assert len(levels) == 3 and "in 3 evenly spaced stretches" in heard.used[0].note
    assert heard.recordings.origins == [Origin("long.wav", start_s) for start_s in (0.0, 4.5, 9.0)]
    at = [np.sqrt((pad[:, start : start + 48000] ** 2).mean()) for start in (0, 216000, 432000)]
    assert np.array(levels) / levels[2] == pytest.approx(np.array(at) / at[2], rel=0.05)


def test_a_silent_stretch_of_a_long_recording_is_passed_over(sound, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LONGEST_S", 1.0)
    path = tmp_path / "pause.wav"
    pad = sound(1, 3.0, 48000)
    pad[:, 48000:96000] = 0
    soundfile.write(path, pad.T, 48000, subtype="PCM_24")
    heard = hear([path], tmp_path / "kept")
    assert len(heard.recordings) == 2
    assert heard.used[0].used_seconds == pytest.approx(2.0, abs=0.1)
    assert "1 of its 3 stretches hold nothing" in heard.used[0].note


def test_where_there_is_too_much_to_measure_all_recordings_still_have_their_say(written, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_MEASURED", 3)
    files = [written(f"{number}.wav", 0.4, which=2 if number < 4 else 3) for number in range(6)]
    heard = hear(files, tmp_path / "kept")
    assert len(heard.recordings) == 6 and len(heard.measures) == 3
    last = measure(Audio(heard.recordings.samples(4), 48000))
    assert heard.measures[-1]["brightness"] == pytest.approx(last["brightness"])
    assert heard.measures[0]["brightness"] > 2 * last["brightness"]


def test_stopping_before_the_first_recording_hears_none(written, tmp_path):
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(Cancelled):
        hear([written("pad.wav", 1.0)], tmp_path / "kept", stopping=stopping)
    assert list((tmp_path / "kept").iterdir()) == []


def test_stopping_does_not_wait_for_the_end_of_a_long_recording(written, tmp_path, monkeypatch, waiting):
    monkeypatch.setattr(module, "LONGEST_S", 1.0)
    path, kept, stopping = written("long.wav", 60.0, rate=8000), tmp_path / "kept", threading.Event()
    ended = []

    def listening():
        try:
            hear([path], kept, minutes=2.0, stopping=stopping)
        except Cancelled as cancelled:
            ended.append(cancelled)

    thread = threading.Thread(target=listening)
    thread.start()
    waiting(lambda: list(kept.glob("*.flac")), "a first stretch is kept")
    stopping.set()
    asked = time.monotonic()
    thread.join(20)
    assert len(ended) == 1 and time.monotonic() - asked < 5
    assert 1 <= len(list(kept.glob("*.flac"))) < 60


def test_a_place_that_cannot_hold_recordings_is_said(written, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        hear([written("pad.wav", 1.0)], tmp_path / "file" / "kept")
