"""A person's path with files of their own: brought at the command line, read by cercle, commune, month and event."""

from __future__ import annotations

import calendar
import csv
import io
import re
import statistics
import urllib.request
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import Translations
from playwright.sync_api import expect

import app
from app.text.labels import DATE_PRECISION, VIOLENCE, WHERE_PRECISION, ZONES
from geodata.forces.dates import site_dates
from tests.browser import driver
from tests.browser.conftest import watching

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [driver.WIDE, driver.SMALL], ids=["1440", "360"])
LANGUAGES = pytest.mark.parametrize("lang", ["en", "fr"])
UNITS = {("admin2", "2016"): 51, ("admin3", "2016"): 701, ("admin3", "2023"): 701}
MEASURE, LABEL = "fatalities_per_1000km2", "Fatalities per 1,000 km²"
PLACED = (
    "On this map: %(events)s of %(all_events)s events and %(deaths)s of %(all_deaths)s deaths; "
    "the place of the others is not known so closely."
)
COUNTS = ("fatalities_best", "fatalities_low", "fatalities_high", "events", "civilian_fatalities")
WORST_DRAWN = 2
ROWS = """(table) => Object.fromEntries(Array.from(document.querySelectorAll(`#${table} tr`), (row) => [
  row.dataset.pcode || row.dataset.zone || row.dataset.row || "head",
  Array.from(row.children, (cell) => cell.textContent.trim())]))"""
MARKED = (
    """() => Array.from(document.querySelectorAll(".eventmark"), (mark) => mark.dataset.events.split(" ")).flat()"""
)
REACHABLE = """() => {
  document.getElementById("map_atlas").scrollIntoView({ block: "center" });
  const marks = Array.from(document.querySelectorAll(".eventmark"));
  const seen = marks.filter((mark) => {
    const box = mark.getBoundingClientRect();
    return mark.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
  });
  const box = (seen.find((mark) => !mark.dataset.events.includes(" ")) || seen[0]).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
LIMIT_MS = 100
SWITCH = """async () => {
  const times = [];
  for (let round = 0; round < 2; round++) for (const link of document.querySelectorAll("#months [data-month]")) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const start = performance.now();
    link.click();
    for (const path of document.querySelectorAll("path[data-pcode]")) getComputedStyle(path).fill;
    document.body.offsetHeight;
    times.push(performance.now() - start);
  }
  return times;
}"""


@cache
def translations(lang):
    return Translations.load(Path(app.__file__).parent / "translations", [lang])


def said(lang, text, **values):
    """A text of the page in a language, numbers as that language writes them, every space a plain one."""
    found = translations(lang).gettext(text)
    assert lang == "en" or found != text, f"not translated: {text}"
    return plain(found % {name: number(lang, value) for name, value in values.items()} if values else found)


def number(lang, value):
    return plain(format_decimal(value, locale=lang)) if isinstance(value, int) else value


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.fixture(scope="module")
def figures(imported):
    """The API's answer to a question."""

    @cache
    def ask(**query):
        return driver.fetch(f"{imported}/api/figures?" + "&".join(f"{name}={value}" for name, value in query.items()))

    return ask


@pytest.fixture(scope="module")
def undated(figures):
    """What a year counts and none of its months."""
    query = {"frame": "2023", "level": "admin1", "year": 2022}
    whole = figures(**query)["row_accounting"]["2022"]["national"]
    months = [
        figures(**query, month=f"{month:02}")["row_accounting"][f"2022-{month:02}"]["national"]
        for month in range(1, 13)
    ]
    return {name: whole[name] - sum(month[name] for month in months) for name in COUNTS}


@pytest.fixture(scope="module")
def events(imported):
    """The events of March 2022 as the server's file has them, by id."""
    with urllib.request.urlopen(f"{imported}/download/events.csv?frame=2023&year=2022&month=03") as answer:
        rows = csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"), newline=""))
        return {row["event_id"]: row for row in rows}


