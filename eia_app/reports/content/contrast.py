"""A council's colours, kept only where they can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eia_app.reports.blocks import Colours

HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
ENOUGH = 4.5  # WCAG 2.2 AA for text of any size
INK, PAPER = "#15191e", "#ffffff"


def readable(colours: Mapping[str, str]) -> Colours:
    """Return the colours, with ours for each that is no colour or has too little contrast."""
    brand = _on(PAPER, colours.get("brand", ""), INK)
    best = max((PAPER, INK), key=lambda colour: contrast(colour, brand))
    return Colours(
        brand=brand,
        brand_text=_on(brand, colours.get("brand_text", ""), best),
        link=_on(PAPER, colours.get("link", ""), INK),
    )


def _on(background: str, colour: str, otherwise: str) -> str:
    fits = HEX.match(colour) and contrast(colour, background) >= ENOUGH
    return colour if fits else otherwise


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
