"""Events on the map and in the panel: area by deaths, colour by type, outline by precision; lists, links, citations."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import expect

from tests import deep_worlds, examples
from tests.browser import driver
from tests.browser.conftest import watching

pytestmark = pytest.mark.browser

SPEC = """
id  year x    y     prec region type a    b             low best high civilians date_start date_end   where_coordinates
big 2022 1.2  15.5  1    .      3    JNIM Civilians     90  100  120  100       2022-03-27 2022-03-27 Gâo
two 2022 1.2  15.5  2    .      1    IS   GATIA,_MSA    5   9    12   0         2022-03-28 2022-03-29 Gâo
dot 2022 2.9  16.9  1    .      2    JNIM IS            0   0    20   0         2022-05-20 2022-05-20 Telataï
mid 2022 2.9  15.1  2    .      1    IS   GATIA,_MSA    7   25   30   2         2022-06-30 2022-07-02 Labbezanga
far 2022 0.3  15.5  4    .      3    JNIM Civilians     4   6    6    6         2022-12-01 2022-12-31 .
low 2021 1.2  15.5  1    .      1    IS   GATIA,_MSA    5   9    12   0         2021-03-28 2021-03-29 Gâo
"""
VIEW = "/?layers=units,events&focus=mali&tab=events"
MARKS = """() => Object.fromEntries(Array.from(document.querySelectorAll(".eventmark"), (mark) => {
  const disc = mark.querySelector(".disc"), style = getComputedStyle(disc);
  return [mark.dataset.events, {
    deaths: Number(mark.dataset.deaths), width: parseFloat(style.width), outline: style.borderTopStyle,
    colour: style.color, types: disc.dataset.types, z: Number(style.zIndex) || Number(mark.style.zIndex),
    label: mark.getAttribute("aria-label"), text: mark.textContent}];
}))"""
SAMPLES = """() => Array.from(document.querySelectorAll(".eventlegend li"), (entry) => {
  const style = getComputedStyle(entry.querySelector(".disc"));
  return [entry.textContent, style.color, style.borderTopStyle, parseFloat(style.width)];
})"""
SHOWN = """() => Array.from(document.querySelectorAll("#pane-events [data-event]"), (card) => card.dataset.event)"""
TOPMOST = """(id) => {
  const marks = Array.from(document.querySelectorAll(".eventmark"));
  const mark = marks.find((one) => one.dataset.events.split(" ").includes(id)), box = mark.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2], r = box.width * 0.3;
  const hits = [[0, 0], [r, 0], [-r, 0], [0, r], [0, -r]].map(([dx, dy]) => document.elementFromPoint(x + dx, y + dy));
  const widths = marks.map((one) => one.querySelector(".disc").offsetWidth);
  return [hits.every((hit) => mark.contains(hit)), mark.querySelector(".disc").offsetWidth === Math.max(...widths)];
}"""
LISTS = """async () => {
  const found = {};
  for (const { pcode } of Atlas.page.config.units) {
    Atlas.page.opened.send({ kind: "unit", pcode });
    while (!document.querySelector("#pane-events .check, #pane-events .said")) {
      await new Promise((done) => setTimeout(done, 20));
    }
    const sum = document.querySelector('#pane-events [data-sum="placed"]')?.textContent || "";
    found[pcode] = [sum.match(/[0-9,]+/g)?.map((text) => Number(text.replace(/,/g, ""))) || [0, 0],
      document.querySelector("#pane-events .check")?.textContent || ""];
  }
  return found;
}"""
DRAWING = """(rounds) => {
  const { page } = Atlas, state = page.current(), events = page.shownEvents(state);
  for (let round = 0; round < rounds; round++) {
    const group = L.layerGroup().addTo(page.map());
    AtlasEvents.draw(group, events, 12, state);
    group.remove();
  }
  return events.length;
}"""
LIMIT_S, ROUNDS = 0.05, 5


@pytest.fixture(scope="module")
def base(serve_world, tmp_path_factory):
    with serve_world(deep_worlds.deep_world(tmp_path_factory.mktemp("drawn"), SPEC)) as address:
        yield address


@pytest.fixture
def seen(chromium, base):
    with watching(chromium, base) as watched:
        yield watched


@pytest.fixture
def real(watched_import):
    """Make a page of real events: a server that has just been started reads 701 communes first."""

    def make(*args, **options):
        made = watched_import(*args, **options)
        made.page.set_default_timeout(30_000)
        return made

    return make


def test_area_is_deaths_colour_the_type_and_outline_the_precision(seen):
    page = seen().go(VIEW)
    marks = page.evaluate(MARKS)
    assert {key: one["deaths"] for key, one in marks.items()} == {"big two": 109, "mid": 25, "dot": 0}
    areas = [math.pi * (one["width"] / 2) ** 2 / one["deaths"] for one in marks.values() if one["deaths"]]
    assert areas == pytest.approx([areas[0]] * 2, rel=0.01)
    assert marks["dot"]["width"] == 0, "no death has the outline alone"
    assert [marks[key]["outline"] for key in ("big two", "mid", "dot")] == ["dashed", "dashed", "solid"]
    assert marks["big two"]["types"] == "one_sided state_based"
    assert marks["big two"]["z"] > marks["mid"]["z"] > marks["dot"]["z"]
    assert marks["big two"]["label"] == "Gâo and around: deaths 109, events 2"
    assert marks["mid"]["label"] == "Labbezanga, 2022-06-30 – 2022-07-02: deaths 25"
    samples = {text: look for text, *look in page.evaluate(SAMPLES)}
    for key, label in (("big two", "One-sided (against civilians)"), ("mid", "State-based"), ("dot", "Non-state")):
        assert samples[label][0] == marks[key]["colour"]
    assert (samples["exact place"][1], samples["within about 25 km"][1]) == ("solid", "dashed")
    assert samples["100"][2] ** 2 / 100 == pytest.approx(marks["mid"]["width"] ** 2 / 25, rel=0.01)
    card = page.locator('[data-event="mid"] .disc')
    assert card.evaluate("(disc) => getComputedStyle(disc).color") == marks["mid"]["colour"]
    card = page.locator('[data-event="far"] .disc')
    assert card.evaluate("(disc) => getComputedStyle(disc).borderTopColor") == "rgba(0, 0, 0, 0)"
    page.select_option("#estimate", "high")
    expect(page.locator('.eventmark[data-events="dot"]')).to_have_attribute("data-deaths", "20")
    assert "deaths: 188" in page.locator('#pane-events [data-sum="all"]').inner_text()


def test_a_range_shows_the_events_of_all_its_years(seen):
    page = seen().go(f"{VIEW}&year=2021-2022")
    assert page.evaluate(MARKS)["big low two"]["deaths"] == 118
    assert "events: 6, deaths: 149." in page.locator('#pane-events [data-sum="all"]').inner_text()


@pytest.mark.parametrize("lang", examples.some(("en", "fr"), 2, 1))
def test_a_list_is_searched_sorted_and_each_event_has_its_address_and_citation(seen, lang):
    watched = seen(lang=lang, permissions=["clipboard-read", "clipboard-write"])
    page = watched.go(VIEW)
    cards = page.locator("#pane-events [data-event]")
    expect(cards).to_have_count(5)
    assert page.evaluate(SHOWN) == ["far", "mid", "dot", "two", "big"], "the newest on top"
    page.select_option("#pane-events select", "deaths")
    assert page.evaluate(SHOWN)[0] == "big"
    page.click("#pane-events .way")
    assert page.evaluate(SHOWN)[0] == "dot"
    page.fill("#pane-events input[type=search]", "TELATAI")
    assert page.evaluate(SHOWN) == ["dot"]
    page.fill("#pane-events input[type=search]", "gao")
    assert page.evaluate(SHOWN) == ["two", "big"]
    said = page.locator("#pane-events .shown").inner_text()
    assert ("2" in said, "109" in said) == (True, True)
    page.hover('[data-event="big"] .deaths')
    expect(page.locator(".leaflet-sites-pane path")).to_be_attached()
    page.click('[data-event="big"] .cite')
    citation = page.evaluate("navigator.clipboard.readText()")
    event = "Event big: Gâo" if lang == "en" else "Événement big"
    assert event in citation
    assert "/b/" in citation
    assert "#event-big" in citation
    page.click('[data-event="big"] .address')
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.endswith("#event-big")
    page = seen(lang=lang).go(address.removeprefix(watched.base))
    expect(page.locator("#pane-events [data-event]")).to_have_count(1)
    assert page.evaluate(SHOWN) == ["big"]
    assert page.locator("#panel-name").inner_text() == "Gâo"
    page.evaluate("location.hash = '#event-mid'")
    expect(page.locator('#pane-events [data-event="mid"]')).to_be_visible()


def test_by_the_keyboard_a_symbol_lists_its_events_and_a_card_leads_to_its_place(seen):
    page = seen().go(VIEW)
    assert page.evaluate("document.querySelector('.eventmark').dataset.events") == "big two"
    driver.reach(page, ".eventmark")
    page.keyboard.press("Enter")
    expect(page.locator("#pane-events [data-event]")).to_have_count(2)
    page.focus('[data-event="big"] .go')
    page.keyboard.press("Enter")
    expect(page.locator("#pane-events [data-event]")).to_have_count(2)
    page.wait_for_function("() => Atlas.page.map().getZoom() > 7")
    at = page.evaluate("Atlas.page.map().getCenter()")
    assert (at["lat"], at["lng"]) == pytest.approx((15.5, 1.2), abs=0.05)


@pytest.mark.parametrize("size", [driver.WIDE, driver.SMALL], ids=["1440", "360"])
def test_moura_is_the_largest_and_topmost_of_2022(real, size):
    page = real(size).go("/?layers=units,events&focus=mali&year=2022")
    assert page.evaluate(TOPMOST, "433697") == [True, True]


def test_every_list_of_2022_adds_up_to_the_figures(real, imported):
    page = real().go("/?level=admin2&year=2022&tab=events")
    rows = driver.fetch(f"{imported}/api/figures?level=admin2&year=2022")["figures"]
    lists = page.evaluate(LISTS)
    assert len(lists) == len(rows) > 40
    for row in rows:
        (events, deaths), said = lists[row["pcode"]]
        assert (events, deaths) == (row["events"], row["fatalities_best"]), row["pcode"]
        assert "add up to the figures" in said or not events, row["pcode"]


def test_all_events_of_twelve_years_are_drawn_in_time(timed_import):
    seen = timed_import()
    seen.page.set_default_timeout(30_000)  # the server may read 701 communes first
    page = seen.go("/?layers=units,events&focus=mali&year=2012-2023")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def thread_s() -> float:
        """The time of the page's thread alone, whatever else runs on the machine."""
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "ThreadTime")

    before = thread_s()
    assert page.evaluate(DRAWING, ROUNDS) == 1998
    assert 0 < (thread_s() - before) / ROUNDS < LIMIT_S
