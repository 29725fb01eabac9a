"""What the page says: HTML made of what the API answers. Everything from outside is escaped here."""

from __future__ import annotations

from html import escape
from pathlib import PurePath
from typing import Any

from sdad.control.naming import natural_text
from sdad.control.parameters import DESCRIPTORS
from sdad.units import clock_time

Json = dict[str, Any]

MOST_NOTICES = 3
"""How many faults are shown that nobody asked for; sdad status shows more."""


def control_strip(control: Json) -> str:
    """Returns the line below a slider: the band that the recordings cover, and the value in the control's unit.

    The band is solid and the rest hatched, so that it does not hang on colour; the same is said in words.
    """
    words = "left to the model" if control["position"] is None else str(control.get("natural_text") or "")
    locked = ' <span class="locked">locked</span>' if control.get("locked") else ""
    return (
        f'<div class="strip" data-valuetext="{escape(words)}">'
        f'<span class="end">{escape(control["low"])}</span>{_band(control.get("covered"))}'
        f'<span class="end">{escape(control["high"])}</span> <span class="natural">{escape(words)}</span>{locked}</div>'
    )


def _band(covered: list[float] | None) -> str:
    if not covered:
        return '<span class="band unknown"></span>'
    low, high = (100.0 * min(1.0, max(0.0, position)) for position in covered)
    meaning = f"your recordings cover {low:.0f} to {high:.0f} % of this control"
    return (
        f'<span class="band" role="img" aria-label="{meaning}" title="{meaning}">'
        f'<span class="covered" style="left:{low:.1f}%;width:{max(1.0, high - low):.1f}%"></span></span>'
    )


def asked_and_got(take: Json) -> str:
    """Returns the table that compares what a take was asked for with what was measured on the finished file."""
    asked, got = take.get("asked") or {}, take.get("got") or {}
    naturals = take.get("got_natural") or {}
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th><td>{_number(asked.get(row.id), "auto")}</td>'
        f"<td>{_number(got.get(row.id), 'not measurable')}</td>"
        f"<td>{escape(natural_text(row, naturals[row.id])) if naturals.get(row.id) is not None else ''}</td>"
        f"<td>{_bars(asked.get(row.id), got.get(row.id))}</td></tr>"
        for row in DESCRIPTORS
        if row.id in asked or row.id in got
    )
    if not rows:
        return ""
    warnings = "".join(f"<p>{escape(str(text))}</p>" for text in take.get("warnings") or ())
    head = "".join(f'<th scope="col">{word}</th>' for word in ("Control", "Asked", "Got", "Measured", ""))
    return f'<table class="plain"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{warnings}'


def _number(position: float | None, otherwise: str) -> str:
    return otherwise if position is None else f"{position:.2f}"


def _bars(asked: float | None, got: float | None) -> str:
    marks = [("asked", asked), ("got", got)]
    return (
        '<span class="bars" aria-hidden="true">'
        + "".join(
            f'<span class="{name}" style="width:{100.0 * min(1.0, max(0.0, position)):.0f}%"></span>'
            for name, position in marks
            if position is not None
        )
        + "</span>"
    )


def player(take: Json, *, autoplay: bool) -> str:
    """Returns the player of a finished take. It plays the file itself, the samples that lie in the output folder."""
    source = f"audio/{escape(str(take['id']))}"
    path = str(take.get("path") or "")
    name = PurePath(path.replace("\\", "/")).name or f"{take['id']}.wav"
    cannot = (
        "<p>Browsers do not play AIFF; the file itself is complete.</p>"
        if name.lower().endswith((".aiff", ".aif"))
        else ""
    )
    origin = " ".join(escape(str(take[key])) for key in ("model", "version") if take.get(key))
    number = f", take {take['take']}" if take.get("take") is not None else ""
    return (
        f'<audio controls preload="auto"{" autoplay" if autoplay else ""} src="{source}" '
        f'aria-label="{escape(name)}"></audio>{cannot}'
        f'<p>{origin}{number} · <a href="{source}" download="{escape(name)}">{escape(name)}</a></p>'
        f'<p class="path">{escape(path)}</p>'
    )


def render_words(job: Json) -> str:
    """Returns how far a render is, as a bar with words."""
    state = str(job.get("state"))
    if state in ("queued", "running", "written"):
        fraction = float(job.get("fraction") or 0.0)
        words = "Waiting for its turn" if state == "queued" else f"Rendering, {100 * fraction:.0f} %"
        return _progress(words, fraction)
    if state == "failed":
        return failure(str((job.get("error") or {}).get("text") or "The render failed. See the log in state/logs."))
    return {"cancelled": "<p>Stopped.</p>", "superseded": "<p>A newer render took its place.</p>"}.get(state, "")


def training_words(training: Json) -> str:
    """Returns how far the training is, as a bar with words."""
    state, dataset = str(training.get("state") or "idle"), escape(str(training.get("dataset") or ""))
    if state in ("queued", "running"):
        fraction, eta_s = float(training.get("fraction") or 0.0), training.get("eta_s")
        stage = escape(str(training.get("stage") or "waiting"))
        left = f", about {clock_time(float(eta_s))} left" if eta_s else ""
        return _progress(f"{dataset}: {stage}, {100 * fraction:.0f} %{left}", fraction)
    if state == "failed":
        return failure(
            str((training.get("error") or {}).get("text") or "The training failed. See the log in state/logs.")
        )
    if state == "done":
        return f"<p>{dataset} is trained.</p>"
    return (
        "<p>Stopped; what was learnt is kept and the next training goes on from there.</p>"
        if state == "cancelled"
        else ""
    )


def _progress(words: str, fraction: float) -> str:
    return f'<p>{words}</p><progress max="1" value="{fraction:.3f}" aria-label="{words}"></progress>'


def failure(text: str) -> str:
    """Returns an error's sentence as the page shows it; an empty text shows nothing."""
    return f'<p class="failure" role="alert">{escape(text)}</p>' if text else ""


def notices(status: Json) -> str:
    """Returns the newest faults that nobody asked for, the newest first."""
    newest = [str(notice["text"]) for notice in status.get("notices") or ()][: -MOST_NOTICES - 1 : -1]
    return "".join(f'<p class="notice" role="status">{escape(text)}</p>' for text in newest)


def lights(status: Json) -> str:
    """Returns the line of what runs: device, queue, MIDI, and whether the performance lock is on."""
    queue, midi = status.get("queue") or {}, status.get("midi") or {}
    waiting = int(queue.get("queued") or 0) + int(queue.get("running") or 0)
    device = str(status.get("device") or "starting")
    # Which one sdad chooses by itself is known once its render worker is ready.
    device = "auto, not decided yet" if device == "auto" else device
    parts = [f"Device {escape(device)}", f"{waiting} in the queue"]
    parts.append("MIDI on" if midi.get("available") else "MIDI off")
    if status.get("live"):
        parts.append("performance lock on: nothing is trained")
    return f'<p class="lights">{" · ".join(parts)}</p>'
