"""Page, API, both files and the map's values say the same number: the one that is computed here from what ships."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import shapely

import geodata
from geodata.figures.listings import SITES
from geodata.forces.dates import status_on
from tests import examples
from tests.app.conftest import ADDITIVE, LAST_COVERED, MEASURES, YEARS
from tests.app.markup import by_column, read

SHIPPED = Path(geodata.__file__).parent / "data"
FILTERS = [
    ("all", "any"),
    ("one_sided", "any"),
    ("all", "jnim"),
    ("state_based", "government"),
    ("non_state", "jnim_is"),
]
PAIRS = [("2012", "2023"), ("2020", "2022"), ("2022", "2020"), ("2023", "2024"), ("2019", "2013")]
DECIMALS = dict(zip(MEASURES, (1, 2, 2, 1, 0, 0), strict=True))
SHORT = dict(zip(("events", "low", "best", "high", "civilians"), ADDITIVE, strict=True))
INTERNATIONAL = {"minusma", "french", "eutm", "eucap", "takuba", "g5"}
HEADINGS = {"Events": "events", "Fatalities, best": "fatalities_best", "Civilians": "civilian_fatalities"}
LISTED = ("documented_sites", "nominal_troops")
NOTHING = dict.fromkeys(ADDITIVE, 0)


def rows_of(name: str) -> list[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shapes() -> dict[str, tuple[dict[str, str], shapely.Geometry]]:
    layer = json.loads((SHIPPED / "boundaries/mali_admin1_generalised.geojson").read_text(encoding="utf-8"))
    return {
        feature["properties"]["pcode"]: (feature["properties"], shapely.geometry.shape(feature["geometry"]))
        for feature in layer["features"]
    }


def counted(violence: str, family: str) -> dict[tuple[str, str], dict[str, int]]:
    """(p-code, "" for not allocated or MLI; year) -> counts."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for name in ("admin1", "country"):
        for row in rows_of(f"ucdp/counts_{name}.csv"):
            if row["actor_family"] == family and violence in ("all", row["violence_type"]):
                total = found.setdefault((row["pcode"], row["period"]), dict(NOTHING))
                for count in ADDITIVE:
                    total[count] += int(row[count])
    return found


def is_open(row: dict[str, str], day: date) -> bool:
    """Surely opened by the day and surely not closed, or reported later: a month or a year may be any of its days."""
    opened, closes, told = row["from_date"], row["to_date"], row["reported"]
    has_opened = bool(opened) and last_day(opened) <= day - timedelta(days=len(opened) < 10)
    if closes:
        return has_opened and day < first_day(closes)
    return has_opened and bool(told) and day <= first_day(told)


def first_day(text: str) -> date:
    """The first day that a date of year, month or day precision can mean."""
    return date.fromisoformat(text + "-01-01"[len(text) - 10 :] if len(text) < 10 else text)


