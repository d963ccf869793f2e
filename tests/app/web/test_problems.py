"""One shape for what went wrong: problem+json for programs, a page for browsers."""

from __future__ import annotations

import json

import pytest

from app.application import create_app
from app.web import services
from tests.app.conftest import BROWSER
from tests.app.markup import read

TITLES = {
    400: "This address asks for something that does not exist",
    403: "The source’s terms do not allow this",
    404: "There is nothing at this address",
    405: "This address does not take this method",
    500: "Something went wrong here",
    414: "This address is too long",
    503: "There is no map yet",
}
NOT_FOUND = "There is no such address here. The map is at /."
FILES = "There are admin1, admin2, admin3, zones, grid, sites, events, as geojson, csv, xlsx, gpkg, parquet, fgb."
GONE = "This version of the map is gone; reload the page."
WRONG_METHOD = "This address takes GET and HEAD."
UNEXPECTED = "An unexpected error; the server's log has the details."
CASES = [
    ("GET", "/?lang=de", 400, "parameter 'lang' cannot be 'de'; it can be en, fr"),
    ("GET", "/method?year=2022", 400, "unknown parameter 'year'; this address takes source, frame, lang"),
    ("GET", "/nowhere", 404, NOT_FOUND),
    ("GET", "/method/", 404, NOT_FOUND),
    ("GET", "/download/admin1", 404, NOT_FOUND),
    ("GET", "/download/admin1.shp", 404, FILES),
    ("GET", "/download/admin9.csv", 404, FILES),
    ("GET", "/download/..%2Fmanifest.geojson", 404, NOT_FOUND),
    ("GET", "/assets/0000-0000/atlas.js", 404, GONE),
    ("GET", "/assets/..-x/atlas.js", 404, GONE),
    ("POST", "/", 405, WRONG_METHOD),
    ("DELETE", "/download/admin1.csv", 405, WRONG_METHOD),
    ("PUT", "/api/figures", 405, WRONG_METHOD),
    ("PATCH", "/healthz", 405, WRONG_METHOD),
]
IDS = [f"{method} {path}" for method, path, *_ in CASES]


@pytest.fixture
def broken(data, monkeypatch):
    """An app with a bug."""
    app = create_app(data)

    def fail():
        raise RuntimeError("secret in /home/someone")

    monkeypatch.setattr(services.of(app).catalogue, "current", fail)
    return app.test_client()


@pytest.mark.parametrize(("method", "path", "status", "detail"), CASES, ids=IDS)
def test_a_program_gets_problem_json(client, method, path, status, detail):
    for accept in (None, "*/*", "application/json", "application/problem+json", "image/png"):
        answer = client.open(path, method=method, headers={"Accept": accept} if accept else {})
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), accept
        body = json.loads(answer.data)
        extra = {"parameter", "allowed"} if status == 400 else set()
        assert set(body) == {"type", "title", "status", "detail"} | extra, accept
        assert (body["type"], body["title"], body["status"]) == ("about:blank", TITLES[status], status), accept
        assert body["detail"] == detail, accept
        assert answer.headers["Cache-Control"] == "no-store", accept
        assert answer.headers["Vary"] == "Accept, Accept-Language", accept


@pytest.mark.parametrize(("method", "path", "status", "detail"), CASES, ids=IDS)
def test_a_browser_gets_a_page(client, method, path, status, detail):
    answer = client.open(path, method=method, headers={"Accept": BROWSER})
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    page = read(answer.text)
    assert page.one("h1").text == f"{TITLES[status]} ({status})"
    assert detail in [paragraph.text for paragraph in page.every("p")]


def test_a_browser_is_shown_what_is_allowed(client):
    page = read(client.get("/?lang=de", headers={"Accept": BROWSER}).text)
    assert [item.text for item in page.every("li")] == ["en", "fr"]


@pytest.mark.parametrize("path", ["/", "/method", "/download/admin1.csv", "/api/figures", "/healthz"])
def test_a_wrong_method_is_told_the_right_ones(client, path):
    assert client.post(path).headers["Allow"] == "GET, HEAD"
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
@pytest.mark.parametrize("path", ["/", "/method", "/download/admin1.csv", "/api/figures", "/healthz"])
def test_a_bug_tells_the_log_and_not_the_client(broken, caplog, path, accept):
    answer = broken.get(path, headers={"Accept": accept})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert UNEXPECTED in answer.text.replace("&#39;", "'")
    assert TITLES[500] in answer.text
    assert f"unexpected error at {path}" in caplog.text
    assert "RuntimeError: secret" in caplog.text


def test_a_bug_has_the_shape_of_the_others(broken):
    assert broken.get("/").json == {
        "type": "about:blank",
        "title": TITLES[500],
        "status": 500,
        "detail": UNEXPECTED,
    }


@pytest.mark.parametrize("path", ["/", "/method", "/download/admin1.csv", "/api/figures", "/healthz"])
def test_without_a_build_the_answer_says_what_to_do(tmp_path, path):
    answer = create_app(tmp_path).test_client().get(path)
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json) == {"type", "title", "status", "detail"}
    assert (answer.json["title"], answer.json["status"]) == (TITLES[503], 503)
    assert answer.json["detail"] == "The map has not been built. Run: mali-atlas build"
    assert str(tmp_path) not in answer.text


def test_a_parameter_s_name_is_text_in_the_page(client):
    answer = client.get("/", query_string={"<img src=x onerror=alert(1)>": "1"}, headers={"Accept": BROWSER})
    assert answer.status_code == 400
    assert "<img" not in answer.text
    assert "unknown parameter '<img src=x onerror=alert(1)>'" in read(answer.text).text


def test_what_is_refused_is_not_kept(client):
    assert client.get("/?year=2011").status_code == 400
    assert client.get("/?year=2011").status_code == 400
    assert client.get("/?year=2012").status_code == 200
