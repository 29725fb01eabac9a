import hashlib
import os
from datetime import UTC, datetime

import pytest

from sdad.engine.ingest import unheard
from sdad.errors import NotFound
from sdad.library.datasets import Datasets
from sdad.library.models import Models, SkippedFile, UsedRecording


@pytest.fixture
def rain(workspace):
    folder = workspace.datasets / "rain"
    folder.mkdir()
    return folder


@pytest.fixture
def look(workspace):
    return lambda: unheard(Datasets(workspace), Models(workspace), "rain")


def used(file, content):
    digest = hashlib.sha256(content).hexdigest()
    return UsedRecording(file=file, sha256=digest, seconds=1, used_seconds=1, sample_rate=48000, channels=1)


def test_only_what_the_model_has_not_heard_counts_whatever_it_is_called(rain, look, publish):
    (rain / "a.wav").write_bytes(b"a")
    (rain / "renamed.wav").write_bytes(b"b")
    (rain / "new.wav").write_bytes(b"new")
    (rain / "notes.txt").write_bytes(b"text")
    publish("rain", recordings=[used("a.wav", b"a"), used("b.wav", b"b")])
    assert look().files == ("new.wav",)


def test_without_a_model_nothing_is_done(rain, look):
    (rain / "a.wav").write_bytes(b"a")
    assert look() is None


def test_a_model_whose_folder_has_gone_is_said(look, publish):
    publish("rain")
    with pytest.raises(NotFound):
        look()


def test_a_file_that_could_not_be_used_counts_again_once_it_was_touched(rain, look, publish):
    broken = rain / "broken.wav"
    broken.write_bytes(b"text")
    publish("rain", skipped=[SkippedFile(file="broken.wav", reason="no audio")])
    os.utime(broken, (1e9, 1e9))
    assert look().files == ()
    later = datetime.now(UTC).timestamp() + 60
    os.utime(broken, (later, later))
    assert look().files == ("broken.wav",)


def test_the_digest_changes_with_what_the_folder_holds_and_with_nothing_else(rain, look, publish):
    publish("rain")
    (rain / "a.wav").write_bytes(b"a")
    first = look().digest
    os.utime(rain / "a.wav", (1e9, 1e9))
    assert look().digest == first
    (rain / "b.wav").write_bytes(b"b")
    assert look().digest != first
