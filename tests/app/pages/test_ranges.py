"""A range of years or months says the same number everywhere: page, API, file, OGC, pack, figure and briefing."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.mapsheet import route
from geodata.builds import store
from geodata.exports import verify
from geodata.exports.pack import read as read_pack
from geodata.vocabulary import DATA
from tests.app.conftest import ADDITIVE, YEARS
from tests.app.markup import by_column, read
from tests.examples import times

COVERED = [year for year in YEARS if year != "2024"]
FILTERS = [("all", "any"), ("one_sided", "any"), ("all", "jnim"), ("state_based", "government")]
ranges = st.sampled_from(list(itertools.combinations(YEARS, 2)))


def counts(layer: str, code: str, years: list[str], violence: str, family: str) -> dict[str, int]:
    """Row by row from what ships: the counts of a unit in these years."""
    found = dict.fromkeys(ADDITIVE, 0)
    with (DATA / f"ucdp/counts_{layer}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            is_of = row["actor_family"] == family and violence in ("all", row["violence_type"])
            if is_of and row["pcode"] == code and row["period"] in years:
                for name in ADDITIVE:
                    found[name] += int(row[name])
    return found


def event_ids(text: str) -> set[str]:
    return {row["event_id"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))}


def as_number(text: str) -> int:
    return int(text.partition(" ")[0].replace(",", ""))


def test_page_api_and_file_say_the_sum_of_the_raw_counts(client):
    @times(0.15)
    @given(ranges, st.sampled_from(FILTERS), st.sampled_from(["ML05", "ML07", "ML10"]))
    def agree(ends, chosen, pcode):
        violence, family = chosen
        held = [year for year in COVERED if ends[0] <= year <= ends[1]]
        expected = counts("admin1", pcode, held, violence, family)
        asked = f"year={'-'.join(ends)}&violence={violence}&family={family}"
        (api,) = client.get(f"/api/figures?{asked}&pcode={pcode}").json["figures"]
        assert {name: api[name] for name in ADDITIVE} == expected
        assert {name: api[f"{name}_mean"] for name in ADDITIVE} == pytest.approx(
            {name: count / len(held) for name, count in expected.items()}
        )
        assert (api["period"], api["periods_summed"]) == ("-".join(ends), len(held))
        assert api["not_covered"] == ("2024" if ends[1] == "2024" else None)
        file = client.get(f"/download/admin1.csv?{asked}").text.removeprefix("\ufeff")
        row = next(row for row in csv.DictReader(io.StringIO(file, newline="")) if row["pcode"] == pcode)
        assert {name: int(row[name]) for name in ADDITIVE} == expected
        assert float(row["fatalities_per_100k"]) == api["fatalities_per_100k"]
        tree = read(client.get(f"/?{asked}").text)
        table = tree.one("table", id="table")
        line = next(line for line in table.every("tr") if line.attributes.get("data-pcode") == pcode)
        cells = by_column(table, line)
        assert as_number(cells["Fatalities, best"]) == expected["fatalities_best"]
        assert as_number(cells["Events"]) == expected["events"]

    agree()


@pytest.mark.parametrize(("layer", "codes"), [("zones", {"niger-50", "either-100"}), ("grid", {"152285", "153000"})])
def test_zones_cells_and_ogc_say_it_too(client, layer, codes):
    features = client.get(f"/ogc/collections/{layer}/items?year=2019-2022&limit=1000").json["features"]
    figures = client.get(f"/api/figures?level={layer}&year=2019-2022").json["figures"]
    assert len(features) == len(figures) > 0
    for feature, figure in zip(features, figures, strict=True):
        own = feature["properties"]
        assert {name: own[name] for name in figure} == figure
        assert (own["year"], own["month"], own["start"], own["end"]) == (None, None, "2019-01-01", "2022-12-31")
        code = feature["id"].split(":")[1]
        if code in codes:
            years = ["2019", "2020", "2021", "2022"]
            assert {name: own[name] for name in ADDITIVE} == counts(layer, code, years, "all", "any")


def test_ogc_features_of_a_range_have_an_address_and_their_shape(client):
    found = client.get("/ogc/collections/admin1-2016/items?year=2021-2023&pcode=ML07").json
    (gao,) = found["features"]
    alone = client.get(f"/ogc/collections/admin1-2016/items/{gao['id']}").json
    assert alone["properties"] == gao["properties"]
    assert alone["geometry"]["type"] in ("Polygon", "MultiPolygon")
    document = client.get("/ogc/api").json["components"]["schemas"]
    shape = document["admin1-properties"]
    assert set(shape["required"]) <= set(gao["properties"]) <= set(shape["properties"])
    plain = client.get("/ogc/collections/admin1-2016/items?datetime=2021-01-01/2023-12-31&pcode=ML07").json
    assert [row["properties"]["year"] for row in plain["features"]] == [2021, 2022, 2023]
    page = client.get("/ogc/collections/admin1-2016/items?year=2021-2023&f=html").text
    assert "2016:ML07:2021-2023" in page
    refused = client.get("/ogc/collections/admin1-2016/items?year=2023-2021")
    assert (refused.status_code, refused.json["parameter"]) == (400, "year")
    assert client.get("/ogc/collections/events/items?year=2021-2023").status_code == 404  # what ships has no events


def test_what_the_page_says_of_a_range(client):
    text = read(client.get("/?year=2022-2024").text).text
    assert "2022–2024, mean per year" in text
    assert "Counts are sums over 2022–2023, rates are means per year (of 2)." in text
    assert "Not covered, and in no sum or mean: 2024." in text
    assert "Low and high are the sums of the lowest and of the highest reports" in text
    assert "Documented sites: on 31 December 2024." in text
    french = read(client.get("/?year=2021-2023&lang=fr").text).text
    assert "de 2021 à 2023, moyenne par an" in french
    assert "Mali de 2021 à 2023" in french
    change = read(client.get("/?year=2021-2023&from=2020").text).text
    assert "Change from 2020 to 2021–2023, mean per year" in change
    assert "Counts and rates are means per year or month" in change


def test_a_change_to_a_range_is_that_of_the_mean(client):
    (api,) = client.get("/api/figures?year=2021-2023&from=2018-2020&pcode=ML07").json["figures"]
    means = [
        counts("admin1", "ML07", [str(year) for year in years], "all", "any")["fatalities_best"] / 3
        for years in (range(2018, 2021), range(2021, 2024))
    ]
    assert api["from_period"] == "2018-2020"
    assert "from_year" not in api
    assert api["fatalities_per_100k_change"] == pytest.approx((means[1] - means[0]) * 100_000 / api["population"])


def test_months_of_a_range_are_summed_and_their_events_listed(imported):
    asked = "month=2021-03..2022-03"
    (gao,) = imported.client.get(f"/api/figures?{asked}&pcode=ML07").json["figures"]
    assert (gao["period"], gao["events"], gao["fatalities_best"]) == ("2021-03..2022-03", 2, 5 + 12)
    assert event_ids(imported.client.get(f"/download/events.csv?{asked}").text) == {"ev-1", "ev-2", "ev-3", "ev-5"}
    years = imported.client.get("/download/events.csv?year=2021-2022").text
    assert event_ids(years) == {f"ev-{number}" for number in range(1, 7)}
    accounting = imported.client.get(f"/api/figures?{asked}").json["row_accounting"]
    assert list(accounting) == ["2021-03..2022-03"]
    text = read(imported.client.get(f"/?{asked}").text).text
    assert "March 2021 to March 2022, mean per month" in text
    assert "Month not known, all of 2021–2022" in text


def test_a_range_by_people_of_the_year_and_on_both_sides_is_the_sum_of_its_years(imported):
    for more in ("people=year", "sides=both&level=zones", "level=admin3"):
        whole, *years = (
            imported.client.get(f"/api/figures?year={year}&{more}").json["figures"]
            for year in ("2021-2023", "2021", "2022", "2023")
        )
        for summed, *each in zip(whole, *years, strict=True):
            for name in ADDITIVE:
                assert summed[name] == sum(one[name] for one in each)


@pytest.mark.parametrize(
    "query", ["year=2021-2023&from=2018-2020", "year=2022-2024&layers=grid,niger-50,sites-minusma"]
)
def test_a_pack_of_a_range_is_read_and_verified(client, data, query, monkeypatch):
    monkeypatch.setattr(route, "draw", lambda *_, extension, size: f"{extension} {size}".encode())
    answer = client.get(f"/download/pack.zip?{query}")
    assert answer.status_code == 200
    pack = read_pack(answer.data)
    result = verify.confirm(pack, store.read(data))
    assert result.is_same
    assert all(set(part.identical) for part in result.layers)
    assert "2021-2023" in answer.headers["Content-Disposition"] or "2022-2024" in answer.headers["Content-Disposition"]


def test_figure_and_briefing_of_a_range(unpainted, data):
    client = unpainted(data)
    figure = client.get("/figure.svg?year=2021-2023&circles=events")
    assert figure.status_code == 200
    assert "2021-2023" in figure.headers["Content-Disposition"]
    briefing = client.get("/briefing.html?year=2021-2023").text
    assert "2018–2020" in read(briefing).text  # a range is compared with the one before it
    assert "mean per year" in briefing
    assert "Nothing to compare: no data for 2009" in client.get("/briefing.html?year=2012-2014").text
