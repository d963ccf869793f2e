"""What of an edition can be found by name: units of every frame, places of events, towns; and other names of them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any

from geodata.builds import store
from geodata.builds.manifest import unit_of
from geodata.builds.store import Build, Edition
from geodata.exports.events import WORST_DRAWN
from geodata.exports.search import folded
from geodata.figures.figures import Unit
from geodata.vocabulary import DATA

OTHER_NAMES = DATA / "other_names.csv"
BY_UNIT = (3, 4)
"""The where_prec (UCDP GED codebook) of events that stand at the point of a cercle or region: that is found as such."""
_SORTS = frozenset(
    (
        *(
            "area",
            "camp",
            "city",
            "commune",
            "dunes",
            "forest",
            "hamlet",
            "hill",
            "lake",
            "locality",
            "mountain",
            "pond",
        ),
        *("town", "valley", "village", "wadi", "waterhole", "well"),
    )
)
"""What sources write behind the name of a place to say what it is."""
_WEB_SCALE = 1000


@dataclass
class EventPlace:
    """A place of events as their source names it, in one cercle; `by_year`: events and deaths.

    `event` is the id of the event there with most deaths, by which the place is known again.
    """

    name: str
    admin1: str | None
    admin2: str | None
    by_year: Counter[str] = field(default_factory=Counter)
    deaths_by_year: Counter[str] = field(default_factory=Counter)
    event: str = ""
    most: int = -1

    @property
    def years(self) -> list[str]:
        """The years of its events: that with most deaths first, of equals that with most events, then the latest."""
        return sorted(
            self.by_year, key=lambda year: (self.deaths_by_year[year], self.by_year[year], year), reverse=True
        )

    def add(self, row: Mapping[str, Any]) -> None:
        """Count an event."""
        deaths = int(row["fatalities_best"] or 0)
        self.by_year[row["year"]] += 1
        self.deaths_by_year[row["year"]] += deaths
        if (deaths, row["event_id"]) > (self.most, self.event):
            self.most, self.event = deaths, str(row["event_id"])


def names_of(place: str) -> list[str]:
    """The names of a place or commune: as its source writes it, and without the word for what it is."""
    short, _, sort = place.rpartition(" ")
    return [place, short] if sort.lower() in _SORTS and short else [place]


@cache
def other_names() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Other names than ours by kind of thing (name, place, zone, force) and its name or key, folded."""
    found: dict[tuple[str, str], list[str]] = {}
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["kind"], folded(row["of"])), []).append(row["name"])
    return {key: tuple(names) for key, names in found.items()}


def event_places(edition: Edition) -> list[EventPlace]:
    """The places of events of the edition by name, but for those that are a whole cercle or region.

    Whether the source's terms let them be shown is asked before: they are the events' own names.
    """
    placed: dict[str, dict[str, str | None]] = {"admin1": {}, "admin2": {}}
    for row in edition.table("placement"):
        if row["level"] in placed:
            placed[row["level"]][row["event_id"]] = row["pcode"]
    found: dict[tuple[str, str | None, str | None], EventPlace] = {}
    for row in edition.table("events"):
        if not row["place"] or row["where_precision"] > WORST_DRAWN or row["where_precision"] in BY_UNIT:
            continue
        admin1, admin2 = (placed[level].get(row["event_id"]) for level in placed)
        key = (row["place"], admin1, admin2)
        found.setdefault(key, EventPlace(*key)).add(row)
    return sorted(found.values(), key=lambda place: (place.name, place.event))


def other_frames(build: Build, edition: Edition, levels: Sequence[str]) -> Iterator[tuple[str, str, Unit, str]]:
    """Frame, level, unit and name of its region of what no unit of the edition is called, in the source's other
    frames."""
    known = {(level, folded(unit.name)) for level in levels for unit in edition.figures.units[level]}
    for entry in build.editions:
        if entry["source"] != edition.source or entry["frame"] == edition.frame:
            continue
        manifest = store.manifest_of(build, entry)
        regions = {record["pcode"]: record["name"] for record in manifest["units"]["admin1"]}
        for level in (one for one in levels if one in manifest["levels"]):
            for record in manifest["units"][level]:
                key = (level, folded(record["name"]))
                if key not in known:
                    known.add(key)
                    yield entry["frame"], level, unit_of(record), regions.get(record["admin1"] or "", "")


def regions_at(edition: Edition, points: Iterable[tuple[float, float]]) -> Iterator[str | None]:
    """The P-code of the region that each point (latitude, longitude) lies in, as the map draws regions; None: none."""
    drawn = [
        (str(shape["id"]), [_corners(ring) for ring in shape["rings"]]) for shape in edition.document("web_admin1")
    ]
    for latitude, longitude in points:
        x, y = longitude * _WEB_SCALE, latitude * _WEB_SCALE
        yield next((pcode for pcode, rings in drawn if sum(_crossings(ring, x, y) for ring in rings) % 2), None)


def _corners(ring: Sequence[int]) -> list[tuple[int, int]]:
    """The corners of a ring of geometry.encode.steps."""
    return list(zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True))


def _crossings(ring: Sequence[tuple[int, int]], x: float, y: float) -> int:
    """The number of a ring's edges that a ray from a point to the east crosses."""
    edges = zip(ring, [*ring[1:], ring[0]], strict=True)
    met = ((a, b) for a, b in edges if (a[1] > y) != (b[1] > y))
    return sum(x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in met)
