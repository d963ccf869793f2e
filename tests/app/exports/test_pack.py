"""The citation pack: what the view shows, as files that can be checked."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from app.application import create_app
from app.exports.mapsheet import route
from app.request import parameters
from app.request.registry import Where
from app.web.responses import IMMUTABLE
from geodata import policies, versions
from geodata.exports.extract import DISCLAIMER
from geodata.exports.pack import EXTENSIONS, MANIFEST, Pack
from tests.app import deep
from tests.app.packs import got, names, table

SHIPPED = "/download/pack.zip?from=2020&layers=units,grid,niger-50,both-25,sites-minusma,towns&focus=mali"

DEEP = "/download/pack.zip?level=admin3&year=2022&month=03&family=is&layers=units,events,either-75,rivers"


def path(address: str) -> str:
    """An absolute address of the test server, without the server."""
    assert address.startswith("http://localhost/b/"), address
    return address.removeprefix("http://localhost")


@pytest.fixture(scope="module")
def shipped(client) -> Pack:
    return got(client, SHIPPED)


@pytest.fixture(scope="module")
def brought(imported) -> Pack:
    return got(imported.client, DEEP)


def test_a_pack_holds_what_the_view_shows(shipped):
    stems = ("admin1-2022-from-2020", "grid-2022-from-2020", "sites-2022", "zones-2022-from-2020")
    assert names(shipped) == sorted(
        [
            *("CITATION.cff", "CITATION.txt", "README.txt", "citation.bib", "figure.pdf", "figure.png"),
            *(f"data/mali-{stem}.{extension}" for stem in stems for extension in EXTENSIONS),
        ]
    )
    assert [part.layer for part in shipped.parts] == ["admin1", "zones", "grid", "sites"]
    assert shipped.files["figure.png"].startswith(b"\x89PNG")
    assert shipped.files["figure.pdf"].startswith(b"%PDF")


def test_the_layers_of_a_view_with_events_and_a_zone_of_a_distance_of_its_own(brought):
    assert [(part.layer, part.chosen.km) for part in brought.parts] == [
        ("admin3", None),
        ("zones", 75),
        ("events", None),
    ]
    assert all(row["family_filter"] == "is" and row["month"] == "3" for row in table(brought, "admin3"))
    assert {row["event_id"] for row in table(brought, "events")} == {"ev-2", "ev-3"}
    assert {row["distance_km"] for row in table(brought, "zones")} == {"75", ""}


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    ("query", "layers"),
    [
        ("layers=none", ["admin1"]),
        ("layers=towns,rivers", ["admin1"]),
        ("layers=niger-25,either-75", ["admin1", "zones", "zones"]),
        ("layers=grid", ["admin1", "grid"]),
        ("level=admin2&layers=sites-french,sites-minusma", ["admin2", "sites"]),
        ("", ["admin1", "zones"]),
    ],
)
def test_a_layer_that_is_not_shown_is_not_there(imported, query, layers):
    assert [part.layer for part in got(imported.client, f"/download/pack.zip?{query}").parts] == layers


@pytest.mark.parametrize("which", ["shipped", "brought"])
def test_every_data_file_is_the_one_at_its_own_address(which, request, client, imported):
    pack, asked = request.getfixturevalue(which), client if which == "shipped" else imported.client
    files = [file for part in pack.parts for file in part.files]
    assert len(files) == len({file.name for file in files}) == sum(name.startswith("data/") for name in pack.files)
    for file in files:
        answer = asked.get(path(file.permalink))
        assert answer.data == pack.files[file.name], file.name
        assert answer.headers["Cache-Control"] == IMMUTABLE
        assert f'filename="{file.name.removeprefix("data/")}"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("which", ["shipped", "brought"])
def test_the_figures_are_those_at_their_own_addresses(which, request, client, imported):
    pack, asked = request.getfixturevalue(which), client if which == "shipped" else imported.client
    assert [found["name"] for found in pack.manifest["figures"]] == ["figure.png", "figure.pdf"]
    for found in pack.manifest["figures"]:
        assert asked.get(path(found["permalink"])).data == pack.files[found["name"]]


@pytest.mark.parametrize(("which", "address"), [("shipped", SHIPPED), ("brought", DEEP)])
def test_the_same_bytes_each_time_and_at_its_permanent_address(which, address, request, data, imported):
    folder = data if which == "shipped" else imported.data
    one, two = (create_app(folder).test_client() for _ in range(2))
    pack = request.getfixturevalue(which)
    now, then = one.get(address), two.get(path(pack.manifest["permalink"]))
    assert now.data == then.data
    assert now.headers["ETag"] == then.headers["ETag"]
    assert (now.headers["Cache-Control"], then.headers["Cache-Control"]) == ("no-cache", IMMUTABLE)
    for answer in (now, then):
        assert answer.headers["Link"] == f'<{pack.manifest["permalink"]}>; rel="cite-as"'
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding, Accept-Language"
    named = "mali-admin1-2022-from-2020-pack.zip" if which == "shipped" else "mali-admin3-2022-03-is-pack.zip"
    assert now.headers["Content-Disposition"] == f'attachment; filename="{named}"'


def test_the_zip_has_constant_clocks_and_plain_names(client):
    with zipfile.ZipFile(io.BytesIO(client.get(SHIPPED).data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == [MANIFEST, "README.txt"]
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.external_attr >> 16 == 0o100644
            assert re.fullmatch(r"(data/)?[A-Za-z0-9][A-Za-z0-9.-]*", entry.filename)


def test_the_manifest_says_all_that_it_takes_to_check_it(shipped, made):
    said = shipped.manifest
    assert said["filters"] == {
        "source": "ucdp-ged",
        "frame": "2016",
        "level": "admin1",
        "year": "2022",
        "month": None,
        "measure": "fatalities_per_100k",
        "from": "2020",
        "units": [],
        "violence": "all",
        "family": "any",
        "named": "apart",
        "sides": "mali",
        "people": "census",
        "estimate": "best",
        "circles": "none",
        "layers": ["units", "grid", "niger-50", "both-25", "sites-minusma", "towns"],
        "focus": "mali",
        "unit": None,
        "at": None,
        "compare": None,
        "lang": "en",
    }
    assert set(said["filters"]) == {one.name for one in parameters.taken(Where.PACK)}
    assert (said["build"], said["source"], said["frame"]) == (made.id, "ucdp-ged", "2016")
    assert said["built"] == f"{made.built:%Y-%m-%dT%H:%M:%SZ}"
    assert said["code"] == {
        "version": versions.PROGRAM,
        "pipeline": made.manifest["made_from"],
        "hash": versions.code(),
    }
    assert said["terms"] == policies.POLICIES["ucdp"].rule
    assert said["disclaimer"] == DISCLAIMER
    assert said["left_out"] == []
    for entry in said["files"]:
        content = shipped.files[entry["name"]]
        assert (entry["size"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_sources_of_everything_inside_have_release_licence_and_hashes(shipped, made):
    ids = [source["id"] for source in shipped.manifest["sources"]]
    assert ids == ["ucdp-ged", "natural-earth", "instat-rgph", "force-tables", "geonames"]
    for source in shipped.manifest["sources"]:
        assert source == made.manifest["sources"][source["id"]]
        assert source["release"]
        assert source["raw_sha256"] or all(re.fullmatch("[0-9a-f]{64}", one) for one in source["files"].values())
        said = shipped.manifest["licence"][source["id"]]
        assert said == {"licence": source["licence"], "url": source["licence_url"]}
    assert set(shipped.manifest["licence"]) == set(ids)


@pytest.mark.parametrize("which", ["shipped", "brought"])
def test_the_row_accounting_and_the_numbers_of_rows_are_the_files(which, request):
    pack = request.getfixturevalue(which)
    for part, said in zip(pack.parts, pack.manifest["layers"], strict=True):
        collection = json.loads(pack.files[part.file("geojson").name])
        assert said["row_accounting"] == collection["row_accounting"]
        assert said["rows"] == len(collection["features"])
        lines = len(pack.files[part.file("csv").name].decode("utf-8-sig").splitlines()) - 1
        assert said["rows"] + said["rows_of_no_unit"] == lines


def test_the_citations_name_the_pack_the_build_and_its_sources(shipped, made):
    cff = yaml.safe_load(shipped.files["CITATION.cff"])
    address = shipped.manifest["permalink"]
    assert (cff["version"], cff["url"]) == (made.id, address)
    assert cff["date-released"] == f"{made.built:%Y-%m-%d}"
    assert [one["title"] for one in cff["references"]] == [one["title"] for one in shipped.manifest["sources"]]
    bib = shipped.files["citation.bib"].decode()
    assert re.findall(r"^@misc\{([^,]+),$", bib, re.M)[0] == f"mali-atlas-{made.id}"
    assert f"  url = {{{address}}},\n" in bib
    text = shipped.files["CITATION.txt"].decode()
    english, french = text.split("\n\n")[:2]
    assert english.startswith(f"Mali Atlas ({made.built.year}). Regions of Mali, 2022")
    assert f" Build {made.id}, {english_day(made)}. {address} Sources: UCDP GED 24.1 (" in english
    assert f"{address} Sources\u202f: UCDP GED 24.1 (" in french
    for source in shipped.manifest["sources"]:
        assert source["citation"] in text


def english_day(made) -> str:
    return f"{made.built.day} {made.built:%B %Y}"


def test_the_readme_says_what_is_inside_in_both_languages(shipped):
    english, french = shipped.files["README.txt"].decode().split("-" * 80)
    assert english.startswith("Regions of Mali, 2022, change from 2020\n")
    assert french.lstrip().startswith("Régions du Mali, 2022, évolution depuis 2020\n")
    for half in (english, french):
        assert "mali-atlas verify PACK.zip" in half
        assert shipped.manifest["permalink"] in half
        for name in {name.split("/")[0].split(".")[0] for name in shipped.files} - {"README"}:
            assert name in half
    assert "Left out" not in english
    assert DISCLAIMER in english


@pytest.mark.usefixtures("undrawn")
def test_the_view_of_a_pack_reopens_it(client):
    pack = got(client, "/download/pack.zip?year=2019&focus=gao&at=6.5/16.2/0.4&unit=ML07&circles=events&lang=fr")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(pack.manifest["view"]).query).items()}
    assert asked == {
        "source": "ucdp-ged", "frame": "2016", "year": "2019", "focus": "gao", "at": "6.5/16.2/0.4", "unit": "ML07",
        "circles": "events", "lang": "fr",
    }  # fmt: skip
    assert client.get(path(pack.manifest["view"])).status_code == 200


def test_the_pack_of_a_reader_of_french(client, monkeypatch):
    drawn = []

    def draw(edition, view, *, extension, size):
        drawn.append(route.language())
        return b"drawn"

    monkeypatch.setattr(route, "draw", draw)
    pack = got(client, "/download/pack.zip?year=2018", **{"Accept-Language": "fr-FR"})
    assert drawn == ["fr", "fr"]
    assert pack.manifest["filters"]["lang"] == "fr"
    assert pack.manifest["permalink"].endswith("&lang=fr")


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("yaer=2022", "yaer"),
        ("year=1999", "year"),
        ("size=a4", "size"),
        ("hxl=1", "hxl"),
        ("year=2021&year=2022", "year"),
        ("layers=../x", "layers"),
        ("source=..", "source"),
    ],
)
def test_what_a_view_cannot_be_asked_is_refused(client, query, parameter):
    answer = client.get(f"/download/pack.zip?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["parameter"] == parameter


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("frame", deep.FRAMES)
def test_a_pack_of_each_frame(imported, frame):
    pack = got(imported.client, f"/download/pack.zip?frame={frame}&year=2022&level=admin2")
    assert pack.frame == frame
    assert {row["frame"] for row in table(pack, "admin2")} == {frame}
    mine = [row for row in table(pack, "admin2") if row["pcode"] == "ML0702"]
    assert [row["admin1_pcode"] for row in mine] == [deep.PLACED["ev-2"][frame][0]]
