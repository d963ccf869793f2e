"""Headers and encodings: what a cache, a proxy and a browser rely on."""

from __future__ import annotations

import gzip

import brotli
import pytest

from app.web import responses, services

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
DYNAMIC = {
    "/": "text/html; charset=utf-8",
    "/?year=2015&lang=fr": "text/html; charset=utf-8",
    "/method": "text/html; charset=utf-8",
    "/download/admin1.geojson?year=2022": "application/geo+json",
    "/download/sites.csv?year=2022": "text/csv; charset=utf-8",
    "/api/figures?year=2022": "application/json",
    "/healthz": "application/json",
}
ASSETS = {
    "leaflet.js": "text/javascript; charset=utf-8",
    "atlas.css": "text/css; charset=utf-8",
    "pages.css": "text/css; charset=utf-8",
    "atlas.en.js": "text/javascript; charset=utf-8",
    "map.admin1.en.js": "text/javascript; charset=utf-8",
    "map.admin1.fr.js": "text/javascript; charset=utf-8",
    "base.json": "application/json",
    "units-admin1.json": "application/json",
    "zones-50.json": "application/json",
    "sides-50.json": "application/json",
    "sites.json": "application/json",
    "cells.json": "application/json",
    "values-admin1-all-any.json": "application/json",
    "values-grid-non_state-jnim_is.json": "application/json",
    "values-zones-one_sided-self_defence.json": "application/json",
}
ROUTES = {**DYNAMIC, **{f"/assets/TAG/{name}": mimetype for name, mimetype in ASSETS.items()}}
GZIP, PLAIN = {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}


@pytest.fixture(params=ROUTES)
def path(request, tag):
    return request.param.replace("TAG", tag)


def test_plain_and_gzipped_have_the_same_content_and_different_tags(client, path, tag):
    plain, zipped = client.get(path, headers=PLAIN), client.get(path, headers=GZIP)
    assert (plain.status_code, zipped.status_code) == (200, 200)
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data != b""
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    mimetype = ROUTES[path.replace(tag, "TAG")]
    assert plain.headers["Content-Type"] == zipped.headers["Content-Type"] == mimetype
    is_page = mimetype.startswith("text/html")
    assert plain.headers["Vary"] == "Accept-Encoding" + (", Accept-Language" if is_page else "")
    is_asset = path.startswith("/assets/")
    expected = "public, max-age=31536000, immutable" if is_asset else "no-cache"
    assert plain.headers["Cache-Control"] == expected


def test_what_the_map_is_made_of_is_brotli_where_it_is_taken_and_pages_are_not(client, tag):
    taken = {"Accept-Encoding": "gzip, deflate, br, zstd"}
    for name in ("atlas.css", "units-admin1.json"):
        path = f"/assets/{tag}/{name}"
        plain, zipped, small = (client.get(path, headers=one) for one in (PLAIN, GZIP, taken))
        assert small.headers["Content-Encoding"] == "br"
        assert brotli.decompress(small.data) == plain.data
        assert len(small.data) < 0.92 * len(zipped.data)
        assert len({answer.headers["ETag"] for answer in (plain, zipped, small)}) == 3
        assert client.get(path, headers={**taken, "If-None-Match": small.headers["ETag"]}).status_code == 304
        assert client.get(path, headers={"Accept-Encoding": "br;q=0, gzip"}).headers["Content-Encoding"] == "gzip"
    assert client.get("/method", headers=taken).headers["Content-Encoding"] == "gzip"
    permanent = f"/b/{tag.partition('-')[0]}/api/figures?year=2022"
    assert client.get(permanent, headers=taken).headers["Content-Encoding"] == "gzip", "many, and each is asked once"


def test_a_client_that_has_it_gets_304_without_body(client, path):
    for encoding, other in ((GZIP, PLAIN), (PLAIN, GZIP)):
        whole = client.get(path, headers=encoding)
        tag = whole.headers["ETag"]
        for known in (tag, f"W/{tag}", f'"else", {tag}', "*"):
            short = client.get(path, headers={**encoding, "If-None-Match": known})
            assert (short.status_code, short.data) == (304, b"")
            assert "Content-Type" not in short.headers
            assert "Content-Encoding" not in short.headers
            for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
                assert short.headers[name] == whole.headers[name]
        assert client.get(path, headers={**other, "If-None-Match": tag}).status_code == 200
        assert client.get(path, headers={**encoding, "If-None-Match": '"else"'}).status_code == 200


def test_head_has_the_headers_of_get_and_no_body(client, path):
    for encoding in (GZIP, PLAIN):
        whole, head = client.get(path, headers=encoding), client.head(path, headers=encoding)
        assert (head.status_code, head.data) == (200, b"")
        assert dict(head.headers) == dict(whole.headers)
        assert head.headers["Content-Length"] == str(len(whole.data))


