"""Sheets: their parts in points, their patterns and symbols as the page has them, their files."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text
from PIL import Image
from pyproj import Geod

from geodata.errors import AtlasError
from geodata.mapsheet import (
    bubbles,
    drawing,
    files,
    ground,
    groups,
    labels,
    layout,
    legend,
    look,
    page,
    patterns,
    symbols,
)
from geodata.mapsheet.ground import Window
from geodata.mapsheet.labels import Wanted
from geodata.mapsheet.look import Style
from geodata.mapsheet.panel import _FRAME, Panel
from geodata.mapsheet.sheet import (
    SIZES,
    Area,
    Block,
    Circle,
    Drawn,
    Event,
    Extent,
    Key,
    Mark,
    Name,
    Part,
    Row,
    Sheet,
    Symbol,
    Zone,
)
from geodata.vocabulary import FORCES
from tests.readme import ROOT

SVG = "{http://www.w3.org/2000/svg}"
FILLS = ("#fde0c5", "#96152f", *look.PATTERNS)
PLAIN = Style(8)
words = st.lists(st.text("abcé&/ ", min_size=1, max_size=30), min_size=1, max_size=8)


def square(west: float, south: float, wide: float = 1.0) -> dict[str, object]:
    return shapely.box(west, south, west + wide, south + wide).__geo_interface__


def drawn_map() -> Drawn:
    """Units in every fill side by side, a zone, circles, sites, events, towns and names on it."""
    units = tuple(Area(f"U{at}", f"c{at}", fill, square(at - 4, 14)) for at, fill in enumerate(FILLS))
    regions = {unit.id: unit.geometry for unit in units}
    sites = [Symbol(force.key, force.colour, "open") for force in FORCES]
    return Drawn(
        extent=Extent(tuple(regions.values())),
        level="admin1",
        regions=regions,
        units=units,
        borders=((-4000, 15000, 7000, 0),),
        rivers=((-4000, 14200, 3000, 300),),
        parts=(
            Part(
                "niger-50", "NER", "niger", ((-2000, 14000, 900, 0),), Area("niger-50", "c2", "#fab384", square(-2, 13))
            ),
            Part("both-50", "NER", "both", ((-1000, 14100, 500, 0),)),
        ),
        zones=(Zone("both-50", "both", square(-1, 14.2, 0.5)), Zone("niger-50", "niger", square(-2, 14, 0.9))),
        highlights=("U0",),
        opened=square(1, 14),
        circles=(Circle((-3.5, 14.5), 12.0),),
        marks=(*(Mark((-3.2 + at / 50, 14.2), symbol) for at, symbol in enumerate(sites)),),
        events=(
            *(Event((-0.5, 14.5 + at / 500), "state_based", 3 * at, 1 + at % 2) for at in range(4)),
            Event((2.5, 14.8), "one_sided", 120, 1),
            Event((2.6, 14.8), "non_state", 0, 2),
        ),
        towns=((-3.5, 14.7),),
        names=(
            *(Name(f"Région {unit.id}", (at - 3.5, 14.5), 3.0, "region", unit.id) for at, unit in enumerate(units)),
            Name("Ville", (-3.5, 14.7), 4.0, "town"),
            Name("Zone, 50 km", (-0.8, 14.4), 1.0, "zone", "both-50"),
        ),
        countries=(Name("Burkina Faso", (0.0, 13.8), 6.0, "country"), Name("Niger", (2.0, 15.6), 6.0, "country")),
    )


def drawn_sheet(**changes: object) -> Sheet:
    keys = tuple(Key("fill", fill, f"class {number}") for number, fill in enumerate(FILLS))
    rows = tuple(Row(fill, f"Région {at}", f"{at}.0", "0.5–9.0") for at, fill in enumerate(FILLS))
    made = Sheet(
        lang="fr",
        title="Décès pour 100\u202f000 habitants",
        subtitle="2022",
        filters="État islamique",
        headline=("Mali 2022\u202f: 5 décès.",),
        aside="Hors de la carte\u202f: 1.",
        map=drawn_map(),
        legend=(
            Block("2022", "décès", keys, remark="Une partie", notes=("Source\u202f: celle-ci",)),
            Block("", "Cercles", tuple(Key("circle", str(size), str(size)) for size in (30.0, 15.0, 6.0))),
            Block("", "", (Key("zone", "both", "Zone"), Key("opened", "", "Ouverte"))),
        ),
        figures=(Block("Régions", "pour 100\u202f000", rows=rows), Block("Les plus élevées", rows=rows[:2])),
        small=(("Sources\u202f: la première.", "Limites de 2016."), ("Projection.", "http://localhost/b/0/?a=1&b=2")),
        address="http://localhost/b/0/?a=1&b=2",
        author="Mali Atlas",
        subject="Mali 2022\u202f: 5 décès.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {kind: files.write(drawn_sheet(), extension=kind, size="a4", dpi=60) for kind in files.FORMATS}


@given(words, st.floats(20, 300))
def test_lines_are_no_wider_than_their_room_and_lose_no_letter(parts, room):
    text = " ".join(parts)
    lines = page.wrap(text, PLAIN, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(page.width(line, PLAIN) <= room or len(line.strip()) <= 1 for line in lines)


def test_an_address_is_cut_behind_what_parts_it():
    lines = page.wrap("http://localhost/b/0123456789abcdef/?year=2022&focus=mali&lang=fr", PLAIN, 160)
    assert len(lines) > 1
    assert all(line[-1] in "/&?," for line in lines[:-1])


boxes = st.tuples(st.floats(0, 400), st.floats(0, 300))


@given(st.lists(st.tuples(boxes, st.sampled_from(["high", "region", "town", "country", "unit"])), max_size=25))
def test_no_name_lies_on_another_or_outside(spots):
    names = [Wanted(Name(f"Nom {at}", (0, 0), at % 5, kind), [spot]) for at, (spot, kind) in enumerate(spots)]
    inside, taken = (0.0, 0.0, 400.0, 300.0), [(100.0, 100.0, 150.0, 150.0)]
    found = labels.placed(names, taken, inside, 1.0)
    for at, one in enumerate(found):
        assert inside[0] <= one.box[0] <= one.box[2] <= inside[2]
        assert inside[1] <= one.box[1] <= one.box[3] <= inside[3]
        assert not any(labels.meets(one.box, other) for other in [*taken, *(o.box for o in found[:at])])
    assert bool(found) or not any(20 < x < 80 and 20 < y < 280 for (x, y), _ in spots)


def test_a_region_is_named_inside_of_itself_where_there_is_room():
    shape = shapely.box(100, 100, 200, 200)
    wanted = Wanted(Name("Gao", (0, 0), 0, "high", "ML07"), [(98.0, 150.0)], shape)
    (written,) = labels.placed([wanted], [], (0.0, 0.0, 400.0, 300.0), 1.0)
    assert shape.contains(shapely.box(*written.box))


def on_the_page() -> dict[str, str]:
    """The patterns of the page by id."""
    html = (ROOT / "templates/map_macros.html").read_text(encoding="utf-8")
    return dict(re.findall(r'<pattern id="(p-[\w-]+)"(.*?)</pattern>', html, re.S))


def test_the_patterns_are_the_pages():
    theirs = on_the_page()
    one_by_one = {name[5:-1]: pattern for name, pattern in look.PATTERNS.items()}
    edge, pale, both = one_by_one.pop("p-class-edge"), one_by_one.pop("p-class"), theirs.pop("p-class")
    for pattern, colour, opacity in ((edge, "#17202c", 0.6), (pale, "#fff", 1)):  # the page's draws one on the other
        assert f'width="{pattern.width:g}" height="16" fill="{colour}"' in both
        assert pattern.colour[7:] == f"{round(opacity * 255):02x}" or opacity == 1
        assert (pattern.ground, pattern.pitch, pattern.marks) == ("none", 16, "falling")
    assert "rotate(-45)" in both
    assert one_by_one.keys() == theirs.keys()
    for name, pattern in one_by_one.items():
        drawn = theirs[name]
        colours = [pattern.ground] if pattern.ground != "none" else []
        assert re.findall(r"#[0-9a-f]{6}", drawn) == [*colours, pattern.colour[:7]]
        assert f'width="{pattern.pitch:g}"' in drawn
        turned = re.search(r"rotate\((\d+)\)", drawn)
        expected = (
            {"45": "rising", "135": "falling"}[turned[1]] if turned else ("dots" if "circle" in drawn else "crosses")
        )
        assert pattern.marks == expected


@pytest.mark.parametrize("name", look.PATTERNS)
def test_a_pattern_fills_its_shape_and_no_more_than_its_box(name):
    path = page.outline(shapely.box(20, 30, 60, 70))
    pattern = look.PATTERNS[name]
    strokes = patterns.strokes_of(pattern, path, 1.0).vertices
    pitch = pattern.pitch * look.PX
    starts = shapely.points(strokes)
    for x in np.arange(20, 60, 4 * pitch):
        near = shapely.box(x, 30, x + 4 * pitch, 70)
        lines = shapely.linestrings(strokes.reshape(-1, 2, 2))
        assert shapely.intersects(lines, near).any()
    assert (
        pattern.marks in ("rising", "falling")
        or shapely.distance(starts, shapely.box(20, 30, 60, 70)).max() < 2 * pitch
    )


def script_shape(text: str) -> list[tuple[float, float]]:
    """The corners of a path of the map's script: M, L, H and relative h, v, l."""
    x, y, found = 0.0, 0.0, []
    for letter, numbers in re.findall(r"([MLHhvlz])([^MLHhvlz]*)", text):
        given = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if letter in "ML":
            pairs = list(zip(given[::2], given[1::2], strict=True))
            found += pairs
            x, y = pairs[-1]
            continue
        for number in given:
            x = number if letter == "H" else x + number if letter == "h" else x
            y = y + number if letter == "v" else y
            found.append((x, y))
    return found


