"""Names that are markup: text in every page, script and file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape

import pytest

from app.web import static
from tests.app import deep
from tests.app.conftest import BROWSER, renamed_world, serve_world
from tests.app.markup import read

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
    return client, static.tag(made.edition()), made


@pytest.mark.parametrize("path", ["/docs", "/docs?lang=fr", "/gis", "/data"])
def test_a_page_of_references_holds_no_markup_of_names(spiteful, path):
    client, *_ = spiteful
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert "<script>alert" not in answer.text
    page = read(answer.text)
    assert not [node for node in page.walk() for name in node.attributes if name.startswith("on") or name == "style"]


def test_the_first_picture_says_names_as_text(spiteful):
    client, *_ = spiteful
    found = read(client.get("/?focus=mali").text).one("div", id="picture")
    assert {title.text.partition(": ")[0] for title in found.every("title")} >= set(NAMES.values())
    assert NAMES["ML07"] in {name.text for name in found.every("text")}


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
    script = client.get(f"/assets/{tag}/map.admin1.{lang}.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "</script" not in script.text.lower()
    assert "<img" not in script.text
    start = script.text.index("{")
    config, _ = json.JSONDecoder().raw_decode(script.text[start:])
    assert {unit["name"] for unit in config["units"]} >= set(NAMES.values())


@pytest.mark.parametrize("name", ["base.json", "sites.json", "units-admin1.json", "values-admin1-all-any.json"])
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


@pytest.fixture(scope="module")
def spiteful_events(tmp_path_factory) -> deep.Served:
    """An imported file and imported boundaries in which every text is markup."""
    tmp = tmp_path_factory.mktemp("spiteful-events")
    texts = {name: f"{name} {PAYLOAD}" for name in ("side_a", "side_b", "where_coordinates", "source_office", "adm_1")}
    event = {"year": 2022, "x": 1.2, "y": 15.5, "date_start": "2022-03-05", "date_end": "2022-03-05", **texts}
    more = {"adm_2": PAYLOAD, "country": PAYLOAD, "source_headline": PAYLOAD, "code_status": PAYLOAD}
    spec = [{**event, **more, "id": PAYLOAD}, {"year": 2022, "id": "=1+1", "side_a": "=cmd()", "source_office": "-x"}]
    made = deep.world(tmp, spec)
    grounds = [
        replace(
            ground, units={level: table.assign(name=table["name"] + PAYLOAD) for level, table in ground.units.items()}
        )
        for ground in made.grounds
    ]
    sources = {
        name: replace(one, title=PAYLOAD, producer=PAYLOAD, release=PAYLOAD, citation=PAYLOAD, licence=PAYLOAD)
        for name, one in made.sources.items()
    }
    return deep.serve(tmp, replace(made, grounds=grounds, sources=sources))


@pytest.mark.parametrize("path", [
    "/", "/?level=admin2", "/?level=admin3&month=03&lang=fr", "/?layers=events", "/?frame=2012&from=2024",
    "/changes", "/changes?frame=2012&lang=fr", "/method", "/?source=ucdp-ged",
])  # fmt: skip
def test_a_page_shows_imported_names_as_text(spiteful_events, path):
    answer = spiteful_events.client.get(path)
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert "<script>alert" not in answer.text
    page = read(answer.text)
    assert PAYLOAD in page.one("body").text
    assert not [node for node in page.walk() for name in node.attributes if name.startswith("on") or name == "style"]
    assert not [a for a in page.every("a") if (a.attributes["href"] or "").strip().lower().startswith("javascript")]


def test_events_are_json_that_no_browser_runs(spiteful_events):
    answer = spiteful_events.asset("events-2022.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'"
    first = answer.json["events"][0]
    assert (first["id"], first["status"]) == (PAYLOAD, PAYLOAD)
    assert first["sides"] == [f"side_a {PAYLOAD}", f"side_b {PAYLOAD}"]
    assert (first["place"], first["by"]) == (f"where_coordinates {PAYLOAD}", f"source_office {PAYLOAD}")
    assert "source_headline" not in answer.text


@pytest.mark.parametrize("level", deep.LEVELS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_map_s_script_holds_imported_names_as_strings(spiteful_events, level, lang):
    script = spiteful_events.asset(f"map.{level}.{lang}.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert not re.search(r"<(img|script|/script)", script.text, re.IGNORECASE)
    config, _ = json.JSONDecoder().raw_decode(script.text[script.text.index("{") :])
    assert all(unit["name"].endswith(PAYLOAD) for unit in config["units"])
    assert len(config["units"]) == {"admin1": 4, "admin2": 8, "admin3": 16}[level]
    assert PAYLOAD not in json.dumps(list(config)), "texts are values"


@pytest.mark.parametrize("layer", [*deep.LEVELS, "zones", "events"])
@pytest.mark.parametrize("extension", ["geojson", "csv"])
def test_a_file_of_imported_names_is_saved_and_never_shown(spiteful_events, layer, extension):
    answer = spiteful_events.client.get(f"/download/{layer}.{extension}?year=2022", headers={"Accept": BROWSER})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "html" not in answer.headers["Content-Type"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert IMAGE in answer.text


def test_texts_of_events_that_are_formulas_are_text_in_a_spreadsheet(spiteful_events):
    rows = deep.table(spiteful_events.client.get("/download/events.csv").data)
    row = next(row for row in rows if row["event_id"].endswith("=1+1"))
    assert (row["event_id"], row["side_a"], row["reported_by"]) == ("'=1+1", "'=cmd()", "'-x")


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
