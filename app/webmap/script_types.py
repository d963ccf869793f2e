"""What the script is told, as types: the shape of its configuration and of what it loads.

`app/static/js/config.d.ts` is written from these (`python -m tests.js.write`), so that both sides are checked by one
source. Keys are as the script reads them; texts are in the page's language; pairs are [latitude, longitude].
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Choice = tuple[str, str]
Pair = tuple[float, float]
Days = tuple[str, str]


class Breaks(TypedDict):
    """Limits of the classes of values and of changes, and those of months where there are any."""

    value: list[float]
    change: list[float]
    month: NotRequired[list[float]]
    month_change: NotRequired[list[float]]


class Legend(TypedDict):
    """[class key, label] of each line of the legend, for what Breaks has limits of."""

    value: list[Choice]
    change: list[Choice]
    month: NotRequired[list[Choice]]
    month_change: NotRequired[list[Choice]]


class Notes(TypedDict):
    """By class key: what is said of it in the table, where it is no class of values."""

    value: dict[str, str]
    change: dict[str, str]


class Measure(TypedDict):
    """A measure: value = numerator * per / denominator; `fills` by class key c1, c2 ..."""

    key: str
    label: str
    unit: str
    unitOfYear: str
    short: str
    of: str
    numerator: str
    denominator: Literal["population", "area"] | None
    per: int
    hasRange: bool
    decimals: int
    fills: dict[str, str]
    breaks: Breaks
    legend: Legend
    source: str
    caveat: str
    caveatOfYear: str


class Unit(TypedDict):
    """A unit of a level."""

    pcode: str
    name: str
    area: float
    population: int | None
    populationBefore: int | None
    at: list[float]
    region: NotRequired[str]
    cercle: NotRequired[str]
    """Of a commune, where it is not the own code up to the hyphen."""


class Zone(TypedDict):
    """A border zone."""

    id: str
    kind: str
    km: int
    area: float
    at: list[float]


class Part(TypedDict):
    """The part of a zone in a neighbour; `edge`: its edge beyond the border."""

    id: str
    side: str
    rings: list[list[int]]
    edge: list[list[int]]
    area: float
    at: list[float]


class Side(TypedDict):
    """A neighbour: the kind of zones along its border, at which distances its side is counted, whether by cell."""

    key: str
    kind: str
    label: str
    counted: Literal["any", "standard", "none"]
    hasGrid: bool


class ZoneStyle(TypedDict):
    """A zone's line."""

    colour: str
    width: float
    dashes: str | None


class Force(TypedDict):
    """A security force whose sites the map shows."""

    key: str
    label: str
    colour: str
    isIncomplete: bool


class Listed(TypedDict):
    """A listing of the regions by year, and the texts about it (words.Listed)."""

    counts: dict[str, list[list[float | None]]]
    status: list[str]
    covered: list[str]
    when: str
    filters: str
    missing: str
    headline: str
    dated: dict[str, str]
    remarks: dict[str, str]
    sentences: dict[str, str]
    zero: str
    about: str | None


class Named(TypedDict):
    """What is said of events that only name a unit: the label of a unit's, and the sentence on all of them."""

    fact: str
    sentence: str


class Later(TypedDict):
    """The country's figures of a year that another release alone covers."""

    period: str
    low: int | None
    best: int | None
    high: int | None
    civilians: int | None
    release: str


class Defaults(TypedDict):
    """The view that the page opens with."""

    year: str
    measure: str
    violence: str
    family: str
    named: str
    sides: str
    people: str
    circles: str
    layers: list[str]
    focus: str
    tab: str
    sort: str


class SiteSource(TypedDict):
    """Where a site is documented."""

    id: str
    title: str
    publisher: str | None
    published: str | None


Site = TypedDict(
    "Site",
    {
        "id": str,
        "force": str,
        "site": str,
        "pcode": str,
        "at": Pair,
        "from": str | None,
        "fromBasis": str,
        "to": str | None,
        "toBasis": str,
        "role": str,
        "takenOverBy": str | None,
        "coordinates": str,
        "source": SiteSource,
        "latest": str | None,
        "reported": str | None,
        "opened": Days | None,
        "closed": Days | None,
        "lastThere": str | None,
    },
)
"""A site of sites.json; `opened` and `closed`: the first and last day that each can have been, None: not known.
`lastThere`: the day up to which a site without a known end surely was there."""


class View(TypedDict):
    """Which edition and level are shown, and how the page opens."""

    build: str
    tag: str
    lang: str
    source: str
    frame: str
    level: str
    census: int
    censusBefore: int
    defaults: Defaults
    address: list[tuple[str, str | None]]
    offered: dict[str, list[str]]
    changes: str
    sourceLabel: str


class Times(TypedDict):
    """Years and months: shown, covered by the source, known in part; coups and departures as date, title, kind."""

    periods: list[str]
    covered: list[str]
    months: list[tuple[str, str, str]]
    coveredMonths: list[str]
    partial: dict[str, str]
    later: list[Later]
    moments: list[tuple[str, str, str]]


class Figures(TypedDict):
    """Measures, how their figures are drawn, and what is said of them."""

    measures: list[Measure]
    gridMeasure: Measure | None
    zoneMeasure: Measure | None
    fills: dict[str, str]
    statusLetters: dict[str, str]
    notes: dict[str, Notes]
    listed: dict[str, Listed]
    named: dict[str, Named] | None
    absent: list[str]
    missing: str
    missingLabel: str
    isPlacedByPrecision: bool
    largestCircle: float
    accounting: list[tuple[str, str, bool, int, int]]
    reasons: dict[str, str]


class Places(TypedDict):
    """Units, regions and border zones."""

    units: list[Unit]
    regions: list[Unit]
    populationNotes: dict[str, str]
    partialNotes: dict[str, str]
    highlights: list[str]
    places: dict[str, list[str]]
    moved: dict[str, str]
    zones: list[Zone]
    sides: list[Side]
    zoneLabels: dict[str, str]
    zoneStyles: dict[str, ZoneStyle]
    standardDistances: list[int]
    distances: list[int]


class Words(TypedDict):
    """Filters, forces, events, and the texts of the script."""

    violence: list[Choice]
    families: list[Choice]
    circles: list[Choice]
    forces: list[Force]
    siteYears: list[str]
    roles: dict[str, str]
    bases: dict[str, str]
    holders: dict[str, str]
    hasEvents: bool
    wherePrecision: dict[int, str]
    datePrecision: dict[int, str]


class Config(View, Times, Figures, Places, Words):
    """Everything that the script needs to know of an edition and a level, in one language."""
