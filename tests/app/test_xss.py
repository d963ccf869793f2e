"""Names that are markup: text in every page, script and file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape

import pytest

from app import assets
from tests.app.conftest import BROWSER, read, renamed_world, serve_world

IMAGE, CLOSE = "<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>"
PAYLOAD = IMAGE + CLOSE
NAMES = {"ML07": "Gao" + PAYLOAD, "ML10": "'\"&" + PAYLOAD}


@pytest.fixture(scope="module")
def spiteful(tmp_path_factory):
    """A served world whose unit, site, source, neighbour, river and town names are markup."""
    tmp = tmp_path_factory.mktemp("spiteful")
    drawn = renamed_world(tmp, NAMES)
    around = drawn.ground.surroundings
    around = replace(
        around,
        neighbours=around.neighbours.assign(name_en=PAYLOAD, name_fr=PAYLOAD),
        rivers=around.rivers.assign(name=PAYLOAD),
        places=around.places.assign(name=PAYLOAD),
    )
    sites = drawn.forces.sites.assign(site=PAYLOAD, taken_over_by=None, coordinates_precision="town")
    sources = {name: replace(one, title=PAYLOAD, producer=PAYLOAD, citation=PAYLOAD, licence=PAYLOAD, release=PAYLOAD)
               for name, one in drawn.sources.items()}  # fmt: skip
    inputs = replace(
        drawn,
        ground=replace(drawn.ground, surroundings=around),
        forces=replace(
            drawn.forces, sites=sites, sources=drawn.forces.sources.assign(title=PAYLOAD, publisher=PAYLOAD)
        ),
        sources=sources,
    )
    client, made = serve_world(tmp, inputs)
    return client, assets.tag(made), made


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", ["/", "/?year=2024&layers=sites-minusma", "/?measure=documented_sites", "/method"])
def test_a_page_shows_names_as_text(spiteful, path, lang):
    client, *_ = spiteful
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert "<script>alert" not in answer.text
    assert escape(IMAGE, quote=False) in answer.text
    page = read(answer.text)
    assert PAYLOAD in page.one("body").text
    for script in page.every("script"):
        if script.attributes.get("type") == "application/json":
            assert "<" not in script.text
        else:
            assert "src" in script.attributes
            assert script.text == ""
    assert not [node for node in page.walk() for name in node.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_map_s_script_holds_names_as_strings(spiteful, lang):
    client, tag, _ = spiteful
    script = client.get(f"/assets/{tag}/map.{lang}.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "</script" not in script.text.lower()
    assert "<img" not in script.text
    start = script.text.index("{")
    config, _ = json.JSONDecoder().raw_decode(script.text[start:])
    assert {unit["name"] for unit in config["units"]} >= set(NAMES.values())


@pytest.mark.parametrize("name", ["base.json", "sites.json", "admin1.json", "values-admin1-all-any.json"])
def test_documents_are_json_that_no_browser_runs(spiteful, name):
    client, tag, _ = spiteful
    answer = client.get(f"/assets/{tag}/{name}")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    held = json.loads(answer.data)
    if name in ("base.json", "sites.json"):
        assert PAYLOAD in json.dumps(held)


@pytest.mark.parametrize("layer", ["admin1", "zones", "grid", "sites"])
@pytest.mark.parametrize("extension", ["geojson", "csv"])
def test_a_file_is_saved_and_never_shown(spiteful, layer, extension):
    client, *_ = spiteful
    answer = client.get(f"/download/{layer}.{extension}?year=2022", headers={"Accept": BROWSER})
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "html" not in answer.headers["Content-Type"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert IMAGE in answer.text


def test_the_api_is_json(spiteful):
    client, *_ = spiteful
    answer = client.get("/api/figures?year=2022", headers={"Accept": BROWSER})
    assert answer.headers["Content-Type"] == "application/json"
    assert {row["name"] for row in answer.json["figures"]} >= set(NAMES.values())


@pytest.mark.parametrize(
    "query", [{"year": PAYLOAD}, {PAYLOAD: "1"}, {"unit": CLOSE}, {"lang": IMAGE}, {"layers": IMAGE}]
)
def test_what_the_address_says_is_text(spiteful, query):
    client, *_ = spiteful
    answer = client.get("/", query_string=query, headers={"Accept": BROWSER})
    assert answer.status_code == 400
    assert "<img" not in answer.text
    assert "<script" not in answer.text
    assert "alert(" in read(answer.text).text


@pytest.mark.parametrize("path", ["/" + IMAGE, "/assets/x/" + IMAGE, "/download/" + IMAGE + ".csv"])
def test_what_the_path_says_is_not_repeated(spiteful, path):
    client, *_ = spiteful
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert "img" not in answer.text


def test_every_address_that_ships_is_a_web_page_s(made):
    listed = [one["url"] for one in made.manifest["sources"].values()]
    listed += [one["licence_url"] for one in made.manifest["sources"].values()]
    listed += [row["url"] for row in made.table("force_sources")]
    assert len(listed) > 50
    assert [url for url in listed if url and not re.fullmatch(r"https?://[^\s\"'<>]+", url)] == []
