"""Synthetic events in Parquet, each time the same: python -m tests.benchmarks.synthetic NUMBER FILE [named]

Points in and around Mali, most of them near towns; no two alike (the hard case) or, `named`, at PLACES_A_TOWN places of
each town, as real files repeat theirs (UCDP's 2,120 events of Mali have 764 points). Precisions, names (of the
gazetteer, spelled in several ways, ambiguous, unknown, none), types, actors and deaths in proportions like those of
real files; 13 years of days.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from geodata.boundaries import gazetteer
from geodata.boundaries.ground import shipped_boundaries
from geodata.geometry import points
from geodata.vocabulary import VIOLENCE_TYPES

SEED, ROWS_A_GROUP, TOWNS = 14, 2**20, 3_000
BOX = (-13.0, 9.5, 5.5, 25.5)
"""West, south, east, north: Mali and what is around it."""
_FIRST_YEAR, _YEARS = 2012, 13
DYADS = {
    ("Government of Mali", "JNIM"): 30,
    ("JNIM", "Civilians"): 20,
    ("Government of Mali", "Civilians"): 8,
    ("IS", "Civilians"): 8,
    ("IS", "JNIM"): 7,
    ("Dan na Ambassagou", "JNIM"): 5,
    ("Government of Mali", "IS"): 5,
    ("Government of Mali", "CMA"): 4,
    ("GATIA, MSA", "IS"): 4,
    ("Dozos (Mali)", "Fulani"): 3,
    ("CMA", "GATIA"): 3,
    ("Wagner Group", "Civilians"): 2,
    ("Dan na Ambassagou", "Civilians"): 1,
}
"""Who fights whom, and in how many of a hundred events."""


@dataclass(frozen=True)
class Towns:
    """The places near which events happen: coordinates, and how files name the region and the cercle there."""

    at: np.ndarray
    region: np.ndarray
    cercle: np.ndarray
    regions: list[str]
    cercles: list[str]


@cache
def towns() -> Towns:
    """Four of five towns in Mali, named after the regions that ship and cercles of theirs; the others around it."""
    random = np.random.default_rng(SEED)
    at = random.uniform(BOX[:2], BOX[2:], (TOWNS, 2))
    units = shipped_boundaries().admin1
    inside = points.containing(at[:, 0], at[:, 1], units)
    at, inside = at[keep := (inside >= 0) | (random.random(TOWNS) < 0.15)], inside[keep]
    regions = [*units["name"], *(f"{name} region" for name in units["name"]), "Timbuktu region", "Tillabéri region"]
    communes = gazetteer.communes()
    cercles = sorted(communes["admin2_name"].unique().tolist())
    of = communes.groupby("r2016")["admin2_name"].unique()
    names = [*cercles, *(f"{name} cercle" for name in cercles), "Unknown cercle"]
    own = [
        names.index(random.choice(of[units["pcode"][unit]])) + len(cercles) * int(random.integers(2))
        if unit >= 0
        else -1
        for unit in inside.tolist()
    ]
    region = np.where(inside >= 0, inside + len(units) * random.integers(0, 2, len(at)), len(regions) - 1)
    return Towns(at, region.astype(np.int16), np.array(own, np.int16), regions, names)


PLACES_A_TOWN = 5
"""Places that events are at where they are at named ones."""


def _points(town: np.ndarray, random: np.random.Generator, *, is_named: bool) -> tuple[np.ndarray, np.ndarray]:
    """Where events of these towns are: anywhere near, or at one of the town's places, those of each run the same."""
    if not is_named:
        x, y = (towns().at[town] + random.normal(0, 0.03, (len(town), 2))).T
        return x, y
    around = np.random.default_rng(SEED).normal(0, 0.03, (len(towns().at), PLACES_A_TOWN, 2))
    x, y = (towns().at[town] + around[town, random.integers(0, PLACES_A_TOWN, len(town))]).T.round(4)
    return x, y


