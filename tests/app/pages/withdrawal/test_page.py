"""/withdrawal: its places, charts, marks and words, light and in both languages, and no cause named."""

from __future__ import annotations

import gzip
import re
from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts import series
from app.pages.withdrawal.page import departure_places_of, places
from tests import examples
from tests.app import deep
from tests.app.withdrawal import page, tables

CAUSAL = {
    "en": r"because|due to|caused|causes|causing|led to|leads to|as a result|resulted|effect|impact|therefore",
    "fr": r"à cause|en raison|provoqu|entraîn|a conduit|du fait|par conséquent|effet|grâce à|impact|donc\b|résult",
}


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
