"""Text becomes values here, cell by cell: what cannot be used is rejected with its reason, what is odd is listed.

Every row of data of a file is either in `table` or in `rejected`: rows == len(table) + rejected["row"].nunique().
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.schema import validate
from geodata.schema.tables import TABLES
from geodata.tabular import days, raw_table
from geodata.tabular.days import Published
from geodata.tabular.raw_table import RawTable
from geodata.tabular.sheets import Sheet
from geodata.texts import N_

FIRST_YEAR, LAST_YEAR = 1946, 2100
LARGEST = 1_000_000_000
"""No count of events or people is larger."""

BOX = (-14.0, 8.0, 6.0, 27.0)
"""Mali and what is near it: west, south, east, north. A point of Mali outside it is odd."""

EMPTY = N_("empty")
NO_NUMBER = N_("not a number")
NOT_WHOLE = N_("not a whole number")
OUT_OF_RANGE = N_("not from {} to {}")
NO_DATE = N_("not a date")
UNKNOWN_CODE = N_("not one of: {}")
REPEATED = N_("already in {}")

_GROUPED = r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.0*)?"
_DECIMAL_COMMA = r"[+-]?[0-9]+,0{1,2}"
_FRACTION = r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
_IS_FRACTION = re.compile(_FRACTION).fullmatch
_WHOLE = r"[0-9]+\.0*"
"""A whole number as programs write it that hold it as a fraction: 1.0."""


@dataclass(frozen=True)
class ReadResult:
    """A file, read with every row accounted for.

    layout: the key of layouts.LAYOUTS. table: the accepted rows as columns.TABLES has them, indexed by the file's
    row (the header is row 1). rejected: columns.REJECTED, a line for each thing that is wrong. odd: the usable rows
    that a person should look at, columns.ODDITY_ROWS. rows: rows of data in the file. notes: on the file as a whole.
    sheets: those of a workbook that were read; the rows of each count on from the one before.
    """

    layout: str
    table: pd.DataFrame
    rejected: pd.DataFrame
    odd: pd.DataFrame
    rows: int
    notes: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()


def without_decimals(cells: pd.Series[str]) -> pd.Series[str]:
    """The cells, whole numbers among them without the decimals that a program gave them: 1.0 is 1, 1.5 stays."""
    if not cells.str.contains(".", regex=False).any():
        return cells
    return cells.where(~cells.str.fullmatch(_WHOLE), cells.str.replace(r"\..*", "", regex=True))


_NOTHING = pd.DataFrame({"row": [], "oddity": [], "detail": []}).astype({"row": "int64"})


class Cells:
    """The cells of a raw table on their way to values, collecting what is rejected and what is odd."""

    def __init__(self, raw: RawTable) -> None:
        """Nothing is judged yet but what the raw table rejected itself."""
        self.raw = raw
        self.index = raw.table.index
        self._rejected = [raw.rejected]
        self._odd: list[pd.DataFrame] = []
        self._stripped: dict[str, pd.Series[str]] = {}

    def has(self, column: str) -> bool:
        """True if the file has this column."""
        return column in self.raw.table.columns

    def cells(self, column: str) -> pd.Series[str]:
        """The column's cells without spaces around them; empty where the file has no such column."""
        if not self.has(column):
            return pd.Series("", index=self.index, dtype="str")
        if column not in self._stripped:
            self._stripped[column] = self.raw.table[column].str.strip()
        return self._stripped[column]

    def reject(self, column: str, mask: pd.Series[bool], reason: str | pd.Series[str]) -> None:
        """Reject the masked rows for what this column holds."""
        if not mask.any():
            return
        value = self.raw.table.loc[mask, column] if self.has(column) else ""
        spelled = self.raw.spelled.get(column, column)
        lines = pd.DataFrame({"row": self.index[mask], "column": spelled}, index=self.index[mask])
        lines["value"] = value if isinstance(value, str) else value.str.slice(0, raw_table.SHOWN)
        lines["reason"] = reason if isinstance(reason, str) else reason[mask]
        self._rejected.append(lines)
        if sum(map(len, self._rejected)) > raw_table.MOST_REJECTED:
            raise raw_table.unreadable(self.raw.path, str(lines["reason"].iloc[-1]))

    def odd(self, oddity: str, mask: pd.Series[bool], *details: str | pd.Series[str]) -> None:
        """List the masked rows as odd, a key of vocabulary.ODDITIES; the details are joined into one text."""
        if not mask.any():
            return
        mask = mask.fillna(False).astype(bool)
        lines = pd.DataFrame({"row": self.index[mask], "oddity": oddity}, index=self.index[mask])
        lines["detail"] = ""
        for detail in details:
            lines["detail"] += detail if isinstance(detail, str) else detail[mask].astype("str")
        self._odd.append(lines)

    def odd_place(self, events: pd.DataFrame) -> None:
        """List the events that are in Mali by their country and outside BOX by their point."""
        west, south, east, north = BOX
        is_near = events["longitude"].between(west, east) & events["latitude"].between(south, north)
        is_far = (events["country_iso3"] == "MLI") & ~is_near
        self.odd("far_from_mali", is_far, self.cells("longitude"), " ", self.cells("latitude"))

    def text(self, column: str, *, required: bool = False) -> pd.Series[str]:
        """The column's text, null where empty; a required one is rejected where empty."""
        return self._text(column, self.cells(column), required=required)

    def id(self, column: str) -> pd.Series[str]:
        """The column's ids, rejected where empty; one in figures has no decimals, whatever wrote the file."""
        return self._text(column, without_decimals(self.cells(column)), required=True)

    def _text(self, column: str, cells: pd.Series[str], *, required: bool) -> pd.Series[str]:
        is_empty = cells == ""
        if not is_empty.any():
            return cells
        if required:
            self.reject(column, is_empty, EMPTY)
        return cells.where(~is_empty)

    def number(
        self, column: str, least: float, most: float = LARGEST, *, whole: bool = True, required: bool = True
    ) -> pd.Series[float]:
        """The column's numbers, null where empty and not required; others than from least to most are rejected.

        A whole number may have its thousands set apart by commas, a fraction a decimal comma where the file
        does not divide its fields by commas.
        """
        cells = self.cells(column)
        sound = _sound_numbers(cells, least, most, whole=whole)
        if sound is not None:
            return sound
        is_empty = cells == ""
        if cells.str.contains(",", regex=False).any():
            cells = self._without_commas(cells, whole=whole)
        is_number = cells.str.fullmatch(f"(?:{_FRACTION})")
        numbers = pd.to_numeric(cells.where(is_number), errors="coerce").astype("float64")
        is_whole = (numbers % 1 == 0) if whole else is_number
        in_range = numbers.between(least, most)
        if required:
            self.reject(column, is_empty, EMPTY)
        self.reject(column, ~is_number & ~is_empty, NO_NUMBER)
        self.reject(column, is_number & ~is_whole, NOT_WHOLE)
        highest = f"{most:g}" if most < 10_000 else f"{most:,.0f}"
        self.reject(column, is_number & is_whole & ~in_range, OUT_OF_RANGE.format(f"{least:g}", highest))
        return numbers.where(is_number & is_whole & in_range)

    def _without_commas(self, cells: pd.Series[str], *, whole: bool) -> pd.Series[str]:
        if whole:
            if self.raw.has_decimal_comma:
                cells = cells.where(~cells.str.fullmatch(_DECIMAL_COMMA), cells.str.replace(",", ".", regex=False))
            return cells.where(~cells.str.fullmatch(f"(?:{_GROUPED})"), cells.str.replace(",", "", regex=False))
        if self.raw.has_decimal_comma:
            return cells.where(cells.str.count(",") != 1, cells.str.replace(",", ".", regex=False))
        return cells

    def code(self, column: str, meanings: Mapping[str, str], *, required: bool = True) -> pd.Series[str]:
        """The meanings of the column's codes, compared in lower case, 1.0 as 1; null where empty and not required."""
        cells = without_decimals(self.cells(column))
        meaning = cells.str.lower().map(meanings).astype("str")
        is_empty = cells == ""
        if required:
            self.reject(column, is_empty, EMPTY)
        self.reject(column, meaning.isna() & ~is_empty, UNKNOWN_CODE.format(", ".join(meanings)))
        return meaning

    def date(self, column: str, published: Published | None = None) -> pd.Series[pd.Timestamp]:
        """The column's days: see `dates`."""
        return self.dates((column,), published)[0]

    def dates(self, columns: Sequence[str], published: Published | None = None) -> list[pd.Series[pd.Timestamp]]:
        """The days of columns that are written alike: 2022-03-27, 27 March 2022, 27-Mar-22, or in figures.

        The order of days in figures is told by all cells together (days.order). A time is cut off. What is no day
        from 1946 to 2100 is rejected. Raises DataError where the order cannot be told.
        """
        given = {column: self.cells(column) for column in columns}
        names = " or ".join(self.raw.spelled.get(column, column) for column in columns)
        first = days.order(pd.concat(given.values()), names, self.raw.path.name, self.raw.place, published)
        return [self._dates(column, cells, first) for column, cells in given.items()]

    def _dates(self, column: str, cells: pd.Series[str], first: days.Order) -> pd.Series[pd.Timestamp]:
        dates = days.read(cells, first)
        is_date = dates.notna()
        in_range = dates.dt.year.between(FIRST_YEAR, LAST_YEAR)
        self.reject(column, cells == "", EMPTY)
        self.reject(column, ~is_date & (cells != ""), NO_DATE)
        self.reject(column, is_date & ~in_range, OUT_OF_RANGE.format(FIRST_YEAR, LAST_YEAR))
        return dates.where(is_date & in_range).astype("datetime64[ns]")

    def once(self, column: str, key: pd.Series[str]) -> None:
        """Reject the rows whose key an earlier row has that is not rejected itself. To be called last."""
        rejected = pd.concat([lines["row"] for lines in self._rejected])
        usable = key[~self.index.isin(rejected)].dropna()
        is_again = usable.duplicated()
        if is_again.any():
            first = usable[~is_again]
            rows = usable[is_again].map(pd.Series(first.index, index=first.to_numpy()))
            reason = pd.Series([REPEATED.format(self.raw.place(row)) for row in rows], index=rows.index, dtype="str")
            self.reject(column, pd.Series(self.index.isin(rows.index), index=self.index), reason.reindex(self.index))

    def accept(self, layout: str, table: str, values: pd.DataFrame) -> ReadResult:
        """The rows that nothing is wrong with as a table of the dictionary, the others, and the odd ones."""
        rejected = pd.concat(self._rejected).sort_values("row", kind="stable", ignore_index=True)
        accepted = values[~values.index.isin(rejected["row"])]
        accepted = validate.validate(table, accepted.assign(row=accepted.index), self.raw.path.name)
        odd = pd.concat([_NOTHING, *self._odd]).sort_values("row", kind="stable", ignore_index=True)
        odd = odd[odd["row"].isin(accepted.index)].reset_index(drop=True)
        ids = values["event_id"] if "event_id" in values else pd.Series(None, index=values.index, dtype="str")
        odd["event_id"] = odd["row"].map(ids)
        raw = self.raw
        lists = _typed("rejected", rejected), _typed("oddities", odd)
        return ReadResult(layout, accepted, *lists, raw.rows, raw.notes, raw.sheets)


