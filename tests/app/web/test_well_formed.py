"""What a request must be before any page looks at it, by its environment alone; over a socket: test_server_requests."""

from __future__ import annotations

import pytest

from app.application import create_app
from app.web import well_formed

GOOD = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/method",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_HOST": "atlas.example.org:8000",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"REQUEST_METHOD": "POST"}, None),
        ({"CONTENT_LENGTH": "0"}, None),
        ({"CONTENT_LENGTH": ""}, None),
        ({"HTTP_HOST": "[::1]:8000"}, None),
        ({"HTTP_HOST": "atlas.example.org."}, None),
        ({"HTTP_HOST": "", "SERVER_PROTOCOL": "HTTP/1.0"}, None),
        ({"HTTP_HOST": "", "SERVER_PROTOCOL": "HTTP/1"}, None),
        ({"REQUEST_METHOD": "get"}, well_formed.METHOD),
        ({"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "5"}, well_formed.METHOD),
        ({"PATH_INFO": ""}, well_formed.PATH),
        ({"PATH_INFO": "*"}, well_formed.PATH),
        ({"PATH_INFO": "//method"}, well_formed.NOWHERE),
        ({"HTTP_HOST": ""}, well_formed.NO_HOST),
        ({"HTTP_HOST": "a.example,b.example"}, well_formed.NO_HOST),
        ({"HTTP_HOST": "user@a.example"}, well_formed.HOST),
        ({"HTTP_HOST": "user@a.example", "SERVER_PROTOCOL": "HTTP/1.0"}, well_formed.HOST),
        ({"HTTP_UPGRADE": "WebSocket"}, well_formed.WEBSOCKET),
        ({"HTTP_UPGRADE": "h2c"}, None),
        ({"CONTENT_LENGTH": "5"}, well_formed.BODY),
        ({"CONTENT_LENGTH": "00"}, well_formed.BODY),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, well_formed.BODY),
    ],
    ids=repr,
)
def test_what_is_wrong_with_a_request(change, expected):
    assert well_formed.fault({**GOOD, **change}) == expected


@pytest.mark.parametrize(
    ("change", "lang", "status", "detail"),
    [
        ({"PATH_INFO": "x"}, "en", 400, "What this request asks for is not a path, such as /method."),
        ({"HTTP_HOST": ""}, "en", 400, "This request has no Host header, or more than one."),
        ({"HTTP_HOST": "a@b"}, "en", 400, "The Host header of this request is not a valid host name."),
        ({"HTTP_UPGRADE": "websocket"}, "en", 400, "There are no WebSockets here."),
        ({"CONTENT_LENGTH": "5"}, "en", 400, "This request has a body, and no address here takes one."),
        ({"CONTENT_LENGTH": "5"}, "fr", 400, "Cette requête a un corps, et aucune adresse n’en prend ici."),
        ({"REQUEST_METHOD": "get"}, "en", 405, "This address takes GET and HEAD."),
        ({"PATH_INFO": "//method"}, "en", 404, "There is no such address here. The map is at /."),
    ],
)
def test_a_refusal_says_why_and_ends_the_connection(client, change, lang, status, detail):
    answer = client.get("/method", environ_overrides=change, headers={"Accept-Language": lang})
    assert (answer.status_code, answer.json["detail"]) == (status, detail)
    assert answer.headers["Connection"] == "close"
    assert answer.headers.get("Allow") == ("GET, HEAD" if status == 405 else None)


@pytest.mark.parametrize("change", [{"CONTENT_LENGTH": "5"}, {"REQUEST_METHOD": "get"}, {"HTTP_HOST": "localhost,x"}])
def test_what_is_kept_does_not_answer_a_request_that_is_refused(data, change):
    client = create_app(data).test_client()
    for _ in range(2):
        assert client.get("/healthz").status_code == 200
        assert client.get("/healthz", environ_overrides=change).status_code in (400, 405)


def test_an_address_of_two_slashes_is_none_below_a_build_either(client, made):
    assert client.get(f"/b/{made.id}/method").status_code == 200
    assert client.get(f"/b/{made.id}//method").status_code == 404
