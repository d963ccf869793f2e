"""The same address under every combination of headers: warm or cold, an answer is the same to the byte.

A warm app has answered everything that this module asked before; a cold one is asked for the first time. What an answer
depends on stands in its Vary header, and all other fields of a request change nothing.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import Phase, given
from hypothesis import strategies as st

from app.application import create_app
from app.web import static
from geodata.builds import store
from tests import once
from tests.app.conftest import BROWSER, drawn_world
from tests.examples import times

LIGHT = {
    "pages": (
        *("/", "/?year=2022&measure=events_per_100k", "/method", "/claims", "/claims/C04", "/sources", "/changes"),
        *("/data", "/docs", "/gis"),
    ),
    "files": (
        *("/download/admin1.geojson?year=2022", "/download/admin1.csv?hxl=1", "/download/admin1.csv-metadata.json"),
        "/download/sites.xlsx",
    ),
    "api": ("/healthz", "/api/figures?year=2022", "/api/claims"),
    "ogc documents": ("/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections", "/ogc/collections/force-sites"),
    "ogc features": (
        "/ogc/collections/admin1-2016/items?limit=3",
        "/ogc/collections/admin1-2016/items?limit=2&f=html",
        "/ogc/collections/claims/items?limit=2",
    ),
    "assets": ("/assets/TAG/atlas.fr.js", "/assets/TAG/map.admin1.fr.js", "/assets/TAG/units-admin1.json"),
    "errors": (
        *("/assets/0-0/atlas.js", "/nowhere", "/?year=1", "/method?lang=de", "/download/admin9.csv", "/ogc/"),
        *("/download/admin2.csv", "/ogc/collections/x", "/b/0123456789abcdef/method", "//method"),
    ),
}
HEAVY = (
    *("/figure.svg?year=2022", "/figure.png?size=16x9", "/figure.pdf", "/briefing.html", "/download/pack.zip"),
    *("/download/zones.gpkg", "/download/grid.fgb", "/download/admin1.parquet", "/forces", "/forces/minusma"),
    *("/withdrawal", "/figure.svg?level=zones"),
)
GENERATE = (Phase.generate,)
"""A request is small enough as it is drawn: made smaller, a failure would take minutes."""
CHOICES: Mapping[str, tuple[str | None, ...]] = {
    "Host": ("localhost", "LOCALHOST", "atlas.example.org:8080", "[::1]:8000", "other.example."),
    "Accept": (
        *(None, "*/*", BROWSER, BROWSER, "text/html", "application/json"),
        *("text/html;q=0.1, application/geo+json", "image/png", ""),
    ),
    "Accept-Encoding": (None, "gzip", "identity", "br, gzip;q=0.5", "gzip;q=0", "*", "GZIP", ""),
    "Accept-Language": (None, "en", "fr", "fr-CA, en;q=0.5", "de", "en;q=0.1, fr;q=0.9", "fr;q=0", ""),
    "If-None-Match": (None, None, "*", '"other"', "OWN", 'W/"other", OWN', "broken"),
    "Cookie": (None, "lang=fr; session=x", "lang=en"),
    "X-Forwarded-Host": (None, "evil.example"),
    "X-Forwarded-Proto": (None, "https"),
    "X-Forwarded-Prefix": (None, "/evil"),
    "Forwarded": (None, "for=203.0.113.9;host=evil.example;proto=https"),
    "Range": (None, "bytes=0-9"),
    "If-Modified-Since": (None, "Sun, 29 Nov 2026 12:00:00 GMT"),
    "Authorization": (None, "Basic ZXZpbA=="),
    "Cache-Control": (None, "no-cache"),
}
DECIDING = ("Host", "Accept", "Accept-Encoding", "Accept-Language", "Accept-Language", "If-None-Match")
"""The fields that answers depend on; languages twice, since half of the headers mean English."""
ALWAYS = ("Host", "If-None-Match")
"""The fields that every answer depends on without a word in Vary: a part of the address, and the condition."""


@dataclass(frozen=True)
class Asked:
    """A request: its method, address and header fields."""

    method: str
    address: str
    fields: Mapping[str, str]

    def without(self, *names: str) -> Asked:
        return replace(self, fields={name: text for name, text in self.fields.items() if name not in names})

    def only(self, *names: str) -> Asked:
        wanted = {name.lower() for name in names}
        return replace(self, fields={name: text for name, text in self.fields.items() if name.lower() in wanted})


@dataclass(frozen=True)
class Answer:
    """An answer to the byte."""

    status: int
    fields: tuple[tuple[str, str], ...]
    body: bytes

    def field(self, name: str) -> str:
        return dict(self.fields).get(name, "")


def ask(client: FlaskClient, asked: Asked) -> Answer:
    headers = list(asked.fields.items())
    answer = client.open(asked.address, method=asked.method, headers=headers, follow_redirects=False)
    return Answer(answer.status_code, tuple(answer.headers.items()), answer.data)


class Server:
    """An app that is warm, and any number of cold ones, of one data directory."""

    def __init__(self, data: Path) -> None:
        self.data = data
        build = store.read(data)
        self.tag, self.root = static.tag(build.edition()), f"/b/{build.id}"
        self.warm = create_app(data).test_client()

    def cold(self, asked: Asked) -> Answer:
        return ask(create_app(self.data).test_client(), asked)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Server:
    folder = tmp_path_factory.mktemp("drawn")
    once.publish(folder / "data", drawn_world(folder))
    return Server(folder / "data")


@st.composite
def requests(draw: st.DrawFn, addresses: tuple[str, ...]) -> list[Asked]:
    """Requests of one of the addresses, perhaps below a build and in a language, under any combination of fields.

    The first, and others that differ from it in one of the fields that answers depend on.
    """
    address = draw(st.sampled_from(addresses))
    if draw(st.booleans()):
        address = f"ROOT{address}"
    if "lang=" not in address and not address.startswith(("/healthz", "ROOT/healthz", "/assets", "ROOT/assets")):
        lang = draw(st.sampled_from(("", "", "lang=fr", "lang=en")))
        address += ("&" if "?" in address else "?") * bool(lang) + lang
    chosen = {name: draw(st.sampled_from(values), label=name) for name, values in CHOICES.items()}
    method = draw(st.sampled_from(("GET", "GET", "HEAD")))
    others = [{**chosen, name: draw(st.sampled_from(CHOICES[name]), label=name)} for name in DECIDING]
    return [
        Asked(method, address, {name: text for name, text in fields.items() if text is not None})
        for fields in (chosen, *others)
    ]


def check(server: Server, drawn: list[Asked]) -> None:
    address = drawn[0].address.replace("ROOT", server.root).replace("TAG", server.tag)
    for asked in drawn:
        check_one(server, replace(asked, address=address))


def check_one(server: Server, asked: Asked) -> None:
    own = ask(server.warm, replace(asked.without("If-None-Match"), method="GET"))
    known = asked.fields.get("If-None-Match", "").replace("OWN", own.field("ETag"))
    asked = replace(asked, fields={**asked.fields, "If-None-Match": known} if known else asked.fields)
    warm = ask(server.warm, asked)
    assert warm == server.cold(asked), "warm is not cold"
    varies = [name.strip() for name in warm.field("Vary").split(",")]
    assert ask(server.warm, asked.only(*ALWAYS, *varies)) == warm, "it depends on more than Vary says"
    assert ask(server.warm, replace(asked, method="HEAD")) == replace(warm, body=b""), "HEAD is not GET without a body"
    assert (warm.status == 304) is (bool(own.field("ETag")) and (known == "*" or own.field("ETag") in known))
    assert warm.body == (b"" if warm.status == 304 or asked.method == "HEAD" else own.body)
    plain = ask(server.warm, replace(asked.without("If-None-Match", "Accept-Encoding"), method="GET"))
    if own.field("Content-Encoding") == "gzip":
        assert gzip.decompress(own.body) == plain.body
        assert own.field("ETag") != plain.field("ETag")
    else:
        assert own == plain
    assert "evil" not in f"{own.body!r}{own.fields}", "a field of a proxy is in the answer"
    assert "Set-Cookie" not in dict(own.fields)


@pytest.mark.parametrize("kind", LIGHT)
@given(data=st.data())
@times(0.2, phases=GENERATE)
def test_an_answer_is_the_same_warm_and_cold_and_depends_on_what_it_says(server, kind, data):
    check(server, data.draw(requests(LIGHT[kind])))


@given(asked=requests(HEAVY))
@times(0.1, phases=GENERATE)
def test_so_is_what_is_drawn_and_packed(server, asked):
    check(server, asked[:2])
