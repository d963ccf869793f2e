"""The pages without script: the state that the address asks for, rendered whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import geodata
from app.pages import map
from geodata.exports import records
from geodata.exports.formats import FORMATS
from tests import examples
from tests.app.conftest import FAMILIES, MEASURES, VIOLENCE, YEARS, drawn_world, renamed_world, serve_world
from tests.app.maps import LEFT, page
from tests.app.markup import by_column, read

TITLES = {
    "fatalities_per_100k": "Fatalities per 100,000 people",
    "fatalities_per_1000km2": "Fatalities per 1,000 km²",
    "events_per_100k": "Events per 100,000 people",
    "civilian_fatalities_per_100k": "Civilian fatalities per 100,000 people",
    "documented_sites": "Documented sites: MINUSMA, French, EU, Takuba, G5",
    "nominal_troops": "MINUSMA troops, nominal (unit sizes)",
}
STATES = {
    "no_data": "No data",
    "no_denominator": "Recorded, but its people are not known in this frame",
    "none_recorded": "No event recorded",
    "zero": "0, with events recorded",
    "best_zero": "Best estimate 0, high estimate above 0",
    "none_documented": "No site documented",
    "sites_zero": "0: listed sites closed or not yet open",
    "uncertain": "None surely open, some perhaps",
}
OTHER_WORDS = {("nominal_troops", "none_documented"): "No location listed"}
"""What a state is called where the measure has words of its own."""
COUNTED = ("Events", "Fatalities, best", "Range", "Civilians")
OF_MEASURE = {
    "fatalities_per_100k": ("best_zero", "none_recorded", "no_denominator", "no_data"),
    "fatalities_per_1000km2": ("best_zero", "none_recorded", "no_data"),
    "events_per_100k": ("none_recorded", "no_denominator", "no_data"),
    "civilian_fatalities_per_100k": ("zero", "none_recorded", "no_denominator", "no_data"),
    "documented_sites": ("sites_zero", "uncertain", "none_documented", "no_data"),
    "nominal_troops": ("none_documented", "no_data"),
}


def legend(found) -> list[tuple[str, str, str]]:
    """(key, fill, label) of the legend's lines."""
    items = found.one("div", id="legend").every("li")
    return [
        (item.one("svg").attributes["data-key"], item.one("rect").attributes["fill"], item.one("span").text)
        for item in items
    ]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_page_shows_the_measure_and_year_asked_for(client, measure):
    found = page(client, measure=measure, year="2019", lang="en")
    subtitle = "31 December 2019" if measure == "documented_sites" else "2019"
    assert found.one("head").one("title").text == f"{TITLES[measure]}, {subtitle} · Mali Atlas"
    assert found.one("h1").text == TITLES[measure]
    assert found.one("p", id="subtitle").text == subtitle
    assert found.one("span", id="figures-title").text == f"{TITLES[measure]}, {subtitle}"
    current = [
        link.attributes["data-year"] for link in found.every("a", aria_current="true") if "data-year" in link.attributes
    ]
    assert current == ["2019"]
    chosen = [box.attributes["value"] for box in found.every("input", type="radio") if "checked" in box.attributes]
    assert chosen == [measure]


def test_every_year_is_a_link_that_keeps_the_rest_of_the_view(client):
    found = page(
        client, year="2016", measure="events_per_100k", violence="one_sided", layers="rivers", **{"from": "2014"}
    )
    links = [link for link in found.every("a") if "data-year" in link.attributes]
    assert [link.text for link in links] == [link.attributes["data-year"] for link in links] == list(YEARS)
    for link in links:
        year, address = link.text, link.attributes["href"]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        expected = {
            "year": year,
            "measure": "events_per_100k",
            "violence": "one_sided",
            "layers": "rivers",
            "from": "2014",
        }
        if year == "2022":
            del expected["year"]
        if year == "2014":
            del expected["from"]
        assert asked == expected
        assert client.get("/" + address.removeprefix("./")).status_code == 200
    assert [link.text for link in links if link.attributes.get("class") == "partial"] == ["2024"]
    assert found.one("p", id="subtitle").text == "Change from 2014 to 2016"
    assert found.one("p", id="filter").text == "One-sided (against civilians)"


