import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from make_recordings import RECORDINGS, make_recordings, recording

SAMPLE_RATE = 48000


def level_db(signal):
    return 10 * np.log10(np.mean(signal**2) + 1e-20)


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_is_worth_learning_from(name):
    samples = recording(name)
    channels, length = samples.shape
    assert channels == 2
    assert 10 <= length / SAMPLE_RATE <= 21
    assert np.isfinite(samples).all()
    peak_db = 20 * np.log10(np.abs(samples).max())
    assert peak_db == pytest.approx(RECORDINGS[name][1], abs=0.1)

    left, right = samples
    assert np.corrcoef(left, right)[0, 1] < 0.97, "it is hardly stereo"

    windows = samples.mean(axis=0)[: length // 4800 * 4800].reshape(-1, 4800)
    levels = np.array([level_db(window) for window in windows])
    assert np.percentile(levels, 95) - np.percentile(levels, 5) > 5, "it has no dynamics"

    power = np.mean(np.abs(np.fft.rfft(windows * np.hanning(4800))) ** 2, axis=0)
    frequencies = np.fft.rfftfreq(4800, 1 / SAMPLE_RATE)
    top = power[(frequencies > 12000) & (frequencies < 20000)].sum()
    hiss = power[(frequencies > 21500) & (frequencies < 23500)].sum() * 4
    assert top > 3 * hiss, "nothing of it reaches the top octave"


def test_the_same_name_gives_the_same_samples():
    assert np.array_equal(recording("hand-drum-104bpm"), recording("hand-drum-104bpm"))


def test_files_are_stereo_48_khz_24_bit_and_say_what_was_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("make_recordings.RECORDINGS", {name: RECORDINGS[name] for name in list(RECORDINGS)[5:7]})
    paths = make_recordings(tmp_path / "new" / "folder")
    said = capsys.readouterr().out
    assert [path.name for path in paths] == ["wood-bars.wav", "hand-drum-104bpm.wav"]
    for path in paths:
        info = soundfile.info(path)
        assert (info.samplerate, info.channels, info.subtype) == (SAMPLE_RATE, 2, "PCM_24")
        assert path.name in said


def test_without_a_folder_it_says_how_it_is_used():
    script = Path(__file__).parents[2] / "examples" / "make_recordings.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True)
    assert done.returncode == 2
    assert "folder" in done.stderr
