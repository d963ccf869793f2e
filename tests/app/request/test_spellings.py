"""The licence gate has no way around: no header, spelling, tag or name of a file leads past it."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from app.web import static
from tests.app.conftest import BROWSER
from tests.app.deep import FRAMES
from tests.app.gate import ACLED, FILES, FORBIDDEN, PROBLEM, nothing_of_the_events, refused
from tests.app.markup import read

HEADERS: tuple[dict[str, str], ...] = (
    {"Accept": "*/*"}, {"Accept": "text/csv"}, {"Accept": "application/geo+json"},
    {"Accept": "application/json"}, {"Accept": "application/problem+json"}, {"Accept": ""},
    {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "*;q=0.5"}, {"If-None-Match": "*"},
    {"If-None-Match": '"0", W/"1"'}, {"Range": "bytes=0-10"}, {"X-HTTP-Method-Override": "PUT"},
    {"X-Original-URL": "/download/admin1.csv"}, {"X-Forwarded-Prefix": "/download"},
    {"Cache-Control": "only-if-cached"},
)  # fmt: skip


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_no_header_opens_the_gate(served, headers):
    own = f"/assets/{static.tag(served.edition())}"
    for path in (*FORBIDDEN, f"{own}/{FILES[1]}", f"{own}/{FILES[4]}"):
        for _ in range(2):
            answer = served.client.get(path, headers=headers)
            refused(answer)
            nothing_of_the_events(answer)
        head = served.client.head(path, headers=headers)
        assert (head.status_code, head.data, head.headers["Content-Type"]) == (403, b"", PROBLEM), path
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            answer = served.client.open(path, method=method, headers=headers)
            assert answer.status_code == 405, (method, path)
            nothing_of_the_events(answer)


@pytest.mark.parametrize("address", [*FORBIDDEN, f"ASSET/{FILES[1]}"])
def test_a_browser_is_shown_the_rule(served, address):
    path = address.replace("ASSET", f"/assets/{static.tag(served.edition())}")
    answer = served.client.get(path, headers={"Accept": BROWSER})
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
    page = read(answer.text)
    assert page.one("h1").text == "The source’s terms do not allow this (403)"
    assert ACLED in page.one("main").text
    nothing_of_the_events(answer)


SPELLINGS = [
    "/download/Events.csv", "/download/EVENTS.CSV", "/download/events.CSV", "/download/events.csv/",
    "/download/events.csv%20", "/download/events.csv%00", "/download/events.csv;x", "/download/events.json",
    "/download/events", "/download/events.csv.gz", "/download/admin1.csv/../events.csv",
    "/download/admin1.events.csv", "/download/events.csv.csv", "/download/events%2ecsv", "/download/e%76ents.csv",
    "/download/%65vents.geojson", "/download/%2565vents.csv", "/download/../download/events.csv",
    "/download/./events.csv", "//download/events.csv", "/download//events.csv", "/download/x/../events.csv",
    "/DOWNLOAD/events.csv", "/download\\events.csv", "/download/ADMIN3.csv", "/download/admin3.csv/",
    "/download/admin03.csv", "/download/admin%33.csv", "/download/%61dmin3.geojson", "/download/grid%2Ecsv",
    "/download/%E2%80%8Bevents.csv", "/download/events.csv?year=2022#x", "/download/e\u0301vents.csv",
    "/download/events.csv%3Fyear=2022", "/download/sources/brought/events.parquet", "/builds/current.json",
    "/assets/../download/events.csv", "/static/../events.parquet", "/sources/brought/events.parquet",
    "/api/figures/?level=admin3", "/api/FIGURES?level=admin3", "/api//figures?level=admin3",
    "/api/figures?level=admin%33", "/api/figures?level=%61dmin3", "/api/figures?level=ADMIN3",
    "/api/figures?level=admin1&level=admin3", "/api/figures?level=admin3&level=admin1",
    "/api/figures?level=admin1&Level=admin3", "/api/figures?level=admin3%00", "/api/figures?level=admin3,admin1",
    "/api/figures?level[]=admin3", "/api/figures?level=admin1;level=admin3", "/api/figures?level=events",
    "/api/figures?pcode=ML0701-a", "/api/figures?level=admin2&pcode=ML0701-a", "/api/figures?pcode=151984",
    "/api/figures?level=admin2&measure=fatalities_per_1000km2&pcode=ML0701-a", "/api/events", "/api/events?year=2022",
    "/download/events.csv?source=ucdp-ged&source=brought", "/download/events.csv?source=brought&source=ucdp-ged",
    "/download/events.csv?source=ucdp-ged", "/download/admin3.csv?source=ucdp-ged",
    "/download/events.csv?source=",
    "/download/events.csv?source=BROUGHT", "/download/admin1.csv?level=admin3", "/download/admin2.csv?pcode=ML0701-a",
    "/download/zones.csv?km=1", "/download/zones.csv?km=0.5", "/download/zones.csv?km=-1",
    "/download/sites.csv?level=x",
    "/?layers=events", "/?layers=units,events", "/?layers=grid", "/?level=admin3", "/?level=grid", "/?level=events",
    "/?unit=ML0701-a", "/?unit=1", "/?level=admin2&unit=ML0701-a", "/?frame=2012&layers=events",
    "/?frame=2012&level=admin3", "/?frame=2023&level=admin3", "/changes?level=admin3", "/method?level=admin3",
]  # fmt: skip


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
def test_no_other_spelling_leads_past_it(served, accept):
    for address in SPELLINGS:
        answer = served.client.get(address, headers={"Accept": accept}, follow_redirects=True)
        assert answer.status_code in (400, 403, 404), address
        nothing_of_the_events(answer)


def tampered(tag: str) -> list[str]:
    versions, _, key = tag.partition("~")
    source, frame = key.split("~")
    return [
        tag.upper(), f"{tag}/", f"{tag}~", f"{versions}~{source}~2023", f"{versions}~ucdp-ged~2012", versions,
        f"{versions}~{source}", f"{versions}~{source.upper()}~{frame}", f"{versions}~x~{frame}",
        f"{versions}~..~{frame}", f"{versions}~{quote(f'{source}~{frame}/../ucdp-ged~2016', safe='')}",
        f"0{tag}", f"{versions[:-1]}~{key}", f"..~{key}", f"{versions}~~{key}", f"%00{tag}",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [FILES[1], FILES[4], FILES[5]])
def test_no_other_tag_leads_past_it(served, name):
    for tag in tampered(static.tag(served.edition())):
        answer = served.client.get(f"/assets/{tag}/{name}", follow_redirects=True)
        assert answer.status_code in (403, 404), tag
        nothing_of_the_events(answer)


OTHER_NAMES = (
    "Events-2022.json", "EVENTS-2022.JSON", "events-2022.json/", "events-%32022.json", "events-２０２２.json",
    "events-2022.json%00", "events-2022.geojson", "events-2022.csv", "./events-2022.json",
    "x/../events-2022.json", "events-ADMIN2-none-2022.json", "events-zones-none-2022.json",
    "values-Admin3-all-any.json", "values-admin3.50-all-any.json", "values-zones.50-all-any/../events-2022.json",
    "values-grid.25-all-any.json", "values-events-all-any.json", "values-country-all-any.json",
    "values-xy-a-b.json",
    "values-placement-all-any.json", "values-admin1.admin3-all-any.json", "values-admin3-all-any-20222.json",
    "units-grid.json", "units-events.json", "units-admin3.web.json", "web_admin3.json", "geometry_grid.json",
    "events.parquet", "placement.parquet", "odd.parquet", "manifest.json", "counts.parquet", "accounting.parquet",
    "base-admin3.json", "zones-1.json", "outlines-events.json", "..%2F..%2Fevents.parquet", "sites-2022.json",
)  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
def test_no_other_name_of_a_file_leads_past_it(served, frame):
    for name in OTHER_NAMES:
        answer = served.asset(name, frame=frame)
        assert answer.status_code in (308, 403, 404), name
        nothing_of_the_events(answer)