def test_a_running_server_shows_a_new_build(chromium, importing):
    with watching(chromium, importing.base) as watched:
        seen = watched()
        page = seen.go("/?focus=mali")
        others = "[data-switch]:not([data-switch=sides])"
        assert page.locator(f"{others}, #months, #distance, [data-layer=events]").count() == 0
        before = driver.fetch(importing.base + "/healthz")["build"]
        importing.bring()
        assert "2,120 read = 2,120 accepted + 0 rejected" in importing.said[0]
        assert "701 read = 701 accepted + 0 rejected" in importing.said[0]
        for line in ("1998 = 1907 in regions + 91", "1998 = 1699 in cercles + 299", "1998 = 762 in communes + 1236"):
            assert line in importing.said[1]
        page.check('[data-layer="grid"]')  # the page that is open goes on, with its own build
        expect(page.locator("path[data-gid][data-class]").first).to_be_attached()
        page.uncheck('[data-layer="grid"]')
        drawn = page.evaluate(driver.DRAWN)
        page = seen.go("/?focus=mali")
        assert driver.fetch(importing.base + "/healthz")["build"] != before
        keys = page.eval_on_selector_all("[data-switch=level]", "(links) => links.map((link) => link.dataset.key)")
        assert keys == ["admin1", "admin2", "admin3"]
        frames = page.eval_on_selector_all("[data-switch=frame]", "(links) => links.map((link) => link.dataset.key)")
        assert frames == ["2012", "2016", "2023"]
        assert page.evaluate(driver.DRAWN).keys() == drawn.keys()
        assert "24.1" in page.locator(".vintage").inner_text()


def reach(page):
    """Open the drawer of a small screen."""
    if not page.locator("#controls").is_visible():
        page.click("#drawer summary")


def close(page):
    """Close the drawer of a small screen."""
    if page.locator("#drawer summary").is_visible() and page.locator("#controls").is_visible():
        page.click("#drawer summary")


def switch(page, kind, key):
    """Follow a switch to another level or frame, which is another page."""
    reach(page)
    with page.expect_navigation():
        page.click(f'[data-switch="{kind}"][data-key="{key}"]')
    page.wait_for_selector("html.ready", state="attached")
    expect(page.locator(f'[data-switch="{kind}"][data-key="{key}"]')).to_have_attribute("aria-current", "true")


def class_of(row, limits):
    if row["events"] == 0:
        return "none_recorded"
    if row["fatalities_best"] == 0:
        return "best_zero" if row["fatalities_high"] > 0 else "zero"
    value = row["fatalities_best"] * 1_000 / row["area_km2"]
    return f"c{sum(value > limit for limit in limits)}"


def texts(lang, counts):
    """Fatalities, their range, events and civilians as a table shows them."""
    best, low, high, events, civilians = (number(lang, counts[name]) for name in COUNTS)
    return [best, f"{low}–{high}", events, civilians]


def rows_of(page, table):
    return {name: [plain(cell) for cell in cells] for name, cells in page.evaluate(ROWS, table).items()}


def check_units(page, figures, lang, level, frame, month=None):
    """Title, map, table, legend and sums against the API's counts."""
    period = f"2022-{month}" if month else "2022"
    when = format_date(date(2022, int(month), 1), "LLLL y", locale=lang) if month else "2022"
    assert plain(page.locator("#title").inner_text()) == said(lang, LABEL)
    assert page.locator("#subtitle").inner_text() == when
    assert when in page.locator("#figures-title").inner_text()
    assert when in page.title()
    answer = figures(frame=frame, level=level, year=2022, **({"month": month} if month else {}))
    rows = {row["pcode"]: row for row in answer["figures"]}
    limits = answer["breaks"][MEASURE]["month" if month else "value"]
    assert len(rows) == UNITS[level, frame]
    keys = {pcode: class_of(row, limits) for pcode, row in rows.items()}
    drawn, legend = page.evaluate(driver.DRAWN), page.evaluate(driver.LEGEND)
    assert drawn == {pcode: [key, legend[key]] for pcode, key in keys.items()}
    listed = [pcode for pcode, row in rows.items() if row["events"] or level != "admin3"]
    driver.show(page, "table")
    expect(page.locator("#table tbody tr")).to_have_count(len(listed))
    assert page.evaluate(driver.TABLED) == {pcode: drawn[pcode] for pcode in listed}
    driver.show(page, "figures")
    check_table(page, lang, level, rows, listed, answer["row_accounting"][period])
    placed = answer["row_accounting"][period]
    placed_words = said(
        lang,
        PLACED,
        events=placed["allocated"]["events"],
        all_events=placed["national"]["events"],
        deaths=placed["allocated"]["fatalities_best"],
        all_deaths=placed["national"]["fatalities_best"],
    )
    assert plain(page.locator("#legend .placed").inner_text()).startswith(placed_words)


