"""Regions, cercles and communes, by year and month, in both frames: every form says the number worked out by hand."""

from __future__ import annotations

import pytest

from tests import examples
from tests.app import deep
from tests.app.conftest import ADDITIVE
from tests.app.deep import FRAMES, LEVELS, PERIODS, Served, members, pcodes, table, total
from tests.app.markup import by_column, read

SHORT = dict(zip(("events", "low", "best", "high", "civilians"), ADDITIVE, strict=True))
HEADINGS = {"Events": "events", "Fatalities, best": "fatalities_best", "Civilians": "civilian_fatalities"}
FILTERS = ("all", "one_sided")
BY_TURNS = [
    (frame, level, period, violence)
    for first, frame in enumerate(FRAMES)
    for second, level in enumerate(LEVELS)
    for third, period in enumerate(PERIODS)
    for violence in examples.some(FILTERS, 2, first + second + third)
]
"""Every frame, level and period, each with all violence or with one type."""
FORMS = ("Month not known, all of 2022", "date spans months or is vaguer; counts in the year only")


@pytest.fixture(scope="module")
def served(imported) -> Served:
    return imported


def asked(frame: str, level: str, period: str, violence: str) -> dict[str, str]:
    found = {"year": period[:4], "violence": violence, "frame": frame, "level": level}
    return found | ({"month": period[5:]} if period[4:] else {})


def truth(served: Served, frame: str, level: str, period: str, violence: str) -> dict[str, dict[str, int]]:
    """By p-code, with "not allocated" and "Mali": the counts, from the table of events and PLACED alone."""
    found = {pcode: total(period, violence, members(frame, level, pcode)) for pcode in pcodes(served, frame, level)}
    found["not allocated"] = total(period, violence, members(frame, level, None))
    return found | {"Mali": total(period, violence)}


def counts(row: dict) -> dict[str, int]:
    return {name: int(row[name]) for name in ADDITIVE}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("frame", FRAMES)
def test_the_truth_is_whole(served, frame, level):
    for period in PERIODS:
        parts = truth(served, frame, level, period, "all")
        whole = parts.pop("Mali")
        assert whole == {name: sum(part[name] for part in parts.values()) for name in ADDITIVE}
    assert total("2022")["fatalities_best"] == 26
    assert total("2022-03")["fatalities_best"] == 16


@pytest.mark.parametrize(("frame", "level", "period", "violence"), BY_TURNS)
def test_files_and_api_hold_the_figures(served, frame, level, period, violence):
    wanted = truth(served, frame, level, period, violence)
    query = asked(frame, level, period, violence)
    file = {name: value for name, value in query.items() if name != "level"}
    rows = table(served.client.get(f"/download/{level}.csv", query_string=file).data)
    assert {row["pcode"]: counts(row) for row in rows} == wanted
    features = served.client.get(f"/download/{level}.geojson", query_string=file).json
    units = {pcode: found for pcode, found in wanted.items() if pcode.startswith("ML")}
    month = int(period[5:]) if period[4:] else None
    assert {f["properties"]["pcode"]: counts(f["properties"]) for f in features["features"]} == units
    for feature in features["features"]:
        found = feature["properties"]
        assert (found["frame"], found["year"], found["month"]) == (frame, int(period[:4]), month)
    assert [f["id"] for f in features["features"]] == [f"{frame}:{pcode}:{period}" for pcode in units]
    assert features["provenance"]["filters"]["month"] == month
    ends = ("03-01", "03-31") if month == 3 else ("06-01", "06-30") if month else ("01-01", "12-31")
    assert {(row["start"], row["end"]) for row in rows if row["pcode"] in units} == {
        tuple(f"{period[:4]}-{day}" for day in ends)
    }
    api = served.client.get("/api/figures", query_string=query).json
    assert {row["pcode"]: counts(row) for row in api["figures"]} == units
    accounted = api["row_accounting"][period]
    assert accounted["not_allocated"] == wanted["not allocated"]
    assert accounted["national"] == wanted["Mali"]
    by = features["row_accounting"]["by_period" if month else "by_year"]
    assert by == {period: accounted}


@pytest.mark.parametrize("violence", FILTERS)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("frame", FRAMES)
def test_the_map_s_values_are_the_figures(served, frame, level, violence):
    by_year = served.asset(f"values-{level}-{violence}-any.json", frame=frame).json
    assert by_year["periods"] == [*deep.YEARS, "2024"]
    by_month = served.asset(f"values-{level}-{violence}-any-2022.json", frame=frame).json
    assert by_month["periods"] == [*(f"2022-{month:02}" for month in range(1, 13)), "2022-00"]
    for values, periods in ((by_year, deep.YEARS), (by_month, by_month["periods"])):
        for period in periods:
            place = values["periods"].index(period)
            wanted = truth(served, frame, level, period, violence)
            for short, name in SHORT.items():
                drawn = dict(zip(values["pcodes"], (series[place] for series in values[short]), strict=True))
                for pcode in pcodes(served, frame, level):
                    assert drawn.get(pcode, 0) == wanted[pcode][name], (pcode, period, name)
                assert values["not_allocated"][short][place] == wanted["not allocated"][name]
                assert values["national"][short][place] == wanted["Mali"][name]
    if level != "admin1":
        assert len(by_year["pcodes"]) < len(pcodes(served, frame, level)), "units without any event are left out"


