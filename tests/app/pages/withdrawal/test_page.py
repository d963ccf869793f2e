"""/withdrawal: the numbers of the API and of a slow way over the raw file, cut windows shown cut, no cause named."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from app.application import create_app
from app.charts import series
from app.pages.withdrawal.page import departure_places_of, places
from geodata import periods
from geodata.builds import store
from geodata.forces import departures
from tests import examples, once, worlds
from tests.app import deep, monthly
from tests.app.deep import Served
from tests.app.markup import Node, read

RAW = "data/ucdp/ged241_country_download_mali.csv"
CAUSAL = {
    "en": r"because|due to|caused|causes|causing|led to|leads to|as a result|resulted|effect|impact|therefore",
    "fr": r"à cause|en raison|provoqu|entraîn|a conduit|du fait|par conséquent|effet|grâce à|impact|donc\b|résult",
}


@pytest.fixture(scope="module")
def charted() -> Served:
    """UCDP's events of Mali, imported into the regions that ship."""
    data = once.imported_build(RAW)
    return Served(create_app(data).test_client(), store.read(data), data)


@pytest.fixture
def real(charted, unpainted) -> Served:
    """The same with charts that are a word: for those who read tables and texts."""
    return replace(charted, client=unpainted(charted.data))


def page(client, query: str = "") -> Node:
    answer = client.get(f"/withdrawal{query}")
    assert answer.status_code == 200, answer.text[:300]
    return read(answer.text)


def test_what_else_is_dated_in_a_region_is_listed_and_leads_to_the_forces(client):
    listed = page(client, "?place=ML10").one("div", class_="dated").every("li")
    assert any("ISGS offensive" in one.text and one.text.startswith("8 March 2022 – ") for one in listed)
    for one in listed:
        assert one.one("a").attributes["href"].startswith("/forces#event-")
    ids = {one.one("a").attributes["href"].partition("#event-")[2] for one in listed}
    assert "menaka-offensive" in ids
    assert "barkhane-menaka-handed-over" not in ids, "the departures have marks of their own"
    assert page(client, "?place=either-50").every("div", class_="dated") == []
    site = page(client, "?place=french-menaka").one("div", class_="dated")
    assert len(site.every("li")) == len(listed)


def test_it_says_to_which_day_forces_are_known(client):
    assert "Forces and departures: known to 31 July 2026." in page(client).one("main").text
    assert "Forces et départs : état des connaissances au 31 juillet 2026." in page(client, "?lang=fr").one("main").text


def tables(tree: Node) -> list[Node]:
    return [node for node in tree.every("table") if "departures" in (node.attributes["class"] or "")]


def rows(table: Node) -> dict[str, list[Node]]:
    """The cells of counts of each departure, by "place force"."""
    return {named(row): row.every("td", class_="num") for row in table.one("tbody").every("tr")}


def named(row: Node) -> str:
    """Place and force of a row's departure, without what is counted."""
    head = row.one("th")
    scope = [small.text for small in head.every("small", class_="scope")]
    return head.text.removesuffix(f" {scope[0]}") if scope else head.text


def numbers(cell: Node) -> tuple[int, int, int, int] | None:
    """Deaths, their range, and events of a cell; None where it says that there is no data."""
    found = re.match(r"([\d,]+) \(([\d,]+)–([\d,]+)\) events: ([\d,]+)", cell.text)
    return tuple(int(number.replace(",", "")) for number in found.groups()) if found else None


def by_api(client, pcode: str, asked: list[str], source: str) -> tuple[int, ...]:
    """Deaths, their range, and events of a region, summed over periods that the API is asked for one by one."""
    sums = [0, 0, 0, 0]
    for period in asked:
        month = f"&month={period[5:]}" if len(period) > 4 else ""
        query = f"?pcode={pcode}&year={period[:4]}{month}&source={source}"
        (record,) = client.get(f"/api/figures{query}").json["figures"]
        names = ("fatalities_best", "fatalities_low", "fatalities_high", "events")
        sums = [so_far + record[name] for so_far, name in zip(sums, names, strict=True)]
    return tuple(sums)


