"""Figures: every view as a sheet that says what the page says, in the page's colours, with nothing on anything else."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from app.exports.mapsheet import drawing, route
from app.exports.mapsheet.view import SheetView
from app.presenters import download_links, headlines, legend, table
from app.presenters.map_view import MapView
from app.request import options, parameters, parsing, terms
from app.request.registry import Where, names
from app.request.view import View
from app.web import urls
from geodata import policies
from geodata.exports import records, sites
from geodata.figures import measures
from geodata.mapsheet import files, layout, look
from geodata.mapsheet.page import HALO
from geodata.mapsheet.sheet import SIZES, Block, Sheet
from tests import examples
from tests.app import deep
from tests.app.conftest import MEASURES

SVG = "{http://www.w3.org/2000/svg}"
ALL_SITES = ",".join(options.FORCE_LAYERS)
STATES = (
    "",
    "from=2020&focus=mali&unit=ML05",
    "measure=documented_sites&focus=mali",
    "measure=nominal_troops&year=2019&from=2015&focus=niger",
    "year=2024&focus=mali",
    "violence=one_sided&family=is&focus=gao",
    f"layers=units,grid,niger-50,burkina-50,either-100,both-50,{ALL_SITES},rivers,towns&circles=events",
    f"layers=units,{ALL_SITES},towns&focus=mali",
    "layers=none&focus=three-borders",
    "at=3/17.5/-4&circles=fatalities",
    "at=12/89/179",
    "unit=ML09",
    "sides=both&unit=niger-50&from=2020",
    "year=2024&unit=ML10",
)
PAIRS = (("en", "a4"), ("fr", "16x9"))
"""Language and size: the shorter on the larger sheet, the longer on the smaller."""


def by_turns(queries: Sequence[str]) -> list[tuple[str, str, str]]:
    """The queries with both pairs, or in the test line with one of them by turns."""
    return [(query, *pair) for at, query in enumerate(queries) for pair in examples.some(PAIRS, 2, at)]


DEEP = (
    "level=admin3&layers=units,events,either-75,rivers,towns&month=3",
    "level=admin2&layers=grid,events,towns&from=2021&unit=ML0701",
    "level=admin3&focus=gao&unit=ML0701-a",
    "frame=2012&focus=menaka",
    "level=admin3&unit=ML07",
)


@pytest.fixture(scope="module")
def gated(tmp_path_factory):
    """A source under ACLED's terms, with cercles and communes."""
    tmp = tmp_path_factory.mktemp("figures")
    return deep.serve(tmp, deep.world(tmp, policy="acled"))


def sheet_of(client, query: str) -> Sheet:
    with client.application.test_request_context(f"/?{query}"):
        edition = terms.edition()
        shown = SheetView(MapView(edition, parsing.view_of(route.request.args, edition)))
        return route.sheet(shown, f"{urls.base()}{download_links.kept(edition, shown.view, '/')}")


def classes(svg: bytes, kind: str) -> dict[str, tuple[str, str]]:
    """Class key and fill by id of the units or cells of a figure."""
    found = {}
    for node in ET.fromstring(svg).iter(f"{SVG}g"):
        if match := re.fullmatch(rf"{kind}-(.+)-([a-z_]+|[cd]-?\d)", node.get("id", "")):
            style = node.find(f"{SVG}path").get("style")
            found[match[1]] = (match[2], re.search(r"fill: (#[0-9a-f]{6})", style)[1])
    return found


def fill_in_print(key: str, measure, number) -> str:
    fill = legend.fill_of(key, measure, number)
    return look.PATTERNS[fill].ground if fill in look.PATTERNS else fill


@pytest.fixture
def plain(monkeypatch) -> None:
    """Texts of an SVG stay texts, which takes half the time of drawing each letter."""
    monkeypatch.setitem(files._LOOK, "svg.fonttype", "none")


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("query", "year", "since"),
    [
        *(
            (f"measure={key}&year={year}", year, None)
            for at, key in enumerate(MEASURES)
            for year in examples.some(("2013", "2022", "2024"), turn=at)
        ),
        *((f"measure={key}&year=2022&from=2020", "2022", "2020") for key in examples.some(MEASURES, 2)),
    ],
)
def test_every_unit_is_drawn_in_the_class_of_the_screen_and_the_table(client, made, query, year, since):
    answer = client.get(f"/figure.svg?focus=mali&layers=units&{query}")
    drawn = classes(answer.data, "unit")
    measure = measures.BY_KEY[re.search(r"measure=(\w+)", query)[1]]
    expected = {}
    for unit in made.figures.units["admin1"]:
        cell = records.cell(made, measure, "admin1", unit, year, since=since)
        key = legend.class_key(cell, measure)
        expected[unit.pcode] = (key, fill_in_print(key, measure, cell.number))
    assert drawn == expected
    with client.application.test_request_context(f"/?{query}"):
        lines = table.lines(MapView(made, parsing.view_of(route.request.args, made)))
    assert {line.pcode: line.key for line in lines} == {pcode: key for pcode, (key, _) in drawn.items()}