def check_table(page, lang, level, rows, listed, accounting):
    """Every row, and that the rows and what is not allocated add up to the country."""
    shown = rows_of(page, "table")
    for pcode in listed:
        assert shown[pcode][0] == rows[pcode]["name"]
        assert shown[pcode][3:7] == texts(lang, rows[pcode])
        assert rows[pcode]["admin1_name"] in shown[pcode][7:9]  # of cercles behind those that only name them
    assert shown["missing"][3:7] == texts(lang, accounting["not_allocated"])
    assert shown["national"][3:7] == texts(lang, accounting["national"])
    for name in COUNTS:
        whole = sum(rows[pcode][name] for pcode in listed) + accounting["not_allocated"][name]
        assert whole == accounting["national"][name], name
    unlisted = plain(page.locator("#unlisted").inner_text())
    assert unlisted.startswith(number(lang, len(rows) - len(listed)) if level == "admin3" else "")
    assert bool(unlisted) == (level == "admin3")


def check_first_view(page, where):
    """The years, the months or the button that shows them, and the classes are in view without scrolling."""
    for selector in ("#years", "#months:visible, #by-months", "#legend ul"):
        box = page.locator(selector).last.bounding_box()
        assert box["y"] >= 0, (where, selector)
        assert box["y"] + box["height"] <= page.viewport_size["height"], (where, selector)
    cut = page.eval_on_selector_all(
        "#months a, .switch a",
        "(all) => all.filter((a) => a.scrollWidth > a.clientWidth + 1).map((a) => a.textContent)",
    )
    assert cut == [], where


def check_layout(page, size, where):
    driver.assert_apart(page, where)
    driver.assert_furniture_apart(page, where)
    assert page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)") <= size[0], where


def check_zones(page, figures, lang, size):
    """The rows of 75 km, what is drawn of it, and its label."""
    answer = figures(frame="2023", level="zones", km=75, year=2022, month="03")
    shown = rows_of(page, "zones")
    assert len(answer["figures"]) == 4
    for row in answer["figures"]:
        cells = shown[f"{row['zone']}-75"]
        assert cells[0] == plain(f"{translations(lang).gettext(ZONES[row['zone']])}, 75 km")
        assert cells[1:5] == texts(lang, row)
    missing = answer["row_accounting"]["2022-03"]
    assert shown["zones-missing"][1:5] == texts(lang, missing["not_allocated"])
    outside = missing["national"]["events"] - missing["not_allocated"]["events"]
    assert all(
        int(re.sub(r"\D", "", shown[f"{row['zone']}-75"][6])) == outside - row["events"] for row in answer["figures"]
    )
    name = said(lang, ZONES["either"])
    labels = [plain(text) for text in page.locator(".label-zone").all_inner_texts()]
    assert (f"{name}, 75 km" if size == driver.WIDE else name) in labels


def offices(text):
    """Each office once; a file has an apostrophe before an @, so that no spreadsheet takes it for a formula."""
    return ", ".join(dict.fromkeys(plain(name) for name in text.removeprefix("'").split(";")))