def by_raw_file(longitude: float, latitude: float, km: float, first: str, last: str) -> tuple[int, ...]:
    """The same within a distance of a point, from the raw file alone: events in one month, place known to 25 km."""
    found, geod = [0, 0, 0, 0], Geod(ellps="WGS84")
    with worlds.shared(RAW).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            month, _, year = row["date_start"].split()[0].split("/")
            ended = row["date_end"].split()[0].split("/")
            is_known = (ended[0], ended[2]) == (month, year) and int(row["date_prec"]) <= 4 and year == row["year"]
            metres = geod.inv(longitude, latitude, float(row["longitude"]), float(row["latitude"]))[2]
            if is_known and first <= f"{year}-{month}" <= last and int(row["where_prec"]) <= 2 and metres <= km * 1000:
                own = (int(row["best_est"]), int(row["low_est"]), int(row["high_est"]), 1)
                found = [so_far + number for so_far, number in zip(found, own, strict=True)]
    return tuple(found)


def test_every_closing_of_the_mission_in_2023_is_followed_by_less_than_five_months(real):
    here = departure_places_of(real.build.edition(), "ucdp")
    late = [
        one for one in here.departures if one.force == "minusma" and "2023-08" <= (one.closed_on or "") <= "2023-12-31"
    ]
    assert len(late) == 11
    shown = rows(tables(page(real.client))[-1])
    for one in late:
        windows = departures.by_month(here.site(one), one, here.elsewhere())
        months = 12 - int(one.closed_on[5:7])
        assert len(windows.after.here.covered) == len(windows.after.elsewhere.covered) == months < 5
        assert len(windows.before.here.covered) == 12
        after = shown[f"{one.site} MINUSMA"][2]
        (cut,) = after.every("span", class_="cut")
        assert cut.text == f"{months} of 12 months"
        assert (numbers(after) is None) is (months == 0)


def test_the_windows_of_a_region_are_the_sums_of_its_months_by_the_api(real):
    cells = rows(tables(page(real.client))[0])["Gao French forces"]
    source = real.build.edition().source
    asked = (periods.between("2021-08", "2022-07"), ["2022-08"], periods.between("2022-09", "2023-08"))
    for cell, months in zip(cells, asked, strict=False):
        assert numbers(cell) == by_api(real.client, "ML07", months, source)
    assert [cell.text.endswith("12 of 12 months") for cell in (cells[3], cells[4])] == [True, True]
    pool = [by_api(real.client, pcode, asked[0], source) for pcode in ("ML01", "ML03", "ML09")]
    assert numbers(cells[3]) == tuple(map(sum, zip(*pool, strict=True)))


@pytest.mark.parametrize("km", [50, 100])
@pytest.mark.parametrize(
    ("force", "site", "point", "month"),
    [
        ("French forces", "Gao", (-0.04472, 16.27167), "2022-08"),
        ("French forces", "Ménaka", (2.4022, 15.9182), "2022-06"),
        ("MINUSMA", "Douentza", (-2.94978, 15.00155), "2023-10"),
    ],
)
def test_what_is_counted_around_a_site_is_what_the_raw_file_says(real, km, force, site, point, month):
    shown = rows(tables(page(real.client, f"?km={km}"))[-1])[f"{site} {force}"]
    windows = [(periods.months_later(month, -12), periods.months_later(month, -1)), (month, month),
               (periods.months_later(month, 1), min(periods.months_later(month, 12), "2023-12"))]  # fmt: skip
    for cell, window in zip(shown, windows, strict=False):
        assert numbers(cell) == by_raw_file(*point, km, *window)
    assert sum(numbers(cell)[3] for cell in shown[:3]) > 0


def test_a_site_of_its_own_is_counted_as_in_the_table_of_all(real):
    every = rows(tables(page(real.client, "?km=100"))[-1])["Gao French forces"]
    own = rows(tables(page(real.client, "?place=french-gao&km=100"))[0])["Gao French forces"]
    assert [numbers(cell) for cell in own[:3]] == [numbers(cell) for cell in every[:3]]


