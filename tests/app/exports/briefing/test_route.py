"""The one-file briefing: what it holds is the build's, it needs nothing from outside, the command writes the same."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import MultiDict

from app.application import create_app
from app.charts import years
from app.cli import main
from app.exports.briefing import contents, rises, tables
from app.presenters import legend, table, zone_table
from app.presenters.map_view import MapView
from app.request import parsing
from app.request.view import View
from app.settings import Settings
from app.text import numbers
from geodata import policies, vocabulary
from geodata.builds import store
from geodata.figures import measures
from geodata.forces.dates import year_end
from tests import examples, once
from tests.app import deep
from tests.app.conftest import renamed_world
from tests.app.markup import Node, read
from tests.app.vega_lite import vega_lite

STATES = (
    "",
    "?lang=fr",
    "?from=2020",
    "?from=2020&lang=fr&violence=one_sided",
    "?year=2012",
    "?year=2024",
    "?measure=documented_sites",
    "?measure=nominal_troops&from=2020",
    "?layers=units,rivers&circles=events&focus=mali",
    "?layers=none&family=jnim&at=6/16/0",
)
DEEP = (
    "?level=admin2",
    "?level=admin3&lang=fr",
    "?level=admin2&from=2021",
    "?month=3",
    "?frame=2012&month=3&from=2021",
)
LIMIT = 400_000


@pytest.fixture(autouse=True)
def _no_address(monkeypatch):
    monkeypatch.delenv("MALI_ATLAS_URL", raising=False)


@pytest.fixture
def painted() -> None:
    """The maps of a test's briefings are painted: those of the others are a word."""


@pytest.fixture
def client(request, client, data) -> FlaskClient:
    return client if "painted" in request.fixturenames else request.getfixturevalue("unpainted")(data)


@pytest.fixture
def imported(request, imported) -> deep.Served:
    if "painted" in request.fixturenames:
        return imported
    return replace(imported, client=request.getfixturevalue("unpainted")(imported.data))


def page(client, query: str = "") -> Node:
    answer = client.get(f"/briefing.html{query}")
    assert answer.status_code == 200, answer.text[:500]
    return read(re.sub(r"<!doctype html>\n", "", answer.text))


def rows(section: Node) -> list[list[str]]:
    """The cells of the rows of a section's tables below their heads, a label over several columns counted once."""
    found = section.every("tbody") + section.every("tfoot")
    return [
        [cell.text for cell in row.children if isinstance(cell, Node)] for part in found for row in part.every("tr")
    ]


def number(text: str) -> int:
    return int(re.sub(r"[,\u202f]", "", text))


def section(tree: Node, name: str) -> Node:
    return next(one for one in tree.every("section") if name in (one.attributes.get("class") or "").split())


def view_of(edition, **asked: str):
    return parsing.view_of(MultiDict(asked), edition)


def test_it_is_a_download_that_names_where_it_stays(client, made):
    answer = client.get("/briefing.html")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mali-briefing-2022.html"'
    assert answer.headers["Cache-Control"] == "no-cache"
    address = re.fullmatch(r'<(http://localhost/b/(\w+)/briefing\.html\?.*)>; rel="cite-as"', answer.headers["Link"])
    assert address
    assert address[2] == made.id
    assert address[1].replace("&", "&amp;") in answer.text
    assert client.get(address[1].removeprefix("http://localhost")).data == answer.data
    kept = client.get("/briefing.html", headers={"If-None-Match": answer.headers["ETag"]})
    assert (kept.status_code, kept.data) == (304, b"")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?lang=fr", "mali-briefing-2022-fr.html"),
        ("?year=2021&from=2019&measure=events_per_100k", "mali-briefing-2021-from-2019-events-per-100k.html"),
        ("?violence=one_sided&family=jnim", "mali-briefing-2022-one-sided-jnim.html"),
    ],
)
def test_its_name_says_what_is_not_as_a_page_opens(client, query, name):
    assert f'"{name}"' in client.get(f"/briefing.html{query}").headers["Content-Disposition"]