def test_the_symbols_of_the_forces_are_the_maps():
    script = (ROOT / "app/static/js/drawing/symbols.js").read_text(encoding="utf-8")
    shapes = dict(re.findall(r'(\w+): "(M[^"]+)"', script))
    assert set(shapes) == set(symbols.FORCES) == {force.key for force in FORCES}
    assert shapes.pop("minusma").startswith("M0-6a6 6 ")
    assert symbols.FORCES["minusma"].get_extents().width == pytest.approx(12)
    for force, text in shapes.items():
        ours = symbols.FORCES[force].vertices[:-1] * [1, -1]
        assert ours == pytest.approx(np.array(script_shape(text))), force


windows = st.tuples(st.floats(-9e5, 9e5), st.floats(-9e5, 9e5), st.floats(2e4, 2e6), st.floats(2e4, 2e6))


@given(windows, st.floats(200, 800), st.floats(200, 500))
def test_a_window_holds_what_is_asked_for_and_never_leaves_what_is_known(asked, width, height):
    x, y, wide, high = asked
    wanted = Window(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    found, taken = ground.fitted(wanted, width, height)
    most = ground.limits()
    assert found.width / taken == pytest.approx(found.height / height)
    assert taken <= width + 1e-6
    slack = 1.0
    assert most.west - slack <= found.west
    assert found.east <= most.east + slack
    assert most.south - slack <= found.south
    assert found.north <= most.north + slack
    fits = (
        wanted.west > most.west and wanted.east < most.east and wanted.south > most.south and wanted.north < most.north
    )
    if fits and wide / width * height < most.height and max(wide / width, high / height) * width < most.width:
        assert found.west - slack <= wanted.west
        assert wanted.east <= found.east + slack


def test_a_window_of_a_zoom_is_as_wide_as_a_screen():
    window = ground.wanted(Extent((), at=(7.0, 16.0, 0.0)))
    assert window.width == pytest.approx(1000 * 156_543.034 * np.cos(np.radians(16)) / 2**7, rel=1e-6)


@pytest.mark.parametrize("focus", [(-8.0, 12.0), (-4.0, 17.5), (0.0, 16.0), (3.0, 24.0)])
def test_the_scale_bar_is_true_everywhere_in_mali(focus):
    x, y = ground.points([focus])[0]
    window = Window(x - 2e5, y - 1e5, x + 2e5, y + 1e5)
    sheet = page.Page(SIZES["a4"])
    panel = Panel(sheet, window, 100, 100, 400, 200)
    km = drawing.bar_km(window.width * drawing._BAR_SHARE / 1000)
    drawing._scale_bar(panel)
    (bar,) = [artist for artist in sheet.figure.artists if artist.get_gid() == "scale-bar"]
    assert bar.get_width() == pytest.approx(km * 1000 / panel.metres)
    assert f"{km}\u00a0km" in {text.get_text() for text in sheet.figure.findobj(Text)}
    ends = np.array([[x, y], [x + km * 1000, y]])
    on_page = panel.place(ends)
    assert on_page[1, 0] - on_page[0, 0] == pytest.approx(bar.get_width())
    lon, lat = shapely.get_coordinates(
        gpd.GeoSeries(shapely.points(ends), crs=ground.CRS).to_crs("EPSG:4326").to_numpy()
    ).T
    assert Geod(ellps="WGS84").line_length(lon, lat) == pytest.approx(km * 1000, rel=0.006)


@pytest.mark.parametrize(("most", "km"), [(123, 100), (100, 100), (99, 50), (49, 20), (7, 5), (1.5, 1), (0.2, 1)])
def test_a_scale_bar_is_a_round_number_of_km(most, km):
    assert drawing.bar_km(most) == km


def test_areas_are_equal_in_the_projection():
    shapes = ground.shapes([square(-11, 12), square(3, 16), square(-6, 23)])
    true = [
        abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.segmentize(s, 0.01))[0])
        for s in (shapely.box(-11, 12, -10, 13), shapely.box(3, 16, 4, 17), shapely.box(-6, 23, -5, 24))
    ]
    assert shapely.area(shapes) == pytest.approx(true, rel=2e-3)


