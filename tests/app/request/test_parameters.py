"""What an address may ask for: every parameter's values, and the text of every refusal."""

from __future__ import annotations

from itertools import combinations
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.request import options, parsing
from app.request.view import View
from app.web.errors import BadParameter
from tests.app import deep
from tests.app.conftest import FAMILIES, MEASURES, VIOLENCE, YEARS

LAYERS = (
    "units",
    "grid",
    *(f"{kind}-{km}" for kind in ("niger", "burkina", "either", "both") for km in (25, 50, 100)),
    *(
        f"sites-{force}"
        for force in ("minusma", "french", "takuba", "eutm", "eucap", "g5", "fama", "wagner", "africa_corps")
    ),
    "rivers",
    "towns",
)
FOCUSES = ("east", "mali", "gao", "menaka", "three-borders", "niger", "burkina")
REGIONS = ("ML01", "ML02", "ML03", "ML04", "ML05", "ML06", "ML07", "ML08", "ML09", "ML10", "ML20")
ZONES = tuple(layer for layer in LAYERS if "-" in layer and not layer.startswith("sites"))
TAKES = {
    "/": "source, frame, level, year, month, measure, from, units, violence, family, named, sides, people, estimate, "
    "circles, layers, focus, unit, at, tab, sort, compare, lang",
    "/method": "source, frame, lang",
    "/changes": "source, frame, year, lang",
    "/download/admin1.geojson": "source, frame, year, month, from, units, violence, family, named, people, hxl",
    "/download/zones.csv": "source, frame, year, month, from, violence, family, sides, km, hxl",
    "/download/grid.csv": "source, frame, year, month, from, violence, family, sides, hxl",
    "/download/sites.csv": "source, frame, year, hxl",
    "/api/figures": "source, frame, level, year, month, measure, from, units, violence, family, named, sides, people, "
    "pcode, km",
    "/healthz": "none",
}
GOOD = {
    "source": "ucdp-ged",
    "frame": "2016",
    "km": "50",
    "month": "03",
    "year": "2012",
    "measure": "documented_sites",
    "from": "2013",
    "units": "ML07,ML10",
    "violence": "one_sided",
    "family": "jnim_is",
    "named": "apart",
    "sides": "both",
    "people": "year",
    "estimate": "high",
    "circles": "fatalities",
    "layers": "grid,towns",
    "focus": "gao",
    "tab": "table",
    "sort": "name",
    "compare": "year:2020",
    "unit": "ML10",
    "at": "6.5/16.2/0.4",
    "lang": "en",
    "level": "zones",
    "pcode": "ML07",
    "hxl": "0",
}


def view(query: str, made):
    return parsing.view_of(MultiDict(parse_qsl(query, keep_blank_values=True)), made)


def refusal(query: str, made) -> str:
    with pytest.raises(BadParameter) as caught:
        view(query, made)
    return caught.value.what


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("year", "year", YEARS),
        ("measure", "measure", MEASURES),
        ("violence", "violence", ("all", *VIOLENCE)),
        ("family", "family", ("any", *FAMILIES)),
        ("circles", "circles", ("none", "events", "fatalities")),
        ("focus", "focus", FOCUSES),
        ("tab", "tab", ("figures", "events", "table", "downloads")),
        ("unit", "unit", ("MLI", *REGIONS, *ZONES)),
        ("lang", "lang", ("en", "fr")),
    ],
)
def test_a_parameter_takes_each_of_its_values_and_its_refusal_lists_them(made, name, field, values):
    assert [getattr(view(f"{name}={value}", made), field) for value in values] == list(values)
    listed = f"parameter '{name}' cannot be 'x'; it can be {', '.join(values)}"
    assert refusal(f"{name}=x", made) == listed


