"""CSV: UTF-8 with a byte-order mark, CRLF, an empty field where there is no data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from geodata.exports.extract import Extract, Item
from geodata.tabular.formulas import escape_formula


def write(extract: Extract, hxl: bool = False) -> bytes:
    """The layer as CSV; after the units of each period a row "not allocated" and one for the country.

    With `hxl` the row below the header holds the columns' HXL tags.
    """
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    names = [column.name for column in extract.columns]
    writer.writerow(names)
    if hxl:
        writer.writerow(column.hxl for column in extract.columns)
    for item in with_totals(extract):
        writer.writerow([_cell(item.properties[name]) for name in names])
    out.flush()
    return raw.getvalue()


def with_totals(extract: Extract) -> Iterator[Item]:
    """The items; after each period's units the rows "not allocated" and the country."""
    totals: dict[str, list[Item]] = {}
    for total in extract.totals:
        totals.setdefault(total.period, []).append(total)
    for index, item in enumerate(extract.items):
        yield item
        if index + 1 == len(extract.items) or extract.items[index + 1].period != item.period:
            yield from totals.get(item.period, ())


def _cell(value: object) -> object:
    """As it stands in the file: floats in full, booleans as true and false."""
    return str(value).lower() if isinstance(value, bool) else escape_formula(value)
