"""The pages of the forces: every one of the report on any day, with a source or a mark that there is none."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from itertools import pairwise

import pytest

from app.charts import sheet as sheets
from app.charts import timeline as bars
from app.charts.render import NARROW, WIDE
from app.charts.strength import _SHAPES, BOUNDS, WIDER, Panel, Point, _panel
from app.text import force_labels, numbers
from geodata.forces import presence, strength
from geodata.schema import validate
from geodata.schema.forces import CATEGORIES, UNCERTAINTIES
from geodata.vocabulary import BY_FORCE, GROUPS, INCOMPLETE, REPORTED
from tests import examples, worlds
from tests.app.conftest import BROWSER, drawn_world, serve_world
from tests.app.markup import read

HEAVIEST = 150_000
GROUP_KEYS = [group.key for group in GROUPS]
KEYS = [force.key for force in REPORTED]
PAYLOAD = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
HEADCOUNTS = """
force   as_of      low   best  high  component measure    scope uncertainty source_id confidence
minusma 2021-06-30 .     12000 .     uniformed deployed   mali  lower_bound un        sourced
minusma 2022-12-31 .     11000 .     uniformed deployed   mali  exact       un        sourced
minusma 2022-06-30 15209 15209 15209 uniformed authorised mali  ceiling     un        sourced
french  2022-02-17 4300  4500  4600  total     deployed   sahel_5_countries range un  sourced
eucap   2022-01-01 .     209   .     total     authorised mali  ceiling     un        sourced
isgs    2022-07-31 300   .     425   total     deployed   sahel estimate    .         unsourced
wagner  2022-12-31 .     .     .     total     deployed   mali  missing     un        sourced
"""


def mandates(text):
    drawn = worlds.table(text)
    whole = drawn.assign(
        name_fr=drawn["name"] + " (fr)", legal_basis="law", legal_basis_fr="droit", confidence="sourced"
    )
    whole = whole.assign(
        **dict.fromkeys(("decided", "not_before", "here_by", "last_site", "succeeded_by", "more_sources"))
    )
    return validate.validate("mandates", whole, "drawn mandates")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A served world whose every name and word is markup."""
    tmp = tmp_path_factory.mktemp("hostile")
    world = drawn_world(tmp)
    tables = world.forces
    named = replace(
        tables,
        sites=tables.sites.assign(site=PAYLOAD, role=PAYLOAD, stated_admin1=tables.sites["stated_admin1"]),
        sources=tables.sources.assign(publisher=PAYLOAD, title=PAYLOAD),
        mandates=tables.mandates.assign(name=PAYLOAD, name_fr=PAYLOAD, legal_basis=PAYLOAD),
        headcounts=tables.headcounts.assign(component=PAYLOAD, measure=PAYLOAD, scope=PAYLOAD),
        timeline=tables.timeline.assign(title_en=PAYLOAD, title_fr=PAYLOAD, place=PAYLOAD),
    )
    return serve_world(tmp, replace(world, forces=named))[0]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A served world with figures, gaps and an open end."""
    tmp = tmp_path_factory.mktemp("forces")
    world = drawn_world(tmp)
    held = mandates("""