def test_the_table_is_sorted_by_a_column_that_its_level_has(made):
    assert view("", made).sort == "-value"
    assert view("sort=-population", made).sort == "-population"
    assert refusal("sort=region", made).startswith("parameter 'sort' cannot be 'region'; it can be -value, value, ")


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("from=", "since", None),
        ("from=2020", "since", "2020"),
        ("from=2024", "since", "2024"),
        ("layers=none", "layers", ()),
        ("layers=grid", "layers", ("grid",)),
        ("layers=towns,sites-g5,units", "layers", ("units", "sites-g5", "towns")),
        ("layers=" + ",".join(reversed(LAYERS)), "layers", LAYERS),
        ("at=6.5/16.2/0.4", "at", (6.5, 16.2, 0.4)),
        ("at=3/-90/-180", "at", (3, -90, -180)),
        ("at=12/90/180.0", "at", (12, 90, 180)),
        ("at=5.257/16.1234/-11.4321", "at", (5.257, 16.1234, -11.4321)),
    ],
)
def test_a_value_of_more_than_one_part_is_parsed(made, query, field, value):
    assert getattr(view(query, made), field) == value


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        *(("year", text, ", ".join(YEARS)) for text in ("", "2011", "2025", "22", "02022", " 2022", "2022.0", "all")),
        ("from", "2011", ", ".join(YEARS)),
        *(
            ("layers", text, ", ".join(("none", *LAYERS)))
            for text in ("", "grid,", "grid,grid", "none,grid", "niger-30", "sites", "Grid", "grid, towns")
        ),
        *(
            ("at", text, "zoom/latitude/longitude, such as 6.5/16.2/0.4")
            for text in (
                *("", "6", "6/16", "6/16/0/1", "2.9/16/0", "12.1/16/0", "6/90.1/0", "6/-90.1/0", "6/16/180.1"),
                *("6/16/-180.1", "6/16/nan", "6/1e1/0", "6,16,0", "-6/16/0", "6/16.12345/0", "6/16/0 "),
            )
        ),
        ("unit", "144347", ", ".join(("MLI", *REGIONS, *ZONES))),
        ("unit", "ml07", ", ".join(("MLI", *REGIONS, *ZONES))),
        ("lang", "FR", "en, fr"),
        ("violence", "ALL", "all, state_based, non_state, one_sided"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_what_is(made, name, value, allowed):
    with pytest.raises(BadParameter) as caught:
        parsing.view_of(MultiDict([(name, value)]), made)
    assert caught.value.what == f"parameter '{name}' cannot be '{value}'; it can be {allowed}"
    assert (caught.value.parameter, ", ".join(caught.value.allowed)) == (name, allowed)


@pytest.mark.parametrize("path", TAKES)
def test_an_unknown_parameter_is_answered_with_what_the_address_takes(unpainted, data, path):
    client = unpainted(data)
    answer = client.get(f"{path}?yaer=2022")
    assert answer.status_code == 400
    assert answer.json["detail"] == f"unknown parameter 'yaer'; this address takes {TAKES[path]}"
    assert answer.json["parameter"] == "yaer"
    names = [] if TAKES[path] == "none" else TAKES[path].split(", ")
    assert answer.json["allowed"] == names
    light = {"year": GOOD["year"]} if path.startswith("/download/") and "year" in names else {}  # one year of a file
    for name in GOOD:
        value = "admin1" if (path, name) == ("/", "level") else GOOD[name]
        if (path, name) == ("/api/figures", "km"):
            continue  # of zones only
        expected = 400 if name not in names or name == "month" else 200
        assert client.get(path, query_string={**light, name: value}).status_code == expected, name


@pytest.mark.parametrize("path", [path for path in TAKES if TAKES[path] != "none"])
def test_every_parameter_is_given_once(client, path):
    for name in TAKES[path].split(", "):
        answer = client.get(f"{path}?{name}={GOOD[name]}&{name}={GOOD[name]}")
        assert answer.status_code == 400
        assert answer.json["detail"] == f"parameter '{name}' is given 2 times; give it once"
        assert answer.json["parameter"] == name
        assert answer.json["allowed"] or name == "month", "what ships has no months"


@pytest.mark.parametrize("value", ["all", "sites", "admin2", ""])
def test_the_levels_of_the_api(client, value):
    answer = client.get("/api/figures", query_string={"level": value})
    assert answer.json["detail"] == f"parameter 'level' cannot be '{value}'; it can be admin1, zones, grid"


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 60 + "…"), (9000, "x" * 60 + "…")])
def test_a_long_value_is_cut_in_the_refusal(made, length, shown):
    assert refusal("lang=" + "x" * length, made) == f"parameter 'lang' cannot be '{shown}'; it can be en, fr"


@pytest.mark.parametrize("query", ["year=2020&from=2020", "from=2022"])
def test_a_change_is_between_two_years(made, query):
    year = query[-4:]
    expected = f"parameter 'from' cannot be '{year}': it is the same as the period shown, {year}; give another"
    assert refusal(query, made) == expected


def test_a_file_of_all_years_can_show_the_change_from_one(client):
    assert client.get("/download/zones.csv?from=2022").status_code == 200
    answer = client.get("/download/zones.csv?from=2022&year=2022")
    assert answer.json["allowed"] == [year for year in YEARS if year != "2022"]


def degrees(limit: int):
    return st.integers(-limit * 10_000, limit * 10_000).map(lambda number: number / 10_000)


RANGES = [f"{first}-{last}" for first, last in combinations(YEARS, 2)]
views = st.builds(
    View,
    year=st.sampled_from([*YEARS, *RANGES]),
    measure=st.sampled_from(MEASURES),
    since=st.none() | st.sampled_from([*YEARS, *RANGES]),
    violence=st.sampled_from(("all", *VIOLENCE)),
    family=st.sampled_from(("any", *FAMILIES)),
    sides=st.sampled_from(("mali", "both")),
    people=st.sampled_from(("census", "year")),
    circles=st.sampled_from(("none", "events", "fatalities")),
    layers=st.sets(st.sampled_from(LAYERS)).map(lambda chosen: tuple(x for x in LAYERS if x in chosen)),
    focus=st.sampled_from(FOCUSES),
    unit=st.none() | st.sampled_from(("MLI", *REGIONS, *ZONES)),
    at=st.none() | st.tuples(st.integers(3000, 12000).map(lambda n: n / 1000), degrees(90), degrees(180)),
    lang=st.none() | st.sampled_from(("en", "fr")),
).filter(lambda chosen: chosen.since != chosen.year)


def test_the_address_of_a_view_reopens_it(made):
    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(chosen=views)
    @example(chosen=View(at=(11.25, -16.0001, -179.9999)))
    def reopens(chosen):
        address = chosen.query()
        assert view(urlsplit(address).query, made) == chosen
        names = [name for name, _ in parse_qsl(urlsplit(address).query)]
        assert names == [name for name in TAKES["/"].split(", ") if name in names]
        assert view(urlsplit(address).query, made).query() == address

    reopens()


def test_what_is_the_default_is_left_out(made):
    assert View().query() == "./"
    spelt = (
        "year=2022&measure=fatalities_per_100k&from=&violence=all&family=any&circles=none"
        "&layers=units,niger-50,burkina-50,both-50,rivers,towns&focus=east"
    )
    assert view(spelt, made) == view("", made) == View()
    assert view("lang=fr&layers=none&from=2020&year=2023", made).query() == "?year=2023&from=2020&layers=none&lang=fr"


def test_the_address_of_a_changed_view(made):
    chosen = view("year=2021&from=2015", made)
    assert chosen.query(since=None, focus="gao") == "?year=2021&focus=gao"
    assert chosen == view("year=2021&from=2015", made)


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