@pytest.mark.parametrize(("frame", "level", "period", "violence"), BY_TURNS)
def test_the_page_s_table_shows_the_figures(served, frame, level, period, violence):
    wanted = truth(served, frame, level, period, violence)
    answer = served.client.get("/", query_string=asked(frame, level, period, violence))
    assert answer.status_code == 200
    page = read(answer.text)
    found = page.one("table", id="table")
    shown = {row.attributes["data-pcode"]: by_column(found, row) for row in found.one("tbody").every("tr")}
    units = [pcode for pcode in wanted if pcode.startswith("ML")]
    listed = units if level != "admin3" else [pcode for pcode in units if wanted[pcode]["events"]]
    assert set(shown) == set(listed)
    shown["not allocated"] = by_column(found, found.one("tr", data_row="missing"))
    shown["Mali"] = by_column(found, found.one("tr", data_row="national"))
    for key, cells in shown.items():
        assert {name: int(cells[heading]) for heading, name in HEADINGS.items()} == {
            name: wanted[key][name] for name in HEADINGS.values()
        }
    text = page.one("p", id="unlisted").text
    hidden = len(units) - len(listed)
    assert text == (f"{hidden} communes without a recorded event are not listed." if hidden else "")
    national = wanted["Mali"]
    when = {"2022-03": "March 2022", "2022-06": "June 2022", "2023-03": "March 2023"}.get(period, period)
    line = page.one("span", id="national").text
    assert line.startswith(f"Mali {when}: {national['fatalities_best']} deaths")
    parts = {"2021": ", only March 2021 – December 2021", "2023": ", only January 2023 – March 2023"}
    until = parts.get(period, "")
    assert page.one("p", id="subtitle").text == when + until


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("frame", FRAMES)
def test_months_and_the_month_that_is_not_known_are_the_year(served, frame, level):
    for violence in FILTERS:
        values = served.asset(f"values-{level}-{violence}-any-2022.json", frame=frame).json
        yearly = served.asset(f"values-{level}-{violence}-any.json", frame=frame).json
        at = yearly["periods"].index("2022")
        for short in SHORT:
            of_year = {pcode: series[at] for pcode, series in zip(yearly["pcodes"], yearly[short], strict=True)}
            of_months = {pcode: sum(series) for pcode, series in zip(values["pcodes"], values[short], strict=True)}
            assert of_months == {pcode: of_year[pcode] for pcode in of_months}
            assert not any(number for pcode, number in of_year.items() if pcode not in of_months)
            for kind in ("national", "not_allocated"):
                assert sum(values[kind][short]) == yearly[kind][short][at]


@pytest.mark.parametrize("level", LEVELS)
def test_the_row_of_the_unknown_month_stands_in_the_table(served, level):
    page = read(served.client.get(f"/?level={level}&month=03").text)
    found = page.one("table", id="table")
    row = found.one("tr", data_row="undated")
    assert "hidden" not in row.attributes
    cells = by_column(found, row)
    first = {"admin1": "Region", "admin2": "Cercle", "admin3": "Commune"}[level]
    assert (cells[first], cells["Note"]) == FORMS
    unknown = total("2022-00")
    assert (cells["Events"], cells["Fatalities, best"], cells["Civilians"]) == (
        str(unknown["events"]), str(unknown["fatalities_best"]), str(unknown["civilian_fatalities"]),
    )  # fmt: skip
    assert cells["Range"] == f"{unknown['fatalities_low']}–{unknown['fatalities_high']}"
    yearly = read(served.client.get(f"/?level={level}").text).one("tr", data_row="undated")
    assert "hidden" in yearly.attributes, "in a year they are counted where they belong"


def test_the_files_of_a_month_account_for_the_unknown_one(served):
    for address in ("/download/admin1.geojson", "/download/admin3.geojson"):
        found = served.client.get(f"{address}?year=2022&month=03").json["row_accounting"]
        assert found["month_not_known"] == {"2022": total("2022-00")}
        assert "month_not_known" not in served.client.get(f"{address}?year=2022").json["row_accounting"]


