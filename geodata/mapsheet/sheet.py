"""The content of a sheet as values: texts, legend and map. Light: a web worker imports this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Geometry = Mapping[str, Any]
"""A GeoJSON geometry, EPSG:4326."""
Lines = tuple[tuple[int, ...], ...]
"""Lines in the web encoding of geodata.layers: x0, y0, dx, dy, ... in thousandths of a degree."""
Place = tuple[float, float]
"""Longitude, latitude."""


@dataclass(frozen=True)
class Size:
    """A sheet's width and height in mm, and how much larger than on A4 its text is."""

    key: str
    width_mm: float
    height_mm: float
    scale: float


SIZES: dict[str, Size] = {
    size.key: size for size in (Size("a4", 297.0, 210.0, 1.0), Size("16x9", 338.667, 190.5, 1.12))
}
"""A4 landscape, and a slide of 13.33 by 7.5 inches."""


@dataclass(frozen=True)
class Area:
    """A unit or cell: the class it is drawn in, and the colour, or the name of the pattern, of that class."""

    id: str
    key: str
    fill: str
    geometry: Geometry
    is_uncertain: bool = False
    """True if the class depends on the estimate, which a hatch says."""


@dataclass(frozen=True)
class Zone:
    """A border zone of a kind of vocabulary.KINDS; `area`: the class that it is drawn in, None for its line alone."""

    id: str
    kind: str
    geometry: Geometry
    area: Area | None = None


@dataclass(frozen=True)
class Part:
    """The part of a border zone in a neighbour: its edge beyond the border; None for `area`: not coloured."""

    id: str
    side: str
    kind: str
    edge: Lines
    area: Area | None = None


@dataclass(frozen=True)
class Symbol:
    """A site's symbol: the force, its colour, and its status: open, last_reported, uncertain, closed_during, closed."""

    force: str
    colour: str
    status: str


@dataclass(frozen=True)
class Mark:
    """A symbol at a place; symbols that would lie on each other are drawn together."""

    at: Place
    symbol: Symbol


@dataclass(frozen=True)
class Event:
    """An event: its type of violence, its deaths by one of the estimates, its place, and how precise that is.

    `where`: 1 the exact place, 2 within about 25 km (where_prec of UCDP GED); vaguer ones have no point.
    """

    at: Place
    type: str
    deaths: int
    where: int


@dataclass(frozen=True)
class Circle:
    """A count as a circle; its radius in px of the screen."""

    at: Place
    radius: float


@dataclass(frozen=True)
class Name:
    """A name on the map. `kind`: high, region, unit, zone, town or country; lower ranks are placed first.

    `of`: the unit or zone in whose visible part the name may stand; its kind for a zone.
    """

    text: str
    at: Place
    rank: float
    kind: str
    of: str = ""


@dataclass(frozen=True)
class Extent:
    """The extent of the map: all of these shapes or, with `at`, a screen's zoom, latitude and longitude."""

    shapes: tuple[Geometry, ...]
    at: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Drawn:
    """Everything on the map, bottom to top. `regions` by p-code: the country's regions, whatever the level.

    `event_years`: the number of years that the events are of.
    """

    extent: Extent
    level: str
    regions: Mapping[str, Geometry]
    units: tuple[Area, ...] = ()
    cells: tuple[Area, ...] = ()
    outlines: Lines = ()
    borders: Lines = ()
    rivers: Lines = ()
    zones: tuple[Zone, ...] = ()
    parts: tuple[Part, ...] = ()
    highlights: tuple[str, ...] = ()
    opened: Geometry | None = None
    picked: tuple[Geometry, ...] = ()
    circles: tuple[Circle, ...] = ()
    marks: tuple[Mark, ...] = ()
    events: tuple[Event, ...] = ()
    event_years: int = 1
    towns: tuple[Place, ...] = ()
    names: tuple[Name, ...] = ()
    countries: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Key:
    """A line of the legend. `kind`: fill (`of` a colour or pattern), zone (a kind), mark, circle (a radius), opened,
    deaths (a disc of so many), events (a disc of these)."""

    kind: str
    of: str
    label: str
    symbol: Symbol | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of the table of figures: its class's colour, a name, a value, what is said of its limits.

    `is_opened`: of the unit that is opened, which is marked.
    """

    fill: str
    name: str
    value: str
    limits: str
    is_opened: bool = False


@dataclass(frozen=True)
class Block:
    """A part of the legend: a heading, what the colours count, its keys or rows, a remark that matters, notes."""

    title: str
    unit: str = ""
    keys: tuple[Key, ...] = ()
    rows: tuple[Row, ...] = ()
    remark: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SmallMap:
    """A map of the sheet's units in other fills, by their ids: what stands above it, and below it in lines."""

    label: str
    fills: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet: texts in one language, the map, its legend; of `figures` the first that there is room for, or none.

    Where one of them has a row that is opened, the map makes room for the last. `aside`: small, below the headline.
    `years`: small maps that stand in the place of the map.
    `small`: the paragraphs of the small print, in two columns. `address`: where the sheet can be checked.
    """

    lang: str
    title: str
    subtitle: str
    filters: str
    headline: tuple[str, ...]
    aside: str
    map: Drawn
    legend: tuple[Block, ...]
    figures: tuple[Block, ...]
    small: tuple[tuple[str, ...], tuple[str, ...]]
    address: str
    author: str
    subject: str
    years: tuple[SmallMap, ...] = ()
