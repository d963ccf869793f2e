"""Checks of the force tables, and the region of each row that has a point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd

from geodata.errors import DataError
from geodata.forces.dates import interval
from geodata.forces.left import capped
from geodata.geometry.points import containing
from geodata.schema import validate
from geodata.sources import require_known
from geodata.vocabulary import BY_FORCE, CIVIL_AUTHORITIES, DATA, MOVEMENTS


def require_marked(table: pd.DataFrame, where: str) -> None:
    """Raise DataError for the first row that has no source without saying unsourced, or says so and has one.

    `table` has source_id and confidence and is indexed by the row of the file; `where` names the file.
    """
    has_source, is_unsourced = table["source_id"].notna(), table["confidence"] == "unsourced"
    for row in table.index[has_source == is_unsourced][:1]:
        found = table.loc[row, "source_id"] if has_source[row] else "no source"
        raise DataError(
            f"row {row}: {found}, but confidence {table.loc[row, 'confidence']!r}",
            where=where,
            expected="confidence unsourced where source_id is empty, and only there",
        )


def check_timeline(timeline: pd.DataFrame, sites: pd.DataFrame) -> None:
    """Raise DataError for the first event with a repeated id, an invalid date, an end before its start, half
    a point, a force that vocabulary.REPORTED lacks, or a site that `sites` lacks.

    `timeline` has columns.TIMELINE and is indexed by the row of the file.
    """
    known, seen = set(sites["site_id"]), set[str]()
    for row, event in zip(timeline.index, timeline.to_dict("records"), strict=True):
        start, end = _day(row, event["date"]), _day(row, event["end_date"])
        if start is None:
            raise _refused(row, "no date")
        if end is not None and end[1] < start[0]:
            raise _refused(row, f"it ends on {event['end_date']}, before it starts on {event['date']}")
        for force in filter(None, event["forces"].split(";")):
            if force not in BY_FORCE and force not in MOVEMENTS:
                known_forces = ", ".join([*BY_FORCE, *MOVEMENTS])
                raise _refused(row, f"unknown force {force!r}", f"{known_forces}, divided by semicolons")
        if pd.notna(event["site_id"]) and event["site_id"] not in known:
            raise _refused(row, f"unknown site {event['site_id']!r}", "a site_id of sites.csv, or an empty field")
        if pd.isna(event["latitude"]) != pd.isna(event["longitude"]):
            raise _refused(row, "half a point", "latitude and longitude, or neither")
        if event["event_id"] in seen:
            raise _refused(row, f"{event['event_id']!r} is the id of another event")
        seen.add(event["event_id"])


def check_sites(sites: pd.DataFrame) -> None:
    """Raise DataError for the first site with an invalid date, a report and a known end at once, or an heir that
    vocabulary lacks.

    `sites` has columns.SITES and is indexed by the row of the file.
    """
    for row, site in zip(sites.index, sites.to_dict("records"), strict=True):
        try:
            spans = [interval(site[name]) for name in ("from_date", "to_date", "to_latest", "reported")]
        except DataError as problem:
            raise DataError(f"row {row}: {problem.what}", where="sites.csv", expected=problem.expected) from None
        if spans[1] and spans[3]:
            raise DataError(
                f"row {row}: a closing date and a last report", where="sites.csv", expected="one of them, or neither"
            )
        heirs = [] if pd.isna(site["taken_over_by"]) else site["taken_over_by"].split(";")
        if unknown := [heir for heir in heirs if heir not in BY_FORCE and heir != CIVIL_AUTHORITIES]:
            raise DataError(
                f"row {row}: unknown holder {unknown[0]!r}",
                where="sites.csv",
                expected=f"{', '.join([*BY_FORCE, CIVIL_AUTHORITIES])}, divided by semicolons",
            )


def check_headcounts(headcounts: pd.DataFrame) -> None:
    """Raise DataError for the first figure with an invalid date, or whose lowest is above its best or highest.

    `headcounts` has columns.HEADCOUNTS and is indexed by the row of the file.
    """
    for row, figure in zip(headcounts.index, headcounts.to_dict("records"), strict=True):
        try:
            interval(figure["as_of"])
        except DataError as problem:
            raise DataError(f"row {row}: {problem.what}", where="headcounts.csv", expected=problem.expected) from None
        given = [figure[name] for name in ("low", "best", "high") if not pd.isna(figure[name])]
        if given != sorted(given):
            raise DataError(
                f"row {row}: low, best and high are {', '.join(map(str, given))}",
                where="headcounts.csv",
                expected="low at most best, best at most high",
            )


def _day(row: int, text: str) -> tuple[date, date] | None:
    try:
        return interval(text)
    except DataError as problem:
        raise _refused(row, problem.what, problem.expected) from None


def _refused(row: int, what: str, expected: str = "") -> DataError:
    return DataError(f"row {row}: {what}", where="timeline.csv", expected=expected)


def placed(table: pd.DataFrame, sites: pd.DataFrame, units: gpd.GeoDataFrame) -> pd.DataFrame:
    """The rows with the p-code of the unit that their point lies in; at a listed site's point, the site's own.

    Null: no point, or one abroad. `sites` are located in the same units, corrections applied (forces.locate,
    forces.relocate).
    """
    units = units.sort_values("pcode", ignore_index=True)
    codes = units["pcode"].to_numpy()
    inside = containing(table["longitude"].to_numpy(float), table["latitude"].to_numpy(float), units)
    own = dict(zip(zip(sites["longitude"], sites["latitude"], strict=True), sites["pcode"], strict=True))
    found = [
        own.get(point, codes[unit] if unit >= 0 else None)
        for point, unit in zip(zip(table["longitude"], table["latitude"], strict=True), inside, strict=True)
    ]
    return table.assign(pcode=pd.Series(found, index=table.index, dtype="string"))


@dataclass(frozen=True)
class ForceTables:
    """Force sites with corrections, headcounts, mandates, the sources that rows name, dated events, nominal troops.

    The p-codes of events and nominal troops are null: a ground places them.
    """

    sites: pd.DataFrame
    corrections: pd.DataFrame
    headcounts: pd.DataFrame
    mandates: pd.DataFrame
    sources: pd.DataFrame
    timeline: pd.DataFrame
    nominal_troops: pd.DataFrame


def shipped_forces() -> ForceTables:
    """The force tables that ship, checked.

    Raises DataError for a row that names an unknown source, site or force, whose dates are none, or that has no
    source and does not say so.
    """

    def read(name: str) -> pd.DataFrame:
        table = pd.read_csv(DATA / "forces" / f"{name}.csv", dtype=str, keep_default_na=False).replace("", pd.NA)
        table.index = pd.RangeIndex(2, len(table) + 2, name="row")
        return table

    events = read("timeline")
    found = {name: read(name) for name in ("sites", "headcounts", "mandates")} | {
        "timeline": events.assign(
            pcode=None,
            forces=events["forces"].fillna(""),
            is_key=events["is_key"].map({"true": True, "false": False}).astype(object),
        ),
        "nominal_troops": read("nominal_troops").assign(pcode=None),
    }
    tables = {name: validate.validate(name, table, f"{name}.csv") for name, table in found.items()}
    named = read("sources")
    for name, table in tables.items():
        further = table["more_sources"].dropna() if "more_sources" in table else pd.Series(dtype="string")
        used = {*table["source_id"].dropna(), *further.str.split(";").explode()}
        require_known(set(named["source_id"]), used, f"{name}.csv")
    for name in ("headcounts", "timeline"):
        require_marked(tables[name], f"{name}.csv")
    check_sites(tables["sites"])
    check_headcounts(tables["headcounts"])
    check_timeline(tables["timeline"], tables["sites"])
    tables["sites"] = capped(tables["sites"], tables["mandates"])
    whole = {name: table.reset_index(drop=True) for name, table in tables.items()}
    return ForceTables(**whole, corrections=read("corrections"), sources=named)
