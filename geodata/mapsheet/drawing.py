"""The map of a sheet: its layers in the page's order, in a panel of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geodata.mapsheet import bubbles, ground, groups, labels
from geodata.mapsheet.labels import Wanted
from geodata.mapsheet.look import BORDER, DOUBT, EDGE, EDGE_PX, FOCUS, INK, OUTLINE, PAPER, PX, RIVER, Style
from geodata.mapsheet.page import width
from geodata.mapsheet.panel import (
    _CIRCLES,
    _FINEST_PT,
    _FRAME,
    _HIGHLIGHT,
    _MARKS,
    _NAMES,
    _OPENED,
    _TOWNS,
    Panel,
    _along,
    _bounds,
    _on_page,
)
from geodata.mapsheet.sheet import Area, Drawn, Lines, Name, Part, Zone
from geodata.vocabulary import ZONE_LINES, ZoneLine

_BAR_SHARE = 0.17
"""The most of the map's width that the scale bar takes."""
NAMED_FROM = {"admin2": 6.5, "admin3": 8.5}
"""From which zoom of the screen cercles and communes are named."""
_LEAST_NAMED = 900.0
"""Square points of a neighbour's part on the map from which it is named."""
_ZONES_NAMED = 1_000_000.0
"""Metres from west to east up to which zones are named on the map: on a wider one only the legend names them."""
_HATCH, _EDGE_PX = "url(#p-side)", 1.6
"""The pattern over a zone's part beyond the border, and the width of its edge."""
_LEVEL_Z = {"parts": 1.0, "units": 2.0, "edges": 3.0, "rivers": 4.0, "outlines": 5.0, "borders": 6.0, "zones": 7.0}


def draw(panel: Panel, drawn: Drawn) -> None:
    """Everything on the map; names last, where room is left."""
    _parts(panel, drawn.parts)
    regions = dict(zip(drawn.regions, ground.shapes(drawn.regions.values()), strict=True))
    cells = _areas(panel, drawn.cells, "cell", z=_LEVEL_Z["units"])
    units = _areas(panel, drawn.units, "unit", z=_LEVEL_Z["units"], is_filled=not drawn.cells)
    scale = panel.page.scale
    if drawn.cells:
        panel.line(cells, z=_LEVEL_Z["edges"], edgecolor="#b3ad9f", linewidth=0.5 * PX * scale)
    panel.line(units, z=_LEVEL_Z["edges"], edgecolor=EDGE, linewidth=EDGE_PX[drawn.level] * PX * scale)
    borders = ground.lines(drawn.borders)
    _lines(panel, drawn.rivers, RIVER, 1.6, z=_LEVEL_Z["rivers"])
    _lines(panel, drawn.outlines, OUTLINE, 1.5, z=_LEVEL_Z["outlines"])
    panel.line(borders, z=_LEVEL_Z["borders"], edgecolor=BORDER, linewidth=1.8 * PX * scale)
    zones = ground.shapes(zone.geometry for zone in drawn.zones)
    for step, (zone, shape) in enumerate(zip(drawn.zones, zones, strict=True)):
        if zone.area:
            panel.fill(zone.area, shape, "zone-area", z=_LEVEL_Z["units"] + step / 100)
    for zone, shape in zip(drawn.zones, zones, strict=True):
        _zone(panel, zone, shape)
    for pcode in drawn.highlights:
        _edged(panel, regions[pcode], INK, 3.0, z=_HIGHLIGHT, gid=f"highlight-{pcode}")
    for shape in ground.shapes(drawn.picked):
        _edged(panel, shape, FOCUS, 2.2, z=_OPENED, gid="picked")
    if drawn.opened:
        _edged(panel, ground.shapes([drawn.opened])[0], FOCUS, 3.0, z=_OPENED, gid="opened")
    taken = [*_points(panel, drawn), *_scale_bar(panel)]
    shapes = {**regions, **dict(zip((zone.id for zone in drawn.zones), zones, strict=True))}
    names = _named(panel, drawn, shapes) + _countries(panel, drawn, shapely.union_all([*regions.values()]))
    inside = (panel.box[0] + 3, panel.box[1] + 3, panel.box[2] - 3, panel.box[3] - 3)
    labels.write(panel.page, labels.placed(names, taken, inside, scale), _NAMES)
    panel.frame()


