"""The files: what RFC 7946 asks of GeoJSON, what a spreadsheet asks of CSV, and that both are the build."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise

import pytest

from geodata.exports import columns
from tests.app.conftest import ADDITIVE, FAMILIES, LAST_COVERED, VIOLENCE, YEARS

COUNTS = {"admin1": 11, "zones": 12}
QUERIES = {
    "none": "",
    "year": "?year=2022",
    "filters": "?year=2021&violence=one_sided&family=jnim",
    "from": "?year=2022&from=2020",
    "no-data": "?year=2024",
}
ASKED = [
    (layer, name)
    for layer in ("admin1", "zones", "grid", "sites")
    for name in (QUERIES if layer != "sites" else ("none", "year", "no-data"))
]
RATES = {
    "admin1": (
        "fatalities_per_100k",
        "fatalities_per_1000km2",
        "events_per_100k",
        "civilian_fatalities_per_100k",
    ),
    "zones": ("fatalities_per_1000km2",),
    "grid": ("fatalities_per_1000km2",),
}
IDENTITY = {
    "admin1": ("pcode", "iso_3166_2", "name"),
    "zones": ("zone", "distance_km", "side"),
    "grid": ("gid", "side"),
}
OF_REGIONS = {
    "population",
    "population_note",
    "documented_sites",
    "last_reported_sites",
    "uncertain_sites",
    "closed_sites",
    "documented_sites_status",
}
OF_REGIONS |= {"nominal_troops", "nominal_troops_status"}
ORIGIN = ("source", "release", "release_is_inferred", "is_provisional", "licence", "build")
ALWAYS = {"frame", "year", "month", "violence_filter", "family_filter", *ADDITIVE, "area_km2", "fatalities_status"}
ALWAYS |= {*ORIGIN, "start", "end"}
BREAKDOWN = ("events", "fatalities_best", "civilian_fatalities")
_kept: dict[str, object] = {}


def fetch(client, layer: str, extension: str, name: str):
    """The parsed file; each is asked for once."""
    address = f"/download/{layer}.{extension}{QUERIES[name]}"
    if address not in _kept:
        answer = client.get(address)
        assert answer.status_code == 200
        _kept[address] = json.loads(answer.data) if extension == "geojson" else answer.data
    return _kept[address]


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def years_of(name: str) -> list[str]:
    return list(YEARS) if name == "none" else [QUERIES[name][6:10]]


def rings(geometry):
    parts = geometry["coordinates"]
    return [parts] if geometry["type"] == "Polygon" else parts


def doubled_area(ring) -> float:
    """Shoelace: positive where the ring turns counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


@pytest.fixture(params=ASKED, ids="-".join)
def asked(request, client):
    layer, name = request.param
    return layer, name, fetch(client, layer, "geojson", name)


def test_the_collection_is_as_rfc_7946_asks(asked, made):
    layer, name, found = asked
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    features = found["features"]
    places = features[: len(features) // len(years_of(name))]
    points = []
    for feature in places:
        assert feature["type"] == "Feature"
        geometry = feature["geometry"]
        if layer == "sites":
            assert geometry["type"] == "Point"
            points.append(geometry["coordinates"])
            continue
        assert geometry["type"] in ("Polygon", "MultiPolygon")
        for polygon in rings(geometry):
            assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in polygon)
            assert doubled_area(polygon[0]) > 0
            assert all(doubled_area(hole) < 0 for hole in polygon[1:])
            points += polygon[0]
    west, south, east, north = found["bbox"]
    assert (west, east) == pytest.approx((min(x for x, _ in points), max(x for x, _ in points)), abs=2e-4)
    assert (south, north) == pytest.approx((min(y for _, y in points), max(y for _, y in points)), abs=2e-4)
    if layer in COUNTS:
        assert len(places) == COUNTS[layer]