force   name     started    end_decided ended      left_mali  source_id
minusma MINUSMA  2013-07-01 .           2023-06-30 2023-12-31 un
french  Barkhane 2014-08-01 2022-02-17  2022-11-09 2022-08-15 un
eucap   EUCAP    2015-01-15 .           2025-01-31 .          un
""")
    given = worlds.table(HEADCOUNTS).replace(" ", "_", regex=True).assign(more_sources=None)
    counts = validate.validate("headcounts", given, "drawn headcounts")
    return serve_world(tmp, replace(world, forces=replace(world.forces, mandates=held, headcounts=counts)))[0]


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def on_day(found):
    """The rows of the table of the day, by force: presence, sites, figures."""
    table = next(one for one in found.every("table") if "onday" in (one.attributes.get("class") or "").split())
    rows = [row.every("th") + row.every("td") for row in table.one("tbody").every("tr")]
    return {cells[0].text: [cell.text for cell in cells[1:]] for cells in rows}


def of_year(found, year):
    """The cells of a year in the table of figures that stand for years, by force."""
    table = found.one("table", class_="data byyear")
    heads = [head.text for head in table.one("thead").every("th")][1:]
    row = next(row for row in table.one("tbody").every("tr") if row.one("th").text == year)
    return dict(zip(heads, [cell.text for cell in row.every("td")], strict=True))


def test_every_force_of_the_report_has_a_row_with_a_sourced_figure_or_a_stated_gap(client):
    rows = on_day(page(client, "/forces"))
    assert list(rows) == [force.label for force in REPORTED]
    table = page(client, "/forces").every("table")[0]
    gaps = {*strength.GAPS.values(), "no estimate with a source retrieved"}
    for row in table.one("tbody").every("tr"):
        links = [link.attributes["href"] for link in row.every("td")[-1].every("a")]
        said = row.every("td")[-1].text
        assert any("/sources#" in link for link in links) or any(gap in said for gap in gaps), said
        assert row.one("th").one("a").attributes["href"].startswith("/forces/")


@pytest.mark.parametrize(
    ("key", "lang"), [(key, lang) for at, key in enumerate(KEYS) for lang in examples.some(["en", "fr"], 2, at)]
)
def test_every_force_has_its_page(client, key, lang):
    answer = client.get(f"/forces/{key}?lang={lang}")
    found = read(answer.text)
    assert answer.status_code == 200
    assert found.one("html").attributes["lang"] == lang
    ids = [node.attributes["id"] for node in found.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    assert len(gzip.compress(answer.data)) < HEAVIEST
    assert len(found.every("p", class_="said")) == (key in INCOMPLETE or key in GROUP_KEYS)
    assert found.one("p", class_="said knownto")
    assert bool(found.every("table", class_="data sites")) == (key not in GROUP_KEYS)


def test_the_page_is_light_and_charts_have_no_style(client):
    for lang in ("en", "fr"):
        answer = client.get(f"/forces?lang={lang}")
        assert len(gzip.compress(answer.data)) < HEAVIEST
        assert not [node for node in read(answer.text).walk() if "style" in node.attributes]


def test_a_day_is_the_one_asked_for(drawn):
    days = {
        "2013-06-30": "not yet in Mali",
        "2013-07-01": "in Mali",
        "2023-06-30": "in Mali",
        "2023-07-01": "in Mali, withdrawing",
        "2023-12-31": "left Mali",
    }
    for day, said in days.items():
        assert on_day(page(drawn, f"/forces?on={day}"))["MINUSMA"][0] == said
    assert on_day(page(drawn, "/forces?on=2025-12-31"))["EUCAP Sahel Mali"][0] == "not known"
    assert on_day(page(drawn, "/forces"))["Malian armed forces"][0] == "national forces, no mandate"
    assert on_day(page(drawn, "/forces"))["JNIM"][:2] == ["armed group, no mandate", "no list"]


def test_a_force_that_left_while_sites_are_open_is_closing_them(client):
    rows = {day: on_day(page(client, f"/forces?on={day}")) for day in ("2023-12-30", "2023-12-31", "2024-11-15")}
    hint = "Recorded as gone by this day, while documented sites of it in Mali were still open."
    assert rows["2023-12-30"]["MINUSMA"][0] == "in Mali, withdrawing"
    assert rows["2023-12-31"]["MINUSMA"][:2] == [f"withdrawn; sites not yet closed {hint}", "2 · 0 · 0 · 14"]
    assert rows["2024-11-15"]["MINUSMA"][:2] == ["left Mali", "0 · 0 · 0 · 16"]
    own = page(client, "/forces/minusma?on=2023-12-31").one("dl", class_="onday").text
    assert "withdrawn; sites not yet closed" in own
    assert hint in own


def test_a_force_that_left_has_no_latest_figure(client):
    rows = on_day(page(client, "/forces?on=2025-12-31"))
    for force in ("MINUSMA", "French forces", "Wagner Group"):
        assert (rows[force][0], rows[force][2]) == ("left Mali", "had left")


def test_at_the_end_of_2025_wagner_is_gone_and_the_africa_corps_is_there(client):
    rows = on_day(page(client, "/forces?on=2025-12-31"))
    assert rows["Wagner Group"][:2] == ["left Mali", "0 · 0 · 0 · 13 list far from complete"]
    assert rows["Africa Corps"][0] == "in Mali"
    assert rows["Africa Corps"][2] == "2,000 deployed, 2025 one source only"
    own = page(client, "/forces/africa_corps?on=2025-12-31")
    assert "in Mali by 6 June 2025" in own.one("main").text


def places(found):
    """By place: who held a site there on the day, perhaps did, had left."""
    rows = found.one("table", class_="data places").one("tbody").every("tr")
    return {row.one("th").text: [cell.text for cell in row.every("td")][1:] for row in rows}


def test_in_may_2026_kidal_is_not_held_by_the_malian_army_and_the_page_says_how_sure_that_is(client):
    held, perhaps, gone = places(page(client, "/forces?on=2026-05-15"))["Kidal"]
    assert (held, perhaps) == ("", "")
    assert "Malian armed forces 25 April 2026, approximate" in gone
    held, _, _ = places(page(client, "/forces?on=2026-04-24"))["Kidal"]
    assert "Malian armed forces since 14 November 2023, approximate" in held
    site = page(client, "/forces/fama?on=2026-05-15").one("tr", id="site-fama-kidal-2").text
    assert "25 April 2026 closed by 27 April 2026" in site
    assert "approximate" in site
    event = page(client, "/forces").one("tr", id="event-kidal-lost-2026").text
    assert "FLA takes Kidal" in event


def test_no_site_of_minusma_is_open_at_the_end_of_2024(client):
    found = places(page(client, "/forces?on=2024-12-31"))
    assert not [place for place, (held, perhaps, _) in found.items() if "MINUSMA" in held + perhaps]


def test_every_page_says_to_which_day_it_knows_and_not_more_after_it(client):
    for path in ("/forces", "/forces/fama", "/forces/jnim"):
        assert "Known to 31 July 2026." in page(client, path).one("main").text
    assert "État des connaissances" in page(client, "/forces?lang=fr").one("main").text
    late = page(client, "/forces?on=2026-08-01")
    assert on_day(late)["Africa Corps"][0] == "not known"
    assert on_day(late)["Wagner Group"][0] == "left Mali"
    assert "after the last that the tables know" in late.one("main").text
    assert "after the last" not in page(client, "/forces?on=2026-07-31").one("main").text


def test_sites_abroad_are_counted_apart(client):
    assert on_day(page(client, "/forces"))["G5 Sahel Joint Force"][1] == "0 · 0 · 0 · 3 abroad: 0 · 3 · 0 · 0"
    found = on_day(page(client, "/forces?on=2023-12-15"))
    assert found["G5 Sahel Joint Force"][1] == "0 · 0 · 0 · 3 abroad: 0 · 2 · 0 · 1"
    assert "abroad" not in " ".join(cells[1] for force, cells in found.items() if not force.startswith("G5"))


def test_a_difference_between_years_is_said_to_be_no_change_yet(client):
    said = "Different days, measures and kinds of source: a difference between two years may not be a change."
    assert page(client, "/forces").one("main").text.count(said) == 2, "under the chart and above the table"
    assert page(client, "/forces/minusma").one("main").text.count(said) == 1


@pytest.mark.parametrize(
    ("day", "minusma", "french"),
    [
        ("2013-07-31", "0 · 0 · 2 · 0", "0 · 0 · 1 · 0"),
        ("2013-12-31", "1 · 0 · 1 · 0", "0 · 0 · 1 · 0"),
        ("2020-06-30", "1 · 0 · 2 · 0", "1 · 0 · 0 · 0"),
        ("2020-07-01", "1 · 0 · 1 · 1", "1 · 0 · 0 · 0"),
        ("2022-08-14", "1 · 0 · 1 · 1", "1 · 0 · 0 · 0"),
        ("2022-08-15", "1 · 0 · 1 · 1", "0 · 0 · 0 · 1"),
        ("2023-08-24", "1 · 0 · 1 · 1", "0 · 0 · 0 · 1"),
        ("2023-08-25", "1 · 0 · 0 · 2", "0 · 0 · 0 · 1"),
        ("2023-12-21", "0 · 0 · 0 · 3", "0 · 0 · 0 · 1"),
    ],
)
def test_sites_on_a_day_are_open_uncertain_or_closed(drawn, day, minusma, french):
    rows = on_day(page(drawn, f"/forces?on={day}"))
    assert (rows["MINUSMA"][1], rows["French forces"][1]) == (minusma, french)


def test_the_latest_figure_says_what_it_counts_and_where_it_is_from(drawn):
    rows = on_day(page(drawn, "/forces?on=2022-06-30"))
    assert rows["MINUSMA"][2] == "at least 12,000 deployed, 30 June 2021"
    assert rows["French forces"][2] == "4,500 (4,300–4,600) deployed, five Sahel countries, 17 February 2022"
    assert rows["EUCAP Sahel Mali"][2] == "only a ceiling or a plan is known 209 authorised, 1 January 2022"
    assert rows["Task Force Takuba"][2] == "no figure of the whole force up to this day"
    assert on_day(page(drawn, "/forces?on=2014-12-31"))["EUCAP Sahel Mali"][2] == "not yet in Mali"
    assert rows["ISGS"][2] == "no estimate with a source retrieved"
    said = on_day(page(drawn, "/forces?on=2022-12-31"))["ISGS"][2]
    assert said == "300–425 no source deployed, the Sahel, 31 July 2022 no estimate with a source retrieved"


def test_a_year_has_the_last_figure_or_a_reason(drawn):
    found = page(drawn, "/forces")
    cells = of_year(found, "2022")
    assert cells["MINUSMA"] == "11,000 deployed, 31 December"
    assert cells["French forces"] == "had left"
    assert of_year(found, "2021")["French forces"] == "no figure found"
    assert cells["EUCAP Sahel Mali"].startswith("only a ceiling or a plan is known 209")
    assert cells["Wagner Group"] == "no figure found"
    assert (
        of_year(found, "2021")["MINUSMA"] == "only a figure too far from 31 December at least 12,000 deployed, 30 June"
    )
    assert of_year(found, "2013")["French forces"] == "not yet in Mali"
    assert of_year(found, "2024")["MINUSMA"] == "had left"
    assert "at most 92 days from it" in found.one("main").text


def test_a_sum_says_what_is_in_it_and_what_is_missing(drawn):
    table = page(drawn, "/forces").one("table", class_="data sums")
    rows = {row.one("th").text: [cell.text for cell in row.every("td")] for row in table.one("tbody").every("tr")}
    total, included, missing, absent = rows["2022"]
    assert total == "at least 11,000 incomplete"
    assert included == "MINUSMA: 11,000 deployed, 31 December"
    assert "EUCAP Sahel Mali: only a ceiling or a plan is known" in missing
    assert absent == "had left: French forces"
    assert rows["2024"][3] == "had left: MINUSMA, French forces"
    assert rows["2023"][0] == "nothing to add incomplete"


def test_what_has_no_source_is_marked_wherever_it_shows(drawn):
    found = page(drawn, "/forces")
    coup = found.one("tr", id="event-coup")
    assert coup.one("span", class_="nosource").text == "no source"
    assert not [link for link in coup.every("a") if "/sources" in link.attributes["href"]]
    left = found.one("tr", id="event-gao-fr-left")
    assert [link.attributes["href"] for link in left.every("a")][-1] == "/sources#un"
    isgs = page(drawn, "/forces/isgs")
    assert isgs.one("tr", id="headcount-1").one("span", class_="nosource")
    assert "No estimate with a source was retrieved" in isgs.one("main").text


def test_links_carry_the_language_the_edition_and_the_day(drawn):
    found = page(drawn, "/forces?lang=en&frame=2016&on=2021-05-01")
    links = {link.attributes["href"] for link in found.one("main").every("a")}
    assert "/sources?frame=2016&lang=en#un" in links
    assert "/forces/minusma?frame=2016&lang=en&on=2021-05-01" in links
    hidden = {node.attributes["name"]: node.attributes["value"] for node in found.every("input", type="hidden")}
    assert hidden == {"frame": "2016", "lang": "en"}
    assert found.one("input", type="date").attributes["value"] == "2021-05-01"


def test_the_links_to_the_map_open(drawn):
    found = page(drawn, "/forces/minusma?on=2022-05-01&lang=fr")
    links = [link.attributes["href"] for link in found.every("a") if "sites-minusma" in link.attributes["href"]]
    assert len(links) == 4, "the list, and each of three sites"
    for link in links:
        assert drawn.get(link).status_code == 200
        assert "year=" not in link
        assert "lang=fr" in link
    early = page(drawn, "/forces/minusma?on=2012-05-01").one("tr", id="site-gao-un").one("th").one("a")
    assert "year=2021" in early.attributes["href"], "the first year that the map has"
    assert drawn.get(early.attributes["href"]).status_code == 200


def test_a_force_has_its_events_and_its_sites_with_their_heirs(client):
    found = page(client, "/forces/french")
    assert found.one("tr", id="event-barkhane-gao-handed-over")
    site = found.one("tr", id="site-french-gao")
    assert [link.text for link in site.every("a")][1] == "Malian armed forces", "they took it over, not Wagner"
    kidal = found.one("tr", id="site-french-kidal")
    assert [link.text for link in kidal.every("a")][1:3] == ["Malian armed forces", "MINUSMA"]
    assert not found.every("tr", id="event-minusma-kidal-closed")
    assert "Operation Serval" in found.text
    assert "did not leave, became Operation Barkhane (in Mali)" in found.text
    assert "civil authorities" in page(client, "/forces/minusma").one("tr", id="site-minusma-ansongo").text


NO_DAYS = (
    *("", "2022", "2022-13-01", "2022-02-30", "20221231", "2022-1-1", "\uff12022-01-01", "0001-01-01", "x"),
    *("2011-12-31", "2999-01-01"),
)


@pytest.mark.parametrize("text", NO_DAYS)
@pytest.mark.parametrize("path", ["/forces", "/forces/minusma"])
def test_a_day_that_is_none_is_refused(drawn, path, text):
    answer = drawn.get(path, query_string={"on": text})
    assert (answer.status_code, answer.json["parameter"]) == (400, "on")
    assert answer.json["allowed"] == ["a day such as 2022-12-31, from 2012-01-01 to today"]


@pytest.mark.parametrize("query", ["?year=2022", "?on=2022-01-01&on=2022-01-02", "?onn=2022-01-01", "?source=x"])
def test_other_parameters_are_refused(drawn, query):
    assert drawn.get(f"/forces{query}").status_code == 400


@pytest.mark.parametrize("day", ["2012-01-01", datetime.now(UTC).date().isoformat()])
def test_the_first_day_and_today_are_answered(drawn, day):
    assert drawn.get(f"/forces?on={day}").status_code == 200


@pytest.mark.parametrize("name", ["x", "MINUSMA", "africa-corps", "minusma%2F", PAYLOAD.replace("/", "")])
def test_an_unknown_force_is_a_404_with_the_list(drawn, name):
    answer = drawn.get(f"/forces/{name}")
    assert answer.status_code == 404
    if "%2F" not in name:
        assert answer.json["allowed"] == KEYS
        shown = drawn.get(f"/forces/{name}", headers={"Accept": BROWSER})
        assert "<code>minusma</code>" in shown.text
        assert "<img" not in shown.text


def test_answers_in_french_are_french(drawn):
    english, french = page(drawn, "/forces").one("main"), page(drawn, "/forces?lang=fr").one("main")
    assert "coup (fr)" in french.text
    assert "coup (fr)" not in english.text
    assert "31 décembre 2022" in french.text
    assert "Barkhane (fr)" in page(drawn, "/forces/french?lang=fr").text
    assert "droit" in page(drawn, "/forces/french?lang=fr").text


@pytest.mark.parametrize("path", ["/forces", "/forces/minusma", "/forces/isgs", "/forces/french?lang=fr"])
def test_names_are_text(hostile, path):
    answer = hostile.get(path)
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert [tag.endswith('/copy.js" defer>') for tag in re.findall("<script[^>]*>?", answer.text)] == [True]
    assert escape("<img", quote=False) in answer.text


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("2022-06-13", "13 June 2022", "13 juin 2022"),
        ("2022-07-01", "1 July 2022", "1er juillet 2022"),
        ("2022-06", "June 2022", "juin 2022"),
        ("2022", "2022", "2022"),
    ],
)
def test_a_day_as_people_write_it(client, text, english, french):
    for lang, written in (("en", english), ("fr", french)):
        with client.application.test_request_context(f"/?lang={lang}"):
            assert numbers.day(text) == written


def test_every_key_of_the_tables_has_a_label(made):
    rows = made.table("headcounts")
    for labels, name in (
        (force_labels.MEASURES, "measure"),
        (force_labels.SCOPES, "scope"),
        (force_labels.COMPONENTS, "component"),
    ):
        assert {row[name] for row in rows} <= set(labels), name
    assert set(force_labels.UNCERTAINTIES) == set(UNCERTAINTIES)
    assert set(force_labels.CATEGORIES) == set(CATEGORIES)
    assert set(force_labels.PRESENCES) == set(presence.PRESENCES)
    places = {unit.name for unit in made.figures.units["admin1"]}
    assert {row["stated_admin1"] for row in made.table("sites")} <= places | set(force_labels.COUNTRIES)
    assert {row["force"] for row in made.table("sites")} <= set(BY_FORCE)


def test_the_timeline_names_mandates_sites_and_key_events(client, made):
    found = page(client, "/forces")
    figure = found.every("figure", class_="drawing")[0]
    wide, narrow = figure.one("div", class_="wide").text, figure.one("div", class_="narrow").text
    for row in made.table("mandates"):
        several = row["force"] == "french"
        name = row["name"] if several else BY_FORCE[row["force"]].label
        assert name in wide
        assert name in narrow
    for row in made.table("timeline"):
        assert (row["title_en"] in wide) == row["is_key"]
    assert "Ogossagou" in wide
    assert "Ogossagou" not in narrow, "sites stand on the force's own page"
    assert "end not known" in wide
    own = page(client, "/forces/minusma").every("figure", class_="drawing")[0]
    assert "Ogossagou" in own.one("div", class_="narrow").text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_labels_of_events_do_not_overlap(made, lang):
    events = [row for row in made.table("timeline") if row["is_key"]]
    marks = [
        bars.Mark(row[f"title_{lang}"], *presence.days(row), lane="x", number=number, has_source=True)
        for number, row in enumerate(sorted(events, key=lambda row: row["date"]), start=1)
    ]
    for width in (WIDE, NARROW):
        sheet = sheets.Sheet(width, 92 if width == NARROW else 172)
        bars._events(sheet, marks, 16)
        spans: dict[float, list[tuple[float, float]]] = {}
        for text in sheet.texts[1:]:
            long = len(text["t"]) * sheets.LETTER
            begin = text["x"] - long if text["k"].startswith("right") else text["x"]
            assert begin > 0
            assert begin + long <= width
            spans.setdefault(text["y"], []).append((begin, begin + long))
        assert sum(map(len, spans.values())) == len(events)
        for row in spans.values():
            ordered = sorted(row)
            assert all(first[1] <= then[0] for first, then in pairwise(ordered))


def test_a_mandate_is_paler_once_it_has_ended_and_open_where_no_end_is_known(drawn):
    found = page(drawn, "/forces/eucap").every("figure", class_="drawing")[0].one("div", class_="wide").text
    assert "end not known" in found
    assert "end not known" not in page(drawn, "/forces/french").every("figure", class_="drawing")[0].text


def test_a_panel_marks_kinds_of_figures_apart():
    kinds = [*strength.STANDING, *strength.CEILINGS, WIDER]
    assert list(_SHAPES) == ["deployed", "annual_mean", "peak", "authorised", "planned", "wider"]
    assert set(_SHAPES) == set(kinds)
    looks = [look[:2] for look in _SHAPES.values()]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("uncertainty", ["exact", "lower_bound", "upper_bound", "estimate", "ceiling"])
def test_a_bound_points_to_where_the_number_lies(uncertainty):
    point = Point(2021.5, "deployed", 12000, None, None, True, uncertainty)
    drawn = json.dumps(_panel(Panel("MINUSMA", "#2b6cb0", "", (point,)), 300, 100))
    assert [bound for bound, shape in BOUNDS.items() if shape in drawn] == [uncertainty] * (uncertainty in BOUNDS)


def test_the_bounds_of_the_tables_are_drawn_as_such(drawn):
    figure = page(drawn, "/forces/minusma").every("figure", class_="drawing")[1].one("div", class_="wide")
    plain = page(drawn, "/forces/eucap").every("figure", class_="drawing")[1].one("div", class_="wide")
    arrows = [
        sum("L0,-15" in (path.attributes.get("d") or "") for path in one.every("path")) for one in (figure, plain)
    ]
    assert arrows == [1, 0]
    assert "at least (a lower bound)" in page(drawn, "/forces").one("p", class_="strengthkey note").text
