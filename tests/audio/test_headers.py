import numpy as np
import pytest
import soundfile

from sdad.audio.headers import promised_bytes


def promised(path):
    with path.open("rb") as file:
        file.seek(7)
        try:
            return promised_bytes(file)
        finally:
            assert file.tell() == 7


@pytest.mark.parametrize("container", ["WAV", "WAVEX", "RF64", "W64", "AIFF"])
def test_a_whole_file_is_as_long_as_it_promises(tmp_path, container):
    path = tmp_path / "x"
    soundfile.write(path, np.zeros((1001, 2)), 48000, format=container, subtype="PCM_24")
    assert promised(path) == path.stat().st_size


@pytest.mark.parametrize("container", ["FLAC", "OGG", "MP3"])
def test_containers_of_frames_promise_no_size(tmp_path, container):
    path = tmp_path / "x"
    soundfile.write(path, np.zeros(1000), 48000, format=container)
    assert promised(path) is None


@pytest.mark.parametrize("size", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_recorder_that_wrote_into_a_pipe_leaves_the_size_open(tmp_path, size):
    path = tmp_path / "x.wav"
    path.write_bytes(b"RIFF" + size.to_bytes(4, "little") + b"WAVEfmt ")
    assert promised(path) == 0
