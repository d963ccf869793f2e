"""What crawlers are told: nothing to read without a public address, and with one every page once in each language."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from urllib.robotparser import RobotFileParser

import pytest

from app.application import create_app
from app.page import MORE_PAGES, PAGES
from app.settings import Settings
from tests.app.heads import Head

PUBLIC = "https://atlas.example.org"
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def public(data):
    return create_app(data, Settings(url=PUBLIC)).test_client()


def rules(client) -> RobotFileParser:
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    found = RobotFileParser()
    found.parse(answer.text.splitlines())
    return found


def entries(client) -> dict[str, dict[str, str]]:
    """Every address of the sitemap with its other languages."""
    answer = client.get("/sitemap.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    found = ET.fromstring(answer.data).findall("s:url", SPACE)
    named = {
        one.findtext("s:loc", namespaces=SPACE): {
            other.get("hreflang"): other.get("href") for other in one.findall("x:link", SPACE)
        }
        for one in found
    }
    assert len(named) == len(found)
    return named


def test_a_server_without_a_public_address_invites_nobody(client):
    found = rules(client)
    assert not found.can_fetch("Googlebot", "/")
    assert not found.can_fetch("Twitterbot", "/")
    assert not found.site_maps()


def test_robots_read_pages_and_cards_and_no_files(public):
    found = rules(public)
    assert found.site_maps() == [f"{PUBLIC}/sitemap.xml"]
    for path in (
        "/",
        "/?year=2021",
        "/?unit=ML07&lang=fr",
        "/story?lang=fr",
        "/claims/C04",
        "/card.png?lang=fr",
        "/docs",
    ):
        assert found.can_fetch("Googlebot", path), path
        assert found.can_fetch("Twitterbot", path), path
    for path in ("/download/admin1.csv", "/figure.png?year=2021", "/figure.svg", "/briefing.html", "/api/figures"):
        assert not found.can_fetch("Googlebot", path), path
        assert not found.can_fetch("Twitterbot", path), path


def test_copies_and_endless_views_are_read_for_their_card_alone(public):
    found = rules(public)
    for path in ("/b/0123456789abcdef/", "/find?q=gao", "/embed"):
        assert not found.can_fetch("Googlebot", path), path
        assert found.can_fetch("Twitterbot", path), path
    text = public.get("/robots.txt").text  # the parser knows no stars
    every, readers = text.split("User-agent: *")[1], text.split("User-agent: *")[0]
    assert "Disallow: /*&at=\n" in every
    assert "Disallow: /*?sort=\n" in every
    assert "/*" not in readers
    assert not [line for line in every.splitlines() if line.endswith(("year=", "unit=", "lang=", "source="))]


def test_every_page_stands_in_the_sitemap_in_both_languages(public):
    found = entries(public)
    for path, _ in (*PAGES.values(), *MORE_PAGES.values()):
        assert f"{PUBLIC}{path}" in found
        assert f"{PUBLIC}{path}?lang=fr" in found
    assert {f"{PUBLIC}{path}" for path in ("/?year=2021", "/?unit=ML07&lang=fr", "/forces/jnim", "/claims/C04")} <= set(
        found
    )
    for address, others in found.items():
        assert address in (others["en"], others["fr"])
        assert others["x-default"] == others["en"]
        assert set(others) == {"en", "fr", "x-default"}
    assert len(found) < 300


def canonical(client, address: str, base: str) -> str:
    answer = client.get(address.removeprefix(base))
    assert answer.status_code == 200, address
    return Head(answer.text).links["canonical", ""]


def test_what_the_sitemap_names_names_itself(public):
    found = list(entries(public))
    for address in [*found[:4], *found[60:140:40], *found[-40::9]]:
        assert canonical(public, address, PUBLIC) == address
        assert rules(public).can_fetch("Googlebot", address)


def test_so_it_does_where_the_map_opens_otherwise(imported):
    client = imported.client
    found = [address for address in entries(client) if address.startswith("http://localhost/?")]
    assert len(found) >= 10
    for address in found:
        assert canonical(client, address, "http://localhost") == address


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml"])
def test_they_are_of_the_server_and_of_no_build(public, made, path):
    assert public.get(f"/b/{made.id}{path}").status_code == 404
    assert public.get(f"{path}?year=2021").status_code == 400
