"""The Gradio page: its components, derived from the controls that the API lists, and what each of them calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from sdad.control.commands import EFFORTS
from sdad.surfaces.panel.client import ApiClient
from sdad.surfaces.panel.page import MIDDLE, Page, offered

Json = dict[str, Any]

REFRESH_S = 0.5
FIRST = 8
"""How many controls are always in sight: the eight that sdad exists for."""

_QUIET: Json = {"show_progress": "hidden", "queue": False, "api_visibility": "private"}
"""Every call is short and none is an API of its own."""


class PanelPage:
    """Builds the page.

    Args:
        api: The daemon's API.
        controls: The controls as ``/api/controls`` lists them.
    """

    def __init__(self, api: ApiClient, controls: list[Json]) -> None:
        self._api = api
        self._controls = offered(controls)
        self._places: dict[str, gr.components.Component] = {}

    def build(self) -> gr.Blocks:
        """Returns the page, ready to be mounted."""
        with gr.Blocks(analytics_enabled=False, title="sdad", fill_width=True) as blocks:
            self._page = gr.State(Page())
            self._place("banner", gr.HTML(elem_id="banner"))
            self._place("notices", gr.HTML(elem_id="notices"))
            with gr.Row():
                with gr.Column(scale=3):
                    self._build_choosers()
                    self._build_sliders()
                with gr.Column(scale=2):
                    self._build_render()
                    self._build_training()
                    self._build_midi()
            self._place("lights", gr.HTML())
            self._refresh_on(blocks.load)
            self._refresh_on(gr.Timer(REFRESH_S).tick, trigger_mode="once")
        return blocks

    # -- components ----------------------------------------------------------------------------------------------

    def _place(self, name: str, component: Any) -> Any:
        self._places[name] = component
        return component

    def _build_choosers(self) -> None:
        with gr.Row():
            model = gr.Dropdown([], label="Model", info="What the next takes are made with.", elem_id="model")
            other = gr.Dropdown([], label="Blend with", info="The slider Blend says how much.", elem_id="blend-with")
            preset = gr.Dropdown([], label="Preset", info="Sets all controls at once.", elem_id="preset")
            with gr.Column(min_width=160):
                name = gr.Textbox(label="New preset", max_lines=1, elem_id="preset-name")
                save = gr.Button("Save preset", size="sm")
        self._places |= {"model": model, "models": model, "presets": preset, "blend_with": other, "others": other}
        self._on(model.input, lambda page, chosen: page.use_model(self._api, chosen), model)
        self._on(other.input, lambda page, chosen: page.blend_with(self._api, chosen), other)
        self._on(preset.input, lambda page, chosen: page.recall_preset(self._api, chosen), preset)
        self._on(save.click, lambda page, chosen: page.save_preset(self._api, chosen), name)

    def _build_sliders(self) -> None:
        self._build_pairs(self._controls[:FIRST])
        with gr.Accordion("More controls", open=False):
            self._build_pairs(self._controls[FIRST:])
            self._build_morph()

    def _build_pairs(self, controls: list[Json]) -> None:
        for start in range(0, len(controls), 2):
            with gr.Row():
                for control in controls[start : start + 2]:
                    self._build_slider(control)

    def _build_morph(self) -> None:
        with gr.Row():
            first = gr.Dropdown([], label="Morph from", info="The preset at 0 of Morph.", elem_id="morph-first")
            second = gr.Dropdown([], label="Morph to", info="The preset at 1 of Morph.", elem_id="morph-second")
        self._places |= {"morph_first": first, "first_presets": first}
        self._places |= {"morph_second": second, "second_presets": second}
        for chooser in (first, second):
            self._on(chooser.input, lambda page, *both: page.morph_between(self._api, *both), first, second)

    def _build_slider(self, control: Json) -> None:
        name = control["id"]
        with gr.Column(elem_id=f"control-{name}", elem_classes="control", min_width=280):
            slider = gr.Slider(0.0, 1.0, MIDDLE, step=0.01, label=control["label"], info=control["help"], buttons=[])
            self._place(f"slider:{name}", slider)
            self._place(f"strip:{name}", gr.HTML())
            # Both hands and keyboards send "input"; "release" is for pointers only and would shut keyboards out.
            self._on(slider.input, lambda page, at: page.move(self._api, name, at), slider, trigger_mode="always_last")
            if control["kind"] == "descriptor":
                auto = self._place(f"auto:{name}", gr.Checkbox(True, label="Auto", container=False))
                self._on(
                    auto.input,
                    lambda page, is_auto, at: page.move(self._api, name, None if is_auto else at),
                    auto,
                    slider,
                )

    def _build_render(self) -> None:
        with gr.Row():
            length = self._place(
                "length", gr.Number(12.0, label="Length (s)", info="Without its tail.", elem_id="length")
            )
            take = gr.Textbox(label="Take", info="Empty: the next one.", max_lines=1, elem_id="take")
        with gr.Row():
            render = gr.Button("Render", variant="primary", elem_id="render")
            stop = gr.Button("Stop", elem_id="stop")
        self._place("progress", gr.HTML(elem_id="progress"))
        self._place("player", gr.HTML(elem_id="player"))
        with gr.Row():
            for verdict, label in (("star", "Star"), ("discard", "Discard"), ("feed", "Feed back")):
                button = gr.Button(label, size="sm")
                self._on(button.click, lambda page, verdict=verdict: page.judge(self._api, verdict))
        self._place("asked_got", gr.HTML(elem_id="asked-got"))

        names = [control["id"] for control in self._controls]

        def on_render(page: Page, take: str, seconds: float | None, *positions: float) -> None:
            page.render(self._api, take, seconds, dict(zip(names, positions, strict=True)))

        sliders = [self._places[f"slider:{name}"] for name in names]
        self._on(render.click, on_render, take, length, *sliders)
        self._on(stop.click, lambda page: page.stop(self._api))
        for leaving in (length.blur, length.submit):
            self._on(leaving, lambda page, seconds: page.set_length(self._api, seconds), length)

    def _build_training(self) -> None:
        with gr.Accordion("Train", open=True):
            with gr.Row():
                dataset = gr.Dropdown([], label="Dataset", elem_id="dataset")
                effort = gr.Dropdown(list(EFFORTS), value="good", label="Effort", elem_id="effort")
            with gr.Row():
                train = gr.Button("Train", elem_id="train")
                stop = gr.Button("Stop and keep")
            self._places["datasets"] = dataset
            self._place("training", gr.HTML(elem_id="training"))
        self._on(train.click, lambda page, name, how: page.train(self._api, name, how), dataset, effort)
        self._on(stop.click, lambda page: page.stop_training(self._api))

    def _build_midi(self) -> None:
        with gr.Accordion("MIDI", open=False):
            self._place("midi_devices", gr.HTML(elem_id="midi-devices"))
            target = gr.Dropdown(
                [],
                value=None,
                label="Map to",
                info="A control, or what a button does; also typed: render 4, preset 3.",
                allow_custom_value=True,
                elem_id="midi-target",
            )
            wide = gr.Checkbox(label="14 bits: its two numbers are one knob", container=False)
            learn = self._place("midi_learn", gr.Button("Learn", size="sm", elem_id="midi-learn"))
            self._place("midi_learning", gr.HTML(elem_id="midi-learning"))
            with gr.Row():
                keep = self._place("midi_keep", gr.Button("Keep", size="sm", interactive=False, elem_id="midi-keep"))
                drop = self._place("midi_drop", gr.Button("Drop", size="sm", interactive=False, elem_id="midi-drop"))
            mapping = gr.Radio([], label="Your mappings", visible=False, elem_id="midi-mappings")
            remove = gr.Button("Remove the chosen one", size="sm", visible=False, elem_id="midi-remove")
        self._places |= {"midi_targets": target, "midi_mappings": mapping, "midi_remove": remove}
        self._on(learn.click, lambda page, *chosen: page.midi.learn(self._api, *chosen), target, wide)
        self._on(keep.click, lambda page: page.midi.keep(self._api))
        self._on(drop.click, lambda page: page.midi.drop(self._api))
        self._on(remove.click, lambda page, chosen: page.midi.remove(self._api, chosen), mapping)

    # -- wiring --------------------------------------------------------------------------------------------------

    def _on(self, event: Any, act: Callable[..., None], *inputs: Any, **how: Any) -> None:
        """Calls ``act`` with the page and the values of ``inputs``; what it changed is seen at the next refresh."""

        def call(request: gr.Request, page: Page, *values: Any) -> None:
            # What stays at the machine does so for browsers elsewhere too, although it is the panel that asks.
            with self._api.speaking_for(request.client.host):
                act(page, *values)

        event(call, [self._page, *inputs], None, **_QUIET, **how)

    def _refresh_on(self, event: Any, **how: Any) -> None:
        components = list(dict.fromkeys(self._places.values()))

        def refresh(page: Page) -> list[Any]:
            changes: dict[Any, Json] = {}
            for place, what in page.refresh(self._api).items():
                if place in self._places:
                    changes.setdefault(self._places[place], {}).update(what)
            return [gr.update(**changes[one]) if one in changes else gr.skip() for one in components]

        event(refresh, [self._page], components, **_QUIET, **how)