def test_the_same_build_and_view_give_the_same_bytes(painted, client, data, made):
    first = client.get("/briefing.html?from=2020&lang=fr")
    again = create_app(data).test_client()
    again.get("/briefing.html?from=2020")
    assert again.get("/briefing.html?lang=fr&from=2020&year=2022").data == first.data
    kept = again.get(f"/b/{made.id}/briefing.html?from=2020&lang=fr")
    assert kept.data == first.data
    assert "immutable" in kept.headers["Cache-Control"]


@pytest.mark.parametrize("query", STATES)
def test_it_needs_nothing_from_outside(client, query):
    whole_in_itself(client.get(f"/briefing.html{query}"))


@pytest.mark.parametrize("query", DEEP)
def test_with_imported_units_it_needs_nothing_from_outside(imported, query):
    whole_in_itself(imported.client.get(f"/briefing.html{query}"))


@pytest.mark.parametrize("query", examples.some(STATES, 3, 2))
def test_with_its_maps_it_is_still_whole_and_light(painted, client, query):
    whole_in_itself(client.get(f"/briefing.html{query}"))


@pytest.mark.parametrize("query", examples.some(DEEP, 3))
def test_with_maps_of_imported_units_it_is_still_whole_and_light(painted, imported, query):
    whole_in_itself(imported.client.get(f"/briefing.html{query}"))


