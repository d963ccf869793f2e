"""What a page of imported files shows, against the counts of the API and the rows of the files."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import Translations
from playwright.sync_api import expect

import app
from app.text.labels import DATE_PRECISION, VIOLENCE, WHERE_PRECISION, ZONES
from tests.browser import driver

UNITS = {("admin2", "2016"): 51, ("admin3", "2016"): 701, ("admin3", "2023"): 701}
MEASURE, LABEL = "fatalities_per_1000km2", "Fatalities per 1,000 km²"
PLACED = (
    "On this map: %(events)s of %(all_events)s events and %(deaths)s of %(all_deaths)s deaths; "
    "the place of the others is not known so closely."
)
COUNTS = ("fatalities_best", "fatalities_low", "fatalities_high", "events", "civilian_fatalities")
ROWS = """(table) => Object.fromEntries(Array.from(document.querySelectorAll(`#${table} tr`), (row) => [
  row.dataset.pcode || row.dataset.zone || row.dataset.row || "head",
  Array.from(row.children, (cell) => cell.textContent.trim())]))"""


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
    label = re.compile(rf"^\s*{re.escape(name)}{', 75 km' if size == driver.WIDE else ''}\s*$".replace(r"\ ", r"\s"))
    expect(page.locator(".label-zone").filter(has_text=label).first).to_be_attached()


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
