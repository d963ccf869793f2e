"""Place each event of a table in a unit: names give candidates, the point decides, and every event is accounted for."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.names import NameRule
from geodata.placing.batch import Placed, Places, place_batch
from geodata.placing.meanings import Coded
from geodata.placing.scale import ACLED, UCDP, Scale, Verdict
from geodata.placing.unit_index import Indexes

__all__ = ["ACLED", "UCDP", "Scale", "Verdict", "place", "placement", "places"]

_BASES = np.array([verdict.basis for verdict in Verdict], dtype=object)
_REASONS = np.array([verdict.reason for verdict in Verdict], dtype=object)


def place(
    events: pd.DataFrame,
    units: gpd.GeoDataFrame,
    *,
    frame: str,
    level: str,
    rules: Sequence[NameRule] = (),
    scale: Scale = UCDP,
) -> pd.DataFrame:
    """Allocate every event to a unit of one level: columns.PLACEMENT, a row for each event in the given order.

    `units` has pcode, name and geometry in EPSG:4326. Where the source names a unit, the name decides: a region at any
    precision, a smaller unit only if the place is known that well. Where the name fits several units, the point
    decides among them (the nearest, if it lies in none) if it is finer than the name (Scale.decides). Where no known
    unit is named, the point decides if its precision allows; otherwise `pcode` is null and `reason` says why.
    `named_pcode` is the one unit that the names mean, `point_pcode` the unit that holds the point, whatever decided.
    """
    index = Indexes().of(units, frame, level, rules)
    return placement(events, place_batch(places(events), [index], scale)[0])


def places(events: pd.DataFrame) -> Places:
    """Where the events of a table (columns.EVENTS) are, as placing reads it."""
    return Places(
        events["longitude"].to_numpy(float),
        events["latitude"].to_numpy(float),
        events["where_precision"].to_numpy(np.int8),
        events["year"].to_numpy(np.int16),
        Coded.of(events["admin1_name"]),
        Coded.of(events["admin2_name"]),
    )


def placement(events: pd.DataFrame, placed: Placed) -> pd.DataFrame:
    """The events as they are placed in the units of a level: columns.PLACEMENT, the events' index."""
    index = placed.index
    return pd.DataFrame(
        {
            "event_id": events["event_id"],
            **{"frame": index.frame, "level": index.level},
            "pcode": index.names(placed.unit),
            "basis": _BASES[placed.verdict],
            "reason": _REASONS[placed.verdict],
            "named_pcode": index.names(placed.named),
            "point_pcode": index.names(placed.point),
        },
        index=events.index,
    )
