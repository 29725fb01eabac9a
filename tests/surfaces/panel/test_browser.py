"""The page in a real Chromium: hands on sliders, keys, the player, and what a screen reader is told."""

import re

import pytest

pytestmark = pytest.mark.browser

LIMIT_MS = 60_000
CONTRAST = """(element) => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = element;
  while (behind && (rgb(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) behind = behind.parentElement;
  const back = light(behind ? rgb(getComputedStyle(behind).backgroundColor) : [255, 255, 255]);
  const front = light(rgb(getComputedStyle(element).color));
  return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
}"""


def open_tab(chromium, url: str):
    """Yields the loaded page; at the end, it must have asked nothing of another machine."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.get_by_text("Device cpu").wait_for()
    yield page
    context.close()
    assert [address for address in asked if not address.startswith((url, "data:", "blob:"))] == []


@pytest.fixture(scope="module")
def same_tab(chromium, panel):
    """One page for all tests that leave it as it was: loading it takes seconds."""
    yield from open_tab(chromium, panel.url)
    assert "Traceback" not in panel.log.read_text()


@pytest.fixture
def tab(same_tab, daemon):
    """That page, once it shows the daemon's fresh state."""
    same_tab.wait_for_function("document.querySelectorAll('.control input[type=checkbox]:checked').length === 8")
    return same_tab


@pytest.fixture
def fresh_tab(chromium, panel, daemon):
    """A page of the test's own."""
    yield from open_tab(chromium, panel.url)


def slider(tab, name: str):
    return tab.locator(f"#control-{name} input[type=range]")


def test_every_control_is_there_with_the_first_eight_in_sight(tab) -> None:
    names = tab.locator(".control").evaluate_all("found => found.map((one) => one.id)")
    assert names[:8] == [
        f"control-{name}"
        for name in ("brightness", "warmth", "roughness", "tension", "rhythm", "pulse", "density", "space")
    ]
    assert slider(tab, "space").is_visible() and not slider(tab, "movement").is_visible()


def test_a_slider_moved_by_key_sets_the_control_and_leaves_auto(tab, daemon, waiting) -> None:
    assert tab.locator("#control-brightness input[type=checkbox]").is_checked()
    slider(tab, "brightness").focus()
    for _ in range(10):
        tab.keyboard.press("ArrowRight")
    waiting(lambda: daemon.controls["brightness"].position == pytest.approx(0.6), "the control")
    tab.wait_for_function("!document.querySelector('#control-brightness input[type=checkbox]').checked")
    tab.wait_for_function(
        "/^0.6, .*Hz$/.test(document.querySelector('#control-brightness input[type=range]').ariaValueText)"
    )


def test_auto_gives_a_control_back_to_the_model(tab, daemon, waiting) -> None:
    slider(tab, "warmth").fill("0.8")
    waiting(lambda: daemon.controls["warmth"].position == pytest.approx(0.8), "the control")
    tab.wait_for_function("!document.querySelector('#control-warmth input[type=checkbox]').checked")
    tab.locator("#control-warmth input[type=checkbox]").check()
    waiting(lambda: daemon.controls["warmth"].position is None, "auto")


def test_what_moves_elsewhere_moves_here(tab, daemon) -> None:
    daemon.controls = daemon.controls.with_position("density", 0.9)
    tab.wait_for_function("document.querySelector('#control-density input[type=range]').value === '0.9'")


def test_a_take_is_rendered_and_played(fresh_tab, daemon, waiting) -> None:
    slider(fresh_tab, "brightness").fill("0.9")
    fresh_tab.locator("#render").click()
    fresh_tab.get_by_text("Rendering, 40 %").wait_for()
    assert daemon.posts("render") == [{"positions": {"brightness": 0.9}, "seconds": 12.0}]
    daemon.finish("j1")
    fresh_tab.locator("#player audio").wait_for()
    # It starts by itself, since this page's own button asked for it, and plays to the end of the file.
    fresh_tab.wait_for_function("document.querySelector('#player audio').ended")
    assert fresh_tab.locator("#player audio").evaluate("audio => audio.duration") == pytest.approx(1.0, abs=0.01)
    assert fresh_tab.locator("#player a[download]").inner_text() == "kitchen-take0001-j1.wav"
    assert fresh_tab.locator("#asked-got tbody tr").first.inner_text().split("\t")[:4] == [
        *("Brightness", "0.90", "0.25", "2.9 kHz")
    ]


def test_a_page_that_is_loaded_again_has_lost_nothing(fresh_tab, daemon) -> None:
    slider(fresh_tab, "brightness").fill("0.9")
    fresh_tab.locator("#render").click()
    fresh_tab.get_by_text("Rendering, 40 %").wait_for()
    daemon.finish("j1")
    fresh_tab.locator("#player audio").wait_for()
    fresh_tab.reload()
    fresh_tab.locator("#player audio").wait_for()
    fresh_tab.wait_for_function("document.querySelector('#control-brightness input[type=range]').value === '0.9'")
    assert fresh_tab.locator("#player audio[autoplay]").count() == 0


