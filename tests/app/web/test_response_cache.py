"""Answers given before are given again, for the same request and build only."""

import pytest
from werkzeug.test import Client

from app.web.response_cache import ResponseCache


class Counting:
    """A WSGI app that says how often it was asked."""

    def __init__(self):
        self.asked = 0

    def __call__(self, environ, start_response):
        self.asked += 1
        path = environ["PATH_INFO"]
        status = {"/lost": "404 NOT FOUND", "/broken": "500 INTERNAL SERVER ERROR"}.get(path, "200 OK")
        start_response(status, [("Content-Type", "text/plain")])
        return [f"{path} {environ.get('QUERY_STRING')} {self.asked}".encode() + b"x" * 100]


@pytest.fixture
def counting():
    return Counting()


def test_the_same_request_is_answered_from_memory(counting):
    client = Client(ResponseCache(counting, lambda: 1))
    first, second = client.get("/?a=1"), client.get("/?a=1")
    assert (first.data, first.status, dict(first.headers)) == (second.data, second.status, dict(second.headers))
    assert counting.asked == 1


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/b"},
        {"query_string": "a=2"},
        {"method": "HEAD"},
        {"headers": {"Accept-Encoding": "gzip"}},
        {"headers": {"Accept-Language": "fr"}},
        {"headers": {"Accept": "text/html"}},
        {"headers": {"If-None-Match": '"x"'}},
    ],
)
def test_whatever_an_answer_depends_on_is_asked_anew(counting, other):
    client = Client(ResponseCache(counting, lambda: 1))
    client.open("/", query_string="a=1")
    client.open(**{"path": "/", "query_string": "a=1", **other})
    assert counting.asked == 2


def test_another_build_is_asked_anew(counting):
    build = [1]
    client = Client(ResponseCache(counting, lambda: build[0]))
    client.get("/")
    build[0] = 2
    client.get("/")
    assert counting.asked == 2


@pytest.mark.parametrize("path", ["/lost", "/broken"])
def test_errors_are_not_kept(counting, path):
    client = Client(ResponseCache(counting, lambda: 1))
    client.get(path)
    client.get(path)
    assert counting.asked == 2


@pytest.mark.parametrize("limits", [{"answers": 3}, {"size": 1000}])
def test_no_more_is_kept_than_allowed(counting, limits):
    app = ResponseCache(counting, lambda: 1, **limits)
    client = Client(app)
    for number in range(10):
        client.get(f"/{number}")
    assert 0 < len(app._answers.held()) <= limits.get("answers", 9)
    assert app._answers.size <= limits.get("size", 32 << 20)
    client.get("/9")
    assert counting.asked == 10