def test_the_figures_that_ship_are_by_year_and_by_region(client, made):
    tree = page(client, "?place=french-gao")
    assert "import an event file" in tree.one("main").text
    cells = rows(tables(tree)[0])["Gao French forces"]
    for cell, year in zip(cells, ("2021", "2022", "2023"), strict=False):
        assert numbers(cell) == by_api(client, "ML07", [year], made.source)
        assert year in cell.text
    last = rows(tables(tree)[0])["Gao MINUSMA"]
    assert [numbers(cell) is None for cell in last[:3]] == [False, True, True]
    assert all("no data" in cell.text for cell in last[1:3])


def test_a_departure_known_to_the_year_has_no_window_of_months(real):
    own = tables(page(real.client))[0]
    cells = next(row for row in own.one("tbody").every("tr") if named(row) == "Gao MINUSMA")
    assert cells.every("td", class_="num") == []
    assert "Known to the year only: no window of months." in cells.text


def test_departures_in_a_window_are_named(real):
    cells = rows(tables(page(real.client))[0])["Gao French forces"]
    assert "also: EUTM Mali, Gao; Task Force Takuba, Ansongo; Task Force Takuba, Gao" in cells[0].text
    assert "also" not in cells[1].text + cells[2].text


def test_regions_without_a_departure_are_named(real):
    assert "counted together: Kayes, Sikasso, Taoudénit." in page(real.client).one("main").text


def test_a_table_and_each_row_name_what_is_counted(real, client):
    def scopes(table):
        return {small.text for small in table.every("small", class_="scope")}

    own, _, every = tables(page(real.client, "?place=ML10"))
    assert own.one("caption").text == "Departures: Ménaka region"
    assert scopes(own) == {"Ménaka region"}
    assert every.one("caption").text == "All departures: within 50 km of each site"
    assert {"within 50 km of Ménaka", "within 50 km of Gao"} <= scopes(every)
    circle = tables(page(real.client, "?place=french-gao&km=100"))[0]
    assert (circle.one("caption").text, scopes(circle)) == (
        "Departures: within 100 km of Gao", {"within 100 km of Gao"}
    )  # fmt: skip
    said = "can move in opposite directions"
    assert said in page(real.client, "?place=ML10").one("main").text
    shipped = page(client, "?place=french-gao")
    assert said not in shipped.one("main").text
    assert tables(shipped)[-1].one("caption").text == "All departures: the region of each site"
    assert "Ménaka region" in scopes(tables(shipped)[-1])


def test_every_count_has_the_label_of_its_column(real):
    for table in tables(page(real.client, "?place=ML10")):
        heads = [head.text for head in table.one("thead").every("th")]
        for row in table.one("tbody").every("tr"):
            labels = [cell.attributes.get("data-label") for cell in row.every("td")]
            assert labels in ([None, *heads[2:]], [None, None]), "a stacked row reads as the columns do"


def test_regions_without_a_departure_are_said_to_be_no_control_group(real, client):
    edition = real.build.edition()
    figures = edition.figures
    years = sorted(figures.covered)

    def deaths(pcode):
        unit = figures.unit("admin1", pcode)
        return sum(figures.row("admin1", unit, year, "all", "any")["fatalities_best"] for year in years)

    inside = sum(deaths(pcode) for pcode in ("ML01", "ML03", "ML09"))
    whole = sum(figures.national(year, "all", "any")["fatalities_best"] for year in years)
    text = page(real.client).one("main").text
    assert "They are no control group" in text
    assert f"They hold {100 * inside / whole:.1f}% of the deaths" in text
    left = "leaves a region out too: Ségou (MINUSMA, Diabaly, last reported 2019, closed by 31 December 2023)."
    assert left in text
    assert left in page(client, "?place=french-gao").one("main").text


