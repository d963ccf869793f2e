"""On a figure every unit and cell is in the class of the screen and the table, of both sides of the border too."""

from __future__ import annotations

import re

import pytest

from app.exports.mapsheet import drawing, route
from app.presenters import legend, table
from app.presenters.map_view import MapView
from app.request import parsing
from geodata.exports import records, sites
from geodata.figures import measures
from geodata.mapsheet import files, look
from tests import examples
from tests.app.conftest import MEASURES
from tests.app.sheets import classes, sheet_of


def fill_in_print(key: str, measure, number) -> str:
    fill = legend.fill_of(key, measure, number)
    return look.PATTERNS[fill].ground if fill in look.PATTERNS else fill


@pytest.fixture
def plain(monkeypatch) -> None:
    """Texts of an SVG stay texts, which takes half the time of drawing each letter."""
    monkeypatch.setitem(files._LOOK, "svg.fonttype", "none")


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("query", "year", "since"),
    [
        *(
            (f"measure={key}&year={year}", year, None)
            for at, key in enumerate(MEASURES)
            for year in examples.some(("2013", "2022", "2024"), turn=at)
        ),
        *((f"measure={key}&year=2022&from=2020", "2022", "2020") for key in examples.some(MEASURES, 2)),
    ],
)
def test_every_unit_is_drawn_in_the_class_of_the_screen_and_the_table(client, made, query, year, since):
    answer = client.get(f"/figure.svg?focus=mali&layers=units&{query}")
    drawn = classes(answer.data, "unit")
    measure = measures.BY_KEY[re.search(r"measure=(\w+)", query)[1]]
    expected = {}
    for unit in made.figures.units["admin1"]:
        cell = records.cell(made, measure, "admin1", unit, year, since=since)
        key = legend.class_key(cell, measure)
        expected[unit.pcode] = (key, fill_in_print(key, measure, cell.number))
    assert drawn == expected
    with client.application.test_request_context(f"/?{query}"):
        lines = table.lines(MapView(made, parsing.view_of(route.request.args, made)))
    assert {line.pcode: line.key for line in lines} == {pcode: key for pcode, (key, _) in drawn.items()}


def test_cells_and_communes_are_drawn_in_their_classes(client, made, imported):
    drawn = classes(client.get("/figure.svg?focus=mali&layers=grid").data, "cell")
    measure = measures.BY_KEY["fatalities_per_1000km2"]
    cells = {unit.pcode: records.cell(made, measure, "grid", unit, "2022") for unit in made.figures.units["grid"]}
    assert drawn == {
        pcode: (key := legend.class_key(cell, measure), fill_in_print(key, measure, cell.number))
        for pcode, cell in cells.items()
    }
    drawn = classes(imported.client.get("/figure.svg?level=admin3&focus=mali").data, "unit")
    edition = imported.edition()
    assert set(drawn) == {unit.pcode for unit in edition.figures.units["admin3"]}
    for unit in edition.figures.units["admin3"]:
        cell = records.cell(edition, measure, "admin3", unit, "2022")
        assert drawn[unit.pcode][0] == legend.class_key(cell, measure)


def test_sites_are_drawn_with_the_status_of_the_lists(made):
    for site in sites.documented(made):
        for year, status in site.status.items():
            drawn = drawing.site_status(site.row, year)
            assert (drawn or "not_yet").replace("closed_during", "closed") == status, (site.row["site_id"], year)


def test_a_site_that_closed_during_the_period_is_told_from_one_that_closed_before():
    row = {"from_date": "2013", "from_basis": "", "to_date": "2022-08-15", "to_latest": None, "reported": None}
    shown = [
        drawing.site_status(row, period) for period in ("2012", "2021", "2022", "2022-07", "2022-08", "2022-09", "2023")
    ]
    assert shown == [None, "open", "closed_during", "open", "closed_during", "closed", "closed"]


def test_both_sides_of_the_border_are_drawn_told_and_cited(client, made):
    query = "sides=both&focus=niger&measure=fatalities_per_1000km2&unit=niger-50"
    svg = client.get(f"/figure.svg?{query}").data
    there, measure = made.figures.abroad["NER"], measures.BY_KEY["fatalities_per_1000km2"]
    limits = records.breaks_of(made, measure, "admin1", "2022")
    cell = records.cell_of(
        measure, there.row("zones", there.unit("zones", "niger-50"), "2022", "all", "any"), None, limits
    )
    key = legend.class_key(cell, measure)
    assert classes(svg, "part-NER")["niger-50"] == (key, fill_in_print(key, measure, cell.number))
    assert {f"hatch-NER-niger-50-{key}", "edge-NER-niger-50", "edge-BFA-both-50"} <= set(
        re.findall(r'id="([^"]+)"', svg.decode())
    )
    sheet = sheet_of(client, query)
    assert [line.partition(" 2022")[0] for line in sheet.headline] == ["Mali", "Niger border, 50 km – Mali", "Niger"]
    assert "Niger 2022: 40 deaths (34–47)" in sheet.headline[2]
    assert "Burkina Faso 2022: 41 deaths (9–41)" in sheet.headline[2]
    assert "UCDP GED, Niger 24.1" in sheet.small[0][0]
    (beyond,) = [block for block in sheet.legend if block.title == "Beyond the border"]
    assert (beyond.keys, beyond.notes[0]) == ((), "Coloured as the map’s units are.")


def test_beyond_the_border_rates_by_people_give_way_to_those_by_area(client):
    sheet = sheet_of(client, "sides=both")
    (beyond,) = [block for block in sheet.legend if block.title == "Beyond the border"]
    assert beyond.unit == "deaths per 1,000 km²"
    assert [key.of for key in beyond.keys] == list(measures.REDS)
    assert not [block for block in sheet_of(client, "").legend if block.title == "Beyond the border"]
    assert not [
        block for block in sheet_of(client, "sides=both&layers=units").legend if block.title.startswith("Beyond")
    ]


def test_the_cells_of_both_sides_are_drawn_in_their_classes(client, made):
    sheet = sheet_of(client, "sides=both&layers=grid")
    measure, found = measures.BY_KEY["fatalities_per_1000km2"], {}
    for part in sheet.map.parts:
        found.setdefault(part.side, {})[part.id] = part.area.key
    for side, there in made.figures.abroad.items():
        own = made.of_side(side)
        cells = {cell.pcode: records.cell(own, measure, "grid", cell, "2022") for cell in there.units["grid"]}
        assert found[side] == {pcode: legend.class_key(cell, measure) for pcode, cell in cells.items()}
    assert set(found) == set(made.figures.abroad)
    (beyond,) = [block for block in sheet.legend if block.title == "Beyond the border"]
    assert "A cell that the border crosses is coloured by Mali’s events alone." in beyond.notes
    assert not sheet_of(client, "layers=grid").map.parts