def whole_in_itself(answer) -> None:
    """One file: no request, no script, a policy that allows none; headings, tables and pictures said aloud."""
    assert answer.status_code == 200
    assert len(answer.data) < LIMIT
    tree = read(answer.text.replace("<!doctype html>\n", ""))
    policy = tree.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert not tree.every("script")
    asked = [
        value for node in tree.walk() for name, value in node.attributes.items() if name in ("src", "srcset", "data")
    ]
    assert len(asked) == 2, "the map, wide and tall"
    assert all(address.startswith("data:image/png;base64,") for address in asked)
    assert [node.attributes["href"] for node in tree.every("link")] == ["data:,"]
    style = tree.one("style").text
    assert not re.search(r"url\(|@import|</", style)
    assert all(node.attributes["href"].startswith("http://localhost/b/") for node in tree.every("a"))
    ids = [value for node in tree.walk() for name, value in node.attributes.items() if name == "id"]
    assert len(ids) == len(set(ids))
    levels = [int(node.tag[1]) for node in tree.walk() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(node.attributes.get("scope") for node in tree.every("th"))
    assert all(node.attributes.get("alt") for node in tree.every("img"))
    assert all(node.every("title") and node.every("desc") for node in tree.every("svg", role="img"))


def test_the_country_is_the_builds(client, made):
    now, then = (made.figures.national(year, "all", "any") for year in ("2022", "2021"))
    lost = made.figures.not_allocated("admin1", "2022", "all", "any")
    shown = [
        [part.text for part in one.children if isinstance(part, Node)] for one in page(client).one("dl").every("div")
    ]
    assert [number(one[1]) for one in shown] == [
        *(now[name] for name in ("fatalities_best", "events", "civilian_fatalities")),
        lost["events"],
    ]
    assert shown[0][2] == f"reports: {now['fatalities_low']:,}–{now['fatalities_high']:,}"
    change = now["fatalities_best"] - then["fatalities_best"]
    assert shown[0][3] == f"2021: {then['fatalities_best']:,} (+{change:,})"
    assert shown[3][2] == f"events, with {lost['fatalities_best']} deaths"


@pytest.mark.parametrize("asked", [{}, {"from": "2020"}, {"year": "2024"}, {"measure": "documented_sites"}])
def test_every_region_has_the_row_that_it_has_on_the_map_page(client, made, asked):
    view = view_of(made, **asked)
    found = rows(section(page(client, "?" + "&".join(f"{name}={text}" for name, text in asked.items())), "units"))
    lines = table.lines(MapView(made, view))
    assert [(row[0], row[1]) for row in found[: len(lines)]] == [(line.name, line.value) for line in lines]
    assert len(lines) == 11
    for row, line in zip(found, lines, strict=False):
        assert [text for text in (line.best, line.span, line.events, line.civilians) if text not in row] == []
    country = table.national(MapView(made, view))
    assert found[-1][:5] == ["Mali", *(country[name] for name in ("best", "span", "events", "civilians"))]
    assert found[-2][0] == "Not allocated to a region"


@pytest.mark.parametrize("level", ["admin2", "admin3"])
@pytest.mark.parametrize("query", ["", "&violence=one_sided", "&month=3"])
def test_what_is_shown_the_others_and_what_is_not_allocated_add_up(imported, monkeypatch, level, query):
    monkeypatch.setattr(tables, "MOST_UNITS", 1)
    client = create_app(imported.data).test_client()
    *units, country = rows(section(page(client, f"?level={level}{query}"), "units"))
    assert country[0] == "Mali"
    assert len(units) == 3
    assert units[-2][0].startswith("The other ")
    cells = [(row[-5], row[-3], row[-2]) for row in units]
    sums = [sum(number(row[column]) for row in cells) for column in range(3)]
    assert sums == [number(country[at]) for at in (-5, -3, -2)]


def test_the_unit_that_is_opened_has_a_row_wherever_it_stands(imported, monkeypatch):
    monkeypatch.setattr(tables, "MOST_UNITS", 1)
    edition = imported.edition()
    last = table.lines(MapView(edition, view_of(edition, level="admin2")))[-1]
    found = tables.units
    with create_app(imported.data).test_request_context("/briefing.html"):
        made = found(MapView(edition, view_of(edition, level="admin2", unit=last.pcode)))
    assert [line.pcode for line in made.lines][1:] == [last.pcode]


@pytest.mark.parametrize(
    "measure", [one.key for one in measures.MEASURES if one.of == "incidents" and "admin1" in one.levels]
)
@pytest.mark.parametrize(("since", "year"), [("2020", "2022"), ("2022", "2023"), ("2013", "2016")])
def test_what_rose_most_is_computed_from_the_figures(client, made, measure, since, year):
    asked = {"measure": measure, "from": since, "year": year}
    of = measures.BY_KEY[measure]
    changes = {
        unit.name: measures.change(
            *(measures.value(of, made.figures.row("admin1", unit, one, "all", "any")) for one in (since, year))
        )
        for unit in made.figures.units["admin1"]
    }
    unknown = [name for name, change in changes.items() if change is None]
    changes = {name: change for name, change in changes.items() if change is not None}
    up = sorted((name for name in changes if changes[name] > 0), key=lambda name: (-changes[name], name))
    down = sorted((name for name in changes if changes[name] < 0), key=lambda name: (changes[name], name))
    with client.application.test_request_context("/briefing.html"):
        found = rises.rises(MapView(made, view_of(made, **asked)))
        texts = {name: numbers.rate(change, of.decimals, signed=True) for name, change in changes.items()}
    assert [move.name for move in found.rises] == up[: rises.MOST_RISES]
    assert [move.name for move in found.falls] == down[: rises.MOST_FALLS]
    assert all(move.rates[2] == texts[move.name] for move in (*found.rises, *found.falls))
    same = len(changes) - len(up) - len(down)
    moves = f"{len(up)} with a rise, {len(down)} with a fall, {same} unchanged"
    assert found.counted == f"Regions: {moves}, {len(unknown)} without data."
    assert len(unknown) == (2 if of.denominator == "population" else 0)
    assert re.findall(r"[:,] ([^(,]+) \(", found.news.partition(measures.BY_KEY[measure].unit)[2]) == up[:3]


def test_numbers_that_rose_most_are_told_apart_from_rates(client, made):
    tree = page(client, "?from=2020")
    said = section(tree, "rises").text
    assert "Largest rises in numbers (deaths): Ménaka +909, Gao +680, Mopti +307." in said
    assert "44 (41–50)" in said
    assert "Ménaka (13.8 → 298.9), Gao (22.3 → 115.7)" in next(p for p in tree.every("p", class_="news")).text
    assert not re.search(r"because|due to|caused|led to", tree.text)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("?year=2012", "Nothing to compare: no data for 2011."),
        ("?year=2024", "Nothing to compare: no data for 2024."),
        ("?year=2022&from=2024", "Nothing to compare: no data for 2024."),
    ],
)
def test_where_nothing_can_be_compared_it_says_why(client, query, why):
    tree = page(client, query)
    assert tree.one("p", class_="news").text.startswith(why)
    assert not [one for one in tree.every("section") if one.attributes.get("class") == "rises"]


