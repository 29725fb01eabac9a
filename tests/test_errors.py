"""The errors: one class a case, one stable code, one sentence that says what to do."""

import errno
import inspect
import json
import re
from pathlib import Path

import pytest

import sdad.cli.service
import sdad.daemon  # noqa: F401 (which brings in the errors that are kept where they are raised)
from sdad import errors
from sdad.errors import SdadError, did_you_mean, storage_error
from sdad.settings import SettingsError


def family(kind):
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in family(child))]


KINDS = [kind for kind in family(SdadError) if kind.__module__.startswith("sdad.")]
CASES = [kind for kind in KINDS if not kind.__subclasses__() and kind is not SettingsError]

EXAMPLES = {
    "path": Path("folder/kick.wav"),
    "sidecar": "take.json",
    "folder": "folder",
    "workspace": "folder",
    "known": ["rain", "wind"],
    "available": ["cpu", "cuda"],
    "value": 1.5,
    "minimum": 0.0,
    "maximum": 1.0,
    "refused": 3,
    "files": ["kick.wav", "snare.wav"],
    "reasons": ["kick.wav cannot be used: it is silent. Record it louder."],
    "attempts": 3,
    "failures": 3,
    "free_bytes": 500_000_000,
    "needed_bytes": 35_000_000,
    "error": errors.DiskFull("folder"),
    "port": 9109,
    "instead": 9120,
    "seconds": 12.0,
    "after_s": 360.0,
    "distance_db": 9.0,
    "before_db": 4.0,
    "every_s": 5.0,
    "got": 3,
    "newest": 1,
    "why": "It would only pad the file.",
    "remedy": "Wait until it is done.",
}


def made(kind):
    """Returns one error of a class, every part of it filled with something of the right kind."""
    parts = {
        name: EXAMPLES.get(name, name)
        for name, parameter in inspect.signature(kind.__init__).parameters.items()
        if name != "self" and parameter.kind is not parameter.VAR_KEYWORD
    }
    return kind(**parts)


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)
def test_a_case_says_itself_in_whole_sentences(kind):
    text = made(kind).text
    # A stop ends a sentence; only an address or an option may end without one.
    assert re.search(r"([.?]|: \S.*)$", text), text
    assert 20 <= len(text) <= 400
    assert "  " not in text and ".." not in text and "!" not in text and "Error" not in text
    assert str(made(kind)) == text
    assert made(kind).thing


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)
def test_a_case_crosses_a_wire_unchanged(kind):
    error = made(kind)
    facts = json.loads(json.dumps(error.as_dict()))
    assert set(facts) == {"code", "text", "thing"}
    again = SdadError.from_dict(facts)
    assert type(again) is kind
    assert (again.text, again.thing, again.code, again.exit_code) == (
        error.text,
        error.thing,
        kind.code,
        kind.exit_code,
    )


def test_what_another_version_reports_is_still_an_error():
    again = SdadError.from_dict({"code": "future.case", "text": "Something new."})
    assert (type(again), again.text, again.exit_code) == (SdadError, "Something new.", 1)
    assert SdadError.from_dict({}).text


def test_no_two_cases_share_a_code_and_a_case_s_code_begins_with_its_family_s():
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    for kind in KINDS:
        parent = kind.__bases__[0]
        if kind is not SdadError and parent is not SdadError:
            assert kind.code.startswith(f"{parent.code}."), kind


def test_exit_codes_mean_something_to_a_shell():
    assert {kind.exit_code for kind in KINDS} <= {1, 2, 3, 4, 5, 6, 7, 9, 124, 130}


def test_the_tree_at_the_top_of_the_file_shows_every_case():
    for kind in CASES:
        if kind.__module__ == "sdad.errors":
            assert re.search(rf"\b{kind.__name__}\b", errors.__doc__), kind


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("brihgtness", ["brightness", "warmth"], 'Did you mean "brightness"?'),
        ("RAIN", ["rain"], 'Did you mean "rain"?'),
        ("kalimbaa", ["KALIMBA"], 'Did you mean "KALIMBA"?'),
        ("xyz", ["rain"], ""),
        ("rain", [], ""),
        ("", ["rain"], ""),
    ],
)
def test_the_nearest_name_is_suggested_and_nothing_far(name, known, hint):
    assert did_you_mean(name, known) == hint


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "storage.disk_full"),
        (errno.EDQUOT, "storage.disk_full"),
        (errno.EACCES, "storage.not_writable"),
        (errno.EROFS, "storage.not_writable"),
        (errno.EIO, "storage.not_writable"),
    ],
)
def test_what_the_system_refuses_becomes_a_sentence(number, code):
    error = storage_error(OSError(number, "Input/output error"), "output")
    assert error.code == code
    assert error.exit_code == 7
    assert "output" in error.text


def test_an_unusual_refusal_is_quoted():
    assert "input/output error" in storage_error(OSError(errno.EIO, "Input/output error"), "output").text
    assert "the system refused" in storage_error(OSError(), "output").text
