"""Packets in, packets out, without a socket."""

from __future__ import annotations

import random
import struct

import pytest

from sdad.control.commands import RecallPreset, Render, SetControls
from sdad.control.events import LiveChanged, ModelUsed, RenderDone, RenderFailed, RenderProgress
from sdad.control.parameters import CONTROLS, MISSION, TABLE
from sdad.errors import Corrupt
from sdad.surfaces.osc.conversation import COMPLAINTS_PER_S
from sdad.surfaces.osc.feedback import ANSWERS_PER_S, FORGOTTEN_AFTER_S
from sdad.surfaces.osc.namespace import ENDPOINTS
from sdad.surfaces.osc.packets import Message, encode

from .talk import ELSEWHERE, LISTENER, OTHER, OWN_PORT, SENDER, TOKEN, Talk


@pytest.fixture
def talk(engine):
    return Talk(engine)


def bundle(*messages):
    elements = b"".join(struct.pack(">i", len(each)) + each for each in map(encode, messages))
    return b"#bundle\0" + b"\0\0\0\0\0\0\0\1" + elements


def addresses(messages):
    return [address for address, *_ in messages]


def test_ping_is_answered_to_the_sender(talk):
    assert talk.say("/sdad/ping") == {SENDER: [("/sdad/pong", "0.1.0", "kitchen", True)]}


def test_ping_is_answered_before_any_model_is_there(talk, engine):
    engine.model_in_use, engine.is_ready = None, False
    assert talk.say("/sdad/ping") == {SENDER: [("/sdad/pong", "0.1.0", "", False)]}


def test_a_subscriber_hears_how_everything_stands_and_then_every_change(talk):
    told = talk.say("/sdad/subscribe", 9200)[LISTENER]
    assert told[0] == ("/sdad/subscribed", 9200)
    assert {f"/sdad/control/{row.id}/lock" for row in TABLE} <= set(addresses(told))
    assert ("/sdad/model/used", "kitchen", "v0001") in told
    told = talk.say("/sdad/control/brightness", 1.0, source=OTHER)
    assert told == {
        LISTENER: [
            ("/sdad/control/brightness", 1.0),
            ("/sdad/control/brightness/hz", pytest.approx(6400.0)),
            ("/sdad/control/brightness/auto", False),
        ]
    }


def test_nobody_is_told_their_own_moves(talk):
    talk.say("/sdad/subscribe", 9200)
    assert talk.say("/sdad/control/brightness", 0.4) == {}
    assert talk.say("/sdad/control/brightness/hz", 1600.0) == {}
    assert talk.say("/sdad/control/duration/seconds", 30.0) == {}


def test_without_a_port_the_sender_itself_listens(talk):
    talk.say("/sdad/subscribe", source=OTHER)
    assert addresses(talk.say("/sdad/control/width", 0.4)[OTHER])[0] == "/sdad/control/width"
    assert talk.say("/sdad/unsubscribe", source=OTHER) == {OTHER: [("/sdad/unsubscribed", 6000)]}
    assert talk.say("/sdad/control/width", 0.5) == {}


def test_changes_from_other_surfaces_are_told(talk, engine):
    talk.say("/sdad/subscribe", 9200)
    engine.submit(SetControls(positions={"width": 0.25}, origin="midi"))
    assert ("/sdad/control/width", 0.25) in talk.heard()[LISTENER]


def test_many_changes_between_two_looks_are_told_once_as_they_ended(talk, engine):
    talk.say("/sdad/subscribe", 9200)
    for position in (0.25, 0.5, 0.75):
        engine.submit(SetControls(positions={"width": position}, origin="midi"))
    assert [told for told in talk.heard()[LISTENER] if told[0] == "/sdad/control/width"] == [
        ("/sdad/control/width", 0.75)
    ]


def test_of_two_who_change_the_same_control_at_once_both_are_told(talk, engine):
    talk.say("/sdad/subscribe", source=OTHER)
    engine.submit(SetControls(positions={"width": 0.25}, origin="midi"))
    talk.conversation.hear(encode(Message("/sdad/control/width/lock", (1,))), OTHER)
    assert ("/sdad/control/width", 0.25) in talk.heard()[OTHER]