def test_cells_and_communes_are_drawn_in_their_classes(client, made, imported):
    drawn = classes(client.get("/figure.svg?focus=mali&layers=grid").data, "cell")
    measure = measures.BY_KEY["fatalities_per_1000km2"]
    cells = {unit.pcode: records.cell(made, measure, "grid", unit, "2022") for unit in made.figures.units["grid"]}
    assert drawn == {
        pcode: (key := legend.class_key(cell, measure), fill_in_print(key, measure, cell.number))
        for pcode, cell in cells.items()
    }
    drawn = classes(imported.client.get("/figure.svg?level=admin3&focus=mali").data, "unit")
    edition = imported.edition()
    assert set(drawn) == {unit.pcode for unit in edition.figures.units["admin3"]}
    for unit in edition.figures.units["admin3"]:
        cell = records.cell(edition, measure, "admin3", unit, "2022")
        assert drawn[unit.pcode][0] == legend.class_key(cell, measure)


def written(sheet: Sheet, size: str) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every text of the sheet with its box, in points."""
    with mpl.rc_context(files._LOOK):
        made = layout.compose(sheet, SIZES[size])
        made.set_dpi(288)
        renderer = FigureCanvasAgg(made).get_renderer()
        return [(artist.get_text(), tuple(artist.get_window_extent(renderer).extents / 4)) for artist in texts_of(made)]


def texts_of(made: Figure) -> list[Text]:
    return [
        artist
        for artist in made.findobj(Text)
        if artist.get_visible() and artist.get_text().strip() and artist.get_label() != HALO
    ]


def nothing_is_cut_or_covered(texts, size: str) -> None:
    wide, high = (mm / 25.4 * 72 for mm in (SIZES[size].width_mm, SIZES[size].height_mm))
    assert len(texts) > 12
    for text, (west, south, east, north) in texts:
        assert west >= 8, text
        assert south >= 8, text
        assert east <= wide - 8, text
        assert north <= high - 8, text
    for at, (text, box) in enumerate(texts):
        for other, there in texts[:at]:
            meets = (
                box[0] < there[2] - 0.5
                and there[0] < box[2] - 0.5
                and box[1] < there[3] - 1.2
                and there[1] < box[3] - 1.2
            )
            assert not meets, (text, other, box, there)


@pytest.mark.parametrize(("query", "lang", "size"), by_turns(STATES))
def test_no_text_is_cut_or_lies_on_another(client, query, lang, size):
    nothing_is_cut_or_covered(written(sheet_of(client, f"lang={lang}&{query}"), size), size)


@pytest.mark.parametrize(("query", "lang", "size"), by_turns(DEEP))
def test_no_text_of_an_imported_map_is_cut_or_lies_on_another(imported, query, lang, size):
    nothing_is_cut_or_covered(written(sheet_of(imported.client, f"lang={lang}&{query}"), size), size)


def longer(sheet: Sheet, share: float) -> Sheet:
    """The sheet with all its texts so much longer."""

    def long(text: str) -> str:
        return f"{text} {'languissant ' * 20}"[: int(len(text) * (1 + share))].rstrip() if text else text

    def block(one: Block) -> Block:
        keys = tuple(replace(key, label=long(key.label)) for key in one.keys)
        return replace(one, title=long(one.title), unit=long(one.unit), keys=keys, notes=tuple(map(long, one.notes)))

    texts = {name: long(getattr(sheet, name)) for name in ("title", "subtitle", "filters", "aside")}
    small = tuple(tuple(map(long, column)) for column in sheet.small)
    return replace(
        sheet, legend=tuple(map(block, sheet.legend)), headline=tuple(map(long, sheet.headline)), small=small, **texts
    )


@pytest.mark.parametrize(
    ("query", "size"), [(query, size) for at, query in enumerate(STATES[:4]) for size in examples.some([*SIZES], 2, at)]
)
def test_a_language_that_is_longer_still_fits(client, query, size):
    nothing_is_cut_or_covered(written(longer(sheet_of(client, f"lang=fr&{query}"), 0.3), size), size)


def test_the_sheet_says_what_the_page_says_and_how_to_check_it(client, made):
    sheet = sheet_of(client, "focus=mali")
    page = client.get("/?focus=mali").text
    assert sheet.title == "Fatalities per 100,000 people"
    assert (sheet.subtitle, sheet.filters) == ("2022", "")
    assert sheet.headline[0] in page
    assert sheet.aside == "Not on the map – events: 3, deaths: 68 (no region named and place too vague)."
    for key in sheet.legend[0].keys:
        assert f"<span>{key.label}</span>" in page
    small = " ".join(" ".join(column) for column in sheet.small)
    for said in (
        "UCDP GED 24.1 (Uppsala Conflict Data Program, CC BY 4.0",
        "INSTAT Mali",
        "GeoNames",
        "Data to 31 December 2023",
        "Boundaries of 2016: 11 units",
        "not authoritative",
        "Not for operational or targeting use.",
        "Lambert azimuthal equal-area",
        f"Build {made.id}",
        f"/b/{made.id}/?source=ucdp-ged&frame=2016&year=2022&focus=mali&lang=en",
    ):
        assert said in small
    assert sheet.address in small


def test_a_permanent_figure_is_the_same_figure(client, made):
    for extension in route.TYPES:
        now = client.get(f"/figure.{extension}?year=2021&lang=fr")
        then = client.get(f"/b/{made.id}/figure.{extension}?year=2021&lang=fr")
        assert now.status_code == then.status_code == 200
        assert now.data == then.data
        assert "immutable" in then.headers["Cache-Control"]
        cited = re.search(r"<http://localhost([^>]+)>; rel=\"cite-as\"", now.headers["Link"])[1]
        assert client.get(cited).data == now.data


def test_every_address_that_opens_the_same_view_gives_the_same_file(client):
    plain = client.get("/figure.svg?lang=en").data
    assert client.get("/figure.svg?size=a4&year=2022&focus=east&lang=en&from=").data == plain


@pytest.mark.parametrize(("extension", "mimetype"), route.TYPES.items())
def test_a_figure_is_a_file_with_a_name(unpainted, data, extension, mimetype):
    answer = unpainted(data).get(f"/figure.{extension}?size=16x9&measure=events_per_100k&year=2021")
    assert answer.headers["Content-Type"] == mimetype
    name = f"mali-events-per-100k-2021-16x9.{extension}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "mali-fatalities-per-100k-2022-a4.svg"),
        ("from=2020&lang=fr", "mali-fatalities-per-100k-2020-to-2022-fr-a4.svg"),
        ("violence=one_sided&family=is&focus=gao", "mali-fatalities-per-100k-2022-one-sided-is-gao-a4.svg"),
        ("layers=grid", "mali-fatalities-per-1000km2-grid-2022-a4.svg"),
    ],
)
def test_a_files_name_says_what_it_shows(unpainted, data, query, name):
    assert (
        unpainted(data).get(f"/figure.svg?{query}").headers["Content-Disposition"] == f'attachment; filename="{name}"'
    )


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("size=a3", "size"),
        ("size=", "size"),
        ("size=a4&size=16x9", "size"),
        ("yaer=2022", "yaer"),
        ("year=2022&year=2021", "year"),
        ("level=zones", "level"),
        ("level=admin3", "level"),
        ("layers=events", "layers"),
        ("month=3", "month"),
        ("dpi=1200", "dpi"),
        ("year=2022&from=2022", "from"),
    ],
)
def test_what_an_address_cannot_ask_for_is_400(client, query, parameter):
    answer = client.get(f"/figure.png?{query}")
    assert answer.status_code == 400
    assert answer.json["parameter"] == parameter


def test_an_unknown_parameter_is_told_what_there_is(client):
    assert client.get("/figure.png?yaer=2022").json["allowed"] == names(parameters.taken(Where.FIGURE))
    assert client.get("/figure.png?size=a3").json["allowed"] == list(SIZES)


def test_other_formats_are_404(client):
    answer = client.get("/figure.gif")
    assert answer.status_code == 404
    assert "png, svg, pdf" in answer.json["detail"]


@pytest.mark.parametrize(
    "query", ["layers=units,events", "level=admin3", "layers=grid", "layers=events&level=admin2", "level=grid"]
)
def test_what_the_terms_refuse_is_no_figure(gated, query):
    assert gated.client.get(f"/figure.png?{query}").status_code == 400


@pytest.mark.parametrize("change", [{"layers": ("events",)}, {"level": "admin3"}, {"layers": ("units", "grid")}])
def test_no_view_however_made_is_drawn_against_the_terms(gated, change):
    with gated.client.application.test_request_context("/"):
        edition = terms.edition()
        view = replace(parsing.view_of(route.request.args, edition), **change)
        with pytest.raises(policies.Refused):
            route.draw(edition, view, extension="png", size="a4")


def test_what_the_terms_allow_is_drawn_with_its_source(gated):
    answer = gated.client.get("/figure.svg?level=admin2&focus=mali")
    assert answer.status_code == 200
    assert classes(answer.data, "unit")


def test_sites_are_drawn_with_the_status_of_the_lists(made):
    for site in sites.documented(made):
        for year, status in site.status.items():
            drawn = drawing.site_status(site.row, year)
            assert (drawn or "not_yet").replace("closed_during", "closed") == status, (site.row["site_id"], year)


def test_a_site_that_closed_during_the_period_is_told_from_one_that_closed_before():
    row = {"from_date": "2013", "from_basis": "", "to_date": "2022-08-15", "to_latest": None, "reported": None}
    shown = [
        drawing.site_status(row, period) for period in ("2012", "2021", "2022", "2022-07", "2022-08", "2022-09", "2023")
    ]
    assert shown == [None, "open", "closed_during", "open", "closed_during", "closed", "closed"]


def test_a_small_figure_is_small(client, made):
    for at, query in enumerate(("focus=mali&lang=fr", "lang=fr")):
        for size in examples.some([*SIZES], 2, at):
            with client.application.test_request_context(f"/?{query}"):
                found = route.small(made, parsing.view_of(route.request.args, made), size=size)
            assert Image.open(BytesIO(found)).format == "PNG"
            assert len(found) < 150_000, (query, size)


def test_a_png_has_300_dots_an_inch_and_is_no_giant(client):
    for query in ("year=2021&lang=fr", "size=16x9&focus=mali&lang=fr"):  # the first is drawn above already
        raw = client.get(f"/figure.png?{query}").data
        image = Image.open(BytesIO(raw))
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.width > 3500
        assert len(raw) < 1_500_000


def test_a_worker_is_light_until_a_figure_is_wanted():
    code = "import sys, app.application; print([m for m in ('matplotlib', 'geopandas', 'PIL') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("query", "lang", "size"),
    by_turns(("", "&focus=mali", "&from=2020", "&year=2024", f"&layers=units,{ALL_SITES}")),
)
def test_the_figures_of_an_opened_unit_are_always_on_the_sheet(client, made, query, lang, size):
    for unit in (made.figures.unit("admin1", "ML10"), made.figures.unit("admin1", "ML09")):
        sheet = sheet_of(client, f"unit={unit.pcode}&lang={lang}{query}")
        texts = [artist.get_text() for artist in texts_of(layout.compose(sheet, SIZES[size]))]
        (row,) = [row for row in sheet.figures[-1].rows if row.is_opened]
        assert row.name == unit.name
        assert row.value in texts or row.limits in texts
        assert any(text.startswith(f"{unit.name} ") or text.startswith(f"{unit.name}, ") for text in texts)


def test_the_line_of_an_opened_unit_has_the_form_of_the_countrys(client, made):
    for year in made.figures.periods:
        for unit in made.figures.units["admin1"]:
            row = made.figures.row("admin1", unit, year, "all", "any")
            with client.application.test_request_context():
                line = headlines.opened_line(MapView(made, View(year=year, unit=unit.pcode)))
            if row["fatalities_best"] is None:
                assert line == f"{unit.name} {year}: no data."
            elif not row["events"]:
                assert line == f"{unit.name}, {year} – no event recorded."
            else:
                best, low, high = (row[f"fatalities_{name}"] for name in ("best", "low", "high"))
                said = f"{best:,} deaths ({low:,}–{high:,}), {row['civilian_fatalities']:,} civilians"
                assert line == f"{unit.name} {year}: {said}, events: {row['events']:,}."


def test_a_zone_and_a_comparison_are_told_too_and_the_country_only_once(client):
    zone, both = (sheet_of(client, f"unit={query}").headline for query in ("niger-50", "ML10&from=2020"))
    assert zone[1].startswith("Niger border, 50 km 2022: ")
    assert both[1].startswith("Ménaka 2020 → 2022: ")
    assert both[1].count(" → ") == 5
    assert len(sheet_of(client, "unit=MLI").headline) == len(sheet_of(client, "").headline) == 1


def test_both_sides_of_the_border_are_drawn_told_and_cited(client, made):
    query = "sides=both&focus=niger&measure=fatalities_per_1000km2&unit=niger-50"
    svg = client.get(f"/figure.svg?{query}").data
    there, measure = made.figures.abroad["NER"], measures.BY_KEY["fatalities_per_1000km2"]
    limits = records.breaks_of(made, measure, "admin1", "2022")
    cell = records.cell_of(
        measure, there.row("zones", there.unit("zones", "niger-50"), "2022", "all", "any"), None, limits
    )
    key = legend.class_key(cell, measure)
    assert classes(svg, "part-NER")["niger-50"] == (key, fill_in_print(key, measure, cell.number))
    assert {f"hatch-NER-niger-50-{key}", "edge-NER-niger-50", "edge-BFA-both-50"} <= set(
        re.findall(r'id="([^"]+)"', svg.decode())
    )
    sheet = sheet_of(client, query)
    assert [line.partition(" 2022")[0] for line in sheet.headline] == ["Mali", "Niger border, 50 km – Mali", "Niger"]
    assert "Niger 2022: 40 deaths (34–47)" in sheet.headline[2]
    assert "Burkina Faso 2022: 41 deaths (9–41)" in sheet.headline[2]
    assert "UCDP GED, Niger 24.1" in sheet.small[0][0]
    (beyond,) = [block for block in sheet.legend if block.title == "Beyond the border"]
    assert (beyond.keys, beyond.notes[0]) == ((), "Coloured as the map’s units are.")


def test_beyond_the_border_rates_by_people_give_way_to_those_by_area(client):
    sheet = sheet_of(client, "sides=both")
    (beyond,) = [block for block in sheet.legend if block.title == "Beyond the border"]
    assert beyond.unit == "deaths per 1,000 km²"
    assert [key.of for key in beyond.keys] == list(measures.REDS)
    assert not [block for block in sheet_of(client, "").legend if block.title == "Beyond the border"]
    assert not [
        block for block in sheet_of(client, "sides=both&layers=units").legend if block.title.startswith("Beyond")
    ]


def test_the_cells_of_both_sides_are_drawn_in_their_classes(client, made):
    sheet = sheet_of(client, "sides=both&layers=grid")
    measure, found = measures.BY_KEY["fatalities_per_1000km2"], {}
    for part in sheet.map.parts:
        found.setdefault(part.side, {})[part.id] = part.area.key
    for side, there in made.figures.abroad.items():
        own = made.of_side(side)
        cells = {cell.pcode: records.cell(own, measure, "grid", cell, "2022") for cell in there.units["grid"]}
        assert found[side] == {pcode: legend.class_key(cell, measure) for pcode, cell in cells.items()}
    assert set(found) == set(made.figures.abroad)
    (beyond,) = [block for block in sheet.legend if block.title == "Beyond the border"]
    assert "A cell that the border crosses is coloured by Mali’s events alone." in beyond.notes
    assert not sheet_of(client, "layers=grid").map.parts


def test_of_an_opened_region_the_highest_are_its_own(imported):
    edition = imported.edition()
    for level in ("admin2", "admin3"):
        for region in ("ML07", "ML10"):
            sheet = sheet_of(imported.client, f"level={level}&unit={region}")
            own = {unit.name for unit in edition.figures.units[level] if unit.admin1 == region}
            assert sheet.figures
            assert all(row.name in own for block in sheet.figures for row in block.rows)
            name = edition.figures.unit("admin1", region).name
            assert all(block.title.endswith(f", {name}") for block in sheet.figures)
            assert sheet.headline[1].startswith(name)
