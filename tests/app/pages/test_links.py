"""Nothing that a page links fails: one crawl a world, of every source, frame, level, kind of period and language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest

from geodata.builds import store
from tests import once
from tests.app import deep
from tests.app.conftest import LABORIOUS
from tests.app.markup import read

OF_KIND = ("frame", "level", "layer")
"""Parameters whose every value is another kind of address; of month and from it matters whether they are there."""
OLDER = """
id year x   y    prec region     type a  b         low best high civilians date_start date_end
o1 2020 1.2 15.5 1    Gao_region 3    IS Civilians 1   2    3    2         2020-05-01 2020-05-01
"""
REAL = ("data/ucdp/ged241_country_download_mali.csv", "data/boundaries/MLI-ADM3.geojson")


def kind(address: str) -> tuple[object, ...]:
    """What tells an address from those that are answered the same way."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    return parts.path, *(tuple(query.get(name, ())) for name in OF_KIND), "month" in query, "from" in query


def links(text: str, page: str) -> Iterator[str]:
    """The addresses of this server that a page names, but what is painted at length."""
    for node in read(text).walk():
        named = node.attributes.get("href") or node.attributes.get("src") or "#"
        parts = urlsplit(urljoin(f"http://localhost{page}", named))
        is_painted = node.attributes.get("data-view") in LABORIOUS
        if not named.startswith("#") and parts.netloc == "localhost" and not is_painted:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def views(data) -> Iterator[str]:
    """The map of every source, frame and level, in both languages and each kind of period by turns."""
    build, languages, turn = store.read(data), cycle(("en", "fr")), count()
    for each in build.editions:
        found = build.edition(each["source"], each["frame"])
        covered, months = sorted(found.figures.covered), sorted(found.figures.covered_months)
        first, last = covered[0], covered[-1]
        periods = [{"year": last}, {"year": last, "from": first}, {}, {"year": "2024"}][: 4 if first < last else 1]
        periods += [{"year": month[:4], "month": month[5:]} for month in months[-1:]]
        for level in found.manifest["levels"]:
            asked = {"source": found.source, "frame": each["frame"], "level": level, "lang": next(languages)}
            yield f"/?{urlencode(asked | periods[next(turn) % len(periods)])}"


def crawled(client, pages) -> dict[str, int]:
    """The answers to the pages and to an address of each kind that they link, each asked once."""
    asked, kinds = {}, set()
    for page in pages:
        answer = client.get(page)
        asked[page] = answer.status_code
        for address in links(answer.text, page):
            if kind(address) not in kinds and address not in asked:
                kinds.add(kind(address))
                asked[address] = client.get(address).status_code
    return asked


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Two imported sources in three frames; the last has regions alone, one without ISO code and census count."""
    tmp = tmp_path_factory.mktemp("links")
    inputs = deep.with_others(tmp, {"older": OLDER})
    last = inputs.grounds[-1]
    regions = last.units["admin1"].assign(iso_3166_2=[None, *last.units["admin1"]["iso_3166_2"].iloc[1:]])
    people = {**last.population, regions["pcode"].iloc[0]: None}
    made = replace(last, frame="2023", key="drawn-regions", units={"admin1": regions}, population=people)
    return deep.serve(tmp, replace(inputs, grounds=[*inputs.grounds, made])).data


@pytest.mark.parametrize("world", ["shipped", "drawn"])
def test_nothing_that_a_page_links_fails(request, data, unpainted, world):
    folder = data if world == "shipped" else request.getfixturevalue("drawn")
    asked = crawled(unpainted(folder), views(folder))
    assert {address: status for address, status in asked.items() if status != 200} == {}
    assert {"/method", "/data", "/download/admin1.gpkg"} <= {urlsplit(address).path for address in asked}


@pytest.mark.parametrize("frame", ["2012", "2016", "2023"])
def test_the_frames_of_real_boundaries_open_and_can_be_taken_away(unpainted, frame):
    client = unpainted(once.imported_build(*REAL))
    for page in ("method", "sources", "data", "changes"):
        assert client.get(f"/{page}?frame={frame}").status_code == 200, page
    for ending in ("csv", "geojson", "gpkg", "parquet", "fgb", "xlsx"):
        assert client.get(f"/download/admin1.{ending}?frame={frame}&year=2022").status_code == 200, ending
