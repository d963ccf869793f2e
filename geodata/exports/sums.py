"""The sum of picked units as a flat record, in the columns of a unit's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from geodata import periods
from geodata.builds.store import Edition
from geodata.exports import class_columns, period_columns, records
from geodata.exports.columns import BESIDE, IDENTITY, LISTED, STATUS_OF, breakdowns, rates_of, statuses_of
from geodata.exports.records import Cell, Record
from geodata.exports.selection import Selection
from geodata.figures import measures, sums
from geodata.figures.figures import Row, Unit
from geodata.figures.measures import Measure
from geodata.schema.column import Column
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.texts import N_

SUM = "sum"
"""First column of the row of a sum."""
BETWEEN = " + "
"""What stands between the names of the units of a sum."""
COLUMN = Column(
    "summed_units",
    "string",
    N_("codes of the units whose sum the row is; null: the row is no sum"),
    nullable=True,
    hxl="#meta+units+summed",
)


def joined(units: Sequence[Unit]) -> str:
    """The names of the units of a sum."""
    return BETWEEN.join(unit.name for unit in units)


def codes(units: Sequence[Unit]) -> str:
    """The codes of the units of a sum, as an address has them."""
    return ",".join(unit.pcode for unit in units)


def row(edition: Edition, level: str, units: Sequence[Unit], period: str, violence: str, family: str) -> Row:
    """The figures of the units together in a period: see figures.sums.total."""
    return sums.total([edition.figures.row(level, unit, period, violence, family) for unit in units])


def named(edition: Edition, level: str, units: Sequence[Unit], period: str, violence: str, family: str) -> Row:
    """The counts of the events that name one of the units and are placed in none of the level."""
    return sums.total([edition.figures.named(level, unit, period, violence, family) for unit in units])


def record(
    edition: Edition,
    level: str,
    units: Sequence[Unit],
    period: str,
    *,
    violence: str = "all",
    family: str = "any",
    since: str | None = None,
) -> Record:
    """The record of the units together: the columns of a unit's (records.record), and COLUMN; no unit's note."""
    parts = [
        records.record(edition, level, unit, period, violence=violence, family=family, since=since) for unit in units
    ]
    whole = row(edition, level, units, period, violence, family)
    made = {**parts[0], **_identity(level, units)}
    made |= {name: _added(parts, name) for name in _additive(edition, level) if name in made}
    made |= {**period_columns.counts(whole, period), **{name: whole[name] for name in _listed(made)}}
    made |= {"population": whole["population"], "population_note": None} if level == "admin1" else {}
    made["area_km2"] = round(whole["area_km2"] or 0, 1)
    made |= {measure.key: measures.value(measure, whole) for measure in rates_of(level)}
    made |= {name: measures.count_status(*STATUS_OF[name][:2], whole) for name in statuses_of(level)}
    made |= class_columns.of_row(
        rates_of(level), whole, partial(records.breaks_of, edition, level=level, period=period)
    )
    if since is not None:
        then = row(edition, level, units, periods.compared(period, since), violence, family)
        made |= records.changes(rates_of(level), made, then, period, since)
    return {**made, COLUMN.name: codes(units)}


def _identity(level: str, units: Sequence[Unit]) -> Record:
    empty: Record = dict.fromkeys(column.name for column in IDENTITY[level])
    return {**empty, "pcode": SUM, "name": joined(units)}


def _additive(edition: Edition, level: str) -> list[str]:
    """The columns of counts that add up, those of the events that only name a unit and of breakdowns among them."""
    beside = [column.name for column in BESIDE.get(level, ())]
    return [*beside, *breakdowns(edition.manifest["violence"], edition.manifest["families"])]


def _listed(made: Record) -> list[str]:
    return [column.name for column in LISTED if column.name in made]


def _added(parts: Sequence[Record], name: str) -> Any:
    values = [part[name] for part in parts]
    return None if None in values else sum(values)


def cell(
    edition: Edition,
    measure: Measure,
    level: str,
    units: Sequence[Unit],
    period: str,
    *,
    violence: str = "all",
    family: str = "any",
    since: str | None = None,
) -> Cell:
    """The value of a measure for the units together; with `since`, its change from the same period of that year."""
    return records.cell_in(
        edition, measure, level, period, since, lambda when: row(edition, level, units, when, violence, family)
    )


def accounting(
    edition: Edition, level: str, units: Sequence[Unit], period: str, violence: str, family: str
) -> dict[str, Any]:
    """The sum in a period, without breakdowns: its counts, what is named and not placed, people, area, rates.

    `people_not_known`: the units whose number of people is not known, which leave the sum's rates by people without a
    value.
    """
    counted = [(unit, edition.figures.row(level, unit, period, violence, family)) for unit in units]
    whole = sums.total([own for _, own in counted])
    beside = named(edition, level, units, period, violence, family)
    rates = rates_of(level)
    found: dict[str, Any] = {
        **{name: whole[name] for name in ADDITIVE_NAMES},
        "named": {name: beside[name] for name in ADDITIVE_NAMES},
        "area_km2": round(whole["area_km2"] or 0, 1),
        **{measure.key: measures.value(measure, whole) for measure in rates},
    }
    if any(measure.denominator == "population" for measure in rates):
        found |= {
            "population": whole["population"],
            "people_not_known": [unit.pcode for unit, own in counted if not own["population"]],
        }
    return found


def columns(chosen: Selection) -> tuple[Column, ...]:
    """The column that tells a sum from its units, where units are picked."""
    return (COLUMN,) if chosen.picked else ()


def of_no_units(chosen: Selection) -> Record:
    """What a row that is no sum has in that column."""
    return {column.name: None for column in columns(chosen)}


def records_of(edition: Edition, level: str, chosen: Selection, period: str) -> list[Record]:
    """The record of the sum of the picked units in a period; none where none are picked."""
    units = chosen.units(edition, level) if chosen.picked else []
    return [record(edition, level, units, period, **chosen.filters)] if units else []


def accounting_of(edition: Edition, level: str, chosen: Selection) -> Record:
    """`sum`: the picked units, by code and by name, and their sum by period; empty where none are picked."""
    units = chosen.units(edition, level) if chosen.picked else []
    filters = (chosen.violence, chosen.family)
    found = {period: accounting(edition, level, units, period, *filters) for period in chosen.periods(edition) if units}
    return (
        {"sum": {"units": [unit.pcode for unit in units], "name": joined(units), "by_period": found}} if units else {}
    )