def test_the_downloads_are_of_the_view(client):
    found = page(client, year="2018", violence="non_state", family="jnim_is", **{"from": "2015"})
    links = {
        a.attributes["data-download"]: a.attributes["href"] for a in found.every("a") if "data-download" in a.attributes
    }
    query = "?year=2018&from=2015&violence=non_state&family=jnim_is"
    assert links == {
        f"{layer}.{extension}": f"/download/{layer}.{extension}{query if layer != 'sites' else '?year=2018'}"
        for layer in ("admin1", "zones", "grid", "sites")
        for extension in FORMATS
    } | {
        f"{layer}.{extension}?hxl=1": f"/download/{layer}.{extension}{own}&hxl=1"
        for layer in ("admin1", "zones", "grid", "sites")
        for extension in ("xlsx", "csv")
        for own in [query if layer != "sites" else "?year=2018"]
    }


@pytest.mark.parametrize("measure", MEASURES)
def test_the_legend_lists_classes_and_what_is_no_class(client, made, measure):
    found = legend(page(client, measure=measure))
    assert [(key, label) for key, _, label in found if key in STATES] == [
        (key, OTHER_WORDS.get((measure, key), STATES[key])) for key in OF_MEASURE[measure]
    ]
    classes = [(key, fill) for key, fill, _ in found if key not in STATES]
    breaks = made.manifest["breaks"][measure]["admin1"]["value"]
    assert [key for key, _ in classes] == [f"c{number + 1}" for number in range(len(breaks))]
    assert len({fill for _, fill in classes}) == len(classes)
    assert len({label for *_, label in found}) == len(found)


def without_doubts(note: str) -> str:
    """A note without what it says of a class that depends on the estimate, and of a rate that rests on little."""
    return note.split("†")[0].split("◪")[0].strip()


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("change", [{}, {"from": "2014"}], ids=["value", "change"])
def test_every_row_is_drawn_in_a_class_of_the_legend(client, made, measure, change):
    seen = set()
    filters = ("all", "any"), ("one_sided", "any"), ("all", FAMILIES[1]), (VIOLENCE[1], "any")
    years = [year for year in examples.some(YEARS, turn=MEASURES.index(measure)) if year != "2014"]
    for turn, year in enumerate(years, start=bool(change)):
        for violence, family in examples.some(filters, 2, turn):
            found = page(client, measure=measure, year=year, violence=violence, family=family, **change)
            entries = {key: (fill, label) for key, fill, label in legend(found)}
            table = found.one("table", id="table")
            for row in table.one("tbody").every("tr"):
                key = row.attributes["data-class"]
                fill, label = entries[key]
                assert row.one("rect").attributes["fill"] == fill
                said = without_doubts(by_column(table, row)["Note"])
                assert said.removesuffix(note_of(made, row)).removesuffix(LEFT).strip() == (
                    "" if key[-1].isdigit() else label
                )
                seen.add(key)
    assert len(seen) > 3


def test_2024_has_no_data_for_regions_and_the_country_from_another_release(client, made):
    found = page(client, year="2024")
    table = found.one("table", id="table")
    rows = table.one("tbody").every("tr")
    assert len(rows) == 11
    for row in rows:
        cells = by_column(table, row)
        assert row.attributes["data-class"] == "no_data"
        note = cells["Note"].removesuffix(note_of(made, row)).strip()
        assert (cells["value"], cells["limits"], note) == ("no data", "", STATES["no_data"])
        assert [cells[name] for name in COUNTED] == ["no data"] * 4
    missing, country = (by_column(table, table.one("tr", data_row=kind)) for kind in ("missing", "national"))
    assert [missing[name] for name in COUNTED] == ["no data"] * 4
    shipped = Path(geodata.__file__).parent / "data/ucdp/national_country_year.csv"
    last = shipped.read_text(encoding="utf-8").splitlines()[-1].split(",")
    assert last[0] == "2024"
    low, best, high, civilians = (f"{int(number):,}" for number in last[3:7])
    assert [country[name] for name in COUNTED] == ["no data", best, f"{low}–{high}", civilians]
    assert country["Note"] == "country only, from another release (UCDP country-year 25.1)"
    zones = found.one("table", id="zones").one("tbody").every("td")
    assert {cell.text for cell in zones} == {"no data"}


@pytest.mark.parametrize("column", ["name", "events", "population", "sites"])
def test_the_table_is_sorted_as_the_address_says(client, made, column):
    names = {"name": "name", "population": "population", "events": "events", "sites": "documented_sites"}
    units = {unit.pcode: unit for unit in made.figures.units["admin1"]}

    def value(pcode):
        row = made.figures.row("admin1", units[pcode], "2022", "all", "any")
        return units[pcode].name if column == "name" else row[names[column]]

    for sort in (column, f"-{column}"):
        page = read(client.get(f"/?sort={sort}").text)
        rows = [row.attributes["data-pcode"] for row in page.every("tr") if "data-pcode" in row.attributes]
        known = [value(pcode) for pcode in rows if value(pcode) is not None]
        assert known == [value(pcode) for pcode in rows][: len(known)], "what has no value is last"
        if column != "name":
            assert known == sorted(known, reverse=sort != column)
        head = page.one("th", data_sort=column)
        assert head.attributes["aria-sort"] == ("ascending" if sort == column else "descending")
    assert column != "name" or [units[rows[0]].name, units[rows[-1]].name] == ["Tombouctou", "Bamako"]


