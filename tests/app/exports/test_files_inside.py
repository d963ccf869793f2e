"""The files as other programs take them: GeoPandas, GDAL, a spreadsheet, a download folder."""

from __future__ import annotations

import csv
import io
import re
import warnings

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geodata.tabular.formulas import escape_formula
from tests.app.conftest import ADDITIVE, renamed_world, serve_world


@pytest.fixture(scope="module")
def path(client, tmp_path_factory):
    """The regions of 2022 as a file."""
    file = tmp_path_factory.mktemp("files") / "regions.geojson"
    file.write_bytes(client.get("/download/admin1.geojson?year=2022").data)
    return file


def with_geopandas(path) -> gpd.GeoDataFrame:
    return gpd.read_file(path)


def with_gdal(path) -> gpd.GeoDataFrame:
    meta, _, shapes, columns = pyogrio.raw.read(path)
    assert meta["geometry_type"] in ("Polygon", "MultiPolygon", "Unknown")
    values = dict(zip(meta["fields"], columns, strict=True))
    return gpd.GeoDataFrame(values, geometry=shapely.from_wkb(shapes), crs=meta["crs"])


@pytest.mark.parametrize("read", [with_geopandas, with_gdal])
def test_the_regions_are_read_back(path, read, made):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read(path)
    assert found.crs.to_epsg() == 4326
    assert len(found) == 11
    assert found.geometry.is_valid.all()
    assert shapely.coverage_is_valid(found.geometry.to_numpy())
    assert found["id"].tolist() == [f"2016:{pcode}:2022" for pcode in found["pcode"]]
    for row in found.to_dict("records"):
        unit = next(unit for unit in made.figures.units["admin1"] if unit.pcode == row["pcode"])
        figures = made.figures.row("admin1", unit, "2022", "all", "any")
        assert [row[name] for name in ADDITIVE] == [figures[name] for name in ADDITIVE]
        assert row["name"] == unit.name
        if unit.population is None:  # Bamako and Koulikoro: not published for these boundaries
            assert pd.isna(row["population"])
            assert pd.isna(row["fatalities_per_100k"])
            continue
        rate = figures["fatalities_best"] * 100_000 / unit.population
        assert row["fatalities_per_100k"] == pytest.approx(rate, rel=1e-12)
        assert row["population"] == unit.population
    gao = found.set_index("name").loc["Gao"]
    assert [gao[name] for name in ADDITIVE[:4]] == [58, 749, 842, 1058]


@pytest.mark.parametrize("layer", ["admin1", "zones", "grid", "sites"])
def test_gdal_knows_the_layer(client, tmp_path, layer, made):
    file = tmp_path / f"{layer}.geojson"
    file.write_bytes(client.get(f"/download/{layer}.geojson?year=2022").data)
    info = pyogrio.read_info(file)
    number = len(made.table("sites")) if layer == "sites" else len(made.figures.units[layer])
    assert info["features"] == number
    assert info["crs"] == "EPSG:4326"
    assert "fatalities_best" in info["fields"] or layer == "sites"
    found = gpd.read_file(file)
    assert found.geometry.is_valid.all()
    if layer == "grid":
        assert shapely.coverage_is_valid(found.geometry.to_numpy())


def test_zero_recorded_is_not_null(client):
    features = client.get("/download/grid.geojson?year=2022").json["features"]
    quiet = [f["properties"] for f in features if f["properties"]["fatalities_status"] == "none_recorded"]
    assert quiet
    assert {(row["events"], row["fatalities_best"], row["fatalities_per_1000km2"]) for row in quiet} == {(0, 0, 0)}


@pytest.mark.parametrize("layer", ["admin1", "zones", "grid"])
def test_the_country_s_row_of_2024_is_of_the_other_release(client, layer):
    raw = client.get(f"/download/{layer}.csv?year=2024").data.decode("utf-8-sig")
    *units, country = csv.DictReader(io.StringIO(raw, newline=""))
    assert (country["events"], country["release"]) == ("", "25.1")
    assert int(country["fatalities_low"]) <= int(country["fatalities_best"])
    assert {(row["release"], row["fatalities_best"]) for row in units} == {("24.1", "")}


