"""The user's mappings count before a profile, a profile before the table's numbers, a channel before any channel."""

from sdad.surfaces.midi.layout import layout_of
from sdad.surfaces.midi.profile import GENERIC, Entry, Profile

PROFILE = Profile(name="mixer", ports=["mixer"], map=[Entry(to="brightness", cc=0), Entry(to="render", note=1)])


def targets(port: str, source: tuple[str, int, int], *own: Profile) -> list[str]:
    return [entry.to for entry in layout_of(port, own, [PROFILE]).entries(source)]


def test_an_unknown_port_has_the_table_s_numbers_on_any_channel() -> None:
    assert layout_of("synth", [], [PROFILE]).names == [GENERIC]
    assert targets("synth", ("cc", 7, 74)) == ["brightness"]
    assert targets("synth", ("cc", 7, 0)) == []


def test_a_profile_takes_the_place_of_the_table_s_numbers() -> None:
    assert targets("mixer 1", ("cc", 1, 0)) == ["brightness"]
    assert targets("mixer 1", ("cc", 1, 74)) == []


def test_the_user_s_own_counts_first_and_leaves_the_rest() -> None:
    own = Profile(ports=["mixer"], map=[Entry(to="warmth", cc=0)])
    assert targets("mixer 1", ("cc", 1, 0), own) == ["warmth"]
    assert targets("mixer 1", ("note", 1, 1), own) == ["render"]
    assert targets("other", ("cc", 1, 0), own) == []


def test_alone_leaves_nothing_else() -> None:
    own = Profile(ports=["mixer"], alone=True, map=[Entry(to="warmth", cc=0)])
    assert targets("mixer 1", ("note", 1, 1), own) == []
    assert targets("mixer 1", ("cc", 1, 0), own) == ["warmth"]


def test_a_named_channel_counts_before_any_channel() -> None:
    own = Profile(ports=["mixer"], map=[Entry(to="warmth", cc=5), Entry(to="space", cc=5, channel=2)])
    assert targets("mixer", ("cc", 1, 5), own) == ["warmth"]
    assert targets("mixer", ("cc", 2, 5), own) == ["space"]


def test_one_knob_may_move_two_controls() -> None:
    own = Profile(ports=["mixer"], map=[Entry(to="warmth", cc=5), Entry(to="space", cc=5, invert=True)])
    assert targets("mixer", ("cc", 1, 5), own) == ["warmth", "space"]


def test_what_is_wide_and_what_has_parameters_is_what_the_mapping_says() -> None:
    own = Profile(
        ports=["mixer"], map=[Entry(to="warmth", cc=5, bits=14), Entry(to="space", nrpn=300, bits=14, channel=3)]
    )
    layout = layout_of("mixer", [own], [PROFILE])
    assert layout.is_wide(("cc", 1, 5))
    assert not layout.is_wide(("cc", 1, 0))
    assert layout.has_nrpn(3)
    assert not layout.has_nrpn(1)


def test_any_mapping_of_a_port_can_turn_programs_off() -> None:
    assert layout_of("mixer", [], [PROFILE]).programs
    assert not layout_of("mixer", [Profile(ports=["mixer"], programs=False)], [PROFILE]).programs