def test_a_filter_takes_2024_from_the_country_too(client):
    found = page(client, year="2024", violence="one_sided")
    country = by_column(found.one("table", id="table"), found.one("tr", data_row="national"))
    assert [country[name] for name in COUNTED] == ["no data"] * 4
    assert country["Note"] == ""


def test_each_kind_of_nothing_has_its_own_words_in_a_drawn_world(tmp_path):
    served, _ = serve_world(tmp_path, drawn_world(tmp_path))
    keys = {"Mopti": "best_zero", "Tombouctou": "none_recorded"}
    found = page(served, year="2022")
    rows = {row.one("th").text: row for row in found.one("table", id="table").one("tbody").every("tr")}
    for name, key in keys.items():
        assert rows[name].attributes["data-class"] == key
        assert without_doubts(by_column(found.one("table", id="table"), rows[name])["Note"]) == STATES[key]
    found = page(served, year="2022", measure="documented_sites")
    rows = {row.one("th").text: row for row in found.one("table", id="table").one("tbody").every("tr")}
    assert rows["Mopti"].attributes["data-class"] == "sites_zero"
    assert rows["Tombouctou"].attributes["data-class"] == "none_documented"
    cells = by_column(found.one("table", id="table"), rows["Tombouctou"])
    assert cells["Documented sites"] == "none documented"
    assert page(served, year="2024").one("table", id="table").every("tr", data_class="no_data")
    table = page(served, year="2022", measure="nominal_troops").one("table", id="table")
    rows = {row.one("th").text: by_column(table, row) for row in table.one("tbody").every("tr")}
    assert {name: (cells["value"], cells["Note"]) for name, cells in rows.items()} == {
        "Gao": ("600", ""),
        "Ménaka": ("150", ""),
        "Mopti": ("no data", "No location listed"),
        "Tombouctou": ("no data", "No location listed"),
    }


def test_moving_an_event_across_a_border_changes_the_table(tmp_path):
    def values(x: float) -> dict[str, str]:
        folder = tmp_path / str(x)
        folder.mkdir()
        event = [{"year": 2022, "x": x, "y": 15.5, "best": 5, "high": 9}]
        served, _ = serve_world(folder, renamed_world(folder, {}, spec=event))
        table = page(served, year="2022").one("table", id="table")
        rows = [by_column(table, row) for row in table.one("tbody").every("tr")]
        return {row["Region"]: row["Fatalities, best"] for row in rows if row["Fatalities, best"] != "0"}

    assert (values(1.9), values(2.1)) == ({"Gao": "5"}, {"Ménaka": "5"})


def test_the_map_s_element_is_what_folium_renders(client):
    from app.webmap import folium_map

    assert folium_map.render(["ML07", "ML10"])[0] == map.MAP_HTML
    assert map.MAP_OPEN in client.get("/").text


def test_the_method_page_describes_every_source_column_and_state(client, made):
    found = read(client.get("/method").text)
    text = found.text
    for source in made.manifest["sources"].values():
        assert source["title"] in text
        assert source["licence"] in text
    for column in records.columns_of("admin1"):
        assert column.name in text
    for label in STATES.values():
        assert label in text
    assert "Of 1,998 events, 91 have no region." in text
    assert "Data to 31 December 2023 (UCDP GED, release 24.1 inferred)" in text


def test_a_worker_that_answered_pages_figures_and_a_csv_file_has_loaded_no_table_library(data):
    code = (
        "import sys; from app.application import create_app; client = create_app(sys.argv[1]).test_client(); "
        "print([client.get(path).status_code for path in sys.argv[2:]]); "
        "print([name for name in ('pandas', 'geopandas', 'shapely') if name in sys.modules])"
    )
    paths = ("/", "/method", "/api/figures", "/download/admin1.csv")
    result = subprocess.run([sys.executable, "-c", code, str(data), *paths], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == [str([200] * len(paths)), "[]"]


def note_of(edition, row):
    """What is said of the people of a row's region."""
    return edition.manifest["population_notes"].get(row.attributes["data-pcode"], "")