def test_null_stays_null_for_geopandas(client, tmp_path):
    file = tmp_path / "none.geojson"
    file.write_bytes(client.get("/download/admin1.geojson?year=2024").data)
    found = gpd.read_file(file)
    assert found[["events", "fatalities_best", "fatalities_per_100k"]].isna().all(axis=None)
    assert set(found["fatalities_status"]) == {"no_data"}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("admin1.geojson", "mali-admin1-all-years.geojson"),
        ("admin1.csv?year=2022", "mali-admin1-2022.csv"),
        ("zones.csv?year=2022&from=2020", "mali-zones-2022-from-2020.csv"),
        ("grid.csv?violence=state_based&year=2015", "mali-grid-2015-state-based.csv"),
        ("zones.csv?family=self_defence&violence=non_state", "mali-zones-all-years-non-state-self-defence.csv"),
        ("sites.csv?year=2013", "mali-sites-2013.csv"),
    ],
)  # fmt: skip
def test_the_file_is_named_by_what_it_holds(client, address, name):
    for method in ("GET", "HEAD"):
        answer = client.open(f"/download/{address}", method=method)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_starts_like_a_formula_is_made_text(start):
    assert escape_formula(f"{start}1+1") == f"'{start}1+1"
    assert escape_formula(f"1{start}1") == f"1{start}1"


@pytest.mark.parametrize("value", [-1.5, 0, None, "", "Gao", "'quoted"])
def test_other_cells_stay_as_they_are(value):
    assert escape_formula(value) is value


def test_names_that_are_formulas_are_text_in_a_spreadsheet(tmp_path):
    names = {"ML07": '=HYPERLINK("http://x";"y")', "ML10": "@SUM(A1)", "ML05": "-2+3", "ML06": "+1"}
    served, _ = serve_world(tmp_path, renamed_world(tmp_path, names))
    raw = served.get("/download/admin1.csv?year=2022").data.decode("utf-8-sig")
    rows = {row["pcode"]: row for row in csv.DictReader(io.StringIO(raw, newline=""))}
    assert {pcode: rows[pcode]["name"] for pcode in names} == {key: f"'{name}" for key, name in names.items()}
    plain = served.get("/download/admin1.geojson?year=2022").json
    assert {f["properties"]["pcode"]: f["properties"]["name"] for f in plain["features"]} == names
    assert rows["not allocated"]["name"] == ""


def test_moving_an_event_across_a_border_changes_every_file(tmp_path):
    def best(x: float) -> dict[str, dict[str, int]]:
        folder = tmp_path / str(x)
        folder.mkdir()
        event = [{"year": 2022, "x": x, "y": 15.5, "best": 5, "high": 9}]
        served, _ = serve_world(folder, renamed_world(folder, {}, spec=event))
        found = {}
        collection = served.get("/download/admin1.geojson?year=2022").json
        found["geojson"] = {
            f["properties"]["pcode"]: f["properties"]["fatalities_best"]
            for f in collection["features"]
            if f["properties"]["fatalities_best"]
        }
        raw = served.get("/download/admin1.csv?year=2022").data.decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(raw, newline=""))
        found["csv"] = {
            row["pcode"]: int(row["fatalities_best"]) for row in rows if row["name"] and row["fatalities_best"] != "0"
        }
        listed = served.get("/api/figures?year=2022").json["figures"]
        found["api"] = {row["pcode"]: row["fatalities_best"] for row in listed if row["fatalities_best"]}
        tag = re.search(r"/assets/([\w~-]+)/", served.get("/").text)[1]
        drawn = served.get(f"/assets/{tag}/values-admin1-all-any.json").json
        year = drawn["periods"].index("2022")
        of_year = {pcode: values[year] for pcode, values in zip(drawn["pcodes"], drawn["best"], strict=True)}
        found["map"] = {pcode: deaths for pcode, deaths in of_year.items() if deaths}
        return found

    for x, pcode in ((1.9, "ML07"), (2.1, "ML10")):
        assert best(x) == {form: {pcode: 5} for form in ("geojson", "csv", "api", "map")}
