"""What is allowed depends on the build: its sources, frames, levels and distances."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from app.request import options
from app.request.view import View
from tests.app import deep
from tests.app.request.asked import view


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """A build of two sources in two frames beside what ships."""
    tmp = tmp_path_factory.mktemp("several")
    return deep.serve(tmp, deep.with_others(tmp, {"older": OLDER}, {"older": "acled"}))


OLDER = [{"id": "o", "year": 2021, "x": 1.2, "y": 15.5, "date_start": "2021-02-03", "date_end": "2021-02-03"}]
KMS = ", ".join(str(km) for km in range(10, 205, 5))


@pytest.mark.parametrize(
    ("address", "parameter", "detail"),
    [
        ("/?source=x", "source", "'x'; it can be brought, older, ucdp-ged"),
        ("/?source=", "source", "''; it can be brought, older, ucdp-ged"),
        ("/method?source=Brought", "source", "'Brought'; it can be brought, older, ucdp-ged"),
        ("/download/sites.csv?source=..%2Fx", "source", "'../x'; it can be brought, older, ucdp-ged"),
        ("/?frame=2023", "frame", "'2023'; it can be 2012, 2016"),
        ("/changes?frame=", "frame", "''; it can be 2012, 2016"),
        ("/api/figures?source=ucdp-ged&frame=2012", "frame", "'2012'; it can be 2016"),
        ("/download/admin1.csv?frame=02016", "frame", "'02016'; it can be 2012, 2016"),
        ("/?level=admin4", "level", "'admin4'; it can be admin1, admin2, admin3"),
        ("/?level=zones", "level", "'zones'; it can be admin1, admin2, admin3"),
        ("/?level=grid", "level", "'grid'; it can be admin1, admin2, admin3"),
        ("/?source=older&level=admin3", "level", "'admin3'; it can be admin1, admin2"),
        ("/?source=ucdp-ged&level=admin2", "level", "'admin2'; it can be admin1"),
        ("/api/figures?level=x", "level", "'x'; it can be admin1, admin2, admin3, zones, grid"),
        ("/api/figures?source=older&level=x", "level", "'x'; it can be admin1, admin2, zones"),
        ("/api/figures?source=ucdp-ged&level=admin2", "level", "'admin2'; it can be admin1, zones, grid"),
        ("/?month=13", "month", f"'13'; it can be {', '.join(f'{month:02}' for month in range(1, 13))}"),
        ("/?month=00", "month", f"'00'; it can be {', '.join(f'{month:02}' for month in range(1, 13))}"),
        ("/?month=", "month", f"''; it can be {', '.join(f'{month:02}' for month in range(1, 13))}"),
        ("/?source=ucdp-ged&month=03", "month", "'03'; it can be none"),
        ("/?year=2020", "year", "'2020'; it can be 2021, 2022, 2023, 2024"),
        ("/?source=older&year=2022", "year", "'2022'; it can be 2021, 2024"),
        ("/?source=older&violence=non_state", "violence", "'non_state'; it can be all, state_based"),
        ("/?level=admin2&measure=events_per_100k", "measure", "'events_per_100k'; it can be fatalities_per_1000km2, "
         "events_per_1000km2, civilian_fatalities_per_1000km2"),
        ("/?unit=ML0799", "unit", None),
        ("/?source=older&unit=ML0701-a", "unit", None),
        ("/?source=ucdp-ged&unit=ML0701", "unit", None),
        ("/?source=ucdp-ged&layers=units,events", "layers", None),
        ("/?source=older&layers=units,grid", "layers", None),
        ("/download/zones.csv?km=12", "km", f"'12'; it can be {KMS}"),
        ("/download/zones.csv?source=ucdp-ged&km=75", "km", "'75'; it can be 25, 50, 100"),
        ("/api/figures?level=admin2&pcode=ML07", "pcode", None),
        ("/api/figures?frame=2012&pcode=ML07", "pcode", None),
    ],
)  # fmt: skip
def test_what_is_allowed_depends_on_source_frame_and_level(several, address, parameter, detail):
    answer = several.client.get(address)
    assert (answer.status_code, answer.json["parameter"]) == (400, parameter)
    if detail is not None:
        assert answer.json["detail"] == f"parameter '{parameter}' cannot be {detail}"
        assert answer.json["allowed"] == ([] if detail.endswith("none") else detail.split("can be ")[1].split(", "))
    for value in answer.json["allowed"][:3]:
        if parameter in ("source", "frame", "level", "year", "km", "violence"):
            url = address.replace(
                f"{parameter}={address.split(f'{parameter}=')[1].split('&')[0]}", f"{parameter}={value}"
            )
            assert several.client.get(url).status_code == 200, url


@pytest.mark.parametrize("name", ["source", "frame", "level", "month", "km"])
def test_a_new_parameter_is_given_once(several, name):
    value = {"source": "brought", "frame": "2016", "level": "zones", "month": "03", "km": "75"}[name]
    answer = several.client.get(f"/api/figures?{name}={value}&{name}={value}")
    assert (answer.status_code, answer.json["parameter"]) == (400, name)
    assert answer.json["detail"] == f"parameter '{name}' is given 2 times; give it once"
    assert answer.json["allowed"]


@pytest.mark.parametrize("address", ["/download/admin1.csv", "/download/admin3.geojson", "/download/zones.csv",
                                     "/download/events.csv", "/api/figures"])  # fmt: skip
def test_a_month_needs_a_year_in_files_and_api(several, address):
    answer = several.client.get(f"{address}?month=03")
    assert (answer.status_code, answer.json["parameter"]) == (400, "month")
    assert answer.json["detail"] == "parameter 'month' needs a 'year'"
    assert answer.json["allowed"] == ["2021", "2022", "2023", "2024"]
    assert several.client.get(f"{address}?month=03&year=2022").status_code == 200
    assert several.client.get("/?month=03").status_code == 200, "a page has a year of its own"


def test_a_distance_needs_the_level_of_zones(several):
    answer = several.client.get("/api/figures?level=admin1&km=75")
    assert (answer.status_code, answer.json["detail"]) == (400, "parameter 'km' needs level=zones")


def test_the_address_of_a_deep_view_reopens_it(several):
    for source, frame in ((None, None), (None, "2012"), ("older", "2012"), ("older", None), ("ucdp-ged", "2016")):
        edition = several.build.edition(source, frame)
        for level in options.levels(edition):
            offered = options.offered(edition, level)
            for month in (None, *options.months(edition)[:2]):
                for layers in (options.default_layers(edition), tuple(options.map_layers(edition)), ()):
                    for year in edition.manifest["periods"][::2]:
                        chosen = View(source, frame, level, year, month, offered[-1], layers=layers)
                        query = urlsplit(chosen.query()).query
                        assert view(query, edition) == chosen
        assert several.client.get(f"/?{query}").status_code == 200


def test_an_edition_opens_with_a_year_that_it_covers(several):
    assert view("", several.build.edition("older")).year == "2021"
    assert view("", several.build.edition()).year == "2022"
    page = several.client.get("/?source=older").text
    assert "2021 · Mali Atlas</title>" in page