def test_a_year_that_is_known_in_part_is_not_compared(client, made, monkeypatch):
    monkeypatch.setattr(rises.captions, "partial", lambda *_: {"2022": "January – March"})
    with client.application.test_request_context("/briefing.html"):
        whole = rises.uncompared(MapView(made, view_of(made)))
    assert whole == "Not compared with another year: of 2022 only January – March is known."


def test_a_list_is_not_what_rose(client, made):
    with client.application.test_request_context("/briefing.html"):
        found = rises.measured(MapView(made, view_of(made, measure="documented_sites")))
    assert found == measures.DEFAULT


def test_a_year_without_data_shows_none_and_no_zero(client):
    tree = page(client, "?year=2024")
    shown = [one.one("dd", class_="big").text for one in tree.one("dl").every("div")]
    assert shown == ["1,901", "no data", "759", "no data"]
    units = rows(section(tree, "units"))[:11]
    assert {tuple(row[1:5]) for row in units} == {("no data", "", "no data", "no data")}
    assert "from another release (UCDP country-year 25.1)" in tree.one("p", class_="news").text


def test_the_zones_are_those_that_the_view_shows(client, made):
    view = view_of(made)
    lines = {line["name"]: line for line in zone_table.lines(MapView(made, view))}
    found = rows(section(page(client), "zones"))
    assert [row[0].replace("\u00a0", " ") for row in found[:-1]] == [
        "Niger border, 50 km",
        "Burkina Faso border, 50 km",
        "Three-border area, 50 km",
    ]
    for name, *cells in found[:-1]:
        line = lines[name.replace("\u00a0", " ")]
        assert cells == [line["best"], line["span"], line["events"]]
    assert found[-1][0] == "Place too vague for any zone"
    assert not [one for one in page(client, "?layers=units").every("section") if one.attributes.get("class") == "zones"]


def test_zones_without_a_row_are_named(client):
    shown = ",".join(vocabulary.zone_ids())
    said = section(page(client, f"?layers=units,{shown}"), "zones").text.replace("\u00a0", " ")
    assert len(re.findall(r"\d+ km", said)) >= 6
    for kind in ("Niger or Burkina Faso border, 25, 50, 100 km", "Three-border area, 25, 50, 100 km"):
        assert kind in said


def test_the_sites_are_those_of_the_last_day(client, made):
    found = {row[0]: row[1:] for row in rows(section(page(client), "forces"))}
    assert found["MINUSMA"] == ["open: Ansongo, Gao", "open: Ménaka"]
    assert found["French forces"] == ["closed: Gao (15 August)", "closed: Ménaka (13 June)"]
    assert found["Wagner Group"] == ["open: Gao; uncertain: Ansongo", "open: Ménaka"]
    later = {row[0]: row[1:] for row in rows(section(page(client, "?year=2023"), "forces"))}
    assert "French forces" not in later
    assert later["MINUSMA"][1] == "closed: Ménaka (25 August)"
    listed = [
        row
        for row in made.table("site_status")
        if row["period"] == "2022" and row["status"] in ("open", "last_reported", "uncertain")
    ]
    wanted = {row["site_id"] for row in listed}
    names = {
        row["site"] for row in made.table("sites") if row["site_id"] in wanted and row["pcode"] in ("ML07", "ML10")
    }
    said = " ".join(cell for row in found.values() for cell in row)
    assert {name for name in names if name not in said} == set()
    assert year_end("2022").isoformat() == "2022-12-31"


def test_a_year_that_the_list_of_sites_does_not_cover_says_so(client):
    said = section(page(client, "?year=2012"), "forces")
    assert not said.every("table")
    assert "The list of sites does not cover 2012." in said.text