@pytest.mark.parametrize(
    ("accepts", "zipped"),
    [
        (None, False),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip;q=0, *;q=1", False),
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.1", True),
        ("*", True),
    ],
)
def test_gzip_where_it_is_accepted(client, accepts, zipped):
    answer = client.get("/healthz", headers={} if accepts is None else {"Accept-Encoding": accepts})
    assert (answer.headers.get("Content-Encoding") == "gzip") is zipped


def secured(answer) -> None:
    is_data = answer.mimetype in {"text/javascript", "text/css", "application/json"} and "ETag" in answer.headers
    policy = "default-src 'none'; frame-ancestors 'self'" if is_data else CSP
    assert answer.headers.getlist("Content-Security-Policy") == [policy]
    assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]
    given = [] if policy == responses.DATA_CSP else ["strict-origin-when-cross-origin"]
    assert answer.headers.getlist("Referrer-Policy") == given


def test_every_answer_has_the_security_headers(client, path):
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        secured(client.open(path, method=method))


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("wrong", ["/nowhere", "/?year=1", "/assets/a/b", "/download/a.b", "/api/figures?x=1"])
def test_an_error_has_the_security_headers(client, wrong, accept):
    answer = client.get(wrong, headers={"Accept": accept})
    assert answer.status_code in (400, 404)
    secured(answer)


def test_a_bug_s_answer_has_the_security_headers(data, monkeypatch):
    from app.application import create_app

    app = create_app(data)
    monkeypatch.setattr(services.of(app).catalogue, "current", lambda: 1 / 0)
    answer = app.test_client().get("/")
    assert answer.status_code == 500
    secured(answer)


@pytest.mark.parametrize(
    "name",
    [
        "nothing.js",
        "map.de.js",
        "map.js",
        "values-admin1-all.json",
        "values-admin2-all-any.json",
        "values-admin1-none-any.json",
        "values-admin1-all-all.json",
        "manifest.json",
        "..%2F..%2Fpages.py",
    ],
)
def test_there_are_no_other_assets(client, tag, name):
    assert client.get(f"/assets/{tag}/{name}").status_code == 404


def test_a_page_is_kept_by_address_and_language(client):
    english = client.get("/?year=2014", headers={"Accept-Language": "en"})
    french = client.get("/?year=2014", headers={"Accept-Language": "fr-FR, en;q=0.5"})
    asked = client.get("/?year=2014&lang=fr", headers={"Accept-Language": "en"})
    assert len({answer.headers["ETag"] for answer in (english, french, asked)}) == 3
    assert [answer.text.split('lang="')[1][:2] for answer in (english, french, asked)] == ["en", "fr", "fr"]
    assert client.get("/?year=2014", headers={"Accept-Language": "en"}).data == english.data


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("fr", "fr"),
        ("FR-ca", "fr"),
        ("fr-FR, en;q=0.5", "fr"),
        ("en-GB, fr;q=0.9", "en"),
        ("en;q=0.2, fr;q=0.8", "fr"),
        ("fr;q=0, de", "en"),
        ("de, fr;q=0.1", "fr"),
        ("*", "en"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/method"])
def test_the_language_is_the_browser_s_first_that_there_is(client, path, accepts, language):
    page = client.get(path, headers={} if accepts is None else {"Accept-Language": accepts}).text
    assert f'<html lang="{language}">' in page
    for asked in ("en", "fr"):
        page = client.get(f"{path}?lang={asked}", headers={"Accept-Language": accepts or "fr"}).text
        assert f'<html lang="{asked}">' in page


def test_the_tag_is_of_the_content(client):
    tags = {client.get(f"/download/zones.csv?year={year}").headers["ETag"] for year in (2021, 2022, 2023)}
    assert len(tags) == 3
    assert responses.body("a", "text/plain") == responses.body(b"a", "text/plain")


def body(size: int) -> responses.Body:
    return responses.Body(b"x" * size, b"", "text/plain", "tag")


def test_the_cache_keeps_what_was_used_last_within_its_bytes():
    cache, calls = services.bodies(limit=100, largest=50), []

    def get(key: str, size: int = 40) -> int:
        def make() -> responses.Body:
            calls.append(key)
            return body(size)

        return len(cache.get(key, make).plain)

    for key in "aabacb":
        get(key)
    assert "".join(calls) == "abcb", "c pushes out b, used before a"
    for key in "defghi":
        get(key, 45)
        kept = cache.held().values()
        assert sum(len(one.plain) + len(one.gzipped) for one in kept) == cache.size <= 100
    before = list(cache.held())
    assert get("big", 51) == 51
    assert list(cache.held()) == before, "what is a large part of all is not kept and pushes nothing out"
    same = b"y" * 40
    cache.get("packed", lambda: responses.Body(same, same, "image/png", "tag"))
    assert "packed" in cache.held()
    assert sum(one.size for one in cache.held().values()) == cache.size <= 100, "the same bytes count once"


def test_what_cannot_be_made_is_not_kept():
    cache = services.bodies()
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: 1 / 0)
    assert cache.get("a", lambda: body(1)) == body(1)
