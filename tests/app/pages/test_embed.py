"""The page that other sites may frame: who may, what stands in it, and that no other page may be framed."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.application import create_app
from app.page import MORE_PAGES, PAGES
from app.settings import Settings
from geodata.builds import store

EMBEDS = ["/embed", "/embed?year=2021&lang=fr", "/embed?compare=years", "/embed?compare=year:2020", "/embed?year=1066"]
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
def test_no_other_page_may_be_framed_by_others(client, kept, path):
    for address in (path, kept + path):
        assert framers(client.get(address)) == "'self'"


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
