"""How the page looks: text with a contrast of 4.5:1, controls with 3:1 (WCAG 2.2 AA), fonts of this machine only."""

from __future__ import annotations

import gradio as gr

ACCENT, ACCENT_DARK = "#9a3412", "#fdba74"


def theme() -> gr.themes.Base:
    """Returns Gradio's plain theme with the colours that its own miss the contrast with."""
    plain = gr.themes.Base(
        primary_hue=gr.themes.colors.orange,
        neutral_hue=gr.themes.colors.zinc,
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
    return plain.set(
        slider_color=ACCENT,
        slider_color_dark=ACCENT_DARK,
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        input_placeholder_color="*neutral_600",
        input_placeholder_color_dark="*neutral_300",
        input_border_color="*neutral_500",
        input_border_color_dark="*neutral_400",
        checkbox_border_color="*neutral_500",
        checkbox_border_color_dark="*neutral_400",
        checkbox_background_color_selected=ACCENT,
        checkbox_border_color_selected=ACCENT,
        button_primary_background_fill=ACCENT,
        button_primary_background_fill_hover="#7c2d12",
        button_primary_background_fill_dark=ACCENT_DARK,
        button_primary_background_fill_hover_dark="#fed7aa",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#17171b",
    )


CSS = """
.control { gap: .2em; border: 1px solid var(--border-color-primary); border-radius: 6px; padding: .3em .6em .5em; }
.control :is(.block, .form, .styler) { border: 0; padding: 2px; background: none; }
.strip { display: flex; align-items: center; gap: .5em; font-size: .8rem; }
.strip .natural { min-width: 7em; text-align: right; font-variant-numeric: tabular-nums; }
.band { position: relative; flex: 1; height: 8px; border: 1px solid currentColor; overflow: hidden;
  background: repeating-linear-gradient(135deg, currentColor 0 1px, transparent 1px 5px); }
.band.unknown { background: none; border-style: dashed; }
.band .covered { position: absolute; top: 0; bottom: 0; background: #9a3412; }
.dark .band .covered { background: #fdba74; }
.failure { border-left: 4px solid #b91c1c; padding: .5em .8em; font-weight: 600; }
.notice { border-left: 4px solid currentColor; padding: .2em .8em; font-size: .85rem; }
.dark .failure { border-color: #fca5a5; }
progress { width: 100%; accent-color: #9a3412; }
audio { width: 100%; }
.path { font-size: .8rem; overflow-wrap: anywhere; user-select: all; }
.plain { width: 100%; font-size: .85rem; font-variant-numeric: tabular-nums; }
.plain :is(th, td) { text-align: left; padding: 2px 6px; overflow-wrap: anywhere; }
#midi-mappings .wrap { flex-direction: column; }
.bars { display: block; width: 5em; }
.bars span { display: block; height: 6px; box-sizing: border-box; border: 1px solid currentColor; margin: 1px 0; }
.bars .asked { background: currentColor; }
"""

HEAD = """
<script>
// Gradio's sliders say a bare number to screen readers; this adds the value in the control's own unit.
setInterval(() => {
  for (const strip of document.querySelectorAll('[data-valuetext]')) {
    const range = strip.closest('.control')?.querySelector('input[type=range]');
    if (range) range.setAttribute('aria-valuetext', `${range.value}, ${strip.dataset.valuetext}`);
  }
}, 400);
</script>
"""