def test_choosers_show_the_library_and_ask_for_the_choice(tab, daemon, waiting) -> None:
    chooser = tab.locator("#model input")
    tab.wait_for_function("document.querySelector('#model input').value === 'kitchen'")
    chooser.click()
    tab.locator("#model").get_by_role("option", name="drones").click()
    waiting(lambda: daemon.model == "drones", "the model")


def test_another_model_is_blended_in_and_let_go_again(tab, daemon, waiting) -> None:
    # The choices are those of the model in use, which the test before may have left at another one.
    tab.wait_for_function("document.querySelector('#model input').value === 'kitchen'")
    tab.wait_for_function("document.querySelector('#blend-with input').value === 'no other model'")
    for name, blended in (("drones", "drones"), ("no other model", None)):
        tab.locator("#blend-with input").click()
        tab.locator("#blend-with").get_by_role("option", name=name).click()
        waiting(lambda blended=blended: daemon.blend_with == blended, "the other model")
        tab.wait_for_function(f"document.querySelector('#blend-with input').value === '{name}'")


def test_morph_lies_between_two_presets(fresh_tab, daemon, waiting) -> None:
    fresh_tab.get_by_role("button", name="More controls").click()
    for chooser, preset in (("#morph-first", "glass"), ("#morph-second", "rush")):
        fresh_tab.locator(f"{chooser} input").click()
        fresh_tab.locator(chooser).get_by_role("option", name=preset).click()
    waiting(lambda: daemon.morph_between == ["glass", "rush"], "the presets")
    slider(fresh_tab, "morph").fill("0.4")
    waiting(lambda: daemon.controls["morph"].position == pytest.approx(0.4), "the control")


def test_a_training_is_started_and_followed(tab, daemon, waiting) -> None:
    tab.locator("#dataset input").click()
    tab.locator("#dataset").get_by_role("option", name="kitchen").click()
    tab.locator("#train").click()
    tab.get_by_text("kitchen: listening, 25 %").wait_for()
    assert daemon.posts("train") == [{"dataset": "kitchen", "effort": "good"}]


def test_a_knob_is_learned_kept_and_removed(fresh_tab, daemon, waiting) -> None:
    knobs = daemon.midi["ports"][1]
    fresh_tab.get_by_role("button", name="MIDI").click()
    fresh_tab.locator("#midi-devices").get_by_role("rowheader", name=knobs).wait_for()
    fresh_tab.locator("#midi-target input").click()
    fresh_tab.locator("#midi-target").get_by_role("option", name="Warmth", exact=True).click()
    assert fresh_tab.locator("#midi-keep").is_disabled()
    fresh_tab.locator("#midi-learn").click()
    fresh_tab.get_by_text("Turn the knob, slowly to the left, for Warmth.").wait_for()
    daemon.hear(knobs, {"cc": 21})
    fresh_tab.get_by_text("CC 21. Keep it for Warmth?").wait_for()
    fresh_tab.locator("#midi-keep").click()
    mapping = fresh_tab.get_by_role("radio", name=f"Warmth: CC 21 of {knobs}")
    mapping.check()
    fresh_tab.locator("#midi-remove").click()
    mapping.wait_for(state="hidden")
    assert daemon.midi["mappings"] == []
    # A device's name was shown several times, and none of it ran.
    assert fresh_tab.title() == "sdad" and fresh_tab.locator("img[src=x]").count() == 0


def test_an_action_can_be_typed_and_dropped_again(fresh_tab, daemon, waiting) -> None:
    fresh_tab.get_by_role("button", name="MIDI").click()
    fresh_tab.locator("#midi-target input").fill("preset 3")
    fresh_tab.locator("#midi-target input").press("Enter")
    fresh_tab.locator("#midi-learn").click()
    fresh_tab.get_by_text("Press the button for preset 3.").wait_for()
    fresh_tab.locator("#midi-drop").click()
    waiting(lambda: daemon.learned["state"] == "idle", "the learning has ended")
    assert daemon.posts("midi/map") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(tab, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme)
    tab.goto(re.sub(r"/?$", f"/?__theme={scheme}", tab.url.split("?")[0]))
    tab.get_by_text("Device cpu").wait_for()
    words = [
        tab.locator("#control-brightness").get_by_text("Brightness", exact=True),
        tab.locator("#control-brightness").get_by_text("Where the weight of the spectrum sits."),
        tab.locator("#control-brightness .natural"),
        tab.locator("#render"),
        tab.get_by_text("Device cpu"),
    ]
    for word in words:
        assert word.first.evaluate(CONTRAST) >= 4.5, word


def test_every_control_has_a_name_for_screen_readers(tab) -> None:
    tab.get_by_text("More controls").click()
    slider(tab, "movement").wait_for()
    tab.get_by_role("button", name="MIDI").click()
    tab.locator("#midi-learn").wait_for()
    nameless = tab.locator("input:visible, button:visible").evaluate_all(
        """found => found.filter((one) => !(one.ariaLabel || one.innerText?.trim() || one.labels?.length
             || one.title || one.getAttribute('aria-labelledby'))).map((one) => one.outerHTML)"""
    )
    assert nameless == []
