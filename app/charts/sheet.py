"""A drawing laid out in px before Vega draws it: days on one axis, boxes, lines, texts and arrows as rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.charts import vega
from app.charts.render import NARROW
from app.charts.theme import INK
from app.charts.vega import Spec

FIRST, LAST = 2012, 2027
"""A drawing runs from the start of one year to the start of the other."""
SMALL, LETTER = 11, 6.1
"""Size of labels in px, and about how wide a letter of them is."""


@dataclass
class Sheet:
    """The drawing as rows in px: filled boxes, lines, texts, arrows."""

    width: int
    column: int
    boxes: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    arrows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        """True where it is drawn for a phone."""
        return self.width <= NARROW

    @property
    def right(self) -> int:
        """Where the days end, in px."""
        return self.width - 18

    def x(self, day: date) -> float:
        """The horizontal position of a day, within the chart's years."""
        start = date(day.year, 1, 1)
        years = day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days
        share = (min(max(years, FIRST), LAST) - FIRST) / (LAST - FIRST)
        return round(self.column + share * (self.right - self.column), 1)

    def box(self, x: float, x2: float, y: float, height: float, colour: str, opacity: float = 1.0) -> None:
        """A box around the height y, at least a px wide."""
        edges = {"x": x, "x2": max(x2, x + 1), "y": round(y - height / 2, 1), "y2": round(y + height / 2, 1)}
        self.boxes.append({**edges, "c": colour, "o": opacity})

    def text(self, x: float, y: float, text: str, colour: str = INK, align: str = "left", bold: bool = False) -> None:
        """A text whose middle is at the height y."""
        self.texts.append({"x": x, "y": y, "t": text, "c": colour, "k": f"{align}{' bold' if bold else ''}"})


def drawn(sheet: Sheet, height: int) -> Spec:
    """The chart of a sheet."""
    both = {
        "x": vega.of("x:Q", scale=_as_it_is(sheet.width), axis=None),
        "y": vega.of("y:Q", scale=_as_it_is(height), axis=None),
        "color": vega.of("c:N", scale=None, legend=None),
    }
    corner = {"x2": vega.of("x2"), "y2": vega.of("y2"), "opacity": vega.of("o:Q", scale=None)}
    texts = [
        vega.marks(
            "text",
            [row for row in sheet.texts if row["k"] == kind],
            {**both, "text": vega.of("t:N")},
            align=kind.split()[0],
            fontWeight="bold" if "bold" in kind else "normal",
            fontSize=SMALL,
        )
        for kind in dict.fromkeys(row["k"] for row in sheet.texts)
    ]
    layers = [
        vega.marks("rule", sheet.lines, {**both, "y2": vega.of("y2")}),
        vega.marks("rect", sheet.boxes, {**both, **corner}),
        vega.marks("point", sheet.arrows, both, shape="triangle-right", size=40, filled=True, opacity=1),
    ]
    return vega.layered([*layers, *texts], width=sheet.width, height=height)


def _as_it_is(long: int) -> Spec:
    """The scale of what is placed in px already."""
    return {"domain": [0, long], "range": [0, long], "nice": False, "zero": False}