def test_what_changed_before_another_event_is_told_before_it(talk, engine):
    talk.say("/sdad/subscribe", 9200)
    engine.submit(SetControls(positions={"width": 0.25}, origin="midi"))
    talk.conversation.tell(LiveChanged(on=True))
    told = [address for address, *_ in talk.heard()[LISTENER]]
    assert told.index("/sdad/control/width") < told.index("/sdad/live")


def test_nobody_can_subscribe_sdad_to_itself(talk):
    (error,) = talk.say("/sdad/subscribe", OWN_PORT)[SENDER]
    assert error[:2] == ("/sdad/error", "surface.malformed")
    assert talk.say("/sdad/ping", source=("127.0.0.1", OWN_PORT)) == {}


def test_a_control_without_a_value_is_a_question(talk):
    talk.say("/sdad/control/density", 0.5)
    answer = talk.say("/sdad/control/density")[SENDER]
    assert answer == talk.say("/sdad/get", "density")[SENDER] == talk.say("/sdad/control/density")[SENDER]
    assert answer[0] == ("/sdad/control/density", 0.5)
    assert talk.say("/sdad/control/width")[SENDER] == [
        ("/sdad/control/width/auto", True),
        ("/sdad/control/width/lock", False),
    ]


@pytest.mark.parametrize("address", ENDPOINTS)
def test_get_tells_or_refuses_and_does_nothing(talk, engine, address):
    talk.say("/sdad/get", address)
    assert engine.commands == [] and talk.conversation.subscribers.everyone() == []
    (line,) = talk.conversation.journal.after(0)
    assert line["verdict"] in ("ok", "surface.malformed", "control.unknown")


def test_get_all_tells_every_control(talk):
    told = addresses(talk.say("/sdad/get_all")[SENDER])
    assert {f"/sdad/control/{row.id}/lock" for row in TABLE} <= set(told)
    assert {"/sdad/model/used", "/sdad/live"} <= set(told)


def test_lists(talk, engine):
    assert talk.say("/sdad/model/list")[SENDER] == [("/sdad/model/list", "drones", "kitchen")]
    assert talk.say("/sdad/preset/list")[SENDER] == [("/sdad/preset/list", "dark water", "glass", "rush")]
    engine.preset_names.clear()
    assert talk.say("/sdad/preset/list")[SENDER] == [("/sdad/preset/list", "")]


def test_damaged_presets_are_in_the_list_and_marked_after_it(talk, engine, said):
    engine.preset_faults["glass"] = Corrupt("glass.toml", "it is not valid TOML", "Restore it or remove it.")
    names, (address, name, code, text) = talk.say("/sdad/preset/list")[SENDER]
    assert names == ("/sdad/preset/list", "dark water", "glass", "rush")
    assert (address, name) == ("/sdad/preset/damaged", "glass")
    told = {"code": code, "thing": "glass.toml", "text": text}
    said(told, "library.corrupt", "glass.toml", "glass.toml is damaged", "Restore it or remove it.")


def test_the_eight_in_one_message_are_one_change(talk, engine):
    talk.say("/sdad/controls", *[0.1] * 8)
    assert [each.positions for each in engine.commands] == [{row.id: pytest.approx(0.1) for row in MISSION}]


def test_a_bundle_is_one_change_even_with_a_bad_message_in_it(talk, engine):
    told = talk.packet(
        bundle(
            Message("/sdad/control/width", (0.1,)),
            Message("/sdad/control/widht", (0.1,)),
            Message("/sdad/control/density", (0.2,)),
        )
    )
    assert [sorted(each.positions) for each in engine.commands] == [["density", "width"]]
    assert [message[3] for message in told[SENDER]] == ["/sdad/control/widht"]


def test_a_clipped_value_is_applied_said_once_and_the_real_one_told(talk, engine):
    first = talk.say("/sdad/control/width", 1.5)[SENDER]
    assert engine.controls["width"].position == 1.0
    assert ("/sdad/control/width", 1.0) in first
    (error,) = [each for each in first if each[0] == "/sdad/error"]
    assert error[1] == "control.clipped" and error[3] == "/sdad/control/width"
    assert addresses(talk.say("/sdad/control/width", 1.6)[SENDER]) == ["/sdad/control/width"]
    assert "/sdad/error" in addresses(talk.say("/sdad/control/density", -1)[SENDER])