def test_charts_hold_the_numbers_in_words(client, made):
    charts = section(page(client), "annual").every("svg", role="img")
    assert [chart.one("title").text for chart in charts] == [
        f"{name}: deaths by year" for name in ("Mali", "Gao", "Ménaka")
    ]
    country = made.figures.national("2022", "all", "any")
    span = f"({country['fatalities_low']:,}–{country['fatalities_high']:,})"
    assert f"2022 {country['fatalities_best']:,} {span}" in charts[0].one("desc").text
    assert "2024 no data" in charts[0].one("desc").text


def test_a_month_has_the_months_of_its_year(imported):
    charts = section(page(imported.client, "?month=3"), "annual").every("svg", role="img")
    assert charts[0].one("title").text == "Mali: deaths by month"
    march = deep.total("2022-03")["fatalities_best"]
    assert f"Mar {march}" in charts[0].one("desc").text


def test_a_chart_of_nothing_is_drawn_all_the_same():
    bars = [years.Bar(label, None, None, None, "no data", is_shown=True) for label in ("2021", "2022")]
    vega_lite().validate(years.chart(bars, 226, 90))
    vega_lite().validate(years.chart([years.Bar("2026", 0, 0, 0, "0", is_shown=True)], 226, 90))


@pytest.mark.parametrize("query", ["", "?year=2024", "?from=2020"])
def test_the_maps_colours_are_exactly_the_classes(painted, client, made, query):
    tree = page(client, query)
    picture = tree.one("img").attributes["src"].partition(",")[2]
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
    seen = {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in image.getcolors(1 << 24)}
    asked = dict(part.split("=") for part in query[1:].split("&") if part)
    with client.application.test_request_context("/briefing.html"):
        entries = legend.entries(MapView(made, view_of(made, **asked)))
    assert {entry.fill for entry in entries if entry.fill.startswith("#")} - seen == set()


