"""One open page: what it shows, and what its buttons ask of the daemon. Nothing here knows Gradio.

The daemon holds every fact. The page asks for them twice a second and shows what differs from what it showed before,
so that all pages, controllers and programs see the same, and a page that is loaded again has lost nothing.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sdad.errors import SdadError
from sdad.surfaces.panel import words
from sdad.surfaces.panel.asking import Asking
from sdad.surfaces.panel.client import ApiClient
from sdad.surfaces.panel.midi import Midi

Json = dict[str, Any]
Shown = dict[str, Json]
"""What to show, by the name of the place on the page: the properties to set there."""

HOLD_S = 1.5
"""How long a slider that was moved on this page is left alone, so that an older value never pulls it back."""

SAME = 0.006
"""Positions that are nearer to each other than that are the same: browsers draw sliders in steps of a hundredth."""
LISTS_S = 3.0
"""How often the lists of models, presets and datasets are asked for; they change seldom and lie on disk."""

MIDDLE = 0.5
"""Where the slider of a control on auto stands."""

NOBODY = ""
"""Stands for no other model among those to blend with: no model can have this name."""

_ENDED = {"done", "failed", "cancelled", "superseded"}


def offered(controls: list[Json]) -> list[Json]:
    """Returns the controls that get a slider: all but the length, which has a number field."""
    return [control for control in controls if control["id"] != "duration"]


class Page(Asking):
    """The state of one open page: what it last showed, what was moved on it, and the take it follows."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._shown: Shown = {}
        self._stood: dict[str, deque[float]] = {}
        self._listed = -LISTS_S
        self._model: str | None = None
        self._models: list[str] = []
        self._queue_seen: Json | None = None
        self._moved: dict[str, float] = {}
        self._job: str | None = None
        self._take: Json | None = None
        self._own_take = False
        self.midi = Midi(clock)
        """What this page shows of MIDI."""

    @property
    def take(self) -> str | None:
        """The id of the take in the player."""
        return None if self._take is None else str(self._take["id"])

    # -- showing -------------------------------------------------------------------------------------------------

    def refresh(self, api: ApiClient) -> Shown:
        """Returns what has changed since the page was last shown."""
        try:
            now = self._facts(api)
        except SdadError as error:
            now = {"banner": {"value": words.failure(error.text)}}
        # Looked at last, since a hand may have come to a slider while the daemon was being asked.
        held = {f"slider:{name}" for name in list(self._moved) if self._is_held(name)}
        changed = {place: what for place, what in now.items() if place not in held and self._shown.get(place) != what}
        self._shown.update(changed)
        for place, what in changed.items():
            if place.startswith("slider:"):
                self._note(place.removeprefix("slider:"), what["value"])
        return changed

    def _facts(self, api: ApiClient) -> Shown:
        status = api.get("/api/status")
        shown: Shown = {
            "banner": {"value": words.failure(self.notice)},
            "notices": {"value": words.notices(status)},
            "lights": {"value": words.lights(status)},
            "training": {"value": words.training_words(api.get("/api/train"))},
            **self._lists(api, status),
            **self.midi.facts(api),
        }
        for control in api.get("/api/controls")["controls"]:
            shown.update(self._control_facts(control))
        self._find_newest(api, status.get("queue") or {})
        return {**shown, **self._take_facts(api)}

    def _lists(self, api: ApiClient, status: Json) -> Shown:
        chosen = self._chosen(status)
        if self._clock() - self._listed < LISTS_S:
            return {**chosen, **self._others()}
        self._listed = self._clock()
        self._models = [row["name"] for row in api.get("/api/models")["models"]]
        found = api.get("/api/presets")
        damaged = {each["name"] for each in found.get("damaged", ())}
        presets = [(f"{name} (damaged)", name) if name in damaged else name for name in found["presets"]]
        return {
            **chosen,
            **self._others(),
            "models": {"choices": self._models},
            "presets": {"choices": presets},
            "first_presets": {"choices": presets},
            "second_presets": {"choices": presets},
            "datasets": {"choices": [row["name"] for row in api.get("/api/datasets")["datasets"]]},
        }

    def _chosen(self, status: Json) -> Shown:
        self._model = status.get("model")
        first, second = status.get("morph_between") or (None, None)
        return {
            "model": {"value": self._model},
            "blend_with": {"value": status.get("blend_with") or NOBODY},
            "morph_first": {"value": first},
            "morph_second": {"value": second},
        }

    def _others(self) -> Shown:
        """Returns what can be blended with the model in use: nobody, or another model."""
        others = [name for name in self._models if name != self._model]
        return {"others": {"choices": [("no other model", NOBODY), *((name, name) for name in others)]}}

    def _find_newest(self, api: ApiClient, queue: Json) -> None:
        """Looks for a newer take when the queue has moved: one rendered elsewhere, or before this page was loaded."""
        if self._job is not None or queue == self._queue_seen:
            return
        self._queue_seen = queue
        newest = api.get("/api/renders")["renders"][:1]
        if newest and newest[0]["id"] != self.take:
            self._take, self._own_take = newest[0], False

    def _control_facts(self, control: Json) -> Shown:
        name, position = control["id"], control["position"]
        if name == "duration":
            return {"length": {"value": round(control["natural"], 2)}}
        return {
            f"slider:{name}": {"value": MIDDLE if position is None else round(position, 4)},
            f"auto:{name}": {"value": position is None},
            f"strip:{name}": {"value": words.control_strip(control)},
        }

    def _is_by_hand(self, control: str, position: float) -> bool:
        """Whether a hand has put a slider there: just now, or it stood elsewhere the last two times that are known."""
        stood = self._stood.get(control, ())
        return self._is_held(control) or bool(stood and all(abs(at - position) > SAME for at in stood))

    def _note(self, control: str, position: float) -> None:
        self._stood.setdefault(control, deque(maxlen=2)).append(position)

    def _is_held(self, control: str) -> bool:
        moved = self._moved.get(control)
        return moved is not None and self._clock() - moved < HOLD_S

    def _take_facts(self, api: ApiClient) -> Shown:
        progress = ""
        if self._job is not None:
            job = api.get(f"/api/jobs/{self._job}")
            progress = words.render_words(job)
            if job["state"] in _ENDED:
                self._job = None
            if job["state"] == "done":
                self._take, self._own_take = job["result"], True
        else:
            progress = self._shown.get("progress", {}).get("value", "")
        if self._take is None:
            return {"progress": {"value": progress}}
        return {
            "progress": {"value": progress},
            # Only a take that was asked for on this page starts by itself: what others render must not make noise here.
            "player": {"value": words.player(self._take, autoplay=self._own_take)},
            "asked_got": {"value": words.asked_and_got(self._take)},
        }

    # -- asking --------------------------------------------------------------------------------------------------

    def move(self, api: ApiClient, control: str, position: float | None) -> None:
        """Moves a control; None leaves it to the model."""
        if control == "morph":
            # It moves the others, so that none of them stays where a hand has just left it.
            self._moved.clear()
        if position is None:
            self._moved.pop(control, None)
        else:
            self._moved[control] = self._clock()
            self._note(control, position)
        # Whatever the daemon makes of it is shown, even when it is what was shown before the hand moved.
        for place in (f"slider:{control}", f"auto:{control}"):
            self._shown.pop(place, None)
        self.ask(lambda: api.post("/api/controls", {"positions": {control: position}}))

    def set_length(self, api: ApiClient, seconds: float | None) -> None:
        """Sets how long the next takes last, in seconds."""
        self._shown.pop("length", None)
        if seconds is not None:
            self.ask(lambda: api.post("/api/controls/natural", {"control": "duration", "value": seconds}))

    def render(self, api: ApiClient, take: str, seconds: float | None, positions: dict[str, float]) -> None:
        """Renders a take; an empty ``take`` is the next one.

        ``positions`` is where the page's sliders stand: of those that are still in the hand, what is seen counts, even
        when the message about the last movement, or about the only one, has not arrived yet.
        """
        body: Json = {"positions": {name: at for name, at in positions.items() if self._is_by_hand(name, at)}}
        if take.strip():
            if not take.strip().isdecimal():
                self.notice = f'"{take}" is not a take; give a whole number from 0, or nothing for the next one.'
                return
            body["take"] = int(take)
        if seconds is not None:
            body["seconds"] = seconds
        answer = self.ask(lambda: api.post("/api/render", body))
        if answer is not None:
            self._job = str(answer["jobs"][-1]["id"])
            self._shown.pop("progress", None)

    def stop(self, api: ApiClient) -> None:
        """Cancels the render that this page follows."""
        if self._job is not None:
            job = self._job
            self.ask(lambda: api.post("/api/render/cancel", {"job": job}))

    def judge(self, api: ApiClient, verdict: str) -> None:
        """Stars, discards or feeds back the take in the player."""
        self.ask(lambda: api.post("/api/takes", {"verdict": verdict, "render": self.take}))

    def use_model(self, api: ApiClient, model: str) -> None:
        """Chooses the model that the next renders play."""
        self._shown.pop("model", None)
        self.ask(lambda: api.post("/api/models/use", {"model": model}))

    def blend_with(self, api: ApiClient, other: str) -> None:
        """Chooses the model that the control *blend* mixes with the one in use, or nobody."""
        self._shown.pop("blend_with", None)
        model = self._model or ""
        # A model blended with itself is played alone.
        self.ask(lambda: api.post("/api/models/blend", {"model": model, "other": other or model}))

    def morph_between(self, api: ApiClient, first: str | None, second: str | None) -> None:
        """Chooses the presets that the control *morph* lies between; nothing happens until there are two."""
        if first and second:
            self._moved.clear()
            for place in ("morph_first", "morph_second"):
                self._shown.pop(place, None)
            self.ask(lambda: api.post("/api/presets/morph", {"first": first, "second": second}))

    def recall_preset(self, api: ApiClient, preset: str) -> None:
        """Sets all controls as a preset says."""
        self._moved.clear()
        self.ask(lambda: api.post("/api/presets/recall", {"preset": preset}))

    def save_preset(self, api: ApiClient, preset: str) -> None:
        """Keeps all controls as they stand."""
        self.ask(lambda: api.post("/api/presets/save", {"preset": preset}))

    def train(self, api: ApiClient, dataset: str | None, effort: str) -> None:
        """Trains a dataset."""
        self.ask(lambda: api.post("/api/train", {"dataset": dataset or "", "effort": effort}))

    def stop_training(self, api: ApiClient) -> None:
        """Stops the training; what was learnt stays."""
        self.ask(lambda: api.post("/api/train/stop"))