@pytest.mark.parametrize(
    ("address", "arguments", "code", "remedy"),
    [
        ("/sdad/control/brightness", (float("nan"),), "control.not_a_number", "give a number from 0 to 1"),
        ("/sdad/control/brightness", ("loud",), "surface.malformed", "send a number from 0 to 1"),
        ("/sdad/control/brightness", (0.5, 0.5), "surface.malformed", "send a number from 0 to 1"),
        ("/sdad/control/brightnes", (0.5,), "surface.unknown_address", 'Did you mean "/sdad/control/brightness"?'),
        ("/sdad/model/use", ("kitchn",), "library.not_found", 'Did you mean "kitchen"?'),
        ("/sdad/model/use", (), "surface.malformed", "send the name of a model"),
        ("/sdad/preset/recall", (9,), "library.not_found", "There is:"),
        ("/sdad/train/start", ("../../x",), "library.not_found", "There is:"),
        ("/elsewhere", (), "surface.unknown_address", "sdad osc namespace lists every address"),
        ("/" + 9999 * "x", (), "surface.unknown_address", "sdad osc namespace lists every address"),
        ("/sdad/control/x*", (0.5,), "surface.unknown_address", "Did you mean"),
        ("/sdad/contröl", (0.5,), "surface.unknown_address", 'Did you mean "/sdad/'),
    ],
)
def test_every_refusal_is_answered_with_its_address(talk, said, address, arguments, code, remedy):
    ((told, got_code, text, about),) = talk.say(address, *arguments)[SENDER]
    assert told == "/sdad/error"
    said({"code": got_code, "text": text, "thing": about}, code, address, remedy)


def test_errors_also_reach_the_port_that_the_senders_machine_listens_on_and_no_other_machine(talk):
    talk.say("/sdad/subscribe", 9200, source=OTHER)
    talk.say("/sdad/auth", TOKEN, source=ELSEWHERE)
    talk.say("/sdad/subscribe", source=ELSEWHERE)
    told = talk.say("/nothing")
    assert told.keys() == {SENDER, LISTENER}


def test_a_malformed_packet_is_answered_and_counted(talk, said):
    ((address, code, text, thing),) = talk.packet(b"junk")[SENDER]
    assert address == "/sdad/error"
    said({"code": code, "text": text, "thing": thing}, "surface.malformed", "OSC packet", "an address begins with")
    assert talk.conversation.counters["malformed"] == 1


def test_answers_that_come_back_are_not_answered(talk):
    for address, *arguments in (("/sdad/error", "c", "t", "/a"), ("/sdad/pong",), ("/sdad/model/list", "a", "b")):
        assert talk.say(address, *arguments) == {}


def test_a_render_is_told_to_who_asked_and_to_subscribers(talk, engine):
    talk.say("/sdad/subscribe", 9200, source=OTHER)
    told = talk.say("/sdad/render", 2)
    for peer in (SENDER, LISTENER):
        queued = [each for each in told[peer] if each[0] == "/sdad/render/queued"]
        assert queued == [("/sdad/render/queued", "r0001", 2.0), ("/sdad/render/queued", "r0002", 2.0)]
    engine.emit(RenderProgress(job="r0001", fraction=0.5))
    assert ("/sdad/render/progress", "r0001", 0.5) in talk.heard()[SENDER]
    engine.emit(RenderDone(job="r0001", path="/o.wav", sidecar="/o.json", seconds=2.0, got={"brightness": 0.75}))
    told = talk.heard()
    for peer in (SENDER, LISTENER):
        assert ("/sdad/render/done", "r0001", "/o.wav", 2.0) in told[peer]
        assert ("/sdad/render/measured", "r0001", 0.75, *[-1.0] * 7) in told[peer]
    engine.emit(RenderFailed(job="r0001", code="c", text="t"))
    assert talk.heard().keys() == {LISTENER}


def test_what_was_set_before_a_render_is_decided_before_it(talk, engine):
    talk.say("/sdad/control/brightness", 0.75)
    talk.say("/sdad/render", 1, 2.0)
    assert [type(each) for each in engine.commands] == [SetControls, Render]
    assert engine.commands[1].seconds == 2.0


