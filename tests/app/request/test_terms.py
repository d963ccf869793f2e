"""The licence gate: what a source's terms forbid leaves by no route, and what they allow still does."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pyarrow.parquet as pq
import pytest

from app.application import create_app
from app.web import static
from geodata.exports.formats import FORMATS
from geodata.exports.formats.csvw import SUFFIX
from tests import examples, once
from tests.app import deep
from tests.app.deep import FRAMES, Served, links
from tests.app.gate import ACLED, FILES, FORBIDDEN, KEPT, MAPS_ONLY, MARKS, nothing_of_the_events, refused, text_of
from tests.app.markup import read

MOST_PAGES = 150 if examples.IS_LARGE else 60

GONE = ("units-admin3.json", "outlines-admin3.json", "map.admin3.en.js", "map.admin3.fr.js", "map.grid.en.js")


def with_frame(address: str, frame: str | None) -> str:
    return address if frame is None else f"{address}{'&' if '?' in address else '?'}frame={frame}"


@pytest.mark.parametrize("frame", [None, *FRAMES])
@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_refused_export_answers_403_with_the_rule(served, address, frame):
    refused(served.client.get(with_frame(address, frame)))
    refused(served.client.get(with_frame(with_frame(address, frame), None) + ("&" if "?" in address or frame else "?")
                              + "source=brought&year=2022&month=03"))  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", FILES)
def test_a_refused_file_of_the_page_answers_403_with_the_rule(served, name, frame):
    refused(served.asset(name, frame=frame))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", GONE)
def test_there_are_no_files_of_a_level_that_is_refused(served, name, frame):
    assert served.asset(name, frame=frame).status_code == 404


def reachable(served: Served) -> set[str]:
    """Addresses that the pages link or load, from the start page on, in both languages: those of a new path first."""
    starts = ("/", "/?frame=2012&level=admin2&year=2022&month=03&lang=fr", "/?source=ucdp-ged")
    seen, left, paths = set(), list(starts), set()
    while left and len(seen) < MOST_PAGES:
        address = next((one for one in left if urlsplit(one).path not in paths), left[0])
        left.remove(address)
        if address in seen:
            continue
        seen.add(address)
        paths.add(urlsplit(address).path)
        answer = served.client.get(address)
        assert answer.status_code == 200, address
        nothing_of_the_events(answer)
        if answer.mimetype == "text/html":
            found = [*links(answer.text), *re.findall(r'src="([^"]+)"', answer.text)]
            left += [urljoin(address, one) for one in found]
    return seen


def test_nothing_that_the_pages_lead_to_holds_an_event(served, sheets_in_words):
    """Of a sheet it is asked of all that stands on it."""
    served = replace(served, client=create_app(served.data).test_client())
    found = reachable(served)
    assert len(found) == MOST_PAGES
    assert {address.split("?")[0] for address in found} >= {"/", "/changes", "/method", "/download/zones.csv"}
    own = [address for address in found if "source=ucdp-ged" not in address]
    own = [address.replace("sort=-events", "") for address in own]  # the column of counts
    assert not [address for address in own if re.search(r"/download/(events|admin3|grid)|level=admin3|events", address)]
    tags = {frame: static.tag(served.edition(frame=frame)) for frame in FRAMES}
    for tag in tags.values():
        for name in ("map.admin1.en.js", "map.admin2.fr.js", "base.json", "units-admin2.json", "sites.json"):
            answer = served.client.get(f"/assets/{tag}/{name}")
            assert answer.status_code == 200
            nothing_of_the_events(answer)


@pytest.mark.parametrize("frame", FRAMES)
def test_the_map_is_told_of_no_events_and_no_grid(served, frame):
    for level in ("admin1", "admin2"):
        script = served.asset(f"map.{level}.en.js", frame=frame).text
        config, _ = json.JSONDecoder().raw_decode(script[script.index("{") :])
        assert not config["hasEvents"]
        assert "grid" not in config
        assert served.asset("cells.json", frame=frame).json == []
        assert len(config["units"]) == {"admin1": 4 if frame == "2016" else 2, "admin2": 8}[level]
    page = read(served.client.get(f"/?frame={frame}").text)
    assert not page.every("input", data_layer="events")
    assert not page.every("input", data_layer="grid")
    switches = {a.attributes["data-key"] for a in page.every("a", data_switch="level")}
    assert switches == {"admin1", "admin2"}


@pytest.mark.parametrize("frame", FRAMES)
def test_what_is_allowed_still_leaves_with_its_attribution(served, frame):
    for layer in ("admin1", "admin2", "zones"):
        for query in (f"?frame={frame}", f"?frame={frame}&year=2022&month=03"):
            for kind in (*FORMATS, f"csv{SUFFIX}"):
                answer = served.client.get(f"/download/{layer}.{kind}{query}")
                assert answer.status_code == 200
                assert "drawn brought" in text_of(answer.data)
                nothing_of_the_events(answer)
            file = served.client.get(f"/download/{layer}.geojson{query}").json
            assert file["provenance"]["terms"] == ACLED
            assert file["provenance"]["sources"][0]["citation"] == "drawn brought"
        values = served.asset(f"values-{layer}-all-any-2022.json", frame=frame)
        assert values.status_code == 200
        assert sum(number or 0 for number in values.json["national"]["events"]) == 3
        api = served.client.get(f"/api/figures?level={layer}&frame={frame}").json
        assert api["source"]["citation"] == "drawn brought"
        assert api["figures"]
    page = read(served.client.get(f"/?frame={frame}").text)
    assert ACLED in page.one("section", id="downloads").text
    assert "Source: drawn brought" in page.one("section", id="figures").text
    assert served.client.get(f"/changes?frame={frame}").status_code == 200


def test_the_method_page_names_no_level_that_is_refused(served):
    text = read(served.client.get("/method").text).text
    assert "Communes:" not in text
    assert "have no commune" not in text


def test_the_other_source_of_the_build_keeps_its_own_terms(served):
    answer = served.client.get("/download/grid.csv?source=ucdp-ged")
    assert answer.status_code == 200
    assert served.client.get("/download/admin1.geojson?source=ucdp-ged").json["provenance"]["terms"] != ACLED
    refused(served.client.get("/download/grid.csv?source=brought"))
    assert served.client.get("/?source=ucdp-ged&layers=grid").status_code == 200
    assert served.client.get("/?source=brought&layers=grid").status_code == 400


def test_an_older_build_keeps_the_terms_it_was_made_with(tmp_path):
    first = deep.serve(tmp_path, deep.world(tmp_path, KEPT, policy="acled"))
    old = static.tag(first.edition())
    once.publish(tmp_path, deep.world(tmp_path))
    assert first.client.get("/download/events.csv").status_code == 200, "the new source may be exported"
    for name in FILES:
        refused(first.client.get(f"/assets/{old}/{name}"))
    assert first.client.get(f"/assets/{old}/values-admin2-all-any.json").status_code == 200


@pytest.fixture(scope="module")
def reclassified(tmp_path_factory) -> tuple[Served, str, dict[str, str]]:
    """A source that was asked for under UCDP's terms and is under ACLED's now; the old tag, the ETags given."""
    tmp = tmp_path_factory.mktemp("reclassified")
    first = deep.serve(tmp, deep.world(tmp, KEPT))
    known = {}
    for address in (*FORBIDDEN, *FORBIDDEN):
        answer = first.client.get(address)
        assert answer.status_code == 200
        known[address] = answer.headers["ETag"]
    old = static.tag(first.edition())
    assert first.client.get(f"/assets/{old}/events-2022.json").status_code == 200
    once.publish(tmp, deep.world(tmp, KEPT, policy="acled"))
    return first, old, known


def test_what_was_given_under_other_terms_is_not_given_from_memory(reclassified):
    served, _, known = reclassified
    for address in FORBIDDEN:
        refused(served.client.get(address))
        refused(served.client.get(address, headers={"If-None-Match": known[address]}))


def test_an_older_build_of_the_source_is_under_the_terms_of_now(reclassified):
    served, old, _ = reclassified
    for name in FILES[:3]:
        refused(served.client.get(f"/assets/{old}/{name}"))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("level", deep.LEVELS)
def test_shapes_that_may_only_be_drawn_are_not_handed_out(drawn_only, level, frame):
    for query in (f"?frame={frame}", f"?frame={frame}&year=2022", f"?frame={frame}&source=brought"):
        for kind in [name for name, found in FORMATS.items() if found.has_geometry]:
            for headers in ({}, {"If-None-Match": "*"}):
                answer = drawn_only.client.get(f"/download/{level}.{kind}{query}", headers=headers)
                refused(answer, MAPS_ONLY, "maps-only")
            assert drawn_only.client.head(f"/download/{level}.{kind}{query}").status_code == 403
        for kind in ("csv", "xlsx", f"csv{SUFFIX}"):
            answer = drawn_only.client.get(f"/download/{level}.{kind}{query}")
            assert answer.status_code == 200
            assert "coordinates" not in text_of(answer.data)
    for layer in ("zones", "grid", "events", "sites"):
        for kind in FORMATS:
            assert drawn_only.client.get(f"/download/{layer}.{kind}?frame={frame}").status_code == 200
    assert "coordinates" not in drawn_only.client.get(f"/api/figures?level={level}&frame={frame}").text
    assert drawn_only.asset(f"units-{level}.json", frame=frame).status_code == 200, "the map draws them"


@pytest.mark.parametrize("level", deep.LEVELS)
def test_the_page_links_no_shapes_that_may_only_be_drawn(drawn_only, unpainted, level):
    client = unpainted(drawn_only.data)
    page = client.get(f"/?level={level}").text
    found = [one for one in links(page) if one.startswith("/download/")]
    assert f"/download/{level}.csv?year=2022" in [one.replace("level=", "") for one in found] or any(
        one.startswith(f"/download/{level}.csv") for one in found
    )
    assert not [one for one in found if re.match(r"/download/admin\d\.geojson", one)]
    assert [one for one in found if one.startswith("/download/zones.geojson")]
    for one in found:
        assert client.get(one).status_code == 200, one
    assert MAPS_ONLY in read(page).one("main").text, "the rule of the boundaries is said too"


def test_the_shapes_that_ship_are_handed_out_beside_them(drawn_only):
    assert drawn_only.client.get("/download/admin1.geojson?source=ucdp-ged").status_code == 200
    assert drawn_only.client.get("/download/admin1.geojson").json["policy"] == "maps-only"


def test_zones_of_many_distances_do_not_tell_where_an_event_was(served):
    """A ring of 5 km around each border, crossed, is finer than any cercle."""
    for frame in FRAMES:
        every = sorted(
            {int(str(unit.extra["distance_km"])) for unit in served.edition(frame=frame).figures.units["zones"]}
        )
        assert every == [25, 50, 100]
        for km in (10, 30, 75, 200):
            assert served.client.get(f"/download/zones.csv?km={km}&frame={frame}").status_code == 400
            assert served.asset(f"values-zones.{km}-all-any-2022.json", frame=frame).status_code == 404
            assert served.asset(f"zones-{km}.json", frame=frame).status_code == 404
            assert served.client.get(f"/?layers=niger-{km}&frame={frame}").status_code == 400


def test_the_build_itself_holds_no_event_of_the_source(served):
    """What is not there cannot leave."""
    found = 0
    for path in (served.data / "builds").rglob("*"):
        if path.suffix == ".parquet":
            columns = pq.read_table(path, memory_map=False).to_pydict()
            assert not MARKS.findall(str({name: cells for name, cells in columns.items() if name != "geometry"})), path
        elif path.is_file():
            assert not MARKS.findall(path.read_text(encoding="utf-8")), path
        found += path.is_file()
    assert found > 30
    assert not list((served.data / "builds").rglob("events.parquet"))
