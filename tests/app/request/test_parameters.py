"""What an address may ask for: every parameter's values, and the text of every refusal."""

from __future__ import annotations

from itertools import combinations
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.request import parsing
from app.request.view import View
from app.web.errors import BadParameter
from tests.app.conftest import FAMILIES, MEASURES, VIOLENCE, YEARS
from tests.app.request.asked import FOCUSES, LAYERS, REGIONS, TAKES, ZONES, refusal, view

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
