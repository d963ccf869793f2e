"""A drawing laid out in px before Altair draws it: days on one axis, boxes, lines, texts and arrows as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from app.charts.render import NARROW
from app.charts.theme import INK

if TYPE_CHECKING:
    import altair as alt

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


def drawn(sheet: Sheet, height: int) -> alt.TopLevelMixin:
    """The chart of a sheet."""
    import altair as alt  # heavy, and only charts need it

    across = alt.Scale(domain=[0, sheet.width], range=[0, sheet.width], nice=False, zero=False)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)

    def at(name: str, scale: alt.Scale) -> dict[str, Any]:
        channel = {"x": alt.X, "y": alt.Y}[name](f"{name}:Q", scale=scale, axis=None)
        return {name: channel, "color": alt.Color("c:N", scale=None, legend=None)}

    def layer(rows: Iterable[dict[str, Any]]) -> alt.Chart:
        return alt.Chart({"values": list(rows)})

    both = {**at("x", across), **at("y", down)}
    texts = [
        layer(row for row in sheet.texts if row["k"] == kind)
        .mark_text(align=kind.split()[0], fontWeight="bold" if "bold" in kind else "normal", fontSize=SMALL)
        .encode(**both, text=alt.Text("t:N"))
        for kind in dict.fromkeys(row["k"] for row in sheet.texts)
    ]
    lines = layer(sheet.lines).mark_rule().encode(**both, y2=alt.Y2("y2:Q"))
    boxes = (
        layer(sheet.boxes)
        .mark_rect()
        .encode(**both, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), opacity=alt.Opacity("o:Q", scale=None))
    )
    arrows = layer(sheet.arrows).mark_point(shape="triangle-right", size=40, filled=True, opacity=1).encode(**both)
    return alt.layer(lines, boxes, arrows, *texts).properties(width=sheet.width, height=height)
