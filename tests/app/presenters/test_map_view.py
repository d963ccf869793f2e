"""A map view looks each figure up once, and table, legend, headline, sheet and briefing tell the same of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from app.exports.briefing import facts, rises, tables
from app.exports.mapsheet import drawing
from app.exports.mapsheet import legend as sheet_legend
from app.exports.mapsheet.view import SheetView
from app.presenters import headlines, legend, table
from app.presenters.map_view import MapView
from app.request.view import View
from geodata.exports import records
from geodata.figures.figures import Figures

VIEWS = {
    "a year": View(),
    "a change": View(since="2020"),
    "a month": View(year="2021", month="03"),
    "filtered": View(violence="one_sided", family="jnim"),
    "not covered": View(year="2024"),
    "listed": View(measure="documented_sites"),
}


@pytest.fixture
def answering(client):
    with client.application.test_request_context("/"):
        yield


@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
def test_a_view_has_the_figures_that_the_records_have(made, view):
    shown = MapView(made, view)
    filters = {"violence": view.violence, "family": view.family}
    for one in shown.units:
        asked = {**filters, "since": view.since}
        assert one.cell == records.cell(made, shown.measure, "admin1", one.unit, view.period, **asked)
        assert one.counts.now == made.figures.row("admin1", one.unit, view.period, **filters)
        assert (one.counts.then is None) == (view.since is None)
    assert (shown.national.now, shown.national_release) == records.national(made, view.period, **filters)
    assert shown.missing.now == made.figures.not_allocated("admin1", view.period, **filters)
    assert shown.breaks == records.breaks_of(made, shown.measure, "admin1", view.period)


def test_a_change_has_the_counts_of_both_periods(made):
    shown = MapView(made, VIEWS["a change"])
    assert shown.national.rows == (
        made.figures.national("2022", "all", "any"),
        made.figures.national("2020", "all", "any"),
    )
    gao = next(one for one in shown.units if one.unit.name == "Gao")
    now, then = gao.counts.rows
    risen = now["fatalities_best"] - then["fatalities_best"]
    assert gao.cell.change == pytest.approx(100_000 * risen / gao.unit.population)
    assert gao.cell.shown == gao.cell.change != gao.cell.value


@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
@pytest.mark.usefixtures("answering")
def test_table_map_and_legend_give_a_unit_one_class(made, view):
    shown = MapView(made, view)
    lines = {line.pcode: (line.key, line.fill) for line in table.lines(shown)}
    assert lines == {area.id: (area.key, area.fill) for area in drawing.areas(shown)}
    entries = {entry.key: entry.fill for entry in legend.entries(shown)}
    assert {key: entries[key] for key, _ in lines.values()} == dict(lines.values())


@pytest.mark.usefixtures("answering")
def test_each_figure_of_a_unit_is_looked_up_once_for_all_that_shows_it(made, monkeypatch):
    asked: Counter[tuple[str, ...]] = Counter()
    look_up = Figures.row

    def counting(self, level, unit, period, violence, family):
        asked[level, unit.pcode, period] += 1
        return look_up(self, level, unit, period, violence, family)

    monkeypatch.setattr(Figures, "row", counting)
    sheet = SheetView(MapView(made, replace(VIEWS["a change"], layers=("units",))))
    shown = sheet.units
    for read in (table.tables, headlines.headline, legend.legend, tables.units, rises.rises, facts.facts):
        assert read(shown)
    assert drawing.drawn(sheet).units
    assert sheet_legend.blocks(sheet)
    assert sheet_legend.value_tables(sheet)
    units = {key: number for key, number in asked.items() if key[0] == "admin1"}
    assert len(units) == 2 * len(shown.units)
    assert set(units.values()) == {1}
