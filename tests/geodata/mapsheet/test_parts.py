"""What stands on a sheet: lines and names in their room, patterns and symbols as the page has them, windows, discs."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text
from pyproj import Geod

from geodata.mapsheet import (
    bubbles,
    drawing,
    ground,
    groups,
    labels,
    look,
    page,
    patterns,
    symbols,
)
from geodata.mapsheet.ground import Window
from geodata.mapsheet.labels import Wanted
from geodata.mapsheet.look import Style
from geodata.mapsheet.panel import Panel
from geodata.mapsheet.sheet import (
    SIZES,
    Event,
    Extent,
    Mark,
    Name,
    Symbol,
)
from geodata.vocabulary import FORCES
from tests.geodata.mapsheet.drawn import drawn_map, square
from tests.readme import ROOT

PLAIN = Style(8)
words = st.lists(st.text("abcé&/ ", min_size=1, max_size=30), min_size=1, max_size=8)


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