def test_presets_go_round(talk, engine):
    for address in ("next", "next", "next", "next", "prev"):
        talk.say(f"/sdad/preset/{address}")
    names = [each.preset for each in engine.received(RecallPreset)]
    assert names == ["dark water", "glass", "rush", "dark water", "rush"]
    talk.say("/sdad/preset/recall", 2)
    assert talk.say("/sdad/preset/next")[SENDER] == [("/sdad/preset/recalled", "rush")]


def test_a_preset_that_another_surface_recalls_is_told_to_all_and_stepped_on_from(talk, engine):
    talk.say("/sdad/subscribe", 9200)
    engine.submit(RecallPreset(preset="glass", origin="midi"))
    assert talk.heard() == {LISTENER: [("/sdad/preset/recalled", "glass")]}
    told = talk.say("/sdad/preset/next", source=OTHER)
    assert told == {peer: [("/sdad/preset/recalled", "rush")] for peer in (LISTENER, OTHER)}


def test_steps_that_come_before_the_engine_has_decided_count_each(talk, engine):
    talk.packet(bundle(Message("/sdad/preset/recall", (1,)), *[Message("/sdad/preset/next")] * 2))
    assert [each.preset for each in engine.received(RecallPreset)] == [1, "glass", "rush"]


def test_stepping_through_no_presets_is_refused_in_words(talk, engine):
    engine.preset_names.clear()
    ((_, code, text, _),) = talk.say("/sdad/preset/next")[SENDER]
    assert code == "library.not_found" and "/sdad/preset/save" in text


def test_what_was_done_is_acknowledged(talk):
    assert talk.say("/sdad/preset/recall", "glass")[SENDER] == [("/sdad/preset/recalled", "glass")]
    assert talk.say("/sdad/preset/save", "new")[SENDER] == [("/sdad/preset/saved", "new")]
    assert talk.say("/sdad/take/star", "abc")[SENDER] == [("/sdad/take/starred", "abc")]
    assert ("/sdad/model/used", "drones", "v0001") in talk.say("/sdad/model/use", "drones")[SENDER]


def test_who_chooses_a_model_is_told_once_that_it_is_in_use_whether_or_not_it_was_before(talk):
    def used(told, peer=SENDER):
        return [each for each in told.get(peer, []) if each[0] in ("/sdad/model/used", "/sdad/blend/used")]

    drones = [("/sdad/model/used", "drones", "v0001"), ("/sdad/blend/used", "drones", "")]
    for subscribed in (False, True):
        if subscribed:
            talk.say("/sdad/subscribe")
            talk.say("/sdad/subscribe", source=OTHER)
        talk.say("/sdad/model/use", "kitchen")
        told = talk.say("/sdad/model/use", "drones")
        assert (used(told), used(told, OTHER)) == (drones, drones if subscribed else [])
        told = talk.say("/sdad/model/use", "drones")
        assert (used(told), used(told, OTHER)) == (drones, [])
        assert used(talk.say("/sdad/blend", "drones", "drones")) == drones


def test_what_says_nothing_of_itself_is_acknowledged_by_its_address(talk):
    for address, *arguments in (
        ("/sdad/queue/pause", 1),
        ("/sdad/queue/clear",),
        ("/sdad/panic",),
        ("/sdad/model/load", "kitchen"),
        ("/sdad/train/stop",),
    ):
        assert ("/sdad/ack", address) in talk.say(address, *arguments)[SENDER]
    assert not any(each[0] == "/sdad/ack" for each in talk.say("/sdad/control/width", 0.5).get(SENDER, []))


def test_mixtures_are_acknowledged(talk):
    assert talk.say("/sdad/preset/morph", 2, "rush", 0.5)[SENDER] == [("/sdad/preset/morphed", "glass", "rush")]
    assert talk.say("/sdad/blend/save", "both", "kitchen", "drones", 0.5)[SENDER] == [
        ("/sdad/blend/saved", "both", "v0001")
    ]
    told = talk.say("/sdad/blend", "kitchen", "drones")[SENDER]
    assert told == [("/sdad/model/used", "kitchen", "v0001"), ("/sdad/blend/used", "kitchen", "drones")]
    talk.say("/sdad/subscribe", 9200)
    told = talk.say("/sdad/blend", "kitchen", "kitchen", source=OTHER)[LISTENER]
    assert ("/sdad/blend/used", "kitchen", "") in told
    (error,) = talk.say("/sdad/blend", "kitchen", "dornes", source=OTHER)[OTHER]
    assert error[1] == "library.not_found" and error[3] == "/sdad/blend"