def test_places_are_regions_first_then_zones_and_closed_sites(real):
    nav = page(real.client, "?count=events&km=100").one("nav", class_="places")
    links = [(link.text, link.attributes["href"] or "") for link in nav.every("a")]
    assert [name for name, _ in links[:5]] == ["Gao", "Ménaka", "Kidal", "Tombouctou", "Mopti"]
    asked = [parse_qs(address[1:])["place"][0] for _, address in links]
    assert sorted(asked) == sorted(places(real.build.edition()))
    assert all("count=events" in address and "km=100" in address for _, address in links)
    assert [link.text for link in nav.every("a", aria_current="true")] == ["Gao"]


def test_every_place_has_a_page(real):
    for place in examples.some(places(real.build.edition()), 6):
        (chosen,) = page(real.client, f"?place={place}").one("nav", class_="places").every("a", aria_current="true")
        assert chosen.attributes["href"] == f"?place={place}"


@pytest.mark.parametrize(
    "query",
    ["place=nowhere", "place=minusma-abroad", "place=g5-niamey", "place=either-60", "km=20", "km=abc", "count=deaths",
     "year=2022", "place=ML07&place=ML10", "source=x"],
)  # fmt: skip
def test_what_is_not_there_is_refused(real, query):
    answer = real.client.get(f"/withdrawal?{query}")
    assert answer.status_code == 400
    assert answer.json["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        (query, lang)
        for at, query in enumerate(["?place=ML07", "?place=either-100&count=events", "?place=minusma-kidal"])
        for lang in examples.some(["en", "fr"], 2, at)
    ],
)
def test_no_word_of_cause(charted, lang, query):
    tree = page(charted.client, f"{query}&lang={lang}")
    text = tree.one("main").text.lower()
    assert re.findall(CAUSAL[lang], text) == []
    assert re.findall(CAUSAL["en"], text) == []
    (said, *_) = tree.every("p", class_="said")
    assert {"en": "A sequence is not a cause.", "fr": "Une succession n’est pas une causalité."}[lang] in said.text


@pytest.mark.parametrize(
    ("at", "query"), [*enumerate(("?place=ML06", "?place=either-100", "?place=french-gao&count=events"))]
)
def test_the_page_is_light(charted, client, at, query):
    for served in examples.some((charted.client, client), 2, at):
        answer = served.get(f"/withdrawal{query}&lang=fr", headers={"Accept-Encoding": "gzip"})
        (style,) = re.findall(rb'href="(/assets/[^"]*/atlas.css)"', gzip.decompress(answer.data))
        sheet = served.get(style.decode(), headers={"Accept-Encoding": "gzip"})
        assert len(answer.data) + len(sheet.data) < 60_000


def test_the_chart_marks_departures_and_says_where_there_is_no_data(charted):
    tree = page(charted.client, "?place=ML07")
    drawn = [one for one in tree.every("svg") if one.attributes.get("role") == "img"]
    assert len(drawn) == 4 + 3, "wide and narrow, of the place, of what stands beside it, of all side by side; a map"
    wide = drawn[0].text
    assert all(name in wide for name in ("EUTM Mali Gao", "Task Force Takuba Ansongo, Gao", "MINUSMA Gao", "no data"))
    assert "EUTM" not in drawn[1].one("desc").text.partition("Vertical")[0]
    marks = [item.text for item in tree.every("ol", class_="marks")[0].every("li")]
    assert marks[1:3] == ["Task Force Takuba Ansongo, Gao, 30 June 2022", "French forces Gao, 15 August 2022"]


def test_numbers_behind_the_chart_are_the_months_that_are_covered(real):
    behind = page(real.client, "?place=ML07").one("main").every("details", class_="behind")[0]
    heads = [row.one("th").text for row in behind.one("tbody").every("tr")]
    assert (heads[0], heads[-1], len(heads)) == ("April 2020", "December 2023", 45)