def _areas(panel: Panel, areas: Sequence[Area], kind: str, *, z: float, is_filled: bool = True) -> ground.Shapes:
    """The shapes of units or cells, simplified together so that neighbours keep their edge; filled first."""
    if not areas:
        return ground.shapes(())
    whole = ground.shapes(area.geometry for area in areas)
    fine = panel.cut(shapely.coverage_simplify(whole, _FINEST_PT * panel.metres))
    if is_filled:
        for area, shape in zip(areas, fine, strict=True):
            panel.fill(area, shape, kind, z=z)
            for step, name in enumerate(DOUBT if area.is_uncertain else ()):
                panel.fill(replace(area, fill=name), shape, f"doubt-{step}", z=z + 0.3 + step / 10)
    return fine


def _lines(panel: Panel, lines: Lines, colour: str, px: float, *, z: float) -> None:
    if lines:
        panel.line(ground.lines(lines), z=z, edgecolor=colour, linewidth=px * PX * panel.page.scale)


def dashed(look: ZoneLine, scale: float) -> dict[str, Any]:
    """The stroke of a zone's line."""
    style = (0, tuple(dash / look.width for dash in look.dashes)) if look.dashes else "-"
    return {"edgecolor": look.colour, "linewidth": look.width * PX * scale, "linestyle": style}


def _zone(panel: Panel, zone: Zone, shape: shapely.Geometry) -> None:
    """A zone's line on a pale one; the three-border area is filled a little."""
    look, scale = ZONE_LINES[zone.kind], panel.page.scale
    z = _LEVEL_Z["zones"] + list(ZONE_LINES).index(zone.kind) / 10
    fine = _fine(panel, shape)
    panel.line(fine, z=z, edgecolor=PAPER, linewidth=5 * PX * scale, alpha=0.75)
    if zone.kind == "both":
        panel.line(fine, z=z + 0.02, facecolor=look.colour, edgecolor="none", alpha=0.1)
    panel.line(fine, z=z + 0.05, gid=f"zone-{zone.id}", **dashed(look, scale))


def _parts(panel: Panel, parts: Sequence[Part]) -> None:
    """The zones' parts beyond the border: coloured, with a hatch that sets them apart from units, and their edges."""
    scale = panel.page.scale
    for number, part in enumerate(parts):
        z, look = _LEVEL_Z["parts"] + number / 1000, ZONE_LINES[part.kind]
        if part.area:
            (shape,) = _fine(panel, *ground.shapes([part.area.geometry]))
            panel.fill(part.area, shape, f"part-{part.side}", z=z)
            panel.fill(replace(part.area, fill=_HATCH), shape, f"hatch-{part.side}", z=z + 0.0005)
        if not part.edge:
            continue
        edge = ground.lines(part.edge)
        z += _LEVEL_Z["zones"] - _LEVEL_Z["parts"] - 0.9
        panel.line(edge, z=z, edgecolor=PAPER, linewidth=4 * PX * scale, alpha=0.75)
        style = dashed(replace(look, width=_EDGE_PX), scale)
        panel.line(edge, z=z + 0.005, gid=f"edge-{part.side}-{part.id}", **style)


def _fine(panel: Panel, shape: shapely.Geometry) -> ground.Shapes:
    """A shape as finely as the page can show, alone in its array."""
    return np.array([shapely.simplify(shape, _FINEST_PT * panel.metres)], dtype=object)


def _edged(panel: Panel, shape: shapely.Geometry, colour: str, px: float, *, z: float, gid: str) -> None:
    """A heavy outline on a pale one."""
    size = PX * panel.page.scale
    fine = _fine(panel, shape)
    panel.line(fine, z=z, edgecolor=PAPER, linewidth=(px + 3.5) * size, alpha=0.9)
    panel.line(fine, z=z + 0.1, gid=gid, edgecolor=colour, linewidth=px * size)