def test_an_amount_that_was_clipped_is_asked_for_and_said_once(talk, engine):
    told = talk.say("/sdad/blend", "kitchen", "drones", 1.5)[SENDER]
    assert engine.commands[-1].amount == 1.0
    assert [each[1] for each in told if each[0] == "/sdad/error"] == ["control.clipped"]
    assert "/sdad/error" not in addresses(talk.say("/sdad/blend", "kitchen", "drones", 1.5)[SENDER])


def test_another_model_gives_the_same_positions_other_natural_values(talk, engine):
    talk.say("/sdad/subscribe", 9200)
    talk.say("/sdad/control/brightness", 1.0)
    engine._reaches.clear()
    engine.emit(ModelUsed(model="drones", version="v0001"))
    assert ("/sdad/control/brightness/hz", pytest.approx(16000.0)) in talk.heard()[LISTENER]


def test_the_performance_lock_is_told_and_asked(talk, engine):
    talk.say("/sdad/subscribe", 9200)
    assert talk.say("/sdad/live", 1)[LISTENER] == [("/sdad/ack", "/sdad/live"), ("/sdad/live", True)]
    assert engine.live
    assert ("/sdad/live", True) in talk.say("/sdad/live")[SENDER]


def test_where_a_control_ended_that_was_moved_by_a_difference_is_told_to_the_sender(talk):
    talk.say("/sdad/control/width", 0.9)
    assert talk.say("/sdad/control/width/delta", 0.3)[SENDER] == [("/sdad/control/width", 1.0)]


def test_a_natural_value_that_the_model_cannot_reach_is_told_as_it_stands(talk):
    assert talk.say("/sdad/control/brightness/hz", 1600.0) == {}
    assert talk.say("/sdad/control/brightness/hz", 12000.0)[SENDER] == [
        ("/sdad/control/brightness/hz", pytest.approx(6400.0))
    ]


@pytest.mark.parametrize(
    ("address", "sent", "told"),
    [
        ("/sdad/control/duration/seconds", (700,), ("/sdad/control/duration/seconds", pytest.approx(600.0))),
        ("/sdad/control/brightness/hz", (1e9,), ("/sdad/control/brightness/hz", pytest.approx(6400.0))),
        ("/sdad/control/warmth/db", (-1e9,), ("/sdad/control/warmth/db", CONTROLS["warmth"].minimum)),
        ("/sdad/blend", ("kitchen", "drones", 1.5), ("/sdad/control/blend", 1.0)),
        ("/sdad/preset/morph", ("glass", "rush", -1), ("/sdad/control/morph", 0.0)),
    ],
)
def test_whoever_sent_what_was_clipped_is_told_each_time_what_it_is_held_to(talk, address, sent, told):
    assert told in talk.say(address, *sent)[SENDER]
    assert told in talk.say(address, *sent)[SENDER]


def test_a_render_that_was_clipped_is_made_and_said_once(talk, engine):
    talk.say("/sdad/subscribe", 9200)
    first = talk.say("/sdad/render", 1, 0.1)[SENDER]
    assert ("/sdad/render/queued", "r0001", 2.0) in first
    assert [each[1] for each in first if each[0] == "/sdad/error"] == ["control.clipped"]
    assert "/sdad/error" not in addresses(talk.say("/sdad/render", 1, 0.1)[SENDER])


def test_whoever_sent_what_could_not_be_done_is_told_no_value(talk):
    assert addresses(talk.say("/sdad/blend", "kitchen", "dornes", 1.5)[SENDER]) == ["/sdad/error", "/sdad/error"]


