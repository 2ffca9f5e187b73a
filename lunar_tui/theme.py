"""The program's own theme: night, dust, and the palette of `look`."""

from __future__ import annotations

from textual.theme import Theme

from lunar_tui.look import DUST, GREEN, ORANGE, SHADOW, SKY, VERMILION, WHITE, YELLOW

LUNAR = Theme(
    name="lunar",
    primary=SKY,
    secondary=ORANGE,
    accent=ORANGE,
    warning=YELLOW,
    error=VERMILION,
    success=GREEN,
    foreground=WHITE,
    background=SHADOW,
    surface="#14161C",
    panel="#1C1F27",
    variables={
        "footer-background": SHADOW,
        "footer-description-foreground": DUST,
        "footer-key-foreground": ORANGE,
        "block-cursor-background": "#26415A",
        "block-cursor-foreground": WHITE,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#1C2A38",
        "button-focus-text-style": "bold underline",
        "border": SKY,
        "border-blurred": "#3A3F4B",
        "scrollbar": "#2A2E38",
        "scrollbar-background": SHADOW,
    },
)