def test_each_feature_is_a_unit_in_a_year(asked, made):
    layer, name, found = asked
    units = [
        row["site_id"] if layer == "sites" else row.pcode
        for row in (made.table("sites") if layer == "sites" else made.figures.units[layer])
    ]
    frame = "" if layer == "sites" else "2016:"
    expected = [f"{frame}{unit}:{year}" for year in years_of(name) for unit in units]
    assert [feature["id"] for feature in found["features"]] == expected
    assert len(set(expected)) == len(expected)
    for feature in found["features"]:
        year, properties = feature["id"].rsplit(":", 1)[1], feature["properties"]
        assert (properties["year"], properties["frame"]) == (int(year), "2016")
        assert (properties["start"], properties["end"]) == (f"{year}-01-01", f"{year}-12-31")
        assert properties["source"]
        assert properties["release"]


def test_the_foreign_members_say_where_it_comes_from(asked, made):
    layer, name, found = asked
    assert set(found) == {
        "type", "bbox", "features", "provenance", "row_accounting", "disclaimer",
    }  # fmt: skip
    assert found["disclaimer"].endswith(
        "Names and boundaries imply no endorsement. Not for operational or targeting use."
    )
    origin = found["provenance"]
    assert (origin["build"], origin["frame"], origin["layer"]) == (made.id, "2016", layer)
    assert origin["filters"] == {
        "year": "all" if name == "none" else QUERIES[name][6:10],
        "month": None,
        "from": "2020" if name == "from" else None,
        "violence": "one_sided" if name == "filters" else "all",
        "family": "jnim" if name == "filters" else "any",
        **({"named": "apart", "people": "census"} if layer == "admin1" else {}),
        **({"sides": "mali"} if layer in ("zones", "grid") else {}),
    }
    sources = {source["id"]: source for source in origin["sources"]}
    later = {"ucdp-country-year"} if layer != "sites" and name in ("none", "no-data") else set()
    assert set(sources) == later | {
        "admin1": {"ucdp-ged", "natural-earth", "instat-rgph", "force-tables"},
        "sites": {"force-tables", "natural-earth"},
    }.get(layer, {"ucdp-ged", "natural-earth"})
    assert all(source["licence"] and source["citation"] and source["release"] for source in sources.values())
    if layer != "sites":
        release = sources["ucdp-ged"]["release"]
        assert {feature["properties"]["release"] for feature in found["features"]} == {release}


def test_the_row_accounting_adds_up(asked):
    layer, name, found = asked
    if layer == "sites":
        sites = {feature["id"].split(":")[0] for feature in found["features"]}
        assert found["row_accounting"]["listed"] == len(sites)
        return
    by_year = found["row_accounting"]["by_year"]
    assert list(by_year) == years_of(name)
    for year, row in by_year.items():
        of_year = [f["properties"] for f in found["features"] if f["properties"]["year"] == int(year)]
        for count in ADDITIVE:
            if year > LAST_COVERED:
                assert (row["national"][count] is None) == (count == "events")
            elif layer != "zones":
                whole = sum(properties[count] for properties in of_year) + row["not_allocated"][count]
                assert whole == row["national"][count]
    if name == "year":
        assert by_year["2022"]["national"] == dict(zip(ADDITIVE, (408, 3534, 3650, 4456, 1798), strict=True))
        if layer == "admin1":
            missing = by_year["2022"]["not_allocated"]
            assert (missing["events"], missing["fatalities_best"]) == (3, 68)


def test_the_properties_are_those_of_the_layer(asked):
    layer, name, found = asked
    if layer == "sites":
        return
    expected = {*IDENTITY[layer], *ALWAYS, *RATES[layer]} | (OF_REGIONS if layer == "admin1" else set())
    expected |= {"civilian_fatalities_status"} if layer == "admin1" else set()
    ranged = [rate for rate in RATES[layer] if rate.startswith("fatalities_per")]
    ends = ("class", "class_low", "class_high", "is_class_uncertain")
    expected |= {"is_rate_unstable", *(f"{rate}_{end}" for rate in ranged for end in ends)}
    beside = {"admin1": "named", "zones": "exact"}.get(layer)
    expected |= {f"{beside}_{count}" for count in ADDITIVE} if beside else set()
    if name == "from":
        expected |= {"from_year", *(f"{rate}_change" for rate in RATES[layer])}
    parts = () if name == "filters" else (*VIOLENCE, *FAMILIES)
    expected |= {f"{count}_{part}" for part in parts for count in BREAKDOWN}
    for feature in found["features"]:
        assert set(feature["properties"]) == expected