def test_what_has_no_month_and_no_place_is_said(real):
    edition = real.build.edition()
    figures, gao = edition.figures, edition.figures.unit("admin1", "ML07")
    undated = [figures.row("admin1", gao, f"{year}-00", "all", "any") for year in range(2020, 2026)]
    events, deaths = (sum(row[name] or 0 for row in undated) for name in ("events", "fatalities_best"))
    assert f"Month not known, in no bar: events {events}, deaths {deaths}." in page(real.client).one("main").text


def test_a_source_under_stricter_terms_is_counted_by_region_only(gated, unpainted):
    assert not gated.edition().has("around_sites.parquet")
    tree = page(unpainted(gated.data), "?place=gao-fr")
    assert "its region is counted: Gao" in tree.one("main").text


def test_the_terms_of_now_decide_whether_a_site_has_surroundings(imported):
    edition = imported.edition()
    assert departure_places_of(edition, "ucdp").around is not None
    assert departure_places_of(edition, "acled").around is None


def test_drawn_events_around_drawn_sites(imported):
    assert imported.edition().has("around_sites.parquet")
    for frame in deep.FRAMES:
        assert len(tables(page(imported.client, f"?frame={frame}"))) == 3
    (events, *_) = imported.edition().table("around_sites")
    assert (events["site_id"], events["km"]) == ("", None)


def test_counts_by_month_and_cercle_have_no_zones_no_range_and_no_zero_where_nothing_is_said(tmp_path):
    drawn = worlds.only(deep.world(tmp_path), "2016")
    record = deep.replace(worlds.source("acled-monthly-x"), policy="acled", data_to="2023-01-31")
    sources = {**drawn.sources, "acled-monthly-x": record}
    made = deep.replace(drawn, imported=[*drawn.imported, monthly.months()], sources=sources)
    client = deep.serve(tmp_path, made).client
    query = "?source=acled-monthly-x&place=gao-fr"
    cells = rows(tables(page(client, query))[0])["Gao French forces"]
    assert cells[0].text == "9 events: 6 2 of 12 months"
    assert cells[2].text == "6 events: 6 1 of 12 months"
    assert client.get("/withdrawal?source=acled-monthly-x&place=either-50").status_code == 400


def test_a_source_that_covers_none_of_it_says_so(tmp_path):
    late = [{"year": 2030, "x": 1.5, "y": 15.5}]
    served = deep.serve(tmp_path, worlds.only(deep.with_others(tmp_path, {"later": late}), "2016"))
    tree = page(served.client, "?source=later&place=gao-fr")
    cells = rows(tables(tree)[0])["Gao French forces"]
    assert [cell.text for cell in cells[:3:2]] == ["no data 0 of 12 months"] * 2


LABELS = st.lists(st.tuples(st.floats(0, 800), st.text("MUSAil, ", min_size=1, max_size=30)), max_size=12).map(sorted)


@given(LABELS)
def test_no_label_crosses_another_or_its_rule(labels):
    found = series.rows_of(labels)
    spans = [(x, x + series._long(text), row) for (x, text), row in zip(labels, found, strict=True)]
    for number, (x, end, row) in enumerate(spans):
        for other, (left, right, below) in enumerate(spans):
            if number != other:
                assert not (row == below and x < right and left < end), "two labels in one place"
                assert not (left < x < right and below > row), "a rule crosses a label below its own"


def test_the_axis_leaves_room_for_the_last_label():
    bars = [
        series.Bar(date(2020, 1, 1), date(2020, 12, 31), 1.0),
        series.Bar(date(2021, 1, 1), date(2021, 12, 31), None),
    ]
    marks = [series.Mark(date(2021, 12, 28), date(2021, 12, 28), "1", "MINUSMA Tombouctou", "#2b6cb0")]
    end = series._end(date(2020, 1, 1), date(2022, 1, 1), marks, ["MINUSMA Tombouctou"], 800)
    left = (marks[0].first - date(2020, 1, 1)) / (end - date(2020, 1, 1)) * 800
    assert left + series._long("MINUSMA Tombouctou") <= 801
    drawn = series.chart(bars, marks, series.Frame(860, 200, 1.0, "no data"))
    assert drawn["width"] == 860
