"""Fifty hostile values for every parameter of every address: always 4xx in the one error shape, never anything else.

The parameters are taken from the app itself: each address says, when it is asked for one that it does not know, which
it takes.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

from app.web import problems
from tests import examples
from tests.app.hostile import HOSTILE, refused

FILES = (
    "admin1.geojson",
    "admin1.csv",
    "zones.xlsx",
    "grid.gpkg",
    "sites.parquet",
    "zones.fgb",
    "admin1.csv-metadata.json",
)
OGC = ("", "/conformance", "/api", "/collections")
COLLECTIONS = ("admin1-2016", "force-sites", "force-headcounts", "claims")
ADDRESSES = (
    *("/", "/method", "/changes", "/forces", "/forces/minusma", "/withdrawal", "/claims", "/claims/C04", "/sources"),
    *("/api/figures", "/api/claims", "/healthz"),
    *(f"/download/{name}" for name in FILES),
    *("/download/pack.zip", "/figure.png", "/figure.svg", "/figure.pdf", "/briefing.html", "/data", "/gis", "/docs"),
    *("/briefing", "/briefing/tall.png"),
    *("/card.png", "/robots.txt", "/sitemap.xml", "/oembed"),
    *(f"/ogc{path}" for path in OGC),
    *(f"/ogc/collections/{name}{more}" for name in COLLECTIONS for more in ("", "/items")),
    "/ogc/collections/admin1-2016/items/2016:ML07:2022",
)
_EMPTY_IS_NONE = {"from"}
"""A form sends these empty for none."""
_EMPTY_IS_ALL = {("/data", "year")}


def takes(client, address: str) -> list[str]:
    """The parameters of an address, as it says them itself."""
    found = client.get(f"{address}?nothing-of-the-kind=1").json
    assert found["parameter"] == "nothing-of-the-kind"
    return found["allowed"]


def test_there_are_fifty_and_all_differ():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 50


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hostile_value_is_refused(client, address):
    names = takes(client, address)
    assert len(names) >= 1 or address in ("/healthz", "/robots.txt", "/sitemap.xml")
    for at, name in enumerate(names):
        for value in examples.some(HOSTILE, 6, ADDRESSES.index(address) + at):
            query = urlencode({name: value})
            problem = refused(client.get(f"{address}?{query}"), f"{address}?{query[:200]}")
            assert problem["parameter"] == name


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_parameter_that_is_given_twice_or_misspelt_is_refused(client, address):
    for at, name in enumerate(takes(client, address)):
        queries = (
            f"{name}=2022&{name}=2022",
            f"{name}=&{name}=",
            f"{name.upper()}=2022",
            f"{name}%00=2022",
            f"%20{name}=2022",
            f"{name}[]=2022",
            f"{name}%5B%5D=2022",
        )
        for query in examples.some(queries, 2, ADDRESSES.index(address) + at):
            refused(client.get(f"{address}?{query}"), f"{address}?{query}")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_empty_value_is_refused(client, address):
    for name in takes(client, address):
        if name not in _EMPTY_IS_NONE and (address, name) not in _EMPTY_IS_ALL:
            refused(client.get(f"{address}?{name}="), f"{address}?{name}=")


@pytest.mark.parametrize("length", [problems._LONGEST_ADDRESS + 1, 100_000])
def test_an_address_that_is_far_too_long_is_refused(client, length):
    for address in (*ADDRESSES, "/nowhere", "/b/0123456789abcdef/"):
        answer = client.get(f"{address}?year=" + "2" * length)
        assert refused(answer, address)["status"] == 414


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_name_in_a_path_is_refused(client, value):
    part = quote(value, safe="")
    for address in (
        f"/download/{part}.csv",
        f"/download/admin1.{part}",
        f"/forces/{part}",
        f"/claims/{part}",
        f"/assets/{part}/atlas.en.js",
        f"/b/{part}/download/admin1.csv",
        f"/{part}x",
        f"/figure.{part}",
        f"/ogc/collections/{part}",
        f"/ogc/collections/{part}/items",
        f"/ogc/collections/claims/items/{part}",
    ):
        refused(client.get(address), address[:200])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROB"])
def test_another_method_is_refused(client, method):
    for address in ADDRESSES:
        answer = client.open(address, method=method)
        assert answer.headers["Allow"] == "GET, HEAD", address
        assert refused(answer, f"{method} {address}")["status"] == 405