def _sound_numbers(cells: pd.Series[str], least: float, most: float, *, whole: bool) -> pd.Series[float] | None:
    """The numbers of a column in which nothing is to be rejected, else None: `Cells.number` then tells what and why."""
    texts = cells.to_numpy(dtype=object)
    if not all(map(_IS_FRACTION, set(texts))):
        return None
    numbers = pd.to_numeric(texts, errors="coerce").astype("float64")
    if not ((numbers >= least) & (numbers <= most)).all() or (whole and (numbers % 1 != 0).any()):
        return None
    return pd.Series(numbers, index=cells.index)


def _typed(table: str, made: pd.DataFrame) -> pd.DataFrame:
    """A table made here, with the dictionary's columns and types; it holds no outside value that needs a check."""
    types: dict[str, Any] = {column.name: column.dtype.replace("string", "str") for column in TABLES[table]}
    other = {name: made[name].astype(dtype) for name, dtype in types.items() if made[name].dtype != dtype}
    return made[list(types)].assign(**other)


def key(values: pd.DataFrame, names: Sequence[str]) -> pd.Series[str]:
    """The values of the columns as one text a row, missing ones as empty; two rows are the same where it is."""
    joined = pd.Series("", index=values.index, dtype="str")
    for name in names:
        joined = joined + values[name].astype("str").fillna("") + "\x1f"
    return joined
