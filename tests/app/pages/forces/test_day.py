"""What the pages of the forces say of a day or a year: who was there, where, how many, and how sure that is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.text import numbers
from tests.app.forces import on_day, page


def of_year(found, year):
    """The cells of a year in the table of figures that stand for years, by force."""
    table = found.one("table", class_="data byyear")
    heads = [head.text for head in table.one("thead").every("th")][1:]
    row = next(row for row in table.one("tbody").every("tr") if row.one("th").text == year)
    return dict(zip(heads, [cell.text for cell in row.every("td")], strict=True))


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


@pytest.mark.parametrize("day", ["2012-01-01", datetime.now(UTC).date().isoformat()])
def test_the_first_day_and_today_are_answered(drawn, day):
    assert drawn.get(f"/forces?on={day}").status_code == 200


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
