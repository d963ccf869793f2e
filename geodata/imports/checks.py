"""Checks before a file is imported, and the facts kept in its record."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata import files, sources
from geodata.counting import monthly
from geodata.errors import DataError
from geodata.imports import coordinates, layouts, neighbours
from geodata.readers.un_personnel import MISSION
from geodata.tabular import csv_file, raw_table
from geodata.tabular.days import WRITE_ISO
from geodata.tabular.formulas import escape_formula
from geodata.tabular.sheets import place_of, sheet_of
from geodata.tabular.typed_cells import NO_DATE, ReadResult
from geodata.vocabulary import ABROAD, COUNTRY_ISO3, DATA, FIRST_YEAR

MOST_REJECTED = 0.05
"""The share of rejected rows above which a file is not imported unless its user says so."""
OTHER_COUNTRIES = "other countries"
_SHIPPED = DATA / "sources.toml"
_NEAR = ("MLI", "NER", "BFA", "MRT", "DZA", "SEN", "GIN", "CIV")


def countries(table: pd.DataFrame) -> dict[str, int]:
    """Rows by country: Mali, its neighbours by number, then all others as one. Empty where the table names none."""
    if "country_iso3" not in table.columns:
        return {}
    name = "country" if "country" in table.columns else "country_iso3"
    near = table[table["country_iso3"].isin(_NEAR)]
    counted = near[name].value_counts()
    mali = set(near[name][near["country_iso3"] == "MLI"])
    order = sorted(counted.index, key=lambda country: (country not in mali, -counted[country], country))
    found = {str(country): int(counted[country]) for country in order}
    return found | ({OTHER_COUNTRIES: len(table) - len(near)} if len(near) < len(table) else {})


def days(table: pd.DataFrame) -> tuple[str, str]:
    """The first and the last day that accepted rows of Mali are about, as ISO dates; "" where there is none.

    Those of other countries in the file tell nothing about Mali. Of UN personnel, MINUSMA's rows are Mali's; of a file
    of neighbours alone, theirs count.
    """
    column, own = ("mission", MISSION) if "mission" in table.columns else ("country_iso3", COUNTRY_ISO3)
    is_own = table[column].isin(ABROAD) if neighbours.is_abroad(table) else table[column] == own
    table = table[is_own]
    if table.empty:
        return "", ""
    if "period" in table.columns:
        months = pd.PeriodIndex(table["period"], freq="M")
        return months.min().start_time.date().isoformat(), months.max().end_time.date().isoformat()
    first, last = ("date_start", "date_end") if "date_start" in table.columns else ("month_end", "month_end")
    return pd.Timestamp(table[first].min()).date().isoformat(), pd.Timestamp(table[last].max()).date().isoformat()


def require_usable(found: ReadResult, data: Path, file: Path, accept_rejected: bool) -> None:
    """Raise DataError for a file that breaks off, holds nothing of Mali, or has too many rows that cannot be used.

    Those rows are then written beside the imports, as rejected-<file>.csv in `data`.
    """
    _require_whole(found, file, accept_rejected)
    if not found.table.empty:
        require_countable(found, file.name)
        coordinates.require_near(found, file.name)
    rejected = found.rejected["row"].nunique()
    if not len(found.table) and not rejected:
        raise DataError("holds no rows", where=file.name, expected="a header and a row for each record")
    if rejected < found.rows and (accept_rejected or rejected <= MOST_REJECTED * found.rows):
        return
    beside = data / f"rejected-{file.stem}.csv"
    write_rows(found, found.rejected, beside)
    first = found.rejected.iloc[0]
    what = f"{rejected:,} of {found.rows:,} rows ({100 * rejected / found.rows:.1f} %) cannot be used"
    place = place_of(found.sheets, int(first["row"]))
    raise DataError(
        f"{what}: {place}, column {first['column']}: {first['value']!r} ({first['reason']})",
        where=file.name,
        expected=f"at most {MOST_REJECTED:.0%} of the rows",
        todo=f"All of them are in {beside}. {_advice(found, rejected)}".strip(),
    )


def _advice(found: ReadResult, rejected: int) -> str:
    """What to do about rejected rows: never to leave out those of a column that was misread as a whole."""
    no_date = found.rejected.loc[found.rejected["reason"] == NO_DATE, "row"].nunique()
    if no_date > MOST_REJECTED * found.rows:
        return WRITE_ISO
    if coordinates.are_projected(found.rejected):
        return coordinates.PROJECTED
    return "" if rejected == found.rows else "To import the other rows, add --accept-rejected."


def require_countable(found: ReadResult, where: str) -> None:
    """Raise DataError where a table of events, or of counts by month, holds nothing that could be counted.

    That is of Mali or, of events, of Niger or Burkina Faso, which may stand beside Mali's: see `neighbours`.
    """
    table = found.table
    if "period" in table.columns:
        monthly.chosen(table, where)
    elif "date_start" in table.columns and not neighbours.is_abroad(table):
        _require_mali(table, where)


def release_of(found: ReadResult | None, digest: str) -> tuple[str, bool]:
    """The release and whether it is inferred: on record for a file whose hash is known, else as its rows say."""
    for source in sources.read(_SHIPPED).values():
        if source.raw_sha256 == digest:
            return source.release, source.is_release_inferred
    return ("", False) if found is None else layouts.release(found)


def require_file(file: Path) -> None:
    """Raise DataError unless there is such a file, it is not empty, and not larger than any that is read."""
    if file.is_dir():
        raise DataError("is a folder", where=str(file), expected="a file")
    if not file.is_file():
        raise DataError("there is no such file", where=str(file), todo="Check the path.")
    size = file.stat().st_size
    if not size:
        raise DataError("is empty", where=str(file), todo="Take the file again from its publisher.")
    raw_table.require_size(size, file.name)


def _require_whole(found: ReadResult, file: Path, accept_rejected: bool) -> None:
    """Raise DataError where a file breaks off: its last row has too few fields, or a quotation mark left open."""
    if accept_rejected or found.rejected.empty:
        return
    last = int(found.rejected["row"].max())
    reasons = found.rejected.loc[found.rejected["row"] == last, "reason"]
    breaks = any(raw_table.is_short(reason) or reason == csv_file.BROKEN_QUOTE for reason in reasons)
    if breaks and (found.table.empty or last > int(found.table["row"].max())):
        raise DataError(
            f"ends in the middle of {place_of(found.sheets, last)}",
            where=file.name,
            todo="Take the file again from its publisher. To import what is there, add --accept-rejected.",
        )


def _require_mali(table: pd.DataFrame, where: str) -> None:
    if ((table["country_iso3"] == COUNTRY_ISO3) & (table["year"] >= FIRST_YEAR)).fillna(False).any():
        return
    there = ", ".join(f"{country} {number:,}" for country, number in countries(table).items())
    raise DataError(
        f"holds no event of Mali of {FIRST_YEAR} or later (there are: {there})",
        where=where,
        expected="events of Mali, or of Niger or Burkina Faso to stand beside them; others are left out",
    )


def write_rows(found: ReadResult, rows: pd.DataFrame, path: Path) -> None:
    """Write rows to look at in a spreadsheet: no half file, nothing that it would run as a formula.

    Where several sheets of a workbook were read, a first column names the sheet, and rows count within it.
    """
    shown = rows.copy()
    if len(found.sheets) > 1:
        places = [sheet_of(found.sheets, int(row)) for row in rows["row"]]
        shown["row"] = [number for _, number in places]
        shown.insert(0, "sheet", [sheet.name for sheet, _ in places])
    for column in shown.select_dtypes(exclude="number").columns:
        shown[column] = shown[column].astype("object").map(escape_formula)
    with files.write_aside(path) as aside:
        shown.to_csv(aside, index=False, encoding="utf-8-sig", lineterminator="\n")
