"""Evidence for claims drawn from a few events or rows, and what a claim comes to on it."""

from dataclasses import replace
from functools import cache

import pandas as pd

from geodata import claims
from geodata.claims.model import Claim, Evidence, Pick, Stated
from geodata.counting import quarters
from geodata.figures import quarterly
from geodata.figures.figures import Figures
from geodata.texts import Text
from tests import drawn_ged

SHIPPED = {claim.id: claim for claim in claims.read()}
FORCES = "Military Forces of Mali (2021-)"
MONTHS = frozenset(f"{year}-{month:02}" for year in range(2020, 2023) for month in range(1, 13))
ACLED_TYPES = {"one_sided": "against_civilians", "state_based": "battles", "non_state": "strategic"}


def events(**numbers):
    """So many events of JNIM a year, each with 2 deaths, 1 to 3."""
    return [
        {
            "date_start": f"03/01/{year[1:]} 00:00:00",
            "date_end": f"03/01/{year[1:]} 00:00:00",
            "year": year[1:],
            "low": 1,
            "best": 2,
            "high": 3,
        }
        for year, number in numbers.items()
        for _ in range(number)
    ]


def killed(*rows):
    """Events in which so many civilians were killed on a day."""
    return [
        {
            "year": day[:4],
            "date_start": f"{day[5:7]}/{day[8:]}/{day[:4]} 00:00:00",
            "date_end": f"{day[5:7]}/{day[8:]}/{day[:4]} 00:00:00",
            "type": 3,
            "b": "Civilians",
            "best": number,
            "high": number,
            "civilians": number,
            **(more[0] if more else {}),
        }
        for day, number, *more in rows
    ]


def evidence(spec, *, actors="ucdp", years=range(2010, 2024), months=(), tables=None):
    """The quarters of drawn events, in a source that covers these years, or these months."""
    drawn = drawn_ged.events(spec)
    if actors == "acled":
        drawn["violence_type"] = drawn["violence_type"].map(ACLED_TYPES)
        drawn[["fatalities_low", "fatalities_high", "civilian_fatalities"]] = pd.NA
    rows = quarters.count(drawn, actors)
    figures = Figures({}, {}, [], frozenset(map(str, years)), covered_months=frozenset(months))
    found = quarterly.read(rows.astype(object).where(rows.notna(), None).to_dict("records"))
    return Evidence("drawn", "The source", "2016", figures, found, tables or {})


def outcome(claim, given):
    (result,) = claims.evaluate([SHIPPED[claim] if isinstance(claim, str) else claim], given)
    return result


def untold(claim, given):
    result = outcome(claim, given)
    assert (result.verdict, result.value, result.values, result.series) == ("not_testable", None, (), ())
    return result.reason.en


def pick(key, number=None, **where):
    table = {"date": "timeline"}.get(key, "headcounts")
    label = Text(key, f"{key} (fr)")
    if number is not None:
        return Pick(key, label, stated=Stated("press", "2022", number))
    fields = tuple((name, text) for name, text in where.items() if name != "field")
    return Pick(key, label, table, fields, where.get("field", "best"))


def people(force, as_of, best, low=None, high=None, source="un"):
    return {"force": force, "as_of": as_of, "low": low, "best": best, "high": high, "source_id": source}


@cache
def _one_event():
    return evidence(events(y2022=1))


def of_tables(**tables):
    return replace(_one_event(), tables=tables)


def record(computation, **fields):
    both = Text("", "")
    return Claim("X01", "", both, "", "forces", "forces", both, computation, **fields)
