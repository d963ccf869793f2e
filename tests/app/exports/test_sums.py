"""The sum of picked units: page, table, file, API and OGC say the same number, that of the slow way over what ships."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from app.cli.verify_words import obstacle_text
from geodata.builds import store
from geodata.exports import pack as packs
from geodata.exports.verify import Reason, confirm
from tests.app.conftest import ADDITIVE
from tests.app.hostile import refused
from tests.app.markup import read
from tests.examples import times

SHIPPED = Path(geodata.__file__).parent / "data"
COUNTS = list(csv.DictReader(io.StringIO((SHIPPED / "ucdp/counts_admin1.csv").read_text(encoding="utf-8"))))
UNITS = ("ML01", "ML02", "ML03", "ML04", "ML05", "ML06", "ML07", "ML08", "ML09", "ML10", "ML20")
picks = st.lists(st.sampled_from(UNITS), min_size=1, max_size=len(UNITS), unique=True)
years = st.integers(2012, 2023).map(str)


def slowly(units: Sequence[str], year: str, violence: str, family: str) -> dict[str, int]:
    """Each row of the file that ships, one after the other."""
    found = dict.fromkeys(ADDITIVE, 0)
    for row in COUNTS:
        is_of = row["pcode"] in units and row["period"] == year and row["actor_family"] == family
        if is_of and violence in ("all", row["violence_type"]):
            for name in ADDITIVE:
                found[name] += int(row[name])
    return found


def tabled(raw: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.lstrip("\ufeff"), newline="")))


def numbers(row: dict[str, Any]) -> dict[str, int]:
    return {name: int(row[name]) for name in ADDITIVE}


@times(0.5)
@given(units=picks, year=years, violence=st.sampled_from(("all", "one_sided")), family=st.sampled_from(("any", "jnim")))
def test_page_file_and_api_say_the_slow_sum(client, units, year, violence, family):
    expected = slowly(units, year, violence, family)
    asked = f"units={','.join(units)}&year={year}&violence={violence}&family={family}"
    file = tabled(client.get(f"/download/admin1.csv?{asked}").text)
    codes = [code for code in UNITS if code in units]
    assert [row["pcode"] for row in file] == [*codes, "sum", "not allocated", "Mali"]
    assert numbers(file[-3]) == expected
    assert [row["summed_units"] for row in file] == [*[""] * len(units), ",".join(codes), "", ""]
    answer = client.get(f"/api/figures?{asked}").json
    assert [row["pcode"] for row in answer["figures"]] == codes
    assert numbers(answer["sum"]["figures"][0]) == numbers(answer["sum"]["by_period"][year]) == expected
    page = read(client.get(f"/?{asked}").text)
    cells = [cell.text.replace(",", "") for cell in page.one("tr", data_row="sum").every("td")]
    low, high = expected["fatalities_low"], expected["fatalities_high"]
    assert cells[2:6] == [
        str(expected["fatalities_best"]), f"{low}–{high}", str(expected["events"]), str(expected["civilian_fatalities"])
    ]  # fmt: skip
    line = page.one("span", id="sum-line").text.replace(",", "")
    assert f"{cells[2]} deaths ({cells[3]}) {cells[4]} events {cells[5]} civilians." in line
    marked = [row.attributes["data-pcode"] for row in page.every("tr") if "data-picked" in row.attributes]
    assert sorted(marked) == sorted(units)


def test_the_issue_s_own_sum(client):
    line = read(client.get("/?units=ML10,ML07&year=2022").text).one("span", id="sum-line").text
    assert line == (
        "Gao + Ménaka, 2022: 1,795 deaths (1,697–2,458), 129 events, 993 civilians. "
        "In all of Mali not allocated: 68 deaths, 3 events. Their rate: 171.5 deaths per 100,000 people (census 2022)."
    )


def test_without_people_of_one_there_is_no_rate_and_the_line_says_so(client):
    found = client.get("/api/figures?units=ML07,ML02&year=2022").json["sum"]
    assert found["by_period"]["2022"]["fatalities_per_100k"] is None
    assert found["by_period"]["2022"]["people_not_known"] == ["ML02"]
    assert found["figures"][0]["fatalities_per_1000km2"] > 0
    line = read(client.get("/?units=ML07,ML02&year=2022").text).one("span", id="sum-line").text
    assert line.endswith("No rate: people not known of Koulikoro.")


def test_a_change_is_of_the_sums(client):
    asked = "units=ML07,ML10&year=2022&from=2020&measure=fatalities_per_100k"
    row = client.get(f"/api/figures?{asked}").json["sum"]["figures"][0]
    then, now = (slowly(("ML07", "ML10"), year, "all", "any")["fatalities_best"] for year in ("2020", "2022"))
    assert row["change"] == pytest.approx((now - then) * 100_000 / 1_046_393)
    assert "206 → 1,795 deaths" in read(client.get(f"/?{asked}").text).one("span", id="sum-line").text


REFUSED = {
    "ML07,ML07": "names ML07 twice",
    "ML07,XX": "cannot be 'XX'; it can be ML01",
    "ML07,niger-50": "a border zone: zones overlap each other and the units, and are never added up",
}


@pytest.mark.parametrize("units", REFUSED)
@pytest.mark.parametrize(
    "path", ["/", "/api/figures", "/download/admin1.csv", "/figure.png", "/briefing.html", "/download/pack.zip",
             "/ogc/collections/admin1-2016/items"],
)  # fmt: skip
def test_what_is_no_sum_is_refused_with_the_reason(client, path, units):
    problem = refused(client.get(f"{path}?units={units}"), path)
    assert problem["parameter"] == "units"
    assert REFUSED[units] in str(problem["detail"])


def test_units_of_two_levels_are_refused_with_the_way_out(imported):
    problem = refused(imported.client.get("/?units=ML07,ML0701"), "two levels")
    assert "ML0701, which is of level admin2, and the level here is admin1" in str(problem["detail"])
    assert "Give level=admin2, or units of admin1" in str(problem["detail"])
    assert imported.client.get("/?units=ML0701&level=admin2").status_code == 200


def test_zones_and_cells_are_never_added_up(client):
    for level in ("zones", "grid"):
        problem = refused(client.get(f"/api/figures?level={level}&units=niger-50"), level)
        assert "zones overlap, so that their sum would count events twice" in str(problem["detail"])
        problem = refused(client.get(f"/download/{level}.csv?units=niger-50"), level)
        assert "zones and grid cells are not added up" in str(problem["detail"])
    assert "not both" in client.get("/api/figures?units=ML07&pcode=ML07").json["detail"]


def test_every_format_holds_the_units_and_says_their_sum(client):
    path = "/download/admin1.{}?units=ML07,ML10&year=2022"
    document = client.get(path.format("geojson")).json
    assert [feature["properties"]["pcode"] for feature in document["features"]] == ["ML07", "ML10"]
    assert document["row_accounting"]["sum"]["by_period"]["2022"]["fatalities_best"] == 1795
    assert document["provenance"]["filters"]["units"] == ["ML07", "ML10"]
    answer = client.get(path.format("csv"))
    sidecar = client.get(path.format("csv-metadata.json")).json
    assert sidecar["dc:title"] == "Regions of Mali (ML07 + ML10), 2022"
    assert "'sum' or 'not allocated' or 'Mali' stand for no unit" in sidecar["notes"][0]["rows"]
    assert 'filename="mali-admin1-2022-ML07-ML10.csv"' in answer.headers["Content-Disposition"]


def test_a_pack_holds_the_sum_and_is_confirmed(unpainted, made, data):
    answer = unpainted(data).get("/download/pack.zip?units=ML07,ML10&year=2022&layers=units")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["filters"]["units"] == ["ML07", "ML10"]
    assert manifest["layers"][0]["filters"] == {"units": "ML07,ML10", "year": "2022"}
    assert "units=ML07,ML10" in manifest["view"]
    pack = packs.read(answer.data)
    assert confirm(pack, store.read(data)).is_same
    gone = replace(pack.parts[0], chosen=replace(pack.parts[0].chosen, picked=("ML07", "ML99")))
    obstacle = confirm(replace(pack, parts=(gone,)), store.read(data)).layers[0].obstacle
    assert obstacle is not None
    assert (obstacle.reason, obstacle.missing) == (Reason.NO_UNITS, "ML99")
    assert obstacle_text(obstacle).startswith("has no unit 'ML99'")


def test_ogc_gives_the_units_and_the_sum_of_each_whole_period(client):
    items = "/ogc/collections/admin1-2016/items"
    found = client.get(f"{items}?units=ML10,ML07&limit=1").json
    assert (found["numberMatched"], found["numberReturned"]) == (26, 1)
    assert found["sum"]["by_period"]["2022"]["fatalities_best"] == 1795
    assert len(found["sum"]["by_period"]) == 13
    south = client.get(f"{items}?units=ML10,ML07&year=2022&bbox=-0.5,16,0,16.3").json
    assert (south["numberMatched"], south["sum"]["by_period"]) == (1, {}), "of Gao alone there is no sum of both"
    assert "sum" not in client.get(f"{items}?year=2022").json