def _points(panel: Panel, drawn: Drawn) -> list[labels.Box]:
    """Draw circles, marks and towns; the boxes that names keep clear of."""
    page, taken, size = panel.page, list[labels.Box](), PX * panel.page.scale
    spots = panel.spots([circle.at for circle in drawn.circles])
    circles = [(spot, one.radius * size) for spot, one in zip(spots, drawn.circles, strict=True)]
    for number, ((x, y), radius) in enumerate(sorted(circles, key=lambda item: -item[1])):
        page.add(
            PathPatch(
                Path.circle((x, y), radius),
                transform=page.points,
                **{"facecolor": (1, 1, 1, 0.45), "edgecolor": INK, "linewidth": 2 * size},
            ),
            _CIRCLES + number / 1e4,
        ).set_clip_path(panel.clip)
    taken += bubbles.draw(panel, drawn.events, z=_MARKS)
    taken += groups.draw(panel, drawn.marks, z=_MARKS + 1)
    for x, y in panel.spots(drawn.towns):
        if panel.holds((x, y), 4):
            page.circle(x, y, 2.2 * size, z=_TOWNS, facecolor=INK, edgecolor=PAPER, linewidth=0.9 * size)
            taken.append((x - 2 * size, y - 2 * size, x + 2 * size, y + 2 * size))
    return taken


def _named(panel: Panel, drawn: Drawn, shapes: dict[str, Any]) -> list[Wanted]:
    """The names of regions, units, zones and towns with the spots that each may stand at."""
    zoom, found = ground.zoom(panel.metres, panel.page.scale), []
    for name, spot in zip(drawn.names, panel.spots([name.at for name in drawn.names]), strict=True):
        is_seen = panel.holds(spot, 6)
        if name.kind == "unit" and (zoom < NAMED_FROM.get(drawn.level, 0) or not is_seen):
            continue
        if name.kind == "town" or name.of not in shapes:
            found += [Wanted(name, [spot])] if is_seen else []
            continue
        if name.kind == "zone" and panel.window.width > _ZONES_NAMED:
            continue
        (part,) = panel.cut(np.array([shapes[name.of]], dtype=object))
        on_page = _on_page(panel, part)
        if name.kind == "zone":
            shared = [
                _on_page(panel, shapes[zone.id]) for zone in drawn.zones if zone.kind == "both" and zone.id != name.of
            ]
            along = _along(panel, on_page, shapely.union_all(shared))
            found.append(Wanted(_kind(name), [*([spot] if panel.holds(spot, 20) else []), *along]))
            continue
        found.append(Wanted(name, labels.spots_in(on_page, spot, lambda at: panel.holds(at, 20)), on_page))
    return found


def _kind(name: Name) -> Name:
    """A zone's name with its kind in place of its id: what its colour goes by."""
    return Name(name.text, name.at, name.rank, name.kind, name.of.rpartition("-")[0])


def _countries(panel: Panel, drawn: Drawn, country: shapely.Geometry) -> list[Wanted]:
    """The neighbours' names, each in the part of the country that is in the window."""
    found, window = [], shapely.box(*_bounds(panel.window))
    places = [name.at for name in drawn.countries]
    parts = ground.countries(places, drawn.borders, country)
    for name, spot, part in zip(drawn.countries, panel.spots(places), parts, strict=True):
        seen = shapely.intersection(part, window) if part is not None else shapely.Point()
        on_page = _on_page(panel, seen)
        if on_page.area > _LEAST_NAMED:
            found.append(Wanted(name, labels.spots_in(on_page, spot, lambda at: panel.holds(at, 30))))
    return found


def _scale_bar(panel: Panel) -> list[labels.Box]:
    """Put the scale bar into the lower right corner; the box that it takes."""
    page, km = panel.page, bar_km(panel.window.width * _BAR_SHARE / 1000)
    style, thick, pad = Style(7 * page.scale), 2.4 * page.scale, 5 * page.scale
    long, text = km * 1000 / panel.metres, f"{km}\u00a0km"
    east, south = panel.box[2] - 2 * pad, panel.box[1] + 1.6 * pad
    box = (east - long - pad, south - pad, east + pad, south + thick + style.size + 1.4 * pad)
    page.box(box[0], box[1], box[2] - box[0], box[3] - box[1], z=_FRAME - 2, facecolor=PAPER, lw=0, alpha=0.82)
    page.box(east - long, south, long, thick, z=_FRAME - 1, facecolor=INK, lw=0).set_gid("scale-bar")
    page.box(east - long / 2, south, long / 2, thick, z=_FRAME - 0.5, facecolor=PAPER, edgecolor=INK, lw=0.5)
    page.text(east - long / 2 - width(text, style) / 2, south + thick + 0.6 * pad, text, style, z=_FRAME)
    return [box]


def bar_km(most: float) -> int:
    """The longest of 1, 2, 5, 10, 20, 50, ... km that is no longer than `most`."""
    steps = [step * 10**power for power in range(4) for step in (1, 2, 5)]
    return max([step for step in steps if step <= most], default=1)
