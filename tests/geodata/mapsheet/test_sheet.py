"""Sheets: their files, and what gives way to what on them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from geodata.errors import AtlasError
from geodata.mapsheet import (
    files,
    layout,
    legend,
    look,
    page,
)
from geodata.mapsheet.panel import _FRAME
from geodata.mapsheet.sheet import (
    SIZES,
    Area,
    Block,
    Drawn,
    Extent,
    Key,
    Row,
    Sheet,
)
from tests.geodata.mapsheet.drawn import drawn_map, drawn_sheet, square

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {kind: files.write(drawn_sheet(), extension=kind, size="a4", dpi=60) for kind in files.FORMATS}


@pytest.mark.parametrize("extension", files.FORMATS)
def test_the_same_sheet_gives_the_same_bytes(made, extension):
    assert files.write(drawn_sheet(), extension=extension, size="a4", dpi=60) == made[extension]
    assert files.write(drawn_sheet(title="Autre"), extension=extension, size="a4", dpi=60) != made[extension]


def test_an_svg_is_well_formed_and_points_nowhere(made):
    root = ET.fromstring(made["svg"])
    assert root.find(f"{SVG}title").text == "Décès pour 100\u202f000 habitants, 2022, État islamique"
    assert root.find(f"{SVG}desc").text.endswith("http://localhost/b/0/?a=1&b=2")
    text = made["svg"].decode()
    assert not re.search(r"<script|<!DOCTYPE|<!ENTITY|<image|<foreignObject|\son\w+=|<metadata", text)
    references = [value for node in root.iter() for name, value in node.attrib.items() if name.endswith("href")]
    assert references
    assert all(value.startswith("#") for value in references)
    assert all(url.startswith("#") for url in re.findall(r"url\(([^)]*)\)", text))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert not [one for one in ids if re.search(r"\s", one)]


def test_a_pdf_has_its_fonts_its_title_and_no_clock(made):
    raw = made["pdf"]
    assert raw.startswith(b"%PDF-1.")
    assert b"/FontFile2" in raw
    assert b"/Type3" not in raw
    assert b"CreationDate" not in raw
    assert "Décès".encode("utf-16-be") in raw or b"/Title" in raw
    assert b"/MediaBox [ 0 0 841.8" in raw


def test_a_png_is_of_its_size_and_says_what_it_is(made):
    image = Image.open(BytesIO(made["png"]))
    assert image.size == (int(297 / 25.4 * 60), int(210 / 25.4 * 60))
    assert image.text["Source"] == "http://localhost/b/0/?a=1&b=2"
    assert image.info["dpi"] == pytest.approx((60, 60), abs=0.1)


def test_a_slide_is_16_to_9():
    image = Image.open(BytesIO(files.write(drawn_sheet(), extension="png", size="16x9", dpi=60)))
    assert image.width / image.height == pytest.approx(16 / 9, rel=0.01)


def test_few_colours_make_a_small_file(made):
    small = files.write(drawn_sheet(), extension="png", size="a4", dpi=60, colours=32)
    assert len(small) < 0.7 * len(made["png"])
    assert len(Image.open(BytesIO(small)).getcolors()) <= 32


@pytest.mark.parametrize(("extension", "size"), [("gif", "a4"), ("png", "a3"), ("", "")])
def test_other_formats_and_sizes_are_refused(extension, size):
    with pytest.raises(AtlasError, match="no sheet as") as refused:
        files.write(drawn_sheet(), extension=extension, size=size)
    assert "png, svg, pdf; a4, 16x9" in str(refused.value)


def test_the_table_of_figures_gives_way_to_the_legend():
    room = 58 * page.MM
    long = Block("Long", keys=tuple(Key("fill", "#ffffff", f"clé {at}") for at in range(20)))
    column = legend.Column(0, room, 1.0)
    assert legend.flow([long], column, 400, 1) is not None
    assert legend.flow([long, long], column, 400, 1) is None
    assert legend.flow([long, long], column, 400, 2) == [[long], [long]]
    many = replace(drawn_sheet(), legend=(long, long, long))
    figure = layout.compose(many, SIZES["a4"])
    said = {text.get_text() for text in figure.findobj(Text)}
    assert "clé 19" in said
    assert not said & {"Régions", "Les plus élevées"}
    figure = layout.compose(replace(drawn_sheet(), legend=(long,)), SIZES["16x9"])
    said = {text.get_text() for text in figure.findobj(Text)}
    assert "Les plus élevées" in said
    assert "Régions" not in said


def test_what_is_no_shape_of_the_map_is_named_all_the_same():
    no_units = replace(drawn_map(), units=(), highlights=(), opened=None)
    files.write(drawn_sheet(map=no_units), extension="svg", size="a4")


def close_up(fill: str) -> Sheet:
    """A sheet whose map looks at the middle of a unit of that fill, which goes on all around it."""
    whole = square(-9, 12, 10)
    near = Drawn(Extent((square(-4, 16, 0.5),)), "admin1", {"U0": whole}, units=(Area("U0", "c0", fill, whole),))
    return drawn_sheet(map=near)


def frame_of(figure) -> tuple[float, float, float, float]:
    (found,) = [one for one in figure.artists if one.get_zorder() == _FRAME and not isinstance(one, Text)]
    return found.get_path().get_extents().extents


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", look.PATTERNS)
def test_nothing_of_a_pattern_leaves_the_frame_of_the_map(name, size):
    figure = layout.compose(close_up(name), SIZES[size])
    west, south, east, north = frame_of(figure)
    clips = [
        artist.get_clip_path().get_fully_transformed_path().get_extents().extents * page.INCH / figure.dpi
        for artist in figure.artists
        if artist.get_clip_path() is not None and artist.get_zorder() < _FRAME
    ]
    assert len(clips) >= 2
    for box in clips:
        assert box[0] >= west - 0.01
        assert box[1] >= south - 0.01
        assert box[2] <= east + 0.01
        assert box[3] <= north + 0.01


def test_pixels_outside_the_frame_are_the_same_whatever_fills_the_map():
    dpi, (plain, hatched) = 100, (close_up("#fde0c5"), close_up("url(#p-no-data)"))
    west, south, east, north = (
        round(points * dpi / page.INCH) for points in frame_of(layout.compose(plain, SIZES["a4"]))
    )
    found = [
        np.asarray(Image.open(BytesIO(files.write(one, extension="png", size="a4", dpi=dpi)))).astype(int)
        for one in (plain, hatched)
    ]
    differs = np.abs(found[0] - found[1]).any(axis=2)
    high = differs.shape[0]
    inside = (slice(high - north - 1, high - south + 1), slice(west - 1, east + 2))
    assert differs[inside].any()
    differs[inside] = False
    assert not differs.any()


def test_the_row_of_an_opened_unit_has_room_whatever_the_legend():
    rows = tuple(Row("#ffffff", f"Région {at}", "1.0", "", at == 7) for at in range(8))
    long = tuple(Block("Long", keys=tuple(Key("fill", "#ffffff", f"clé {at}") for at in range(12))) for _ in range(4))
    for opened in (True, False):
        kept = tuple(replace(row, is_opened=row.is_opened and opened) for row in rows)
        tables = (Block("Toutes", rows=kept), Block("Une seule", rows=kept[7:]))
        figure = layout.compose(drawn_sheet(legend=long, figures=tables), SIZES["16x9"])
        said = {text.get_text() for text in figure.findobj(Text)}
        assert "clé 11" in said
        assert ("Région 7" in said) is opened
