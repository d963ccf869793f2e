"""What is made apart from the workers, by the routes that there are."""

from __future__ import annotations

import pytest

from app.application import create_app
from app.server.apart import ENDPOINTS, Apart

LIGHT = {
    "api.healthz", "assets.asset", "claim_pages.all_claims", "claim_pages.api", "crawlers.robots",
    "crawlers.sitemap", "data_pages.data", "docs.docs",
    "embed.show_embed", "find_pages.find", "oembed.oembed",
    "gis_pages.gis", "ogc.all_collections", "ogc.api", "ogc.conformance", "ogc.landing", "ogc.moved",
    "ogc.one_collection", "ogc.schema", "pages.show_changes", "pages.show_map", "pages.show_method",
    "source_pages.sources",
}  # fmt: skip


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    return create_app(tmp_path_factory.mktemp("empty")).url_map


def test_every_address_is_one_or_the_other(routes):
    assert {rule.endpoint for rule in routes.iter_rules()} == ENDPOINTS | LIGHT
    assert not ENDPOINTS & LIGHT


@pytest.mark.parametrize(
    ("path", "is_apart"),
    [
        ("/", False),
        ("/healthz", False),
        ("/figure.png", True),
        ("/b/0123456789abcdef/figure.png", True),
        ("/card.png", True),
        ("/sitemap.xml", False),
        ("/b/0123456789abcdef/", False),
        ("/download/admin1.csv", True),
        ("/download/admin1.csv-metadata.json", True),
        ("/claims", False),
        ("/claims/C04", True),
        ("/nothing", False),
        ("//figure.png", True),
        ("/download/..%2f", True),
        ("/caf\u00c3\u00a9", False),
        ("/\xff", False),
    ],
)
def test_it_follows_the_routes(routes, path, is_apart):
    apart = Apart(routes)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "year=2022"}
    assert apart.is_apart(environ) is is_apart
    assert apart.is_apart({**environ, "REQUEST_METHOD": "HEAD"}) is is_apart
    assert not apart.is_apart({**environ, "REQUEST_METHOD": "POST"})
    assert not apart.is_apart({**environ, "QUERY_STRING": "a" * 5000})