def test_a_month_that_the_file_does_not_reach_has_no_data(served):
    rows = table(served.client.get("/download/admin2.csv?year=2023&month=04").data)
    assert {row["events"] for row in rows} == {""}
    assert {row["fatalities_status"] for row in rows if row["pcode"].startswith("ML")} == {"no_data"}
    page = read(served.client.get("/?year=2023&month=04&level=admin2").text)
    assert {row.attributes["data-class"] for row in page.one("table", id="table").one("tbody").every("tr")} == {
        "no_data"
    }
    quiet = table(served.client.get("/download/admin2.csv?year=2022&month=01").data)
    assert {row["events"] for row in quiet} == {"0"}, "covered, and nothing recorded"
    values = served.asset("values-admin1-all-any-2023.json").json
    assert values["events"][0] == [0, 0, 1, *[None] * 9, 0]
    links = {a.attributes["data-month"]: a for a in page.every("a") if "data-month" in a.attributes}
    assert list(links) == ["", *(f"{month:02}" for month in range(1, 13))]
    assert [month for month, a in links.items() if a.attributes.get("class") == "partial"] == [
        f"{month:02}" for month in range(4, 13)
    ]


def test_the_change_of_a_month_is_from_the_same_month_of_the_other_year(served):
    query = {"level": "admin2", "measure": "fatalities_per_1000km2", "year": "2022", "month": "03", "from": "2021"}
    rows = served.client.get("/api/figures", query_string=query).json["figures"]
    page = read(served.client.get("/", query_string=query).text)
    assert page.one("p", id="subtitle").text == "Change from March 2021 to March 2022"
    areas = {unit.pcode: unit.area_km2 for unit in served.edition().figures.units["admin2"]}
    for row in rows:
        chosen = members("2016", "admin2", row["pcode"])
        now, then = (total(period, chosen=chosen)["fatalities_best"] for period in ("2022-03", "2021-03"))
        assert row["change"] == (now - then) * 1000 / areas[row["pcode"]]
    file = served.client.get("/download/admin2.geojson?year=2022&month=03&from=2021").json["features"]
    assert [f["properties"]["fatalities_per_1000km2_change"] for f in file] == [row["change"] for row in rows]


@pytest.mark.parametrize("level", LEVELS)
def test_every_region_of_a_smaller_unit_is_named(served, level):
    for frame in FRAMES:
        names = {unit.pcode: unit.name for unit in served.edition(frame=frame).figures.units["admin1"]}
        rows = table(served.client.get(f"/download/{level}.csv?year=2022&frame={frame}").data)
        for row in rows:
            if level != "admin1" and row["pcode"].startswith("ML"):
                assert names[row["admin1_pcode"]] == row["admin1_name"]
    if level != "admin1":
        here, there = (
            {
                row["pcode"]: row["admin1_pcode"]
                for row in table(served.client.get(f"/download/{level}.csv?year=2022&frame={frame}").data)
            }
            for frame in FRAMES
        )
        assert {pcode: (region, there[pcode]) for pcode, region in here.items() if region != there[pcode]} == {
            pcode: (f"{pcode[:4]}", "ML05") for pcode in here if pcode[:4] in ("ML06", "ML07")
        }


def test_the_map_knows_its_level_and_frame(served):
    for frame in FRAMES:
        for level in LEVELS:
            script = served.asset(f"map.{level}.en.js", frame=frame).text
            assert f'"level":"{level}"' in script
            assert f'"frame":"{frame}"' in script
            drawn = served.asset(f"units-{level}.json", frame=frame).json
            assert str(drawn).count("ML") >= len(pcodes(served, frame, level))
            outlines = served.asset(f"outlines-{level}.json", frame=frame)
            assert outlines.status_code == (404 if level == "admin1" else 200)


def test_a_frame_that_ships_has_regions_only(served):
    answer = served.client.get("/download/admin2.csv?source=ucdp-ged")
    assert (answer.status_code, answer.json["detail"]) == (
        404, "This source does not have this layer in the boundaries of 2016; available: admin1, zones, grid, sites.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("admin2.csv?year=2022&month=03", "mali-admin2-2022-03.csv"),
        ("admin3.geojson?frame=2012&year=2022", "mali-admin3-2022-frame-2012.geojson"),
        ("zones.csv?km=75", "mali-zones-all-years-within-75-km.csv"),
        ("admin1.csv?source=ucdp-ged", "mali-admin1-all-years-ucdp-ged.csv"),
        ("events.csv?year=2022&month=06", "mali-events-2022-06.csv"),
    ],
)
def test_the_file_is_named_by_what_it_holds(served, address, name):
    answer = served.client.get(f"/download/{address}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_month_may_be_asked_for_as_files_write_it(served):
    assert served.client.get("/?month=3").text == served.client.get("/?month=03").text
    assert served.client.get("/download/admin2.csv?year=2022&month=3").data == (
        served.client.get("/download/admin2.csv?year=2022&month=03").data
    )
