"""A server that runs on through a build under stricter terms says the same as one that starts after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient

from app.application import create_app
from app.web import static
from geodata.builds import store
from geodata.exports.formats import FORMATS
from geodata.exports.formats.csvw import SUFFIX
from tests import examples, once
from tests.app import deep
from tests.app.conftest import BROWSER

PAGES = (
    "/", "/?year=2022&lang=fr", "/?layers=events", "/?level=admin3", "/forces", "/withdrawal", "/claims", "/claims/c01",
    "/sources", "/data", "/changes", "/method", "/gis", "/?source=ucdp-ged",
)  # fmt: skip
API = (
    "/api/figures", "/api/figures?year=2022&measure=events_per_100k", "/api/figures?level=admin3", "/api/claims",
    "/healthz",
)  # fmt: skip
DOWNLOADS = tuple(
    f"/download/{layer}.{kind}"
    for layer in ("admin1", "admin3", "zones", "sites", "events")
    for kind in (*FORMATS, f"csv{SUFFIX}")
)
DRAWN = ("/figure.svg", "/figure.png?layers=events", "/download/pack.zip?year=2022", "/briefing.html?year=2022")
OGC = (
    "/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections",
    *(
        f"/ogc/collections/{name}{part}"
        for name in ("admin1-2016", "admin3-2016", "zones", "events", "claims", "force-sites")
        for part in ("", "/schema", "/items", "/items?f=html")
    ),
    "/ogc/collections/admin1-2016/items/2016:ML07:2022", "/ogc/collections/admin1-2016?f=html",
    "/ogc/collections?f=html",
)  # fmt: skip
ASSETS = (
    "map.admin1.en.js", "map.admin3.fr.js", "values-admin1-all-any.json", "values-admin3-all-any.json",
    "events-2022.json", "units-admin1.json", "base.json", "sites.json", "atlas.css",
)  # fmt: skip
ERRORS = ("/nowhere", "/?yaer=2022", "/download/admin9.csv", "/api/figures?level=x", "/ogc/collections/x")
KINDS = (*PAGES, *API, *DOWNLOADS, *DRAWN, *OGC, *ERRORS)


GONE = (
    "/download/events.csv", "/download/admin3.csv", "/download/admin1.geojson", "/figure.png?layers=events",
    "/ogc/collections/events/items", "/ogc/collections/admin3-2016",
)  # fmt: skip
"""What was open before the stricter terms."""
CHANGED = ("/api/figures", "/download/admin1.csv", f"/download/admin1.csv{SUFFIX}", "/download/pack.zip?year=2022")
"""What says more of the terms since."""
COMPARED = [
    (address, is_of_old) for turn, address in enumerate(KINDS) for is_of_old in examples.some([False, True], 2, turn)
]
"""The addresses, each of the present build or of the one before."""


class Answer(NamedTuple):
    """All of an answer that a client sees."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Warm(NamedTuple):
    """The clients of a server that ran on and of one that starts now, and what was answered before the build."""

    running: FlaskClient
    fresh: FlaskClient
    before: dict[str, Answer]
    old: str
    tag: str


def ask(client: FlaskClient, address: str, **headers: str) -> Answer:
    found = client.get(address, headers={"Accept": BROWSER, "Accept-Encoding": "gzip", **headers})
    return Answer(found.status, tuple(found.headers.items()), found.data)


def publish(tmp: Path, *, is_strict: bool) -> None:
    """The drawn world, its events open and its boundaries too; or the events ACLED's, and boundaries to be drawn."""
    made = deep.world(tmp, policy="acled" if is_strict else "ucdp")
    ground = "maps-only" if is_strict else "open"
    grounds = [replace(one, policy=ground) for one in made.grounds]
    shapes = {name: replace(made.sources[name], policy=ground) for one in grounds for name in one.sources}
    once.publish(tmp, replace(made, grounds=grounds, sources={**made.sources, **shapes}))


@pytest.fixture(scope="module", autouse=True)
def _in_words(sheets_in_words: None) -> None:
    """Both servers say of a sheet all that stands on it."""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Warm:
    tmp = tmp_path_factory.mktemp("warm")
    publish(tmp, is_strict=False)
    first = store.read(tmp)
    running, old, tag = create_app(tmp).test_client(), f"/b/{first.id}", static.tag(first.edition())
    addresses = [old + address if is_of_old else address for address, is_of_old in COMPARED]
    addresses += [*(old + address for address in (*GONE, *CHANGED)), *(f"/assets/{tag}/{name}" for name in ASSETS)]
    before = {address: ask(running, address) for address in addresses}
    publish(tmp, is_strict=True)
    return Warm(running, create_app(tmp).test_client(), before, old, tag)


@pytest.mark.parametrize(("address", "is_of_old"), COMPARED)
def test_a_running_server_says_what_a_fresh_one_says(warm, address, is_of_old):
    same(warm, (warm.old if is_of_old else "") + address)


@pytest.mark.parametrize("name", ASSETS)
def test_so_do_the_files_of_the_page(warm, name):
    same(warm, f"/assets/{warm.tag}/{name}")


def same(warm: Warm, address: str) -> None:
    running, fresh = ask(warm.running, address), ask(warm.fresh, address)
    assert running == fresh
    known = dict(warm.before[address].headers).get("ETag", '"none"')
    again = ask(warm.running, address, **{"If-None-Match": known})
    assert again == ask(warm.fresh, address, **{"If-None-Match": known})
    if warm.before[address].body != fresh.body:
        assert not again.status.startswith("304"), "what is said otherwise now is no longer what the client has"


def test_terms_reach_what_is_answered_of_the_build_before(warm):
    """The comparison is of something: what was open is refused or says so, at the addresses that stay."""
    for address in GONE:
        assert warm.before[warm.old + address].status.startswith("200"), address
        assert ask(warm.fresh, warm.old + address).status[0] == "4", address
    for address in CHANGED:
        assert ask(warm.fresh, warm.old + address).status.startswith("200"), address
        if address != "/download/admin1.csv":
            assert ask(warm.fresh, warm.old + address).body != warm.before[warm.old + address].body, address


def test_shapes_that_may_only_be_drawn_now_leave_no_older_build_either(warm):
    for address in ("/ogc/collections/admin1-2016/items", "/ogc/collections/admin1-2016/items/2016:ML07:2022"):
        for client in (warm.running, warm.fresh):
            assert b'"coordinates"' not in client.get(warm.old + address).data
        assert b'"coordinates"' in client.get(f"{warm.old}/ogc/collections/zones/items").data
