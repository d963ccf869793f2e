"""The switches of source, frame and level: every link keeps what the other side has, and none leads to a refusal."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from geodata.exports.formats import FORMATS
from tests import examples
from tests.app import deep
from tests.app.conftest import LABORIOUS
from tests.app.deep import Served
from tests.app.markup import Node, read

OLDER = """
id year x   y    prec region     type a  b         low best high civilians date_start date_end
o1 2020 1.2 15.5 1    Gao_region 3    IS Civilians 1   2    3    2         2020-05-01 2020-05-01
o2 2021 0.3 15.1 1    .          3    IS Civilians 1   2    3    2         2021-05-01 2021-05-01
"""
VIEWS = (
    "/",
    "/?lang=fr",
    "/?level=admin2&year=2021&measure=events_per_1000km2&violence=one_sided&family=jnim",
    "/?level=admin3&year=2022&month=03&from=2021&unit=ML0702-a&at=7/15.5/1.7",
    "/?frame=2012&level=admin2&year=2023&month=03&circles=events",
    "/?year=2024&measure=documented_sites&from=2021",
    "/?year=2024&layers=none",
    "/?layers=units,grid,niger-75,both-100,sites-minusma,events&focus=gao&unit=niger-75",
    "/?source=older&year=2020&level=admin3&layers=niger-10,rivers",
    "/?source=older&frame=2012&year=2021&from=2020&month=05&violence=one_sided",
    "/?source=older&measure=documented_sites&from=2021&year=2020",
    "/?source=ucdp-ged&year=2023&measure=documented_sites&from=2021&layers=units,grid",
    "/?source=ucdp-ged&frame=2016&measure=events_per_100k&unit=ML07&lang=fr&circles=fatalities",
)
_known: set[object] = set()
"""Paths, and values of a parameter of a path, that were followed: views link many of the same."""
LABELS = {"admin1": "Regions", "admin2": "Cercles", "admin3": "Communes"}


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Served:
    """Two imported sources in two frames, of which one begins and ends earlier, and what ships."""
    tmp = tmp_path_factory.mktemp("choices")
    return deep.serve(tmp, deep.with_others(tmp, {"older": OLDER}))


def switches(page: Node, kind: str) -> dict[str, Node]:
    """The links of a switch by their label."""
    return {link.text: link for link in page.every("a", data_switch=kind)}


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query, keep_blank_values=True).items()}


def is_new(address: str) -> bool:
    """True if no address before asked its path for one of its values; with the large profile, if it is another."""
    path = urlsplit(address).path
    own = {path, *((path, *pair) for pair in asked(address).items()), *((address,) if examples.IS_LARGE else ())}
    found = not own <= _known
    _known.update(own)
    return found


def follow(served: Served, address: str) -> Node:
    answer = served.client.get("/" + address.removeprefix("./"))
    assert answer.status_code == 200, (address, answer.text)
    return read(answer.text)


@pytest.mark.parametrize("view", examples.some(VIEWS, 3, 1))
def test_no_switch_leads_to_a_refusal(served, view):
    """From each view every switch, and from where it leads every switch again."""
    first, seen = read(served.client.get(view).text), set()
    for one in first.every("a"):
        if "data-switch" not in one.attributes:
            continue
        page = follow(served, one.attributes["href"])
        shown = page.every("a", data_switch=one.attributes["data-switch"], aria_current="true")
        assert [link.text for link in shown] == [one.text], "the switch shows what was chosen"
        for other in page.every("a"):
            address = other.attributes["href"]
            if "data-switch" in other.attributes and address not in seen:
                seen.add(address)
                follow(served, address)
    assert len(seen) >= 4


@pytest.mark.parametrize("view", examples.some(VIEWS, 3))
def test_every_link_and_form_of_the_page_leads_somewhere(served, unpainted, view):
    client = unpainted(served.data)
    page = read(client.get(view).text)
    for link in page.every("a"):
        address = link.attributes["href"]
        if address.startswith("#") or link.attributes.get("data-view") in LABORIOUS:
            continue
        if not is_new(address):
            continue
        answer = client.get("/" + address.removeprefix("./").removeprefix("/"))
        assert answer.status_code == 200, (address, answer.text[:300])
    form = page.one("form", id="controls")
    sent = {field.attributes["name"]: field.attributes["value"] for field in form.every("input", type="hidden")}
    assert served.client.get("/", query_string=sent).status_code == 200
    assert {name: value for name, value in asked(view).items() if name in ("source", "frame", "level", "month")} == {
        name: value
        for name, value in sent.items()
        if name in ("source", "frame", "month") or (name == "level" and "level=" in view)
    }


def test_a_view_offers_what_there_is_and_says_what_is_chosen(served):
    page = read(served.client.get("/?level=admin2&frame=2012").text)
    assert list(switches(page, "level")) == list(LABELS.values())
    frames = switches(page, "frame")
    assert list(frames) == ["before 2016: 9 units", "2016: 11 units"]
    assert [label for label, link in frames.items() if "aria-current" in link.attributes] == ["before 2016: 9 units"]
    sources = switches(page, "source")
    assert len(sources) == 3
    assert [link.attributes["href"] for link in sources.values()] == [
        "?measure=fatalities_per_1000km2",
        "?source=older&year=2021&measure=fatalities_per_1000km2",
        "?source=ucdp-ged&measure=fatalities_per_1000km2",
    ], "the older one opens with the last year that it covers"
    shipped = read(served.client.get("/?source=ucdp-ged").text)
    assert switches(shipped, "level") == switches(shipped, "frame") == {}, "one choice is no choice"


def test_a_level_keeps_the_rest_of_the_view(served):
    page = read(
        served.client.get("/?frame=2012&year=2021&month=03&violence=one_sided&family=is&focus=gao&lang=en").text
    )
    link = switches(page, "level")["Communes"]
    assert asked(link.attributes["href"]) == {
        "frame": "2012",
        "level": "admin3",
        "year": "2021",
        "month": "03",
        "violence": "one_sided",
        "family": "is",
        "focus": "gao",
        "lang": "en",
    }


def test_a_frame_keeps_the_rest_of_the_view(served):
    page = read(
        served.client.get("/?level=admin3&year=2021&from=2022&month=03&layers=events,niger-75&unit=ML0702-a").text
    )
    link = switches(page, "frame")["before 2016: 9 units"]
    assert asked(link.attributes["href"]) == {
        "frame": "2012", "level": "admin3", "year": "2021", "from": "2022", "month": "03", "layers": "niger-75,events",
    }  # fmt: skip
    back = switches(follow(served, link.attributes["href"]), "frame")["2016: 11 units"]
    assert asked(back.attributes["href"]) == {
        "level": "admin3", "year": "2021", "from": "2022", "month": "03", "layers": "niger-75,events",
    }  # fmt: skip


def test_a_level_keeps_the_measure_that_it_has(served):
    page = read(served.client.get("/?level=admin2&measure=fatalities_per_1000km2").text)
    found = {label: asked(link.attributes["href"]) for label, link in switches(page, "level").items()}
    assert found["Regions"] == {"measure": "fatalities_per_1000km2"}
    assert follow(served, switches(page, "level")["Communes"].attributes["href"]).one("h1").text == (
        "Fatalities per 1,000 km²"
    )
    page = read(served.client.get("/?measure=events_per_100k").text)
    cercles = asked(switches(page, "level")["Cercles"].attributes["href"])
    assert cercles == {"level": "admin2", "measure": "events_per_1000km2"}, "cercles have no people"


def test_a_level_keeps_what_is_opened_or_opens_what_holds_it(served):
    page = read(served.client.get("/?unit=ML07&sort=population&measure=civilian_fatalities_per_100k").text)
    cercles = asked(switches(page, "level")["Cercles"].attributes["href"])
    assert cercles == {"level": "admin2", "unit": "ML07", "measure": "civilian_fatalities_per_1000km2"}
    page = read(served.client.get("/?level=admin3&unit=ML0702-a&measure=civilian_fatalities_per_1000km2").text)
    regions = asked(switches(page, "level")["Regions"].attributes["href"])
    assert regions == {"unit": "ML07", "measure": "civilian_fatalities_per_100k"}
    assert asked(switches(page, "level")["Cercles"].attributes["href"])["unit"] == "ML0702"


def test_a_source_keeps_the_view_as_far_as_it_has_it(served):
    page = read(served.client.get("/?year=2022&from=2021&month=05&family=is&layers=units,niger-75,events,towns").text)
    addresses = {asked(link.attributes["href"]).get("source"): link for link in switches(page, "source").values()}
    shipped = asked(addresses["ucdp-ged"].attributes["href"])
    assert shipped == {"source": "ucdp-ged", "from": "2021", "family": "is", "layers": "units,towns"}
    older = asked(addresses["older"].attributes["href"])
    assert older["source"] == "older"
    assert older["month"] == "05"
    assert older["layers"] == "units,niger-75,events,towns"
    assert follow(served, addresses["older"].attributes["href"])
    page = read(served.client.get("/?source=older&year=2020&from=2021").text)
    back = next(link for link in switches(page, "source").values() if "source" not in asked(link.attributes["href"]))
    assert "2020" not in back.attributes["href"], "2020 is not in the other source"
    assert follow(served, back.attributes["href"])


def test_the_other_pages_are_of_the_same_source_and_frame(served):
    page = read(served.client.get("/?source=older&frame=2012&lang=fr&year=2021").text)
    for place in ("/method", "/changes"):
        (link,) = [a for a in page.every("a") if a.attributes["href"].startswith(place)]
        assert asked(link.attributes["href"]) == {"source": "older", "frame": "2012", "lang": "fr"}
        back = read(served.client.get(link.attributes["href"]).text)
        homes = {link.attributes["href"] for link in back.every("a") if link.text in ("Mali Atlas", "Carte")}
        (home,) = homes
        assert urlsplit(urljoin(place, home)).path == "/", "the map, and not this page again"
        own = {"year": "2021"} if place == "/changes" else {}
        assert asked(home) == {"source": "older", "frame": "2012", **own, "lang": "fr"}
    shipped = read(served.client.get("/method?source=older&frame=2012").text)
    assert "drawn older" in shipped.text


def test_downloads_are_of_the_source_frame_level_and_month(served):
    page = read(served.client.get("/?source=older&frame=2012&level=admin2&year=2021&month=05&violence=one_sided").text)
    found = {
        a.attributes["data-download"]: a.attributes["href"] for a in page.every("a") if "data-download" in a.attributes
    }
    own = "?source=older&frame=2012&year=2021"
    query = f"{own}&month=05&violence=one_sided"

    def address(file, more):
        return f"/download/{file}{own if file.startswith('sites') else query}{'&' if more else ''}{more}"

    assert found == {
        name: address(*name.partition("?")[::2])
        for layer in ("admin2", "zones", "grid", "events", "sites")
        for name in (*(f"{layer}.{kind}" for kind in FORMATS), f"{layer}.xlsx?hxl=1", f"{layer}.csv?hxl=1")
    }
