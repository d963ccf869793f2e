"""The numbers of a briefing are the build's: the country, units, zones, sites, years, and the colours of its map."""

from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image

from app.application import create_app
from app.charts import years
from app.exports.briefing import tables
from app.presenters import legend, table, zone_table
from app.presenters.map_view import MapView
from geodata import vocabulary
from geodata.forces.dates import year_end
from tests.app import deep
from tests.app.briefings import page, section, view_of
from tests.app.markup import Node
from tests.app.vega_lite import vega_lite


def rows(section: Node) -> list[list[str]]:
    """The cells of the rows of a section's tables below their heads, a label over several columns counted once."""
    found = section.every("tbody") + section.every("tfoot")
    return [
        [cell.text for cell in row.children if isinstance(cell, Node)] for part in found for row in part.every("tr")
    ]


def number(text: str) -> int:
    return int(re.sub(r"[,\u202f]", "", text))


def test_the_country_is_the_builds(client, made):
    now, then = (made.figures.national(year, "all", "any") for year in ("2022", "2021"))
    lost = made.figures.not_allocated("admin1", "2022", "all", "any")
    shown = [
        [part.text for part in one.children if isinstance(part, Node)] for one in page(client).one("dl").every("div")
    ]
    assert [number(one[1]) for one in shown] == [
        *(now[name] for name in ("fatalities_best", "events", "civilian_fatalities")),
        lost["events"],
    ]
    assert shown[0][2] == f"reports: {now['fatalities_low']:,}–{now['fatalities_high']:,}"
    change = now["fatalities_best"] - then["fatalities_best"]
    assert shown[0][3] == f"2021: {then['fatalities_best']:,} (+{change:,})"
    assert shown[3][2] == f"events, with {lost['fatalities_best']} deaths"


@pytest.mark.parametrize("asked", [{}, {"from": "2020"}, {"year": "2024"}, {"measure": "documented_sites"}])
def test_every_region_has_the_row_that_it_has_on_the_map_page(client, made, asked):
    view = view_of(made, **asked)
    found = rows(section(page(client, "?" + "&".join(f"{name}={text}" for name, text in asked.items())), "units"))
    lines = table.lines(MapView(made, view))
    assert [(row[0], row[1]) for row in found[: len(lines)]] == [(line.name, line.value) for line in lines]
    assert len(lines) == 11
    for row, line in zip(found, lines, strict=False):
        assert [text for text in (line.best, line.span, line.events, line.civilians) if text not in row] == []
    country = table.national(MapView(made, view))
    assert found[-1][:5] == ["Mali", *(country[name] for name in ("best", "span", "events", "civilians"))]
    assert found[-2][0] == "Not allocated to a region"


@pytest.mark.parametrize("level", ["admin2", "admin3"])
@pytest.mark.parametrize("query", ["", "&violence=one_sided", "&month=3"])
def test_what_is_shown_the_others_and_what_is_not_allocated_add_up(imported, monkeypatch, level, query):
    monkeypatch.setattr(tables, "MOST_UNITS", 1)
    client = create_app(imported.data).test_client()
    *units, country = rows(section(page(client, f"?level={level}{query}"), "units"))
    assert country[0] == "Mali"
    assert len(units) == 3
    assert units[-2][0].startswith("The other ")
    cells = [(row[-5], row[-3], row[-2]) for row in units]
    sums = [sum(number(row[column]) for row in cells) for column in range(3)]
    assert sums == [number(country[at]) for at in (-5, -3, -2)]


def test_the_unit_that_is_opened_has_a_row_wherever_it_stands(imported, monkeypatch):
    monkeypatch.setattr(tables, "MOST_UNITS", 1)
    edition = imported.edition()
    last = table.lines(MapView(edition, view_of(edition, level="admin2")))[-1]
    found = tables.units
    with create_app(imported.data).test_request_context("/briefing.html"):
        made = found(MapView(edition, view_of(edition, level="admin2", unit=last.pcode)))
    assert [line.pcode for line in made.lines][1:] == [last.pcode]


def test_a_year_without_data_shows_none_and_no_zero(client):
    tree = page(client, "?year=2024")
    shown = [one.one("dd", class_="big").text for one in tree.one("dl").every("div")]
    assert shown == ["1,901", "no data", "759", "no data"]
    units = rows(section(tree, "units"))[:11]
    assert {tuple(row[1:5]) for row in units} == {("no data", "", "no data", "no data")}
    assert "from another release (UCDP country-year 25.1)" in tree.one("p", class_="news").text


