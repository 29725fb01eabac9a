import re

import pytest

from sdad.control.curves import Reach
from sdad.control.parameters import DESCRIPTORS
from sdad.library.models import SkippedFile

from .conftest import publish


def test_listing_says_what_plays(sdad, rain):
    publish(rain)
    assert sdad("model", "list").out.split()[:2] == ["rain", "v0002"]
    listed = sdad("model", "list", "--json").json["models"]
    assert [(one["name"], one["version"], one["minutes"]) for one in listed] == [("rain", "v0002", 1.5)]


def test_an_empty_library_shows_the_way(sdad):
    answer = sdad("model", "list")
    assert (answer.code, answer.out) == (0, "") and "sdad train" in answer.err


def test_a_damaged_model_does_not_hide_the_others(sdad, rain, workspace):
    broken = workspace.models / "broken" / "v0001"
    broken.mkdir(parents=True)
    (broken / "model.json").write_text("{")
    answer = sdad("model", "list", "--json")
    assert answer.code == 0
    assert [(one["name"], one["error"] is None) for one in answer.json["models"]] == [("broken", False), ("rain", True)]
    assert "broken: model.json is damaged" in answer.err


def test_showing_tells_reach_in_units_and_words(sdad, rain):
    answer = sdad("model", "show", "rain")
    (line,) = [line for line in answer.out.splitlines() if line.startswith("brightness")]
    assert re.split(" {2,}", line) == ["brightness", "400 Hz to 5 kHz", "dark 200 Hz to 6.4 kHz bright"]
    shown = sdad("model", "show", "rain", "--json").json
    assert shown["reaches"]["brightness"]["high"] == 6400.0
    assert shown["versions"] == ["v0001"]


def test_showing_every_control_and_the_advice_fits_eighty_columns(sdad, rain):
    # The longest texts that there are: both ends with as many digits as are shown.
    reaches = {
        row.id: Reach(low=low, median=low, high=high, covered_low=low, covered_high=high)
        for row in DESCRIPTORS
        for low, high in [(row.minimum + 0.0123 * row.maximum, row.maximum - 0.0123 * row.maximum)]
    }
    advice = ["12 recordings above 250 Hz (bright) would open the top of Brightness, said at quite some length."]
    skipped = [SkippedFile(file="lyrics.wav", reason=f"lyrics.wav is no audio: {'la ' * 40}")]
    publish(rain, reaches=reaches, advice=advice, skipped=skipped)
    shown = sdad("model", "show", "rain").out
    assert max(len(line) for line in shown.splitlines()) <= 80
    assert advice[0] in " ".join(shown.split())
    for row in DESCRIPTORS:
        (line,) = [line for line in shown.splitlines() if line.startswith(f"{row.id} ")]
        assert f" {row.low} " in line and line.endswith(f" {row.high}")
    told = sdad("model", "show", "rain", "--json").json
    assert told["advice"] == advice
    assert set(told["reaches"]["warmth"]) == {"low", "median", "high", "covered_low", "covered_high"}
    (listed,) = sdad("model", "list", "--json").json["models"]
    assert (listed["advice"], listed["reaches"]) == (advice, told["reaches"])


def test_rollback_and_back(sdad, rain):
    publish(rain)
    assert sdad("model", "rollback", "rain", "--json").json == {"model": "rain", "version": "v0001", "before": "v0002"}
    assert rain.current("rain").version == "v0001"
    assert sdad("model", "rollback", "rain").code == 4
    assert sdad("model", "rollback", "rain", "--to", "2").code == 0
    assert rain.current("rain").version == "v0002"


def test_a_blend_is_kept_and_says_what_it_is_made_of(sdad, bells):
    answer = sdad("model", "blend", "rain", "bells", "--amount", ".25", "--as", "storm", "--json")
    kept = bells.current("storm")
    assert answer.json == {"model": "storm", "version": "v0001", "folder": str(kept.folder)}
    shown = sdad("model", "show", "storm").out
    assert "as a blend: 0.75 of rain v0001, 0.25 of bells v0001" in " ".join(shown.split()) and "trained" not in shown
    assert sdad("model", "show", "storm", "--json").json["blend"] == [
        {"name": "rain", "version": "v0001", "weight": 0.75},
        {"name": "bells", "version": "v0001", "weight": 0.25},
    ]
    assert sdad("model", "list").out.splitlines()[-1].split()[-1] == "blend"


def test_a_blend_is_kept_of_equal_parts_and_the_next_step_is_said(sdad, bells):
    answer = sdad("model", "blend", "rain", "bells", "--as", "storm")
    assert answer.out.strip() == str(bells.current("storm").folder)
    assert "sdad render storm" in answer.err
    assert [part.weight for part in bells.current("storm").card.blend] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("rain", "bells"), 3),  # without a daemon there is nobody who could play it
        (("rain", "blels"), 4),
        (("rain", "rain", "--as", "storm"), 2),
        (("rain", "bells", "--as", "../storm"), 2),
        (("rain", "bells", "--as", "rain"), 1),
    ],
)
def test_a_blend_that_cannot_be(sdad, bells, words, code):
    answer = sdad("model", "blend", *words)
    assert (answer.code, answer.out) == (code, "") and "Traceback" not in answer.err
    assert bells.names() == ["bells", "rain"] and bells.versions("rain") == ["v0001"]


@pytest.mark.parametrize("words", [("show", "rian"), ("rollback", "rian"), ("rollback", "rain", "--to", "99")])
def test_what_is_not_there_is_4(sdad, rain, words):
    assert sdad("model", *words).code == 4
