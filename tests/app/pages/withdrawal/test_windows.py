"""/withdrawal: the numbers of the API and of a slow way over the raw file, and cut windows shown cut."""

from __future__ import annotations

import csv
import re

import pytest
from pyproj import Geod

from app.pages.withdrawal.page import departure_places_of
from geodata import periods
from geodata.forces import departures
from tests import deep_worlds, worlds
from tests.app import deep, monthly
from tests.app.markup import Node
from tests.app.withdrawal import RAW, page, tables


def rows(table: Node) -> dict[str, list[Node]]:
    """The cells of counts of each departure, by "place force"."""
    return {named(row): row.every("td", class_="num") for row in table.one("tbody").every("tr")}


def named(row: Node) -> str:
    """Place and force of a row's departure, without what is counted."""
    head = row.one("th")
    scope = [small.text for small in head.every("small", class_="scope")]
    return head.text.removesuffix(f" {scope[0]}") if scope else head.text


def numbers(cell: Node) -> tuple[int, int, int, int] | None:
    """Deaths, their range, and events of a cell; None where it says that there is no data."""
    found = re.match(r"([\d,]+) \(([\d,]+)–([\d,]+)\) events: ([\d,]+)", cell.text)
    return tuple(int(number.replace(",", "")) for number in found.groups()) if found else None


def by_api(client, pcode: str, asked: list[str], source: str) -> tuple[int, ...]:
    """Deaths, their range, and events of a region, summed over periods that the API is asked for one by one."""
    sums = [0, 0, 0, 0]
    for period in asked:
        month = f"&month={period[5:]}" if len(period) > 4 else ""
        query = f"?pcode={pcode}&year={period[:4]}{month}&source={source}"
        (record,) = client.get(f"/api/figures{query}").json["figures"]
        names = ("fatalities_best", "fatalities_low", "fatalities_high", "events")
        sums = [so_far + record[name] for so_far, name in zip(sums, names, strict=True)]
    return tuple(sums)


def by_raw_file(longitude: float, latitude: float, km: float, first: str, last: str) -> tuple[int, ...]:
    """The same within a distance of a point, from the raw file alone: events in one month, place known to 25 km."""
    found, geod = [0, 0, 0, 0], Geod(ellps="WGS84")
    with worlds.shared(RAW).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            month, _, year = row["date_start"].split()[0].split("/")
            ended = row["date_end"].split()[0].split("/")
            is_known = (ended[0], ended[2]) == (month, year) and int(row["date_prec"]) <= 4 and year == row["year"]
            metres = geod.inv(longitude, latitude, float(row["longitude"]), float(row["latitude"]))[2]
            if is_known and first <= f"{year}-{month}" <= last and int(row["where_prec"]) <= 2 and metres <= km * 1000:
                own = (int(row["best_est"]), int(row["low_est"]), int(row["high_est"]), 1)
                found = [so_far + number for so_far, number in zip(found, own, strict=True)]
    return tuple(found)


def test_every_closing_of_the_mission_in_2023_is_followed_by_less_than_five_months(real):
    here = departure_places_of(real.build.edition(), "ucdp")
    late = [
        one for one in here.departures if one.force == "minusma" and "2023-08" <= (one.closed_on or "") <= "2023-12-31"
    ]
    assert len(late) == 11
    shown = rows(tables(page(real.client))[-1])
    for one in late:
        windows = departures.by_month(here.site(one), one, here.elsewhere())
        months = 12 - int(one.closed_on[5:7])
        assert len(windows.after.here.covered) == len(windows.after.elsewhere.covered) == months < 5
        assert len(windows.before.here.covered) == 12
        after = shown[f"{one.site} MINUSMA"][2]
        (cut,) = after.every("span", class_="cut")
        assert cut.text == f"{months} of 12 months"
        assert (numbers(after) is None) is (months == 0)


def test_the_windows_of_a_region_are_the_sums_of_its_months_by_the_api(real):
    cells = rows(tables(page(real.client))[0])["Gao French forces"]
    source = real.build.edition().source
    asked = (periods.between("2021-08", "2022-07"), ["2022-08"], periods.between("2022-09", "2023-08"))
    for cell, months in zip(cells, asked, strict=False):
        assert numbers(cell) == by_api(real.client, "ML07", months, source)
    assert [cell.text.endswith("12 of 12 months") for cell in (cells[3], cells[4])] == [True, True]
    pool = [by_api(real.client, pcode, asked[0], source) for pcode in ("ML01", "ML03", "ML09")]
    assert numbers(cells[3]) == tuple(map(sum, zip(*pool, strict=True)))


@pytest.mark.parametrize("km", [50, 100])
@pytest.mark.parametrize(
    ("force", "site", "point", "month"),
    [
        ("French forces", "Gao", (-0.04472, 16.27167), "2022-08"),
        ("French forces", "Ménaka", (2.4022, 15.9182), "2022-06"),
        ("MINUSMA", "Douentza", (-2.94978, 15.00155), "2023-10"),
    ],
)
def test_what_is_counted_around_a_site_is_what_the_raw_file_says(real, km, force, site, point, month):
    shown = rows(tables(page(real.client, f"?km={km}"))[-1])[f"{site} {force}"]
    windows = [(periods.months_later(month, -12), periods.months_later(month, -1)), (month, month),
               (periods.months_later(month, 1), min(periods.months_later(month, 12), "2023-12"))]  # fmt: skip
    for cell, window in zip(shown, windows, strict=False):
        assert numbers(cell) == by_raw_file(*point, km, *window)
    assert sum(numbers(cell)[3] for cell in shown[:3]) > 0