def test_the_zones_are_those_that_the_view_shows(client, made):
    view = view_of(made)
    lines = {line["name"]: line for line in zone_table.lines(MapView(made, view))}
    found = rows(section(page(client), "zones"))
    assert [row[0].replace("\u00a0", " ") for row in found[:-1]] == [
        "Niger border, 50 km",
        "Burkina Faso border, 50 km",
        "Three-border area, 50 km",
    ]
    for name, *cells in found[:-1]:
        line = lines[name.replace("\u00a0", " ")]
        assert cells == [line["best"], line["span"], line["events"]]
    assert found[-1][0] == "Place too vague for any zone"
    assert not [one for one in page(client, "?layers=units").every("section") if one.attributes.get("class") == "zones"]


def test_zones_without_a_row_are_named(client):
    shown = ",".join(vocabulary.zone_ids())
    said = section(page(client, f"?layers=units,{shown}"), "zones").text.replace("\u00a0", " ")
    assert len(re.findall(r"\d+ km", said)) >= 6
    for kind in ("Niger or Burkina Faso border, 25, 50, 100 km", "Three-border area, 25, 50, 100 km"):
        assert kind in said


def test_the_sites_are_those_of_the_last_day(client, made):
    found = {row[0]: row[1:] for row in rows(section(page(client), "forces"))}
    assert found["MINUSMA"] == ["open: Ansongo, Gao", "open: Ménaka"]
    assert found["French forces"] == ["closed: Gao (15 August)", "closed: Ménaka (13 June)"]
    assert found["Wagner Group"] == ["open: Gao; uncertain: Ansongo", "open: Ménaka"]
    later = {row[0]: row[1:] for row in rows(section(page(client, "?year=2023"), "forces"))}
    assert "French forces" not in later
    assert later["MINUSMA"][1] == "closed: Ménaka (25 August)"
    listed = [
        row
        for row in made.table("site_status")
        if row["period"] == "2022" and row["status"] in ("open", "last_reported", "uncertain")
    ]
    wanted = {row["site_id"] for row in listed}
    names = {
        row["site"] for row in made.table("sites") if row["site_id"] in wanted and row["pcode"] in ("ML07", "ML10")
    }
    said = " ".join(cell for row in found.values() for cell in row)
    assert {name for name in names if name not in said} == set()
    assert year_end("2022").isoformat() == "2022-12-31"


def test_a_year_that_the_list_of_sites_does_not_cover_says_so(client):
    said = section(page(client, "?year=2012"), "forces")
    assert not said.every("table")
    assert "The list of sites does not cover 2012." in said.text


def test_charts_hold_the_numbers_in_words(client, made):
    charts = section(page(client), "annual").every("svg", role="img")
    assert [chart.one("title").text for chart in charts] == [
        f"{name}: deaths by year" for name in ("Mali", "Gao", "Ménaka")
    ]
    country = made.figures.national("2022", "all", "any")
    span = f"({country['fatalities_low']:,}–{country['fatalities_high']:,})"
    assert f"2022 {country['fatalities_best']:,} {span}" in charts[0].one("desc").text
    assert "2024 no data" in charts[0].one("desc").text


def test_a_month_has_the_months_of_its_year(imported):
    charts = section(page(imported.client, "?month=3"), "annual").every("svg", role="img")
    assert charts[0].one("title").text == "Mali: deaths by month"
    march = deep.total("2022-03")["fatalities_best"]
    assert f"Mar {march}" in charts[0].one("desc").text


def test_a_chart_of_nothing_is_drawn_all_the_same():
    bars = [years.Bar(label, None, None, None, "no data", is_shown=True) for label in ("2021", "2022")]
    vega_lite().validate(years.chart(bars, 226, 90))
    vega_lite().validate(years.chart([years.Bar("2026", 0, 0, 0, "0", is_shown=True)], 226, 90))


@pytest.mark.parametrize("query", ["", "?year=2024", "?from=2020"])
def test_the_maps_colours_are_exactly_the_classes(painted, client, made, query):
    tree = page(client, query)
    picture = tree.one("img").attributes["src"].partition(",")[2]
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
    seen = {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in image.getcolors(1 << 24)}
    asked = dict(part.split("=") for part in query[1:].split("&") if part)
    with client.application.test_request_context("/briefing.html"):
        entries = legend.entries(MapView(made, view_of(made, **asked)))
    assert {entry.fill for entry in entries if entry.fill.startswith("#")} - seen == set()