def test_the_regions_have_the_names_of_the_data_dictionary(client):
    before = ("pcode", "iso_3166_2", "name", "frame", "year", *ADDITIVE)
    issue = [*before, "population", "fatalities_per_100k", "documented_sites"]
    for layer in RATES:
        names = list(fetch(client, layer, "geojson", "year")["features"][0]["properties"])
        described = [column["name"] for column in fetch(client, layer, "geojson", "year")["provenance"]["columns"]]
        assert described == names
        own = [*(column.name for column in columns.columns_of(layer)), *columns.breakdowns()]
        assert described == [*own, *ORIGIN, "start", "end"]
        if layer == "admin1":
            assert [name for name in names if name in issue] == issue


def test_the_sites_say_of_which_day_their_status_is(client):
    found = fetch(client, "sites", "geojson", "none")
    described = {column["name"]: column["meaning"] for column in found["provenance"]["columns"]}
    names = list(found["features"][0]["properties"])
    assert sorted(described) == sorted([*names, "longitude", "latitude"])
    assert names[names.index("status") + 1] == "status_on"
    assert "status_on" in described["status"]
    for feature in found["features"]:
        assert feature["properties"]["status_on"] == f"{feature['properties']['year']}-12-31"
    rows = table(fetch(client, "sites", "csv", "year"))
    assert {row["status_on"] for row in rows} == {"2022-12-31"}
    gao = next(row for row in rows if row["site_id"] == "french-gao")
    assert (gao["status"], gao["to_date"]) == ("closed", "2022-08-15")


@pytest.mark.parametrize("layer", RATES)
def test_a_year_without_data_is_null_and_says_so(client, layer):
    for feature in fetch(client, layer, "geojson", "no-data")["features"]:
        properties = feature["properties"]
        assert properties["fatalities_status"] == "no_data"
        parts = (*ADDITIVE, *RATES[layer], *(f"{c}_{p}" for p in (*VIOLENCE, *FAMILIES) for c in BREAKDOWN))
        assert [properties[part] for part in parts] == [None] * len(parts)
        assert properties["area_km2"] > 0
    for row in table(fetch(client, layer, "csv", "no-data"))[:-1]:
        assert [row[name] for name in (*ADDITIVE, *RATES[layer])] == [""] * (len(ADDITIVE) + len(RATES[layer]))


def text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


@pytest.mark.parametrize(("layer", "name"), ASKED, ids=map("-".join, ASKED))
def test_the_csv_holds_what_the_geojson_holds(client, layer, name):
    raw = fetch(client, layer, "csv", name)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\xef\xbb\xbf") == 1
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    rows = table(raw)
    features = [feature["properties"] for feature in fetch(client, layer, "geojson", name)["features"]]
    expected_columns = set(features[0]) | ({"longitude", "latitude"} if layer == "sites" else set())
    assert set(rows[0]) == expected_columns
    first = "site_id" if layer == "sites" else IDENTITY[layer][0]
    units = [row for row in rows if row[first] not in ("not allocated", "Mali")]
    assert len(units) == len(features)
    for row, properties in zip(units, features, strict=True):
        for column, value in properties.items():
            assert row[column].removeprefix("'") == text(value)
    if layer == "sites":
        assert len(rows) == len(units)
        return
    missing, country = ([row for row in rows if row[first] == kind] for kind in ("not allocated", "Mali"))
    assert [row["year"] for row in missing] == [row["year"] for row in country] == years_of(name)
    accounted = fetch(client, layer, "geojson", name)["row_accounting"]["by_year"]
    for kind, found in (("not_allocated", missing), ("national", country)):
        for row in found:
            for count in ADDITIVE:
                assert row[count] == text(accounted[row["year"]][kind][count])
            assert row["source"]
            assert {row["area_km2"], row.get("population", ""), row["fatalities_per_1000km2"]} == {""}
    per_year = len(rows) // len(years_of(name))
    ends = [per_year * (place + 1) for place in range(len(years_of(name)))]
    assert [rows[end - 2] for end in ends] == missing
    assert [rows[end - 1] for end in ends] == country
