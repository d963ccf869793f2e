"""Border zones of any distance from 10 to 200 km: the same number on the page, in the file, the API and the map."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from tests.app import deep
from tests.app.conftest import ADDITIVE
from tests.app.deep import Served, rows, table
from tests.app.markup import read

EVERY = list(range(10, 205, 5))
STANDARD = [25, 50, 100]
KINDS = ("niger", "burkina", "either", "both")
KMS = (10, 25, 55, 75, 165, 200)
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def served(imported) -> Served:
    return imported


def nearest(longitude: float, latitude: float, along: str) -> float:
    """km on the ellipsoid to the east side of the drawing (Niger) or its south side (Burkina Faso), by trial."""
    steps = [number / 2000 for number in range(2001)]
    points = [(3, 15 + 2 * part) if along == "niger" else (3 * part, 15) for part in steps]
    return min(GEOD.inv(longitude, latitude, x, y)[2] for x, y in points) / 1000


NEAR = {
    row["id"]: tuple(nearest(float(row["longitude"]), float(row["latitude"]), side) for side in ("niger", "burkina"))
    for row in rows()
    if int(row["where_prec"]) <= 2
}


def inside(kind: str, km: int, event: str) -> bool:
    niger, burkina = (distance <= km for distance in NEAR[event])
    return {"niger": niger, "burkina": burkina, "either": niger or burkina, "both": niger and burkina}[kind]


def truth(kind: str, km: int, period: str, violence: str = "all") -> dict[str, int]:
    return deep.total(period, violence, {event for event in NEAR if inside(kind, km, event)})


@pytest.mark.parametrize("km", KMS)
@pytest.mark.parametrize(("period", "violence"), [("2022", "all"), ("2022-03", "all"), ("2022-00", "all"),
                                                  ("2022", "one_sided"), ("2023", "all")])  # fmt: skip
def test_a_zone_holds_the_events_within_the_distance(served, km, period, violence):
    wanted = {kind: truth(kind, km, period, violence) for kind in KINDS}
    values = served.asset(f"values-zones.{km}-{violence}-any{'-2022' if '-' in period else ''}.json").json
    at = values["periods"].index(period)
    assert values["pcodes"] == [f"{kind}-{km}" for kind in KINDS]
    for place, kind in enumerate(KINDS):
        drawn = [values[short][place][at] for short in ("events", "low", "best", "high", "civilians")]
        assert drawn == list(wanted[kind].values())
    if period == "2022-00":
        return
    query = {"year": period[:4], "violence": violence, "km": str(km)} | ({"month": period[5:]} if period[4:] else {})
    file = {row["zone"]: row for row in table(served.client.get("/download/zones.csv", query_string=query).data)}
    assert list(file) == [*KINDS, "not allocated", "Mali"]
    api = served.client.get("/api/figures", query_string=query | {"level": "zones"}).json["figures"]
    shown = read(served.client.get("/", query_string={
        **{name: value for name, value in query.items() if name != "km"}, "layers": f"either-{km}",
    }).text).one("table", id="zones")  # fmt: skip
    for record in api:
        kind = record["zone"]
        assert record["distance_km"] == km
        assert {name: record[name] for name in ADDITIVE} == wanted[kind]
        assert {name: int(file[kind][name]) for name in ADDITIVE} == wanted[kind]
        (row,) = shown.every("tr", data_zone=f"{kind}-{km}")
        texts = [cell.text for cell in row.every("td")]
        assert (texts[0], texts[2]) == (str(wanted[kind]["fatalities_best"]), str(wanted[kind]["events"]))
        known = deep.total(period, violence, set(NEAR))["events"]
        assert texts[-1] == str(known - wanted[kind]["events"])


def test_a_longer_distance_holds_no_fewer(served):
    counts = {}
    for km in EVERY:
        values = served.asset(f"values-zones.{km}-all-any.json").json
        counts[km] = [sum(number or 0 for number in series) for series in values["best"]]
    assert [counts[km] for km in EVERY] == sorted(counts[km] for km in EVERY)
    for niger, burkina, either, both in counts.values():
        assert niger + burkina == either + both


def test_the_file_has_the_standard_zones_or_those_of_one_distance(served):
    def listed(query: str) -> list[tuple[str, str]]:
        found = table(served.client.get(f"/download/zones.csv?year=2022{query}").data)
        return [(row["zone"], row["distance_km"]) for row in found[:-2]]

    assert listed("") == [(kind, str(km)) for kind in KINDS for km in STANDARD]
    assert listed("&km=75") == [(kind, "75") for kind in KINDS]
    assert listed("&km=50") == [(kind, "50") for kind in KINDS]


def test_the_shapes_of_a_distance_are_drawn_and_handed_out(served, tmp_path):
    found = served.asset("zones-75.json").json
    assert [zone["id"] for zone in found["zones"]] == [f"{kind}-75" for kind in KINDS]
    assert {zone["km"] for zone in found["zones"]} == {75}
    file = tmp_path / "zones.geojson"
    areas = {}
    for km in (70, 75):
        file.write_bytes(served.client.get(f"/download/zones.geojson?year=2022&km={km}").data)
        read_back = gpd.read_file(file)
        assert read_back.geometry.is_valid.all()
        assert (
            read_back.total_bounds.tolist()
            == served.client.get(f"/download/zones.geojson?year=2022&km={km}").json["bbox"]
        ), "the box is of what is in the file"
        areas[km] = dict(zip(read_back["zone"], read_back.geometry, strict=True))
    for kind in KINDS:
        assert shapely.area(shapely.difference(areas[70][kind], areas[75][kind])) < 1e-6
        assert areas[75][kind].area > areas[70][kind].area


@pytest.mark.parametrize("km", ["9", "11", "205", "0", "-50", "50.0", "050", "", "all", "1e2", "٥٠"])
def test_a_distance_that_is_not_there_is_refused_with_what_is(served, km):
    for address in ("/download/zones.csv", "/download/zones.geojson", "/api/figures?level=zones"):
        answer = served.client.get(f"{address}{'&' if '?' in address else '?'}km={km}")
        assert (answer.status_code, answer.json["parameter"]) == (400, "km")
        assert answer.json["allowed"] == [str(one) for one in EVERY]
    assert served.asset(f"zones-{km}.json").status_code == 404
    assert served.asset(f"values-zones.{km}-all-any.json").status_code == 404


def test_a_distance_is_of_zones_only(served):
    assert served.client.get("/download/admin1.csv?km=50").status_code == 400
    answer = served.client.get("/api/figures?level=admin1&km=50")
    assert (answer.status_code, answer.json["parameter"]) == (400, "km")


def test_what_ships_has_the_standard_distances(served):
    answer = served.client.get("/download/zones.csv?source=ucdp-ged&km=75")
    assert (answer.status_code, answer.json["allowed"]) == (400, ["25", "50", "100"])
    assert served.asset("zones-75.json", source="ucdp-ged").status_code == 404
    assert served.asset("values-zones.75-all-any.json", source="ucdp-ged").status_code == 404
    assert served.client.get("/?source=ucdp-ged&layers=niger-75").status_code == 400
    page = read(served.client.get("/?source=ucdp-ged").text)
    assert not page.every("input", id="distance")


def test_the_page_has_the_slider_and_the_zones_of_its_distance(served):
    page = read(served.client.get("/?layers=units,niger-75,both-75").text)
    slider = page.one("input", id="distance")
    assert [slider.attributes[name] for name in ("min", "max", "step", "value")] == ["10", "200", "5", "75"]
    listed = [row.attributes["data-zone"] for row in page.one("table", id="zones").one("tbody").every("tr")]
    standard = [f"{kind}-{km}" for kind in KINDS for km in STANDARD]
    assert sorted(listed[:12]) == sorted(standard)
    assert sorted(listed[12:]) == sorted(f"{kind}-75" for kind in KINDS)
    assert served.client.get("/?unit=niger-75").status_code == 200
    assert served.client.get("/?layers=niger-77").status_code == 400
