"""Recordings as they come: what cannot be used is named file by file, the rest is learned, and nothing is altered."""

import hashlib
import shutil
import subprocess
import sys
import threading

import numpy as np
import pytest
import soundfile

from sdad.training.listen import PEAK, listen

pytestmark = pytest.mark.xdist_group("one training")

REFUSED_BY_LOOKS = {
    "empty.wav": ["the file is empty", "Copy or export it again."],
    "lyrics.wav": ["no audio format that is known", "Export it again as WAV, AIFF or FLAC"],
    "header.wav": ["holds no samples", "Copy or export it again."],
}
"""What is refused before it is even copied."""
REFUSED_BY_EAR = {
    "silence.wav": ["it is silent", "Record it louder or take it out of the folder."],
    "dc.wav": ["constant offset", "Check the recorder's input"],
    "nan.wav": ["samples are not numbers", "Export it again from the program that made it."],
    "click.wav": ["0.02 s are needed", "Use a longer recording."],
}
"""What is refused when it is listened to."""
USED_WITH_A_NOTE = {
    "broken-off.wav": ["breaks off before its header says", "what is there was used; copy it again to have the rest"],
    "phone.mp3": ["8000 Hz", "nothing above 4 kHz"],
    "two-hours.flac": ["of its 2 h 00 min were heard", "evenly spaced"],
}
USED = {"rain.wav", "surround.wav", *USED_WITH_A_NOTE}
HOURS = 2


def write_hours(path, sound, rate, channels):
    """Writes two hours: every ten seconds a sound, which packs into a few megabytes."""
    block = np.zeros((10 * rate, channels), np.int16)
    some = (sound(4, 4.0, rate).T * 30000).astype(np.int16)
    block[: len(some)] = some[:, :channels]
    with soundfile.SoundFile(path, "w", rate, channels, "PCM_16") as file:
        for _ in range(HOURS * 360):
            file.write(block)