def test_a_site_of_its_own_is_counted_as_in_the_table_of_all(real):
    every = rows(tables(page(real.client, "?km=100"))[-1])["Gao French forces"]
    own = rows(tables(page(real.client, "?place=french-gao&km=100"))[0])["Gao French forces"]
    assert [numbers(cell) for cell in own[:3]] == [numbers(cell) for cell in every[:3]]


def test_the_figures_that_ship_are_by_year_and_by_region(client, made):
    tree = page(client, "?place=french-gao")
    assert "import an event file" in tree.one("main").text
    cells = rows(tables(tree)[0])["Gao French forces"]
    for cell, year in zip(cells, ("2021", "2022", "2023"), strict=False):
        assert numbers(cell) == by_api(client, "ML07", [year], made.source)
        assert year in cell.text
    last = rows(tables(tree)[0])["Gao MINUSMA"]
    assert [numbers(cell) is None for cell in last[:3]] == [False, True, True]
    assert all("no data" in cell.text for cell in last[1:3])


def test_a_departure_known_to_the_year_has_no_window_of_months(real):
    own = tables(page(real.client))[0]
    cells = next(row for row in own.one("tbody").every("tr") if named(row) == "Gao MINUSMA")
    assert cells.every("td", class_="num") == []
    assert "Known to the year only: no window of months." in cells.text


def test_departures_in_a_window_are_named(real):
    cells = rows(tables(page(real.client))[0])["Gao French forces"]
    assert "also: EUTM Mali, Gao; Task Force Takuba, Ansongo; Task Force Takuba, Gao" in cells[0].text
    assert "also" not in cells[1].text + cells[2].text


def test_regions_without_a_departure_are_said_to_be_no_control_group(real, client):
    edition = real.build.edition()
    figures = edition.figures
    years = sorted(figures.covered)

    def deaths(pcode):
        unit = figures.unit("admin1", pcode)
        return sum(figures.row("admin1", unit, year, "all", "any")["fatalities_best"] for year in years)

    inside = sum(deaths(pcode) for pcode in ("ML01", "ML03", "ML09"))
    whole = sum(figures.national(year, "all", "any")["fatalities_best"] for year in years)
    text = page(real.client).one("main").text
    assert "They are no control group" in text
    assert f"They hold {100 * inside / whole:.1f}% of the deaths" in text
    left = "leaves a region out too: Ségou (MINUSMA, Diabaly, last reported 2019, closed by 31 December 2023)."
    assert left in text
    assert left in page(client, "?place=french-gao").one("main").text


def test_numbers_behind_the_chart_are_the_months_that_are_covered(real):
    behind = page(real.client, "?place=ML07").one("main").every("details", class_="behind")[0]
    heads = [row.one("th").text for row in behind.one("tbody").every("tr")]
    assert (heads[0], heads[-1], len(heads)) == ("April 2020", "December 2023", 45)


def test_what_has_no_month_and_no_place_is_said(real):
    edition = real.build.edition()
    figures, gao = edition.figures, edition.figures.unit("admin1", "ML07")
    undated = [figures.row("admin1", gao, f"{year}-00", "all", "any") for year in range(2020, 2026)]
    events, deaths = (sum(row[name] or 0 for row in undated) for name in ("events", "fatalities_best"))
    assert f"Month not known, in no bar: events {events}, deaths {deaths}." in page(real.client).one("main").text


def test_counts_by_month_and_cercle_have_no_zones_no_range_and_no_zero_where_nothing_is_said(tmp_path):
    drawn = deep_worlds.only(deep.world(tmp_path), "2016")
    record = deep.replace(worlds.source("acled-monthly-x"), policy="acled", data_to="2023-01-31")
    sources = {**drawn.sources, "acled-monthly-x": record}
    made = deep.replace(drawn, imported=[*drawn.imported, monthly.months()], sources=sources)
    client = deep.serve(tmp_path, made).client
    query = "?source=acled-monthly-x&place=gao-fr"
    cells = rows(tables(page(client, query))[0])["Gao French forces"]
    assert cells[0].text == "9 events: 6 2 of 12 months"
    assert cells[2].text == "6 events: 6 1 of 12 months"
    assert client.get("/withdrawal?source=acled-monthly-x&place=either-50").status_code == 400


def test_a_source_that_covers_none_of_it_says_so(tmp_path):
    late = [{"year": 2030, "x": 1.5, "y": 15.5}]
    served = deep.serve(tmp_path, deep_worlds.only(deep.with_others(tmp_path, {"later": late}), "2016"))
    tree = page(served.client, "?source=later&place=gao-fr")
    cells = rows(tables(tree)[0])["Gao French forces"]
    assert [cell.text for cell in cells[:3:2]] == ["no data 0 of 12 months"] * 2