def test_sources_licences_build_and_disclaimer_stand_in_it(client, made):
    text = page(client).text
    for said in (
        "UCDP GED 24.1 (Uppsala Conflict Data Program, CC BY 4.0, data to 31 December 2023, release inferred)",
        "Sundberg, Ralph",
        "INSTAT Mali",
        "GeoNames",
        made.id,
        "not a confidence interval",
        "Not for operational or targeting use. Names and boundaries imply no endorsement.",
        "place too vague for this level – events: 2, deaths: 63",
        "no data by region: 2024",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    "query",
    [
        "?yaer=2022",
        "?year=2022&year=2021",
        "?year=1999",
        "?level=zones",
        "?from=2022",
        "?size=a4",
        "?lang=xx",
        "?unit=%00",
    ],
)
def test_what_the_map_does_not_take_is_refused(client, query):
    answer = client.get(f"/briefing.html{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_source_whose_rows_may_not_leave_has_its_counts_by_cercle_and_its_rule(unpainted, tmp_path):
    client = unpainted(deep.serve(tmp_path, deep.world(tmp_path, policy="acled")).data)
    found = page(client, "?level=admin2")
    assert "ACLED: no event or point leaves this server in any form" in found.text
    for query in ("?level=admin3", "?layers=events", "?layers=grid"):
        assert client.get(f"/briefing.html{query}").status_code in (400, 403)


def test_the_gate_stands_before_the_drawing(tmp_path):
    served = deep.serve(tmp_path, deep.world(tmp_path, policy="acled"))
    with served.client.application.test_request_context("/briefing.html"):
        for view in (View(level="admin3"), View(layers=("units", "events")), View(layers=("grid",))):
            with pytest.raises(policies.Refused):
                contents.require_shown(served.edition(), view)
        contents.require_shown(served.edition(), View(level="admin2"))


def test_boundaries_that_may_only_be_drawn_say_so(unpainted, drawn_only):
    found = page(unpainted(drawn_only.data))
    assert "These boundaries may be drawn in maps, with attribution, but not handed out as files." in found.text


def test_markup_in_a_name_stays_text(unpainted, tmp_path):
    once.publish(tmp_path, renamed_world(tmp_path, {"ML07": "<b>Gao</b>"}))
    text = unpainted(tmp_path).get("/briefing.html").text
    assert "<b>Gao</b>" not in text
    assert "&lt;b&gt;Gao&lt;/b&gt;" in text


@pytest.mark.parametrize(
    ("rows_", "zones", "change", "all_", "short"),
    [
        (11, 3, False, True, False),
        (11, 3, True, True, False),
        (15, 3, False, False, False),
        (20, 3, False, False, True),
        (11, 6, True, False, True),
    ],
)
def test_there_is_room_for_all_notes_beside_few_rows(rows_, zones, change, all_, short):
    laid = contents.layout(rows_, zones, has_rises=True, is_change=change)
    assert (laid.has_all, laid.is_short) == (all_, short)
    assert contents.layout(rows_, zones, has_rises=False, is_change=change).map_mm > laid.map_mm


class TestCommand:
    """`mali-atlas briefing`."""

    def run(self, *arguments: object):
        return CliRunner().invoke(main.main, ["briefing", *map(str, arguments)])

    @pytest.fixture(autouse=True)
    def _built(self, request, monkeypatch, tmp_path):
        if "painted" not in request.fixturenames:
            request.getfixturevalue("unpainted")
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("MALI_ATLAS_DATA", raising=False)

    def test_it_writes_what_the_server_gives(self, painted, data, client, monkeypatch, tmp_path):
        monkeypatch.setenv("MALI_ATLAS_URL", "https://atlas.example.org")
        result = self.run("year=2021&lang=fr", "--data", data)
        assert result.exit_code == 0, result.output
        file = tmp_path / "mali-briefing-2021-fr.html"
        assert result.output.startswith("Wrote mali-briefing-2021-fr.html (")
        server = create_app(data, Settings(url="https://atlas.example.org")).test_client()
        assert file.read_bytes() == server.get("/briefing.html?year=2021&lang=fr").data
        assert b"https://atlas.example.org/b/" in file.read_bytes()

    def test_without_an_address_it_names_the_path_and_the_build(self, data, made, tmp_path):
        assert self.run("?from=2020", "-o", "mine.html", "--data", data).exit_code == 0
        text = (tmp_path / "mine.html").read_text(encoding="utf-8")
        assert f" /b/{made.id}/briefing.html?" in text
        assert f"any Mali Atlas server that keeps the build {made.id}" in text
        assert "localhost" not in text
        assert not re.search(r"<a\b", text)

    def test_it_writes_over_nothing_unless_told_to(self, data, tmp_path):
        file = tmp_path / "kept.html"
        file.write_text("mine")
        result = self.run("-o", file, "--data", data)
        assert result.exit_code == 1
        assert result.output == f"mali-atlas: {file}: is there already. Write over it with --force.\n"
        assert file.read_text() == "mine"
        assert self.run("-o", file, "--force", "--data", data).exit_code == 0
        assert file.read_text(encoding="utf-8").startswith("<!doctype html>")

    def test_a_crash_leaves_no_half_of_it(self, data, tmp_path, monkeypatch):
        file = tmp_path / "kept.html"
        file.write_text("mine")

        def full(*_):
            raise OSError(28, "No space left on device", str(file))

        monkeypatch.setattr(Path, "replace", full)
        result = self.run("-o", file, "--force", "--data", data)
        assert result.exit_code == 1
        assert "No space left on device" in result.output
        assert file.read_text() == "mine"
        assert [path.name for path in tmp_path.iterdir()] == ["kept.html"]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["yaer=2022"], "unknown parameter 'yaer'"),
            (["year=1999"], "parameter 'year' cannot be '1999'"),
            (["unit=Ménaka"], "parameter 'unit' cannot be 'Ménaka'"),
            (["-o", "nowhere/x.html"], "nowhere: there is no such directory."),
            (["-o", "."], ".: is a directory."),
        ],
    )
    def test_an_error_is_one_sentence(self, data, tmp_path, arguments, said):
        result = self.run(*arguments, "--data", data)
        assert result.exit_code == 1
        assert result.output.startswith(f"mali-atlas: {said}")
        assert len(result.output.splitlines()) == 1
        assert list(tmp_path.iterdir()) == []

    def test_it_builds_first_where_there_is_none(self, tmp_path):
        folder = tmp_path / "new"
        result = self.run("-o", "one.html", "--data", folder)
        assert result.exit_code == 0, result.output
        assert store.current_id(folder) in (tmp_path / "one.html").read_text(encoding="utf-8")