def write_everything(folder, sound):
    """Writes one recording of each kind, and a file that is none."""
    folder.mkdir(parents=True)
    rain = sound(2, 2.0, 48000)
    soundfile.write(folder / "rain.wav", rain.T, 48000)
    (folder / "empty.wav").touch()
    (folder / "lyrics.wav").write_text("la la la\n" * 100)
    whole = (folder / "rain.wav").read_bytes()
    (folder / "header.wav").write_bytes(whole[:44])
    (folder / "broken-off.wav").write_bytes(whole[: len(whole) // 2])
    soundfile.write(folder / "silence.wav", np.zeros((96000, 2)), 48000)
    soundfile.write(folder / "dc.wav", np.full((96000, 2), 0.3), 48000)
    broken = rain.T.copy()
    broken[100] = np.nan
    soundfile.write(folder / "nan.wav", broken, 48000, subtype="FLOAT")
    soundfile.write(folder / "click.wav", rain.T[:200], 48000)
    soundfile.write(folder / "phone.mp3", sound(1, 3.0, 8000)[0], 8000)
    eight = np.concatenate([sound(number, 1.0, 192000) for number in range(4)])
    soundfile.write(folder / "surround.wav", eight.T, 192000, subtype="PCM_24")
    write_hours(folder / "two-hours.flac", sound, 8000, 1)
    (folder / "notes.txt").write_text("Recorded in the rain.")


def fingerprints(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def sentence_about(name, said):
    lines = [line for line in said.splitlines() if line.startswith(name)]
    assert len(lines) == 1, f"{name} in\n{said}"
    return lines[0]


@pytest.fixture(scope="module")
def recordings(sound, tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults") / "Recordings"
    write_everything(folder, sound)
    return folder


@pytest.fixture(scope="module")
def trained(recordings, sdad_in, tmp_path_factory):
    """The workspace in which all of it lay in one drop folder and was trained, and what the command said."""
    workspace = tmp_path_factory.mktemp("trained") / "Sdad"
    shutil.copytree(recordings, workspace / "datasets" / "all")
    sdad = sdad_in(workspace)
    return sdad, sdad("train", "all", "--effort", "sketch", "--json", quicker=True)


def test_files_that_cannot_be_read_are_named_and_the_rest_is_copied(sdad, recordings, said):
    before = fingerprints(recordings)
    added = sdad("dataset", "add", "all", recordings, "--json")
    assert added.code == 8, added.err
    refused = {one["file"]: one for one in added.json["refused"]}
    assert refused.keys() == {str(recordings / name) for name in REFUSED_BY_LOOKS}
    for name, parts in REFUSED_BY_LOOKS.items():
        said(refused[str(recordings / name)], "audio.unreadable", str(recordings / name), *parts)
        assert sentence_about(name, added.err) == refused[str(recordings / name)]["text"]
    assert fingerprints(recordings) == before
    copied = fingerprints(sdad.workspace / "datasets" / "all")
    assert copied == {name: mark for name, mark in before.items() if name not in {*REFUSED_BY_LOOKS, "notes.txt"}}


def test_the_usable_ones_are_trained_on_and_the_exit_code_says_that_not_all_were(trained):
    _, said = trained
    assert said.code == 8, said.err
    report = said.json
    assert set(report["used"]) == USED
    assert {one["file"] for one in report["skipped"]} == {*REFUSED_BY_LOOKS, *REFUSED_BY_EAR}
    assert "notes.txt" not in said.out + said.err


@pytest.mark.parametrize("name", [*REFUSED_BY_LOOKS, *REFUSED_BY_EAR])
def test_a_file_that_cannot_be_used_is_named_with_the_reason_and_a_remedy(trained, name, said):
    sentence = sentence_about(name, trained[1].err)
    (skipped,) = [one for one in trained[1].json["skipped"] if one["file"] == name]
    facts = {"code": skipped["code"], "text": skipped["reason"], "thing": skipped["file"]}
    if name in REFUSED_BY_LOOKS:
        said(facts, "audio.unreadable", name, *REFUSED_BY_LOOKS[name])
    else:
        said(facts, "audio.unusable", name, *REFUSED_BY_EAR[name])
    assert skipped["reason"] == sentence


@pytest.mark.parametrize("name", USED_WITH_A_NOTE)
def test_a_file_that_is_used_in_part_has_a_note(trained, name):
    sentence = sentence_about(name, trained[1].err)
    assert all(part in sentence for part in USED_WITH_A_NOTE[name])
    assert sentence in trained[1].json["notes"]
    assert trained[1].json["broken_off"] == ["broken-off.wav"]


def test_the_model_plays_and_the_recordings_are_as_they_were(trained, recordings):
    sdad, _ = trained
    rendered = sdad("render", "all", "--duration", 1, "--json")
    assert rendered.code == 0, rendered.err
    samples, rate = soundfile.read(rendered.json["takes"][0]["path"])
    assert rate == 48000 and 0.001 < np.abs(samples).max() <= 1.0
    assert fingerprints(sdad.workspace / "datasets" / "all") == fingerprints(recordings)


def test_one_recording_is_enough_and_what_to_expect_is_said(sdad, recordings):
    folder = sdad.workspace / "datasets" / "few"
    folder.mkdir(parents=True)
    shutil.copy(recordings / "rain.wav", folder)
    said = sdad("train", "few", "--effort", "sketch", quicker=True)
    assert said.code == 0, said.err
    assert "heard 1 recording(s): expect close variations" in said.err
    assert "From 5 recordings on" in said.err and "1 recordings learned" in said.out


def test_an_empty_folder_trains_nothing_and_says_what_belongs_into_it(sdad, tmp_path, said):
    (tmp_path / "nothing").mkdir()
    for order in (["dataset", "add", "none", tmp_path / "nothing"], ["train", "none"]):
        refused = sdad(*order, "--json")
        refused.is_refusal(5, "the folder holds no audio files")
        remedy = "Put 5 or more recordings (WAV, AIFF, FLAC, OGG, MP3 or CAF) into"
        said(refused.json["error"], "library.no_usable_recordings", "none", remedy, "datasets/none")
    assert sdad("model", "list", "--json").json == {"models": []}


def test_a_folder_without_a_usable_recording_names_each_of_them(sdad, recordings):
    folder = sdad.workspace / "datasets" / "bad"
    folder.mkdir(parents=True)
    unusable = {**REFUSED_BY_LOOKS, **REFUSED_BY_EAR}
    for name in unusable:
        shutil.copy(recordings / name, folder)
    said = sdad("train", "bad")
    said.is_refusal(5, f"{len(unusable)} file(s) could not be used")
    for name, parts in unusable.items():
        assert all(part in sentence_about(name, said.err) for part in parts)
    assert not list((sdad.workspace / "models").rglob(".staging-*"))


def test_a_recording_longer_than_one_reading_is_heard_whole_in_pieces(sound, tmp_path, monkeypatch):
    monkeypatch.setattr("sdad.training.listen.LONGEST_S", 3.0)
    seconds = 5.0
    some = sound(1, seconds, 8000)
    some[:, some.shape[1] // 2 :] *= 0.1
    soundfile.write(tmp_path / "long.wav", some.T, 8000, subtype="PCM_24")
    heard = listen([tmp_path / "long.wav"], tmp_path / "kept", 20, threading.Event(), lambda fraction: None)
    assert heard.used[0].used_seconds == pytest.approx(seconds, abs=0.1)
    assert len(heard.recordings) == 2
    loud, quiet = (np.abs(heard.recordings.samples(number)).max() for number in range(2))
    assert loud == pytest.approx(PEAK, rel=0.01)
    assert quiet == pytest.approx(0.1 * PEAK, rel=0.1)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(sys.platform == "win32", reason="measures memory as POSIX systems count it")
def test_two_hours_are_sketched_in_bounded_memory(sdad, sound):
    folder = sdad.workspace / "datasets" / "long"
    folder.mkdir(parents=True)
    write_hours(folder / "two-hours.flac", sound, 48000, 2)
    program = (
        "import resource, sys\n"
        "from sdad.cli.main import main\n"
        "code = main(sys.argv[1:])\n"
        "peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "print('peaks', *peaks)\n"
        "raise SystemExit(code)\n"
    )
    words = ["train", "long", "--effort", "sketch", "--workspace", str(sdad.workspace)]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=1700, env=sdad.environment
    )
    assert done.returncode == 0, done.stderr
    assert "20 min 00 s of its 2 h 00 min were heard" in done.stderr
    unit = 1 if sys.platform == "darwin" else 1024
    peaks = [int(word) * unit for word in done.stdout.split("peaks")[1].split()]
    # The decoder ends before the grains are indexed, which is where the training itself needs most.
    assert max(peaks) < 1.2e9, peaks
