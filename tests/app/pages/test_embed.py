"""The page that other sites may frame: who may, what stands in it, and that no other page may be framed."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.application import create_app
from app.page import MORE_PAGES, PAGES
from app.settings import Settings
from geodata.builds import store
from tests import examples
from tests.app.conftest import BROWSER
from tests.app.markup import read

EMBEDS = [
    "/embed",
    "/embed/chart?unit=ML07",
    "/embed/chart?units=ML07,ML10&lang=fr",
    "/embed/claims/C04",
    "/embed/claims/nope",
    "/embed?year=2021&lang=fr",
    "/embed?compare=years",
    "/embed?compare=year:2020",
    "/embed?year=1066",
]
DEATHS = ("fatalities_best", "fatalities_low", "fatalities_high")
OTHERS = [
    *(path for path, _ in (*PAGES.values(), *MORE_PAGES.values())),
    *("/?compare=year:2020", "/forces/wagner", "/claims/1", "/find?q=gao", "/ogc", "/ogc/collections", "/nowhere"),
    *("/embed/", "/?year=1066", "/download/admin1.csv", "/api/figures?year=2022", "/healthz"),
]


def framers(answer) -> str:
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]
    (found,) = re.findall(r"frame-ancestors ([^;]*)", policy)
    return found


@pytest.fixture(scope="module")
def kept(data) -> str:
    return f"/b/{store.read(data).id}"


@pytest.mark.parametrize("path", EMBEDS)
def test_any_site_may_frame_an_embed_live_and_frozen(client, kept, path):
    for address in (path, kept + path):
        answer = client.get(address)
        assert framers(answer) == "*"
        if answer.status_code == 200:
            assert framers(client.get(address, headers={"If-None-Match": answer.headers["ETag"]})) == "*"
    assert framers(client.get("/b/0123456789abcdef/embed")) == "*", "that a build is gone is said in the frame"


@pytest.mark.parametrize("path", OTHERS)
def test_no_other_page_may_be_framed_by_others(unpainted, data, kept, path):
    for address in examples.some((path, kept + path), 2, OTHERS.index(path)):
        assert framers(unpainted(data).get(address)) == "'self'"


@pytest.mark.parametrize(
    ("sites", "said"),
    [((), "'self'"), (("https://example.org", "http://*.a.org"), "'self' https://example.org http://*.a.org")],
)
def test_a_setting_says_by_whom(data, sites, said):
    client = create_app(data, Settings(framers=sites)).test_client()
    assert framers(client.get("/embed")) == framers(client.get("/embed?compare=years")) == said
    assert framers(client.get("/")) == "'self'"


@pytest.mark.parametrize("compare", ["", "&compare=years"])
def test_an_embed_names_its_source_and_leads_back_in_a_new_tab(client, kept, compare):
    for root in ("", kept):
        page = client.get(f"{root}/embed?year=2021&lang=fr{compare}").text
        assert "UCDP GED" in page
        back = unescape(re.findall(r'<a id="full" href="([^"]*)" target="_blank" rel="noopener">Mali Atlas<', page)[0])
        assert back.startswith(f"http://localhost{root}/?")
        assert set(back.partition("?")[2].split("&")) == {"year=2021", "lang=fr", *filter(None, [compare[1:]])}
        assert "la vue entière, dans un nouvel onglet" in page
        assert re.findall(r'<script src="/assets/[^"]+/(embed\.js)" defer>', page) == ["embed.js"]


def cells(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.every("td")] for row in read(text).one("tbody").every("tr")]


@pytest.mark.parametrize(
    ("query", "of"), [("unit=ML07", ["ML07"]), ("units=ML07,ML10", ["ML07", "ML10"]), ("", None), ("unit=niger-50", [])]
)
def test_the_chart_of_a_place_has_its_figures_of_each_year(client, made, query, of):
    figures = made.figures
    found = cells(client.get(f"/embed/chart?{query}").text)
    for year, (deaths, span, events) in zip(figures.periods, found, strict=True):
        if of is None:
            rows = [figures.national(year, "all", "any")]
        elif of:
            rows = [figures.row("admin1", figures.unit("admin1", code), year, "all", "any") for code in of]
        else:
            rows = [figures.row("zones", figures.unit("zones", "niger-50"), year, "all", "any")]
        sums = [
            None if None in own else sum(own) for own in ([row[name] for row in rows] for name in (*DEATHS, "events"))
        ]
        best, low, high, number = ("no data" if one is None else f"{one:,}" for one in sums)
        assert (deaths, events) == (best, number)
        assert span == ("" if sums[1] is None else low if low == high else f"{low}–{high}")


def test_a_claim_in_a_frame_says_what_its_page_says_and_leads_there(client):
    frame, whole = client.get("/embed/claims/C04").text, client.get("/claims/C04").text
    for tag, part in (("span", "verdict"), ("p", "found")):
        (said,) = re.findall(rf'<{tag} class="{part}.*?</{tag}>', frame, re.S)
        assert said in whole
    assert read(frame).one("a", id="full").attributes["href"] == "http://localhost/claims/C04"
    offered = unescape(read(whole).every("textarea")[1].text)
    (src,) = re.findall(r'src="([^"]+)"', offered)
    assert re.fullmatch(r"http://localhost/b/[0-9a-f]{16}/embed/claims/C04\?source=ucdp-ged&frame=2016", unescape(src))
    assert client.get(unescape(src).removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize(
    ("path", "is_framed"), [("/embed?year=1066", True), ("/embed/claims/no", True), ("/?year=1066", False)]
)
def test_what_a_frame_says_of_an_error_leads_out_of_it(client, path, is_framed):
    away = [
        link.attributes.get("target") for link in read(client.get(path, headers={"Accept": BROWSER}).text).every("a")
    ]
    assert away
    assert set(away) == ({"_blank"} if is_framed else {None})
