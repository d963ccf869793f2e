"""XLSX: a sheet of figures, what was not allocated, the dictionary of the columns, the provenance."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from geodata.exports.extract import Extract, Item
from geodata.exports.formats import about
from geodata.schema.column import Column
from geodata.tabular.formulas import escape_formula

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST = 32_767
"""Characters that a cell can hold."""
_NOT_XML = re.compile("[\ufffe\uffff]")
_WIDEST, _NARROWEST, _BUTTON = 40, 9, 3
_TEXT, _PLAIN, _GROUPED, _DECIMALS, _DEGREES = "@", "0", "#,##0", "#,##0.00", "0.0000"


def write(extract: Extract, hxl: bool = False) -> bytes:
    """The layer as a workbook, the same bytes every time; an empty cell means no data.

    With `hxl` the row below the header of the first sheet holds the columns' HXL tags.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties(
            {
                "title": extract.title.en,
                "comments": about.citation(extract),
                "created": extract.edition.built.replace(tzinfo=None),
            }
        )
        pen = _Pen(book)
        pen.figures(extract.layer, extract.columns, extract.items, hxl=hxl)
        if extract.totals:
            pen.figures("not allocated", extract.columns, extract.totals)
        pen.table("columns", about.DICTIONARY, about.dictionary(extract), (34, 10, 30, 70, 20, 40))
        lines = ((line.part, line.name, line.value) for line in about.notes(extract))
        pen.table("provenance", ("part", "name", "value"), lines, (16, 50, 100))
    return out.getvalue()


class _Pen:
    """Writes sheets of one workbook, row by row, without keeping written rows in memory."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "num_format": _TEXT, "bottom": 1})
        self._tag = book.add_format({"num_format": _TEXT, "font_color": "#666666"})
        self._formats: dict[str, Format] = {}

    def figures(self, name: str, columns: Sequence[Column], items: Sequence[Item], *, hxl: bool = False) -> None:
        """A sheet of items with a frozen header and filters on every column."""
        sheet = self._book.add_worksheet(name)
        heads = 2 if hxl else 1
        last = (heads - 1 + len(items), len(columns) - 1)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column, items), self._format(_number_format(column)))
        sheet.freeze_panes(heads, 0)
        sheet.autofilter(heads - 1, 0, *last)
        sheet.ignore_errors({"number_stored_as_text": _area(*last)})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.name, self._head)
        if hxl:
            for place, column in enumerate(columns):
                if column.hxl:
                    sheet.write_string(1, place, column.hxl, self._tag)
        names = [column.name for column in columns]
        _fill(sheet, heads, ([item.properties[name] for name in names] for item in items))

    def table(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> None:
        """A sheet of words."""
        sheet = self._book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, self._head)
        _fill(sheet, 1, rows)

    def _format(self, number_format: str) -> Format:
        if number_format not in self._formats:
            self._formats[number_format] = self._book.add_format({"num_format": number_format})
        return self._formats[number_format]


def _fill(sheet: Worksheet, start: int, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows; text always as text, empty cells for missing values."""
    for number, row in enumerate(rows, start=start):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(number, place, _text(value))
            elif isinstance(value, bool):
                sheet.write_boolean(number, place, value)
            else:
                sheet.write_number(number, place, value)


def _text(value: str) -> str:
    """The text as a cell can hold it: no formula, no sign that XML does not know, no longer than allowed."""
    safe = _NOT_XML.sub("\ufffd", str(escape_formula(value)))
    return safe if len(safe) <= _LONGEST else safe[: _LONGEST - 1] + "…"


def _number_format(column: Column) -> str:
    """Text stays text, such as p-codes; years and codes have no grouping of digits."""
    if column.dtype == "float64":
        return _DEGREES if column.unit.startswith(("°", "degree")) else _DECIMALS
    if column.dtype == "Int64":
        return _PLAIN if column.unit in ("", "year") else _GROUPED
    return _TEXT if column.dtype == "string" else "General"


def _width(column: Column, items: Sequence[Item]) -> int:
    longest = 0
    if column.dtype == "string":
        longest = max((len(str(item.properties[column.name] or "")) for item in items), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 1, len(column.name) + _BUTTON))


def _area(last_row: int, last_column: int) -> str:
    return str(xl_range(0, 0, last_row, last_column))
