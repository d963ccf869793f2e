"""The words of a figure: those of the page, with nothing cut and nothing on anything else, in longer languages too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from app.presenters import headlines
from app.presenters.map_view import MapView
from app.request import options
from app.request.view import View
from geodata.mapsheet import files, layout
from geodata.mapsheet.page import HALO
from geodata.mapsheet.sheet import SIZES, Block, Sheet
from tests import examples
from tests.app.sheets import sheet_of

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
