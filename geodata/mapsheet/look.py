"""Colours, lines and patterns of a sheet, equal to those of the page and its script."""

from __future__ import annotations

from dataclasses import dataclass

INK, SOFT, LINE, PAPER, LAND = "#17202c", "#55606e", "#d9d5ca", "#ffffff", "#e9e6de"
ACCENT, FOCUS, COUNTRY, RULE = "#96152f", "#0b6fb8", "#77736a", "#b98900"
EDGE, BORDER, OUTLINE, RIVER = "#6b6559", "#8f897b", "#4d483e", "#5b93b8"
CHIP, CHIP_EDGE = "#fff3cd", "#d8b94c"
DISCS = {"state_based": "#0b5cad", "non_state": "#009688", "one_sided": "#17202c"}
OTHER_DISC = "#6b6760"
"""Colours of events by type of violence, told apart by lightness too; those of types that no rule has."""
PX = 0.62
"""Points on A4 of a px on the screen."""
EDGE_PX = {"admin1": 0.8, "admin2": 0.7, "admin3": 0.35}
"""Width of the units' edges."""


@dataclass(frozen=True)
class Style:
    """A text's size in points, weight and colour."""

    size: float
    is_bold: bool = False
    colour: str = INK

    def scaled(self, scale: float) -> Style:
        """The style at another size."""
        return Style(self.size * scale, self.is_bold, self.colour)


TITLE, SUBTITLE = Style(18, True), Style(18, True, ACCENT)
FILTER, HEADLINE, ASIDE = Style(8, True), Style(9.5, False, INK), Style(7.6, False, SOFT)
BLOCK, UNIT, KEY, NOTE = Style(8.2, True, ACCENT), Style(7.4, False, INK), Style(7.4), Style(6.2, False, SOFT)
REMARK, FIGURE, SMALL = Style(6.6, False, "#3f3a2c"), Style(7.2, True), Style(5.8, False, SOFT)
NAMES = {
    "high": Style(12, True),
    "region": Style(8.6, True, "#2a323d"),
    "unit": Style(6.2, False, "#3a3f47"),
    "zone": Style(7.0, True),
    "town": Style(7.0, False, "#2c333d"),
    "country": Style(7.6, False, COUNTRY),
}
LEADING = 1.32
"""Distance of lines, in sizes of their text."""


@dataclass(frozen=True)
class Pattern:
    """A pattern of strokes on a ground: their colour and width, and the distance of one from the next, in px.

    `marks`: rising or falling stripes, dots or crosses.
    """

    ground: str
    colour: str
    width: float
    pitch: float
    marks: str


PATTERNS = {
    "url(#p-no-data)": Pattern("#e3e1db", "#a8a59c", 2, 7, "rising"),
    "url(#p-best-zero)": Pattern("#fbfaf6", "#cf3f34", 3, 7, "dots"),
    "url(#p-uncertain)": Pattern("#fbfaf6", "#1f5f9e", 3.2, 7, "dots"),
    "url(#p-no-denominator)": Pattern("#f3efe6", "#e0a57e", 2.4, 7, "falling"),
    "url(#p-none-documented)": Pattern("#edebe5", "#97948b", 1, 8, "crosses"),
    "url(#p-class-edge)": Pattern("none", "#17202c99", 2.8, 16, "falling"),
    "url(#p-class)": Pattern("none", "#fffffff2", 1.4, 16, "falling"),
    "url(#p-side)": Pattern("none", "#33485c8c", 1.2, 6, "rising"),
}
"""By the name that the page's fills have."""
DOUBT = ("url(#p-class-edge)", "url(#p-class)")
"""The hatch of a class that depends on the estimate: dark, and pale in its middle, so that it shows on any colour."""