def check_event(lang, row, text, source):
    """An event's card: when, who, how many, where, how sure, by whom."""
    start, end = row["date_start"], row["date_end"]
    days = start if start == end else f"{start} – {end}"
    low, best, high = (number(lang, int(row[f"fatalities_{name}"])) for name in ("low", "best", "high"))
    where, when = int(row["where_precision"]), int(row["date_precision"])
    wanted = [
        plain(f"{days} {row['side_a']} – {row['side_b']}"),
        f"{said(lang, 'fatalities: %(best)s', best=best)} ({low}–{high})",
        said(lang, "civilians: %(count)s", count=int(row["civilian_fatalities"])),
        said(lang, VIOLENCE[row["violence_type"]]),
        plain(row["place"]),
        said(lang, WHERE_PRECISION[where]),
        said(lang, DATE_PRECISION[when]),
        f"{source['producer']} {source['release']}, {row['event_id']}",
        offices(row["reported_by"]),
    ]
    assert [part for part in wanted if part not in text] == [], text


@SIZES
@LANGUAGES
def test_the_path_of_a_person(watched_import, figures, undated, events, size, lang):
    seen = watched_import(size, lang)
    page = seen.go("/")
    assert plain(page.locator("#title").inner_text()) == said(lang, "Fatalities per 100,000 people")
    check_layout(page, size, "regions")
    check_first_view(page, "regions")

    for kind, key, level, frame in (
        ("level", "admin2", "admin2", "2016"),
        ("level", "admin3", "admin3", "2016"),
        ("frame", "2023", "admin3", "2023"),
    ):
        switch(page, kind, key)
        check_units(page, figures, lang, level, frame)
        check_layout(page, size, (level, frame))
        check_first_view(page, (level, frame))
    assert frame in page.locator(".disclaimer").inner_text()

    page.wait_for_load_state("networkidle")
    page.evaluate("window.stayed = true")
    seen.requests.clear()
    assert page.locator('#table [data-row="undated"]').is_hidden()
    if size == driver.SMALL:
        page.click("#by-months")
    page.click('#months [data-month="03"]')
    expect(page.locator('#months [data-month="03"]')).to_have_attribute("aria-current", "true")
    check_units(page, figures, lang, "admin3", "2023", "03")
    assert rows_of(page, "table")["undated"][3:7] == texts(lang, undated)
    driver.show(page, "table")
    assert page.locator('#table [data-row="undated"]').is_visible()
    driver.show(page, "figures")

    reach(page)
    page.focus("#distance")
    for key in ("ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("path.zone-either-75")).to_be_attached()
    assert page.locator("#distance-now").inner_text() == "75 km"
    assert page.locator('[data-free="either"]').is_checked()
    close(page)
    check_zones(page, figures, lang, size)
    check_layout(page, size, "75 km")

    reach(page)
    page.check('[data-layer="events"]')
    expect(page.locator(".eventmark").first).to_be_attached()
    close(page)
    drawn = [event for event, row in events.items() if int(row["where_precision"]) <= WORST_DRAWN]
    assert sorted(page.evaluate(MARKED)) == sorted(drawn)
    check_layout(page, size, "events")
    page.mouse.click(*page.evaluate(REACHABLE))
    expect(page.locator("#panel .eventlist li[data-event]").first).to_be_visible()
    source = figures(frame="2023", level="admin1", year=2022)["source"]
    for card in page.locator("#panel .eventlist li[data-event]").all():
        check_event(lang, events[card.get_attribute("data-event")], plain(card.inner_text()), source)

    assert page.evaluate("window.stayed")
    assert [url for url in seen.requests if "/assets/" not in url] == []
    asked = {url.rsplit("/", 1)[1] for url in seen.requests}
    assert {"values-admin3-all-any-2022.json", "zones-75.json", "events-2022.json"} <= asked
    assert len(asked) == len(seen.requests)
    before = page.evaluate(driver.DRAWN), rows_of(page, "zones"), sorted(page.evaluate(MARKED))
    page = seen.go(page.url.removeprefix(seen.base))
    assert (page.evaluate(driver.DRAWN), rows_of(page, "zones"), sorted(page.evaluate(MARKED))) == before


MONTHS_SITES = """() => Object.fromEntries(Array.from(document.querySelectorAll(".leaflet-sites-pane svg[data-site]"),
  (node) => [node.dataset.site, node.dataset.status]))"""


def test_sites_of_a_month_are_those_of_its_last_day(watched_import, imported):
    forces = ("minusma", "french", "takuba", "wagner")
    layers = ",".join(f"sites-{force}" for force in forces)
    with urllib.request.urlopen(f"{imported}/download/sites.csv?year=2022") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
    page = watched_import().go(f"/?year=2022&month=01&focus=mali&unit=ML07&layers=units,{layers},towns")
    legend = page.locator(".sitelegend")
    french = page.locator("#panel .sitelist li", has=page.locator("a[href^='/forces/french']"))
    for month in range(1, 13):
        page.click(f'#months [data-month="{month:02}"]')
        day = date(2022, month, calendar.monthrange(2022, month)[1])
        words = format_date(day, "d MMMM y", locale="en")
        expect(legend.locator(".unit")).to_have_text(f"Documented sites on {words}")
        expected = {
            row["site_id"]: site_dates({name: value or None for name, value in row.items()}).status(day)
            for row in rows
            if row["force"] in forces
        }
        drawn = {site: status for site, status in expected.items() if status != "not_yet"}
        assert page.evaluate(MONTHS_SITES) == drawn, month
        period = format_date(day, "MMMM y", locale="en")
        assert legend.locator(".keys li").nth(3).inner_text().strip() == f"closed during {period}"
        said = {7: f"open on {words}", 8: "closed during August 2022, on 15 August 2022"}
        assert said.get(month, f"{'open' if month < 8 else 'already closed'} on {words}") in french.inner_text()
        assert "Documented sites: on 31 December 2022." in page.locator("#figures-note").inner_text()
    page.click("#panel .close")
    driver.reach(page, 'path[data-pcode="ML07"]')
    assert "Documented sites on 31 December 2022" in page.locator("#readout").inner_text()


def test_the_table_of_a_month_says_of_which_day_its_sites_are(watched_import):
    page = watched_import(java_script_enabled=False).go("/?year=2022&month=07")
    assert "Documented sites: on 31 December 2022." in page.locator("#figures-note").inner_text()
    page = watched_import(java_script_enabled=False).go("/?year=2022")
    assert "31 December" not in page.locator("#figures-note").inner_text()


@pytest.mark.parametrize(("level", "limit"), [("admin2", 200_000), ("admin3", 400_000)])
def test_a_first_view_of_small_units_is_light(watched_import, capsys, level, limit):
    files = driver.weigh(watched_import(alone=True), f"/?level={level}")
    with capsys.disabled():
        print(f"\nfirst view of {level}: {driver.weights(files)}")
    assert f"units-{level}.json" in files
    assert sum(files.values()) <= limit


def test_a_month_of_all_communes_takes_no_time(watched_import, capsys):
    page = watched_import(alone=True).go("/?level=admin3&month=03&focus=mali")
    page.wait_for_load_state("networkidle")
    times = page.evaluate(SWITCH)
    with capsys.disabled():
        print(f"\nmonth switch of 701 communes: {statistics.median(times):.1f} ms of script, style and layout")
    assert statistics.median(times) < LIMIT_MS


def test_the_other_level_opens_what_holds_a_unit_and_the_bar_of_time_is_of_it(watched_import):
    page = watched_import().go("/?level=admin3&year=2022&unit=ML0701-tessit&tab=figures")
    expect(page.locator("#time-of")).to_contain_text("Tessit")
    page.click('[data-switch="level"][data-key="admin2"]')
    page.wait_for_selector("html.ready")
    assert "unit=ML0701" in page.url
    assert "tessit" not in page.url
    expect(page.locator("#panel-name")).to_have_text("Ansongo")
    expect(page.locator("#time-of")).to_contain_text("Ansongo")
    own = page.locator("#plot [data-slot='2022'] title").text_content()
    page.click('[data-switch="level"][data-key="admin3"]')
    page.wait_for_selector("html.ready")
    expect(page.locator("#panel-name")).to_have_text("Ansongo")
    expect(page.locator("#time-of")).to_contain_text("Ansongo")
    expect(page.locator("#plot [data-slot='2022'] title")).to_have_text(own)
    page.click("#close-panel")
    expect(page.locator("#time-of")).to_contain_text("Mali")
    assert page.locator("#plot [data-slot='2022'] title").text_content() != own
