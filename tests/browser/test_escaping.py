"""Hostile names stay text, with the Content-Security-Policy out of the way: nothing else holds them back here."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from geodata.builds.assemble import NATIONAL_LATER
from tests import deep_worlds, examples
from tests.browser import driver

pytestmark = pytest.mark.browser

ATTACK = '<img src=x onerror="window.hacked=1">'
CLOSING = "'</script><script>window.hacked=1</script>"
IMAGES = "document.querySelectorAll('img, [onerror], script:not([src]):not([type])').length"


def named(name):
    return f"{name} {ATTACK}"


def hostile(inputs):
    """The drawn world with every name that a source can set replaced by an attack."""
    forces = inputs.forces
    return replace(
        inputs,
        national_later=inputs.national_later.assign(source_id=NATIONAL_LATER),
        ground=hostile_ground(inputs.ground),
        grounds=[hostile_ground(ground) for ground in inputs.grounds],
        imported=[replace(file, events=hostile_events(file.events)) for file in inputs.imported],
        forces=replace(
            forces,
            sites=forces.sites.assign(
                site=forces.sites["site"].map(named),
                stated_admin1=forces.sites["stated_admin1"].map(named),
                taken_over_by=None,
                coordinates_precision="town",
            ),
            sources=forces.sources.assign(
                title=named("Report") + CLOSING, publisher=named("Publisher"), url="javascript:window.hacked=1"
            ),
        ),
        sources={
            name: replace(source, title=named("Source"), producer=named("Producer"), citation=named("Citation"))
            if name != NATIONAL_LATER
            else replace(source, release=named("Release"))
            for name, source in inputs.sources.items()
        },
    )


def hostile_ground(ground):
    around = ground.surroundings
    return replace(
        ground,
        units={level: units.assign(name=units["name"].map(named)) for level, units in ground.units.items()},
        surroundings=replace(
            around,
            neighbours=around.neighbours.assign(
                name_en=around.neighbours["name_en"].map(named), name_fr=around.neighbours["name_fr"].map(named)
            ),
            rivers=around.rivers.assign(name=named("Niger")),
            places=around.places.assign(name=named("Town")),
        ),
    )


def hostile_events(events):
    texts = ("side_a", "side_b", "place", "admin1_name", "admin2_name", "reported_by", "clarity_status")
    return events.assign(
        event_id=events["event_id"].map(lambda text: f"{text}{CLOSING}"),
        **{name: named(name) + CLOSING for name in texts},
    )


@pytest.fixture(scope="module")
def hostile_base(serve_world, tmp_path_factory):
    with serve_world(hostile(deep_worlds.deep_world(tmp_path_factory.mktemp("drawn")))) as base:
        yield base


@pytest.fixture
def visit(chromium, hostile_base):
    """Open an address of the hostile world; in the end nothing has run, and nothing has become an element."""
    context = driver.kept(chromium, hostile_base, "en", [], bypass_csp=True)
    seen = driver.watch(context, hostile_base)
    yield seen.go
    assert seen.page.evaluate("typeof window.hacked") == "undefined"
    assert seen.page.evaluate(IMAGES) == 0
    assert seen.said == []
    assert seen.foreign() == []
    assert not any(url.endswith("/x") for url in seen.requests)
    driver.clear(context, hostile_base)


def reads(page, selector, text):
    """The text is there, as text that a person can see."""
    place = page.locator(selector).filter(has_text=text).first
    expect(place).to_be_visible()
    assert text in place.inner_text()


def test_the_policy_is_out_of_the_way(visit):
    page = visit("/")
    page.evaluate("""() => {
      const tag = document.createElement("script");
      tag.textContent = "window.ran = 1";
      document.head.append(tag);
      tag.remove();
    }""")
    assert page.evaluate("window.ran") == 1


@pytest.mark.parametrize("lang", examples.some(("en", "fr"), 2, 1))
def test_names_are_text_on_the_map_and_in_the_table(visit, lang):
    page = visit(f"/?layers=units,rivers,both-100&focus=mali&lang={lang}&tab=table")
    reads(page, "#table th", named("Gao"))
    assert named("Gao") in page.locator(".label-high").all_inner_texts()
    driver.reach(page, 'path[data-pcode="ML07"]')
    reads(page, "#readout .name", named("Gao"))
    assert named("Gao") in page.get_attribute('path[data-pcode="ML07"]', "aria-label")


def test_names_are_text_in_panel_and_sources(visit):
    page = visit("/?layers=units,sites-minusma&unit=ML07")
    reads(page, "#panel h2", named("Gao"))
    reads(page, "#panel .sentence", named("Gao"))
    reads(page, "#panel .sitelist li", named("Gao"))
    reads(page, "#panel .sitelist small", named("Report"))
    reads(page, "#panel .sitelist small", named("Publisher"))
    assert page.eval_on_selector_all("#panel a", "(all) => all.map((a) => a.protocol)").count("javascript:") == 0
    page.click("#panel .sitelist small a")
    reads(page, "#un", named("Report"))
    assert page.eval_on_selector_all("main a", "(all) => all.map((a) => a.protocol)").count("javascript:") == 0
    page = visit("/?layers=units,sites-minusma")
    driver.reach(page, ".leaflet-sites-pane .sites")
    reads(page, "#readout .name", ATTACK)
    page.keyboard.press("Enter")
    reads(page, "#panel h2", ATTACK)


def test_names_are_text_in_legend_notes_and_method(visit, chromium, hostile_base):
    page = visit("/?year=2024&tab=table")
    reads(page, "#table .note", named("Release"))
    reads(page, "#national", named("Release"))
    reads(page, ".hint", named("Citation"))
    page = visit("/method")
    reads(page, "tbody th", named("Source"))
    context = driver.context(chromium, bypass_csp=True, java_script_enabled=False)
    reads(driver.watch(context, hostile_base).go("/"), "#legend .origin", named("Producer"))
    context.close()


def test_a_hostile_address_is_text(visit):
    page = visit(f"/?{urlencode({'year': ATTACK + CLOSING})}", 400)
    reads(page, "main p", ATTACK + CLOSING[:10])


def test_labels_of_towns_and_neighbours_are_text(visit):
    for layers, kind, name in (("towns", "town", "Town"), ("none", "country", "Niger")):
        page = visit(f"/?layers={layers}&focus=mali")
        page.evaluate("() => map_atlas.setView([15.2, 1.5], 7, { animate: false })")
        assert named(name) in page.locator(f".label-{kind}").all_inner_texts()


def test_the_names_of_layers_are_text(visit):
    """Layers are named by us: the attack is put into what the script is told of a zone and of a force."""
    page = visit("/method")

    def poisoned(route):
        answer = route.fetch()
        text = answer.text()
        for label in ("Three-border area", "MINUSMA"):
            assert json.dumps(label) in text
            text = text.replace(json.dumps(label), json.dumps(named(label)))
        route.fulfill(response=answer, body=text)

    page.route("**/map.admin1.en.js", poisoned)
    page = visit("/?layers=units,both-50,sites-minusma&focus=mali")
    assert f"{named('Three-border area')}, 50 km" in page.locator(".label-zone").all_inner_texts()
    page.click("#unfold")
    reads(page, ".zonelegend li", named("Three-border area"))
    reads(page, ".sitelegend li", named("MINUSMA"))
    driver.reach(page, ".leaflet-sites-pane .sites")
    reads(page, "#readout .siteline", named("MINUSMA"))


def test_the_texts_of_events_are_text(visit):
    page = visit("/?layers=units,events&focus=mali&lang=en")
    mark = page.locator(".eventmark:not(.many)").first
    for key in ("keyboard", "click"):
        driver.reach(page, ".eventmark:not(.many)")
        reads(page, "#readout .name", named("place") + CLOSING)
        reads(page, "#readout p", named("side_a") + CLOSING)
        if key == "keyboard":
            page.keyboard.press("Enter")
        else:
            mark.click()
        reads(page, "#panel h2", named("place") + CLOSING)
        for name in ("side_a", "side_b", "place", "reported_by", "clarity_status"):
            reads(page, ".eventlist li", named(name) + CLOSING)
        reads(page, ".eventlist small", named("Producer"))
        assert page.locator(".eventlist li").get_attribute("data-event").endswith(CLOSING), key
        page.keyboard.press("Escape")
        expect(page.locator("#panel h2")).to_have_text("Mali")


def test_names_of_cercles_and_communes_are_text(visit):
    for level in ("admin2", "admin3"):
        page = visit(f"/?level={level}&focus=mali&tab=table")
        reads(page, "#table th", ATTACK)
        driver.reach(page, 'path[data-pcode^="ML0701"]')
        reads(page, "#readout .name", ATTACK)
        page.keyboard.press("Enter")
        reads(page, "#panel h2", ATTACK)
        page.keyboard.press("Escape")
    page = visit("/changes")
    assert ATTACK in page.locator("main").inner_text()
