"""The name that the server is called by: in links, in what is kept, and where it is none."""

from __future__ import annotations

import pytest
from flask import Flask

from app.application import create_app
from app.settings import URL, Settings
from app.web import permanent, services, urls
from app.web.builds import Catalogue
from app.web.response_cache import _MOST_NAMES, ResponseCache
from app.web.services import Services

HOSTS = {
    "atlas.example.org": "http://atlas.example.org",
    "Atlas.Example.ORG:8080": "http://atlas.example.org:8080",
    "127.0.0.1:8000": "http://127.0.0.1:8000",
    "[::1]:8000": "http://[::1]:8000",
}
FORGED = (
    'evil"<x>',
    "a b",
    "x/../y",
    "user@host",
    "host:99999999",
    "host:port",
    "-",
    "a" * 300,
    "é.org",
    "x\t",
    "a..b",
    "[::1",
    "?x",
    "a,b",
)


def link(client, host: str, path: str = "/download/admin1.csv?year=2022") -> str:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 200
    return answer.headers["Link"]


@pytest.mark.parametrize("host", HOSTS)
def test_an_answer_names_the_server_as_it_was_called(client, host):
    for _ in range(2):
        assert f"<{HOSTS[host]}/b/" in link(client, host)


def test_no_answer_holds_another_s_name(client):
    for _ in range(2):
        for host in HOSTS:
            for path in ("/download/admin1.geojson?year=2022", "/api/claims?id=C04", "/claims/C04", "/claims"):
                text = client.get(path, headers={"Host": host}).text
                assert not [other for other in HOSTS.values() if other != HOSTS[host] and f"{other}/" in text]


@pytest.mark.parametrize("path", ["/", "/download/admin1.csv", "/claims/C04", "/api/claims"])
def test_a_host_that_is_none_is_refused(client, path):
    for host in FORGED:
        answer = client.get(path, environ_overrides={"HTTP_HOST": host})
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), host
        assert host not in answer.text


def test_headers_of_proxies_are_not_believed(client):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    answer = client.get("/download/admin1.geojson?year=2021", headers=forged)
    assert "evil.example" not in answer.text + str(answer.headers)


def test_the_public_address_is_what_answers_name(data):
    client = create_app(data, Settings.from_environ({URL: "https://mali.example.org/"})).test_client()
    for host in ("localhost", "other.example"):
        answer = client.get("/download/admin1.csv?year=2020", environ_overrides={"HTTP_HOST": host})
        assert "<https://mali.example.org/b/" in answer.headers["Link"]
    assert client.get("/", environ_overrides={"HTTP_HOST": 'evil"<x>'}).status_code == 400


def test_calling_it_by_thousands_of_names_pushes_nothing_out():
    asked = []

    def app(environ, start_response):
        asked.append(environ["HTTP_HOST"])
        start_response("200 OK", [])
        return [b"x" * 100]

    kept = ResponseCache(app, lambda: 1, base=urls.base_of)

    def get(host: str) -> None:
        environ = {"HTTP_HOST": host, "PATH_INFO": "/", "REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"}
        kept(environ, lambda *_: None)

    get("first.example")
    for number in range(10_000):
        get(f"h{number}.example")
    get("first.example")
    assert asked.count("first.example") == 1
    assert len(kept._answers.held()) <= _MOST_NAMES


def test_an_answer_that_is_too_large_is_given_and_not_kept():
    def app(environ, start_response):
        start_response("200 OK", [])
        return [b"x" * (200 if environ["PATH_INFO"] == "/large" else 10)]

    kept = ResponseCache(app, lambda: 1, size=1000)
    for path in ("/small", "/large", "/large", "/small"):
        kept({"PATH_INFO": path, "wsgi.url_scheme": "http"}, lambda *_: None)
    assert len(kept._answers.held()) == 1


def test_paths_of_a_build(tmp_path):
    app = Flask("drawn")
    services.register(app, Services(Settings(), Catalogue(tmp_path)))
    app.wsgi_app = permanent.Permanent(app.wsgi_app)

    @app.get("/x")
    def x() -> str:
        return f"{urls.asked_build()} {urls.root()} {urls.absolute('/y')}"

    client = app.test_client()
    assert client.get("/x").text == "None  http://localhost/y"
    root = "/b/0123456789abcdef"
    assert client.get(f"{root}/x").text == f"0123456789abcdef {root} http://localhost{root}/y"
    assert client.get(f"{root}x").status_code == 404
