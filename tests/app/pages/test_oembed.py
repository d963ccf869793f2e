"""oEmbed: found in the page, it gives the lines of a frame that shows the page's view."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urlsplit

import pytest

from geodata.builds import store

VIEW = "year=2021&violence=one_sided&lang=fr"


def described(client, page: str):
    text = client.get(page).text
    (found,) = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', text)
    return client.get(unescape(found).removeprefix("http://localhost"))


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_page_names_the_frame_of_its_view(client, data, is_frozen):
    root = f"/b/{store.read(data).id}" if is_frozen else ""
    answer = described(client, f"{root}/?{VIEW}&tab=table&compare=year:2020")
    document = answer.json
    assert (document["type"], document["version"], document["provider_name"]) == ("rich", "1.0", "Mali Atlas")
    assert re.fullmatch(r"Décès pour 100.000 habitants, 2021", document["title"])
    src = unescape(re.search(r'<iframe src="([^"]+)"', document["html"])[1])
    assert src == f"http://localhost{root}/embed?{VIEW}"
    assert client.get(urlsplit(src).path + "?" + urlsplit(src).query).status_code == 200
    assert (document["width"], document["height"]) == (640, 480)


def test_the_frame_is_no_larger_than_asked(client):
    document = client.get("/oembed?maxwidth=300&maxheight=9999&url=" + quote("http://localhost/?compare=years")).json
    assert (document["width"], document["height"]) == (300, 480)
    assert 'width="300" height="480"' in document["html"]
    assert "/embed?compare=years" in document["html"]


@pytest.mark.parametrize(
    ("page", "path", "title"),
    [
        ("/embed/chart?unit=ML07&lang=fr&tab=table", "/embed/chart?unit=ML07&lang=fr", "Gao"),
        ("/embed/chart", "/embed/chart", "Mali"),
        ("/claims/C04?lang=fr", "/embed/claims/C04?lang=fr", "C04"),
        ("/embed/claims/C04", "/embed/claims/C04", "C04"),
    ],
)
def test_a_chart_and_a_claim_have_frames_too(client, page, path, title):
    document = client.get("/oembed?url=" + quote(f"http://localhost{page}", safe="")).json
    assert title in document["title"]
    src = unescape(re.search(r'<iframe src="([^"]+)"', document["html"])[1])
    assert src == f"http://localhost{path}"
    answer = client.get(path)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert document["title"].removeprefix("C04: ") in unescape(answer.text)


def test_a_claim_s_page_names_its_frame(client):
    assert "/embed/claims/C04?lang=fr" in unescape(described(client, "/claims/C04?lang=fr").json["html"])


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://elsewhere.example/?year=2021", 400),
        ("http://localhost.example/", 400),
        ("http://localhost/method", 400),
        ("http://localhost/claims/C99", 400),
        ("http://localhost/claims/C04?year=2021", 400),
        ("http://localhost//elsewhere.example/", 400),
        ("http://localhost/?year=1066", 400),
        ("http://localhost/b/0123456789abcdef/", 404),
    ],
)
def test_what_is_no_view_here_has_no_frame(client, url, status):
    answer = client.get("/oembed?url=" + quote(url))
    assert answer.status_code == status
    assert status == 404 or answer.json["parameter"] == "url"


def test_an_address_is_needed(client):
    assert client.get("/oembed").json["parameter"] == "url"
    assert client.get("/oembed?format=xml&url=http://localhost/").json["parameter"] == "format"