def test_groups_of_sites_never_meet():
    symbol = Symbol("minusma", "#2b6cb0", "open")
    rng = np.random.default_rng(5)
    sites = [((float(x), float(y)), Mark((0, 0), symbol)) for x, y in rng.uniform(0, 120, (30, 2))]
    found = groups._places(sites, look.PX)
    boxes_ = [groups._box(here, look.PX) for here in found]
    assert sum(map(len, found)) == 30
    assert not any(labels.meets(a, b) for at, a in enumerate(boxes_) for b in boxes_[:at])


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 120), st.integers(0, 300)), max_size=60))
def test_events_that_would_hide_each_other_share_a_disc_and_no_death_is_lost(drawn):
    events = [((float(x), float(y)), Event((x, y), "one_sided", deaths, 1)) for x, y, deaths in drawn]
    found = bubbles.clusters(events, 1.6, 6.0)
    assert sorted(event.at for one in found for event in one.events) == sorted(event.at for _, event in events)
    assert [one.deaths for one in found] == [sum(event.deaths for event in one.events) for one in found]
    assert [one.deaths for one in found] == sorted((one.deaths for one in found), reverse=True)
    for rank, one in enumerate(found):
        for over in found[:rank]:
            apart = math.dist(one.at, over.at) + 1.6 * math.sqrt(one.deaths)
            assert apart > 1.6 * math.sqrt(over.deaths), "no disc lies wholly under another"


