"""The decoding child: same results as reading directly, and nothing it meets harms the parent."""

import io
import json
import subprocess
import sys
import threading

import numpy as np
import pytest
import soundfile

from sdad.audio import decode, files
from sdad.audio.decode import ATTEMPTS, Decoder
from sdad.errors import EndsDecoder, UnreadableAudio, UnusableAudio


@pytest.fixture(scope="module")
def decoder():
    with Decoder(timeout_s=60) as running:
        yield running


def recording(path, frames=30_000, channels=2, sample_rate=44100):
    samples = 0.1 * np.random.default_rng(1).standard_normal((frames, channels))
    soundfile.write(path, samples, sample_rate, subtype="PCM_16")
    return path


def process_of(decoder):
    return decoder._child.pid


@pytest.mark.parametrize(("channels", "sample_rate"), [(1, 8000), (2, 44100), (8, 192000)])
def test_it_reads_what_reading_directly_gives(decoder, tmp_path, channels, sample_rate):
    path = recording(tmp_path / "sömmer 🌧.wav", channels=channels, sample_rate=sample_rate)
    assert decoder.probe(path) == files.probe(path)
    whole, part = decoder.read(path), decoder.read(path, start_s=0.05, seconds=0.1)
    np.testing.assert_array_equal(whole.samples, files.read(path).samples)
    np.testing.assert_array_equal(part.samples, files.read(path, start_s=0.05, seconds=0.1).samples)
    assert whole.sample_rate == sample_rate


def test_one_child_serves_many_files_and_their_errors(decoder, tmp_path):
    good, text = recording(tmp_path / "good.wav"), tmp_path / "text.wav"
    text.write_text("no audio" * 100)
    decoder.probe(good)
    child = process_of(decoder)
    for _ in range(3):
        with pytest.raises(UnreadableAudio, match="no audio format") as caught:
            decoder.read(text)
        assert (caught.value.code, caught.value.thing) == ("audio.unreadable", str(text))
        with pytest.raises(UnusableAudio, match="lasts"):
            decoder.read(good, start_s=60)
        assert decoder.read(good).frames == 30_000
    assert process_of(decoder) == child


