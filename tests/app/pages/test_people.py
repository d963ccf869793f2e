"""The people that rates divide by: one setting that map, table, files, API, map sheet and briefing follow."""

import csv
import io

import pytest

from app.exports.mapsheet import route
from app.exports.mapsheet.view import SheetView
from app.presenters import table
from app.presenters.map_view import MapView
from app.request.view import View
from tests.app.markup import read

YEAR = "year=2012&people=year"
OF_2012 = round(54_456 ** (10 / 13) * 318_876 ** (3 / 13))
"""Ménaka: three of thirteen years after the census of 2009."""


def menaka(client, query):
    return client.get(f"/api/figures?pcode=ML10&{query}").json["figures"][0]


def rows_of(client, query):
    text = client.get(f"/download/admin1.csv?{query}").get_data(as_text=True).lstrip("\ufeff")
    return {row["pcode"]: row for row in csv.DictReader(io.StringIO(text))}


def test_the_api_and_files_divide_by_the_people_asked_for(client):
    now, of_year = menaka(client, "year=2012"), menaka(client, YEAR)
    assert (now["population"], of_year["population"]) == (318_876, OF_2012)
    assert of_year["fatalities_per_100k"] == pytest.approx(of_year["fatalities_best"] * 1e5 / OF_2012)
    row = rows_of(client, YEAR)["ML10"]
    assert float(row["fatalities_per_100k"]) == pytest.approx(of_year["fatalities_per_100k"])
    assert int(row["population"]) == OF_2012
    assert "5.9 times" in row["population_note"]
    assert menaka(client, "year=2022&people=year")["population"] == 318_876


def test_the_change_divides_each_year_by_its_own_people(client):
    found = menaka(client, "year=2022&from=2012&people=year&measure=fatalities_per_100k")
    assert found["from_value"] == pytest.approx(menaka(client, YEAR)["fatalities_per_100k"])


def test_a_file_says_which_people_it_is_of(client):
    census, of_year = (client.get(f"/download/admin1.geojson?{query}") for query in ("year=2012", YEAR))
    assert "people-of-the-year" in of_year.headers["Content-Disposition"]
    assert [answer.json["provenance"]["filters"]["people"] for answer in (census, of_year)] == ["census", "year"]
    meanings = [
        {column["name"]: column for column in answer.json["provenance"]["columns"]} for answer in (census, of_year)
    ]
    assert "census 2022 (RGPH5), for every year" in meanings[0]["population"]["meaning"]
    assert "interpolated geometrically" in meanings[1]["population"]["meaning"]
    assert "of the year, between two censuses" in meanings[1]["fatalities_per_100k"]["unit"]


def test_the_page_says_which_people_and_where_there_is_no_rate(client):
    text = client.get(f"/?{YEAR}&lang=en").text
    found = read(text)
    assert "(of the year, between two censuses)" in found.one("div", id="legend").text
    assert "interpolated geometrically between the censuses of 2009 and 2022" in text
    assert found.one("a", id="people-head").text == "People of 2012, between two censuses"
    assert f"{OF_2012:,}" in found.one("table", id="table").text
    lines = {line.attributes["data-pcode"]: line for line in found.one("table", id="table").one("tbody").every("tr")}
    assert "which area Bamako’s 4,227,569 people cover is not known" in lines["ML20"].text
    assert "no data" in lines["ML06"].text  # one region with Taoudénit in 2009


@pytest.mark.parametrize("pcode", ["ML20", "ML02"])
def test_no_rate_stands_where_the_count_fits_other_boundaries(client, pcode):
    row = rows_of(client, "year=2022")[pcode]
    assert (row["population"], row["fatalities_per_100k"]) == ("", "")
    assert row["population_note"].startswith("No rate by people")


def test_the_caveats_stand_on_sheet_and_briefing(client, made):
    assert "5.9 times" in client.get("/briefing.html?year=2022&lang=en").text
    with client.application.test_request_context("/?lang=en"):
        said = table.population_notes(MapView(made, View()))
        assert "Kidal, Taoudénit: Its people of 2022 are from a list that was not read again." in said
        sheet = route.sheet(SheetView(MapView(made, View())), "")
        assert "5.9 times" in " ".join(part for column in sheet.small for part in column)
        assert table.population_notes(MapView(made, View(measure="documented_sites"))) == []


def test_the_method_shows_the_size_of_the_difference(client):
    found = read(client.get("/method?lang=en").text)
    line = next(row for row in found.every("tr") if [head.text for head in row.every("th", scope="row")] == ["Ménaka"])
    assert f"{318_876 / OF_2012:.2f}" in line.text
    assert "3.7" not in line.text
