"""The series of a place as the page shows it: its chart, the one beside it, their marks, sums, the numbers behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.charts import series
from app.charts.render import WIDE, Drawing, drawing
from app.charts.vega import Spec
from app.presenters import departures
from app.text import numbers
from app.web.languages import gettext
from geodata import vocabulary
from geodata.figures.figures import Figures, Row
from geodata.forces.departures import Counter, Departure, Place, Tally, months_shown, tally, years_shown
from geodata.periods import bounds, undated, year_of

HEIGHT, LOW = {True: 230, False: 190}, {True: 110, False: 95}
"""Heights in px of the chart and of the one beside it, by whether they are wide."""
SAME_SCALE = 3
"""Up to this ratio of their largest numbers two charts have the same scale."""


@dataclass(frozen=True)
class Shown:
    """The series shown for a place. `beside` and `scale` are None if every region has a departure.

    `marks`: number, name and date of what the chart marks. `key`: what its bars and fields are. `behind`: the rows of
    the table of its numbers. `undated` is None where the series is by year.
    """

    chart: Drawing
    beside: Drawing | None
    scale: str | None
    marks: list[tuple[str, str, str]]
    first: str
    last: str
    here: dict[str, Any]
    unplaced: str
    undated: str | None
    key: str
    behind: list[tuple[str, ...]]


def place_series(figures: Figures, place: Place, name: str, elsewhere: Counter | None, *, count: str) -> Shown:
    """The series of a place by month, where the source is known by month, else by year."""
    is_monthly = bool(figures.covered_months)
    asked = _asked(figures, place)
    rows = {period: place.count(period) for period in asked}
    others = {period: elsewhere(period) for period in asked} if elsewhere else None
    whole = tally(place.count, asked)
    unknown = sorted({undated(year_of(period)) for period in asked}) if is_monthly else []
    charts = _Charts(name, place.departures, rows, others, count, is_monthly=is_monthly)
    return Shown(
        chart=charts.main(),
        beside=charts.beside(),
        scale=charts.scale(),
        marks=[(str(number), label, date) for number, (label, date, _) in enumerate(charts.groups, start=1)],
        first=numbers.day(whole.covered[0]) if whole.covered else "",
        last=numbers.day(whole.covered[-1]) if whole.covered else "",
        here=departures.cell(whole),
        unplaced=departures.events_and_deaths(tally(place.unplaced, [*asked, *unknown])),
        undated=departures.events_and_deaths(tally(place.count, unknown)) if is_monthly else None,
        key=charts.key(),
        behind=[_numbers(period, tally(place.count, [period])) for period in whole.covered],
    )


def _asked(figures: Figures, place: Place) -> list[str]:
    if figures.covered_months:
        return months_shown(place.departures, figures.covered_months)
    return years_shown(place.departures, figures.periods)


def _numbers(period: str, found: Tally) -> tuple[str, ...]:
    cell = departures.cell(found)
    return numbers.day(period), cell["deaths"] or "", cell["range"] or "", cell["events"] or ""


class _Charts:
    """The two charts of a place: what they count, and on which scale."""

    def __init__(
        self,
        name: str,
        marked: Sequence[Departure],
        rows: Mapping[str, Row],
        others: Mapping[str, Row] | None,
        count: str,
        *,
        is_monthly: bool,
    ) -> None:
        self._name, self._is_monthly = name, is_monthly
        self._is_deaths = count == "fatalities"
        self.groups = _groups(marked)
        self._bars = self._of(rows)
        self._beside = self._of(others) if others else None
        tops = [series.top_of(bars) for bars in (self._bars, self._beside) if bars]
        self._is_same = max(tops) <= SAME_SCALE * min(tops)
        self._is_partial = any(row["events"] is None for row in rows.values())
        self._tops = [max(tops)] * 2 if self._is_same else [*tops, 1]

    def _of(self, rows: Mapping[str, Row]) -> list[series.Bar]:
        names = ("fatalities_best", "fatalities_low", "fatalities_high") if self._is_deaths else ("events",)
        return [series.Bar(*bounds(period), *(row[name] for name in names)) for period, row in rows.items()]

    def _marks(self) -> list[series.Mark]:
        return [
            series.Mark(*one.shown, str(number), _label(label, one), vocabulary.BY_FORCE[one.force].colour)
            for number, (label, _, one) in enumerate(self.groups, start=1)
        ]

    def main(self) -> Drawing:
        """The chart of the place, with the departures."""
        return self._draw("here", self._bars, self._title(self._name), self._described(), is_comparison=False)

    def beside(self) -> Drawing | None:
        """The chart of the regions without a departure."""
        if self._beside is None:
            return None
        title = self._title(gettext("Regions without a departure"))
        return self._draw("beside", self._beside, title, self.key(), is_comparison=True)

    def scale(self) -> str | None:
        """True if the two charts share one scale."""
        if self._beside is None:
            return None
        if self._is_same:
            return gettext("Both charts have the same scale.")
        here, there = (numbers.whole(top) for top in self._tops[:2])
        return gettext(
            "The scales differ: the chart of the place ends at %(here)s, this one at %(there)s.", here=here, there=there
        )

    def _draw(self, key: str, bars: list[series.Bar], title: str, described: str, *, is_comparison: bool) -> Drawing:
        def make(width: int) -> Spec:
            height = (LOW if is_comparison else HEIGHT)[width == WIDE]
            top = self._tops[int(is_comparison)]
            frame = series.Frame(width, height, top, gettext("no data"), is_comparison)
            return series.chart(bars, self._marks(), frame)

        return drawing(make, key=f"series-{key}", title=title, description=described)

    def _title(self, name: str) -> str:
        if self._is_deaths:
            text = gettext("%(name)s: deaths by month") if self._is_monthly else gettext("%(name)s: deaths by year")
        else:
            text = gettext("%(name)s: events by month") if self._is_monthly else gettext("%(name)s: events by year")
        return text % {"name": name}

    def key(self) -> str:
        """The key of the chart: bars, the lines on them, grey fields."""
        if self._is_deaths:
            bars = gettext("Bars: best estimate. Thin lines: from the lowest to the highest estimate of the reports.")
        else:
            bars = gettext("Bars: events recorded.")
        grey = gettext("Grey: no data.")
        return f"{bars} {grey}" if self._is_partial else bars

    def _described(self) -> str:
        named = "; ".join(f"{label}, {date}" for label, date, _ in self.groups)
        marks = gettext("Vertical lines and bands: departures (%(named)s).", named=named) if named else ""
        return f"{self.key()} {marks}".strip()


def _groups(marked: Sequence[Departure]) -> list[tuple[str, str, Departure]]:
    """The departures as a chart marks them, those of a force on one date together: label, date, the first of them."""
    found = []
    for _, members in groupby(marked, key=lambda one: (one.shown, one.force, one.basis)):
        same = list(members)
        label = f"{departures.force(same[0].force)} {', '.join(one.site for one in same)}"
        found.append((label, departures.when(same[0]), same[0]))
    return found


def _label(label: str, departure: Departure) -> str:
    """The label on the chart, where a line is not the end that it seems."""
    return label if departure.is_dated else f"{label} ({departures.open_end(departure)})"
