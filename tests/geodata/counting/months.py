"""Drawn counts by month, the grounds that they lie in, and what they come to there."""

from __future__ import annotations

from functools import cache

import pandas as pd

from geodata.boundaries import frames, gazetteer
from geodata.boundaries.ground import Ground, shipped_boundaries
from geodata.names import NameRule
from geodata.schema import validate
from tests import deep_worlds, worlds


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows as columns.MONTHLY has them: of A 1 in March 2022, unless they say otherwise; "" is missing."""
    standard = {"country_iso3": "MLI", "admin1_name": "A", "admin2_name": "A 1", "period": "2022-03"}
    standard |= {"admin1_pcode": None, "admin2_pcode": None, "event_type": None, "events": 1, "fatalities": 0}
    made = [{"row": number, **standard, **row} for number, row in enumerate(rows, start=2)]
    return validate.validate("monthly", pd.DataFrame(made).replace({"": None}), "drawn")


@cache
def ground(drawing: str = "A B\nA B", *rules: NameRule, cercles: bool = True) -> Ground:
    drawn = worlds.units(drawing)
    units = deep_worlds.divided(drawn, drawn) if cercles else {"admin1": drawn}
    units = {level: units[level] for level in ("admin1", "admin2") if level in units}
    return Ground(units, worlds.people(drawn), worlds.surroundings(drawn), {"admin1": list(rules)})


@cache
def real(frame: str) -> Ground:
    """The regions and cercles of a frame by name, without shapes; what names mean there."""
    of = frames.membership(gazetteer.communes()["commune_id"], frame)
    regions = of[["admin1_pcode", "admin1_name"]].drop_duplicates()
    regions.columns = ["pcode", "name"]
    cercles = of.rename(columns={"admin2_pcode": "pcode", "admin2_name": "name"}).drop_duplicates("pcode")
    rules = {level: frames.rules(frame, level) for level in ("admin1", "admin2")}
    return Ground({"admin1": regions, "admin2": cercles}, {}, shipped_boundaries().surroundings, rules, frame=frame)


def told(made, level: str, period: str = "2022-03") -> dict[object, tuple[int, int]]:
    """Events and deaths by unit; "" stands for what is not allocated."""
    found = made.counts
    rows = found[(found["level"] == level) & (found["period"] == period)]
    return {
        row.pcode if isinstance(row.pcode, str) else "": (row.events, row.fatalities_best)
        for row in rows.itertuples(index=False)
    }