def test_static_subscribers_hear_everything_but_what_they_sent_themselves(engine):
    talk = Talk(engine, always=[LISTENER])
    assert ("/sdad/control/width", 0.5) in talk.say("/sdad/control/width", 0.5)[LISTENER]
    assert talk.say("/sdad/control/width", 0.25, source=LISTENER) == {}
    talk.say("/sdad/unsubscribe", 9200)
    talk.now += 10 * FORGOTTEN_AFTER_S
    assert ("/sdad/control/width", 0.75) in talk.say("/sdad/control/width", 0.75)[LISTENER]


def test_the_whole_namespace_is_told_on_request(talk):
    told = talk.say("/sdad/namespace")[SENDER]
    assert {each[0] for each in told} == {"/sdad/namespace"}
    assert [each[1] for each in told] == list(ENDPOINTS)
    assert talk.say("/sdad/namespace", *told[0][1:]) == {}


def test_who_subscribes_late_hears_how_renders_and_training_stand(talk, engine):
    engine.submit(Render(origin="http"))
    engine.emit(RenderProgress(job="r0001", fraction=0.5))
    told = talk.say("/sdad/subscribe", 9200)[LISTENER]
    assert {
        ("/sdad/render/fraction", 0.5),
        ("/sdad/render/waiting", 1),
        ("/sdad/render/busy", 1),
        ("/sdad/render/finished", 0),
        ("/sdad/train/fraction", 0.0),
    } <= set(told)


def test_every_message_is_written_down_with_what_became_of_it(talk):
    talk.say("/sdad/control/width", 0.5)
    talk.say("/sdad/control/width", 1.5)
    talk.say("/sdad/control/widht", 0.5)
    talk.say("/sdad/model/use", "kitchne")
    talk.say("/sdad/model/use", "kitchen")
    talk.say("/sdad/pong")
    talk.say("/sdad/control/width", float("nan"))
    talk.say("/sdad/control/width", 1.5)
    seen = [(each["address"], each["arguments"], each["verdict"]) for each in talk.conversation.journal.after(0)]
    assert seen == [
        ("/sdad/control/width", [0.5], "ok"),
        ("/sdad/control/width", [1.5], "control.clipped"),
        ("/sdad/control/widht", [0.5], "surface.unknown_address"),
        ("/sdad/model/use", ["kitchne"], "library.not_found"),
        ("/sdad/model/use", ["kitchen"], "ok"),
        ("/sdad/pong", [], "ignored"),
        ("/sdad/control/width", ["nan"], "control.not_a_number"),
        ("/sdad/control/width", [1.5], "control.clipped"),
    ]
    assert 'Did you mean "/sdad/control/width"?' in talk.conversation.journal.after(2)[0]["text"]


def test_unknown_addresses_that_are_too_many_are_written_down_by_their_number(talk):
    for _ in range(50):
        talk.conversation.hear(encode(Message("/nothing")), SENDER)
    talk.now += 1.0
    verdicts = [each["verdict"] for each in talk.conversation.journal.after(0)]
    assert verdicts.count("surface.unknown_address") == COMPLAINTS_PER_S
    texts = [each["text"] for each in talk.conversation.journal.after(0) if each["verdict"] == "ignored"]
    assert sum(int(text.split()[0]) for text in texts) == 50 - COMPLAINTS_PER_S


def test_a_storm_of_questions_is_not_answered_without_limit(talk):
    for _ in range(5000):
        talk.conversation.hear(encode(Message("/nothing")), SENDER)
    assert len(talk.heard()[SENDER]) <= ANSWERS_PER_S
    assert talk.conversation.counters["unanswered"] >= 5000 - ANSWERS_PER_S
    assert "/sdad/pong" in addresses(talk.say("/sdad/ping")[SENDER])


def test_no_message_to_any_address_raises(talk):
    chance = random.Random(7)
    values = [0, 1, -1, 0.5, 1e30, float("nan"), float("-inf"), "", "auto", "glass", "../../x", "x" * 2000, 2**31 - 1]
    for address in [*ENDPOINTS, "/sdad/control/*", "/sdad/control/{a,b", "/", "//", "/sdad"]:
        for _ in range(12):
            arguments = [chance.choice(values) for _ in range(chance.choice((0, 1, 1, 1, 2, 3, 8)))]
            talk.say(address, *arguments)
    assert "/sdad/pong" in addresses(talk.say("/sdad/ping")[SENDER])