def test_threads_may_share_it(decoder, tmp_path):
    paths = [recording(tmp_path / f"{n}.wav", frames=10_000 + n) for n in range(8)]
    found = {}
    threads = [threading.Thread(target=lambda p=p: found.update({p: decoder.read(p).frames})) for p in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == {path: 10_000 + n for n, path in enumerate(paths)}


ONCE_TOLD = "This version of sdad does not try it again; export it anew as WAV, AIFF or FLAC, or take it out of the"


def test_a_crash_is_reported_and_the_next_file_is_read(tmp_path, faulty, said):
    good, bad = recording(tmp_path / "good.wav"), recording(tmp_path / "crash.wav")
    with Decoder() as decoder:
        for ask in (decoder.probe, decoder.read):
            decoder.probe(good)
            before = process_of(decoder)
            with pytest.raises(EndsDecoder) as refused:
                ask(bad)
            told = "crash.wav cannot be read: it makes the decoder crash."
            said(refused.value, "audio.ends_decoder", str(bad), told, ONCE_TOLD)
            assert decoder.read(good).frames == 30_000
            assert process_of(decoder) != before
    assert faulty("crash.wav") == 2 * ATTEMPTS


def test_a_hang_is_ended_and_the_next_file_is_read(tmp_path, faulty, said):
    good, bad = recording(tmp_path / "good.wav"), recording(tmp_path / "hang.wav")
    with Decoder(timeout_s=2.0) as decoder:
        with pytest.raises(EndsDecoder) as refused:
            decoder.read(bad)
        told = "hang.wav cannot be read: decoding it took more than 2 s."
        said(refused.value, "audio.ends_decoder", str(bad), told, ONCE_TOLD)
        decoder._timeout_s = 60.0  # starting a child on a busy machine may take longer than 2 s
        assert decoder.read(good).frames == 30_000


def test_what_has_ended_the_decoder_once_may_have_been_unlucky(tmp_path, faulty):
    with Decoder() as decoder:
        assert decoder.read(recording(tmp_path / "stumble.wav")).frames == 30_000
    # The second child opens it twice, to look at it and to read it.
    assert faulty("stumble.wav") == 1 + 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal on Windows")
def test_a_file_is_not_blamed_for_a_decoder_that_the_system_has_ended(tmp_path, faulty, said):
    bad = recording(tmp_path / "killed.wav")
    with Decoder() as decoder, pytest.raises(UnreadableAudio) as refused:
        decoder.read(bad)
    told = ("the decoder has ended over it", "Check the disk it is on, close programs that take much memory, and try")
    said(refused.value, "audio.unreadable", str(bad), *told)
    assert faulty("killed.wav") == ATTEMPTS


def test_a_child_that_was_killed_between_files_is_replaced(tmp_path):
    path = recording(tmp_path / "x.wav")
    with Decoder() as decoder:
        decoder.probe(path)
        decoder._child.kill()
        decoder._child.wait(30)
        assert decoder.read(path).frames == 30_000


@pytest.mark.usefixtures("faulty")
@pytest.mark.skipif(sys.platform != "linux", reason="the bound on address space is set on Linux")
def test_a_decoder_that_wants_all_memory_is_refused_it(tmp_path, said):
    greedy = recording(tmp_path / "greedy.wav")
    with Decoder() as decoder, pytest.raises(UnusableAudio) as refused:
        decoder.read(greedy)
    said(refused.value, "audio.unusable", str(greedy), "it is too much to read at once", "Cut it into shorter files.")


@pytest.mark.usefixtures("faulty")
def test_what_a_codec_prints_does_not_get_among_the_answers(tmp_path):
    with Decoder() as decoder:
        assert decoder.read(recording(tmp_path / "leak.wav")).frames == 30_000


def test_a_file_that_unpacks_to_more_than_the_budget_is_refused_before_it_is_decoded(tmp_path, said):
    path = tmp_path / "bomb.flac"
    with soundfile.SoundFile(path, "w", 96000, 8, subtype="PCM_16") as sound:
        for _ in range(30):
            sound.write(np.zeros((96000, 8), np.int16))
    assert path.stat().st_size < 1_000_000
    with Decoder(max_seconds=10) as decoder:  # 30 s of 8 channels are 120 s of stereo
        with pytest.raises(UnusableAudio) as refused:
            decoder.read(path)
        told = "30 s of 8 channel(s) at 96000 Hz is too much"
        said(refused.value, "audio.unusable", str(path), told, "Cut it into shorter files.")
        assert decoder.probe(path).seconds == 30.0
        assert decoder.read(path, start_s=29, seconds=5).frames == 96000


def test_closing_ends_the_child_and_using_it_again_starts_another(tmp_path):
    path = recording(tmp_path / "x.wav")
    decoder = Decoder()
    with decoder:
        decoder.probe(path)
        child = decoder._child
    assert child.returncode is not None
    assert decoder.probe(path).frames == 30_000
    decoder.close()


def test_the_child_ends_when_its_parent_is_gone():
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "sdad.audio.decode"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=decode._child_environment(),
    )
    child.stdin.close()  # the system does this for a parent that is killed
    assert child.wait(30) == 0
    assert child.stdout.read() == b""
    child.stdout.close()


def test_the_protocol_is_one_line_and_raw_samples(tmp_path, monkeypatch):
    monkeypatch.setattr(decode, "_limit", lambda *_: None)  # limits are for the child, not for this process
    path = recording(tmp_path / "x.wav", frames=4410, channels=1)
    request = {"op": "read", "path": str(path), "start_s": 0, "seconds": None, "budget": 10_000, "timeout_s": 1}
    answers = io.BytesIO()
    decode.serve(io.BytesIO(json.dumps(request).encode() + b"\n"), answers)
    line, samples = answers.getvalue().split(b"\n", 1)
    assert json.loads(line) == {"channels": 1, "sample_rate": 44100, "values": 4410}
    np.testing.assert_array_equal(np.frombuffer(samples, np.float32), files.read(path).samples[0])
