import math

import pytest
from pydantic import ValidationError

from sdad.control.delivery import Delivery
from sdad.control.parameters import CONTROLS, TABLE
from sdad.control.state import ControlState
from sdad.errors import ControlOutOfRange, MalformedCurve, NotANumber, UnknownControl
from sdad.synthesis.request import RenderRequest


def request(**given):
    return RenderRequest(**{"model": "tiny", "version": "v0001", "take": 1, **given})


def test_what_is_not_said_is_as_the_controls_start():
    plain = request()
    assert plain.positions == ControlState().positions
    assert plain.delivery == Delivery()
    assert plain.seconds == 12.0


def test_every_control_has_a_place_in_every_request():
    asked = request(positions={"width": 0.9, "brightness": None, "level": 0.25})
    assert list(asked.positions) == [row.id for row in TABLE]
    assert (asked.positions["width"], asked.positions["brightness"], asked.positions["level"]) == (0.9, None, 0.25)
    assert asked.positions["layers"] == ControlState().positions["layers"]


def test_requests_share_no_positions():
    given = {"width": 0.9}
    asked = request(positions=given)
    given["width"] = 0.1
    assert asked.positions["width"] == 0.9
    assert request().positions is not request().positions


@pytest.mark.parametrize("position", [0.0, 1.0])
def test_both_ends_of_a_control_can_be_asked_for(position):
    assert request(positions={row.id: position for row in TABLE}).positions["space"] == position


@pytest.mark.parametrize("position", [-0.01, 1.01, 80.0])
def test_a_position_outside_is_refused_with_what_is_allowed(position):
    with pytest.raises(ControlOutOfRange) as refused:
        request(positions={"space": position})
    assert "space was given" in refused.value.text and "from 0 to 1" in refused.value.text


@pytest.mark.parametrize("position", [math.nan, math.inf, -math.inf])
def test_a_position_that_is_no_number_is_refused(position):
    with pytest.raises(NotANumber, match="pulse was given"):
        request(positions={"pulse": position})


def test_an_unknown_control_is_refused_with_the_nearest():
    with pytest.raises(UnknownControl, match='"brigthness"') as refused:
        request(positions={"brigthness": 0.5})
    assert "brightness" in refused.value.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("take", -1), ("take", 2**31), ("seconds", 0.49), ("seconds", 600.1), ("seconds", math.nan), ("sparkle", 1)],
)
def test_what_cannot_be_rendered_is_refused_by_name(field, value):
    with pytest.raises(ValidationError) as refused:
        request(**{field: value})
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


@pytest.mark.parametrize(("field", "value"), [("take", 0), ("take", 2**31 - 1), ("seconds", 0.5), ("seconds", 600.0)])
def test_the_ends_of_what_can_be_rendered(field, value):
    assert getattr(request(**{field: value}), field) == value


def test_a_request_is_frozen_and_survives_being_written_down():
    asked = request(
        loop=True,
        curves={"warmth": [[0, 0.2], [1 / 3, 0.9]]},
        positions={"space": 1 / 3},
        delivery=Delivery(sample_rate=96000, depth="16", channels=1),
    )
    with pytest.raises(ValidationError, match="frozen"):
        asked.take = 2
    assert RenderRequest.model_validate_json(asked.model_dump_json()) == asked


@pytest.mark.parametrize("name", ["layers", "variation", "tail", "level"])
def test_settings_are_read_in_their_own_units(name):
    row = CONTROLS[name]
    values = [request(positions={name: position}).natural(name) for position in (0.0, 0.5, 1.0)]
    assert values == sorted(values)
    assert values[0] == pytest.approx(row.full_range.low) and values[2] == pytest.approx(row.full_range.high)


def test_a_setting_that_is_left_open_stands_at_its_default():
    asked = request(positions={"level": None, "layers": None, "space": None})
    assert asked.positions == request().positions
    assert asked.natural("level") == request().natural("level")


def test_what_is_asked_over_all_of_a_curve_is_its_mean():
    asked = request(positions={"space": 0.3, "warmth": 1.0}, curves={"warmth": [[0.5, 0.2], [1.0, 0.8]]})
    assert asked.asked == asked.positions | {"warmth": pytest.approx(0.35)}
    assert request(positions={"space": 0.3}).asked == request(positions={"space": 0.3}).positions


@pytest.mark.parametrize(
    ("curves", "error"),
    [
        ({"warmth": [[0, 0.2]]}, MalformedCurve),
        ({"layers": [[0, 0.2], [1, 0.5]]}, MalformedCurve),
        ({"warmth": [[0, 0.2], [1, 1.5]]}, ControlOutOfRange),
        ({"wramth": [[0, 0.2], [1, 0.5]]}, UnknownControl),
    ],
)
def test_a_curve_that_cannot_be_followed_is_refused(curves, error):
    with pytest.raises(error):
        request(curves=curves)