def last_day(text: str) -> date:
    """The last day that a date of year, month or day precision can mean."""
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        return (date.fromisoformat(text + "-28") + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return date.fromisoformat(text)


def sites(units) -> dict[tuple[str, str], int]:
    decided = {row["site_id"]: row["decided_pcode"] for row in rows_of("forces/corrections.csv")}
    found: Counter[tuple[str, str]] = Counter()
    listed: set[str] = set()
    for row in rows_of("forces/sites.csv"):
        point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
        inside = [pcode for pcode, (_, shape) in units.items() if shape.covers(point)]
        pcode = decided.get(row["site_id"], min(inside, default=""))
        if row["force"] not in INTERNATIONAL or not pcode:
            continue
        listed.add(pcode)
        for year in YEARS:
            found[pcode, year] += is_open(row, date(int(year), 12, 31))
    return {(pcode, year): found[pcode, year] for pcode in listed for year in YEARS if year >= "2013"}


def troops(units) -> dict[tuple[str, str], int]:
    """The unit sizes at the locations of each region and year; MINUSMA stood in seven of them from 2014 to 2023."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows_of("forces/nominal_troops.csv"):
        if "2014" <= row["period"] <= "2023":
            point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
            [pcode] = [pcode for pcode, (_, shape) in units.items() if shape.covers(point)]
            found[pcode, row["period"]] += int(row["nominal_troops"])
    return dict(found)


class Truth:
    """Every figure, from the files that ship and nothing of the code under test."""

    def __init__(self) -> None:
        units = shapes()
        people = {
            row["pcode"]: int(row["population"])
            for row in rows_of("boundaries/people.csv")
            if (row["year"], row["frame"]) == ("2022", "2016")
        }
        self.population = {pcode: people.get(pcode) for pcode in units}
        self.area = {pcode: float(words["area_km2"]) for pcode, (words, _) in units.items()}
        self.sites = sites(units)
        self.troops = troops(units)
        self.counts = {chosen: counted(*chosen) for chosen in FILTERS}

    def count(self, name: str, pcode: str, year: str, chosen: tuple[str, str]) -> int | None:
        return None if year > LAST_COVERED else self.counts[chosen].get((pcode, year), NOTHING)[name]

    def value(self, measure: str, pcode: str, year: str, chosen: tuple[str, str]) -> float | None:
        if measure in LISTED:
            return (self.sites if measure == "documented_sites" else self.troops).get((pcode, year))
        stem = measure.rsplit("_per_", 1)
        count = self.count("fatalities_best" if stem[0] == "fatalities" else stem[0], pcode, year, chosen)
        if count is None:
            return None
        people = self.population[pcode]
        if stem[1] == "100k":
            return count * 1e5 / people if people else None
        return count * 1e3 / self.area[pcode]


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth()


def close(value: float | None):
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-12)


def query(chosen: tuple[str, str], **more: str) -> dict[str, str]:
    return {"violence": chosen[0], "family": chosen[1], **more}


@pytest.fixture(params=FILTERS, ids="-".join)
def chosen(request):
    return request.param


def test_the_files_and_the_api_hold_the_figures(client, truth, chosen):
    geojson = client.get("/download/admin1.geojson", query_string=query(chosen)).json["features"]
    raw = client.get("/download/admin1.csv", query_string=query(chosen)).data.decode("utf-8-sig")
    table = [row for row in csv.DictReader(io.StringIO(raw, newline="")) if row["name"]]
    listed = client.get("/api/figures", query_string=query(chosen)).json["figures"]
    assert len(geojson) == len(table) == len(listed) == 11 * len(YEARS)
    for feature, row, record in zip(geojson, table, listed, strict=True):
        pcode, year = feature["properties"]["pcode"], str(feature["properties"]["year"])
        assert (row["pcode"], row["year"], record["pcode"], str(record["year"])) == (pcode, year, pcode, year)
        wanted = {name: truth.count(name, pcode, year, chosen) for name in ADDITIVE}
        wanted |= {measure: truth.value(measure, pcode, year, chosen) for measure in MEASURES}
        for name, value in wanted.items():
            assert feature["properties"][name] == record[name] == close(value), (name, pcode, year)
            assert row[name] == ("" if record[name] is None else str(record[name]))
        assert feature["properties"]["population"] == truth.population[pcode]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_api_holds_the_value_of_each_measure(client, truth, chosen, measure):
    rows = client.get("/api/figures", query_string=query(chosen, measure=measure)).json["figures"]
    assert len(rows) == 11 * len(YEARS)
    for row in rows:
        assert row["value"] == close(truth.value(measure, row["pcode"], str(row["year"]), chosen))


def test_the_map_s_values_are_the_figures(client, tag, truth, chosen):
    values = client.get(f"/assets/{tag}/values-admin1-{chosen[0]}-{chosen[1]}.json").json
    assert tuple(values["periods"]) == YEARS
    assert len(values["pcodes"]) == 11
    for short, name in SHORT.items():
        for place, pcode in enumerate(values["pcodes"]):
            assert values[short][place] == [truth.count(name, pcode, year, chosen) for year in YEARS]
        assert values["not_allocated"][short] == [truth.count(name, "", year, chosen) for year in YEARS]
        assert values["national"][short] == [truth.count(name, "MLI", year, chosen) for year in YEARS]


def test_the_map_s_units_and_sites_are_the_figures(client, tag, truth):
    script = client.get(f"/assets/{tag}/map.admin1.en.js").text
    config = json.loads(script[script.index("{") : script.index(");\n")])
    for place, unit in enumerate(config["units"]):
        pcode = unit["pcode"]
        assert (unit["population"], unit["area"]) == (truth.population[pcode], close(truth.area[pcode]))
        listed = {key: config["listed"][key]["counts"] for key in ("sites", "troops")}
        assert listed["sites"]["open"][place] == [truth.sites.get((pcode, year)) for year in YEARS]
        assert listed["troops"]["troops"][place] == [truth.troops.get((pcode, year)) for year in YEARS]


def number(text: str) -> float | None:
    """What a person reads; half of the last digit is lost."""
    cleaned = text.replace(",", "").replace("−", "-").replace("+", "")
    return None if cleaned in ("no data", "none documented") else float(cleaned.replace("<", ""))


def shown(text: str, value: float | None, decimals: int) -> None:
    step = 10.0**-decimals
    if value is None:
        assert text == "no data"
    elif value and abs(value) < step / 2 - 1e-9:
        assert text.lstrip("+−") == f"<{step:.{decimals}f}"
    else:
        assert abs(number(text) - value) <= step / 2 + 1e-9


@pytest.mark.parametrize("measure", MEASURES)
def test_the_page_s_table_shows_the_figures(client, truth, chosen, measure):
    for year in examples.some(YEARS, turn=MEASURES.index(measure)):
        page = read(client.get("/", query_string=query(chosen, measure=measure, year=year)).text)
        table = page.one("table", id="table")
        rows = table.one("tbody").every("tr")
        assert len({row.attributes["data-pcode"] for row in rows}) == len(rows) == 11
        for row in rows:
            pcode, cells = row.attributes["data-pcode"], by_column(table, row)
            shown(cells["value"], truth.value(measure, pcode, year, chosen), DECIMALS[measure])
            for heading, name in HEADINGS.items():
                assert number(cells[heading]) == truth.count(name, pcode, year, chosen)
            if year <= LAST_COVERED:
                low, high = (number(part) for part in cells["Range"].split("–"))
                assert low == truth.count("fatalities_low", pcode, year, chosen)
                assert high == truth.count("fatalities_high", pcode, year, chosen)
            assert number(cells["People, census 2022"]) == truth.population[pcode]
            listed = cells["Documented sites"]
            assert (number(listed.split()[0]) if listed[0].isdigit() else None) == truth.sites.get((pcode, year))
        for kind, key in (("missing", ""), ("national", "MLI")):
            cells = by_column(table, table.one("tr", data_row=kind))
            for heading, name in HEADINGS.items() if year <= LAST_COVERED else ():
                assert number(cells[heading]) == truth.count(name, key, year, chosen)


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize("measure", MEASURES)
def test_a_change_is_the_same_in_page_api_and_file(client, truth, pair, measure):
    since, year = pair
    for chosen in examples.some(FILTERS[:3], turn=MEASURES.index(measure) + PAIRS.index(pair)):
        asked = query(chosen, year=year) | {"from": since}
        page = read(client.get("/", query_string=asked | {"measure": measure}).text)
        body = page.one("table", id="table").one("tbody")
        rows = {row.attributes["data-pcode"]: row for row in body.every("tr")}
        listed = client.get("/api/figures", query_string=asked | {"measure": measure}).json["figures"]
        file = client.get("/download/admin1.geojson", query_string=asked).json["features"]
        assert len(rows) == len(listed) == len(file) == 11
        for record, feature in zip(listed, file, strict=True):
            pcode = record["pcode"]
            before, after = (truth.value(measure, pcode, at, chosen) for at in pair)
            wanted = None if None in (before, after) else after - before
            assert record["change"] == (None if wanted is None else pytest.approx(wanted, rel=1e-9, abs=1e-9))
            shown(rows[pcode].every("td")[0].text, wanted, DECIMALS[measure])
            if measure not in LISTED:
                assert feature["properties"][f"{measure}_change"] == record["change"]


def test_the_map_s_sites_are_the_file_s_with_the_id_of_their_source(client, tag):
    raw = client.get("/download/sites.csv").data.decode("utf-8-sig")
    told = {(row["site_id"], row["year"]): row for row in csv.DictReader(io.StringIO(raw, newline=""))}
    drawn = client.get(f"/assets/{tag}/sites.json").json
    assert {(site["id"], year) for site in drawn for year in YEARS} == set(told)
    named = {row["source_id"]: row for row in rows_of("forces/sources.csv")}
    for site in drawn:
        for year in YEARS:
            when = [span and tuple(map(date.fromisoformat, span)) for span in (site["opened"], site["closed"])]
            there = site["lastThere"] and date.fromisoformat(site["lastThere"])
            expected = status_on(date(int(year), 12, 31), *when, there) if SITES.covers(year) else "no_data"
            assert told[site["id"], year]["status"] == expected
        row = told[site["id"], "2022"]
        assert (site["source"]["id"], site["source"]["title"]) == (row["source_id"], row["source"])
        assert named[row["source_id"]]["title"] == row["source"]
        assert (site["from"] or "", site["to"] or "", site["takenOverBy"] or "") == (
            row["from_date"],
            row["to_date"],
            row["taken_over_by"],
        )