def group(number: int, rows: int, *, is_named: bool = False) -> pa.Table:
    """The rows of one row group, told by its number and kind alone: columns.EVENTS, those that counting reads."""
    random, known = np.random.default_rng([SEED, number]), towns()
    town = np.minimum((len(known.at) * random.random(rows) ** 4).astype(int), len(known.at) - 1)
    x, y = _points(town, random, is_named=is_named)
    year = _FIRST_YEAR + (_YEARS * random.random(rows) ** 0.6).astype(int)
    start = (year - 1970) * 365.2425 + random.uniform(1, 364, rows)
    longer = np.where(random.random(rows) < 0.03, random.integers(1, 40, rows), 0)
    best = random.geometric(0.25, rows) - 1
    dyad = random.choice(len(DYADS), rows, p=np.array([*DYADS.values()]) / 100).astype(np.int8)
    sides = [pa.DictionaryArray.from_arrays(dyad, [pair[side] for pair in DYADS]) for side in (0, 1)]
    kinds = np.array([_type(*pair) for pair in DYADS], np.int8)[dyad]
    return pa.table(
        {
            "event_id": pa.array(number * ROWS_A_GROUP + np.arange(rows)),
            "year": pa.array(year.astype(np.int16)),
            "country_iso3": pa.DictionaryArray.from_arrays(
                np.where(random.random(rows) < 0.01, 1, 0).astype(np.int8), ["MLI", "NER"]
            ),
            "date_start": pa.array(start.astype("datetime64[D]")),
            "date_end": pa.array((start + longer).astype("datetime64[D]")),
            "date_precision": pa.array(random.choice(5, rows, p=(0.7, 0.1, 0.1, 0.05, 0.05)).astype(np.int8) + 1),
            "where_precision": pa.array(
                random.choice(7, rows, p=(0.45, 0.25, 0.12, 0.08, 0.05, 0.04, 0.01)).astype(np.int8) + 1
            ),
            "longitude": pa.array(x),
            "latitude": pa.array(y),
            "admin1_name": _named(known.region[town], known.regions, random),
            "admin2_name": _named(known.cercle[town], known.cercles, random),
            "violence_type": pa.DictionaryArray.from_arrays(kinds, [*VIOLENCE_TYPES]),
            "side_a": sides[0],
            "side_b": sides[1],
            "fatalities_low": pa.array(np.maximum(best - 1, 0)),
            "fatalities_best": pa.array(best),
            "fatalities_high": pa.array(best + random.integers(0, 3, rows)),
            "civilian_fatalities": pa.array(best // 2, mask=random.random(rows) < 0.01),
        }
    )


def _type(side_a: str, side_b: str) -> int:
    """UCDP's type of violence by who fights, as a position in VIOLENCE_TYPES."""
    if side_b == "Civilians":
        return 2
    return 0 if "Government of Mali" in (side_a, side_b) else 1


def _named(usual: np.ndarray, names: list[str], random: np.random.Generator) -> pa.Array:
    """Names as numbers: nine of ten the one of the town, four of a hundred any, the others none."""
    chance = random.random(len(usual))
    at = np.where(chance < 0.04, random.integers(0, len(names), len(usual)), usual).astype(np.int16)
    return pa.DictionaryArray.from_arrays(pa.array(at, mask=(chance > 0.94) | (at < 0)), names)


def write(path: Path, rows: int, *, is_named: bool = False) -> None:
    """Write so many events as Parquet, a row group at a time."""
    writer = None
    for number, first in enumerate(range(0, rows, ROWS_A_GROUP)):
        table = group(number, min(ROWS_A_GROUP, rows - first), is_named=is_named)
        writer = writer or parquet.ParquetWriter(path, table.schema, compression="snappy")
        writer.write_table(table)
    if writer is not None:
        writer.close()


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]), is_named="named" in sys.argv)