def test_a_disc_has_a_part_for_each_type_the_most_first_clockwise_from_above():
    events = [Event((0, 0), kind, deaths, 1) for kind, deaths in (("non_state", 1), ("one_sided", 3), ("riots", 0))]
    (first, colour), (second, other) = bubbles._filled((0.0, 0.0), bubbles._shares(events), 10.0)
    assert (colour, other) == (look.DISCS["one_sided"], look.DISCS["non_state"])
    assert first.contains_point((5, 5))
    assert first.contains_point((5, -5))
    assert first.contains_point((-5, -5))
    assert second.contains_point((-5, 5))
    assert bubbles._shares(events[2:]) == [("riots", 1)], "where there is no death, events have their parts"
    assert bubbles._filled((0.0, 0.0), [("riots", 1)], 10.0)[0][1] == look.OTHER_DISC


def test_a_death_has_the_area_of_the_screen_and_less_of_more_years():
    at_6 = next(metres for metres in range(1, 9_000) if ground.zoom(metres, 1.0) < 6)
    one = bubbles.scale(drawn_map(), 1.0, at_6)
    assert one == pytest.approx(1.6 * look.PX, rel=1e-3)
    assert bubbles.scale(drawn_map(), 1.0, at_6 / 4) == pytest.approx(2.4 * look.PX, rel=1e-3), "no more than that"
    assert bubbles.scale(replace(drawn_map(), event_years=16), 1.0, at_6) == pytest.approx(one / 2)


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
