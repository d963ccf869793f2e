"""Filters of a collection: columns of words and whole numbers, compared for equality.

A word must be one that the collection has, so that a slip of the pen is told and not answered with nothing. Rates and
shares are no filters: nobody knows their last digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.ogc import tables
from app.ogc.collections import Collection
from app.request.ranges import is_meant, read
from app.web.languages import gettext
from geodata import periods
from geodata.exports.extract import Item
from geodata.schema.column import Column

Value = str | int

MOST_TEXTS, LONGEST_TEXT = 1000, 100
"""A column of more texts than this, such as ids of events, or of longer ones, which are sentences, is no filter."""
LARGEST = 2**31 - 1
RESERVED = ("bbox", "datetime", "limit", "offset", "crs", "bbox-crs", "f", "lang", "form", "box", "span", "units")
_OF_TIME = ("month", "start", "end", "date_start", "date_end")
"""Columns that `year` and `datetime` filter."""
_STATUSES = ("no_data", "none_recorded", "zero", "best_zero", "recorded", "none_documented", "uncertain")
"""The words of measures.count_status."""
_WHOLE = re.compile(r"0|[1-9]\d{0,9}", re.ASCII)


@dataclass(frozen=True)
class Filter:
    """A column that features can be chosen by; `allowed` are the texts that there are, none for whole numbers.

    `ranges`: of a year, the ranges whose sums can be asked for in place of the features of years.
    """

    column: Column
    allowed: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()

    def parse(self, text: str) -> Value:
        """Parse a text as a value of the column. Raises ValueError if it is not one."""
        if self.allowed:
            if text not in self.allowed:
                raise ValueError(text)
            return text
        if self.ranges and is_meant(text):
            return read(text, {end for one in self.ranges for end in periods.ends(one)})
        if not _WHOLE.fullmatch(text) or int(text) > LARGEST:
            raise ValueError(text)
        return int(text)

    @property
    def schema(self) -> dict[str, Any]:
        """The schema of the parameter in OpenAPI."""
        if self.allowed:
            return {"type": "string", "enum": list(self.allowed)}
        number: dict[str, Any] = {"type": "integer", "format": "int32", "minimum": 0, "maximum": LARGEST}
        return {"anyOf": [number, {"type": "string", "enum": list(self.ranges)}]} if self.ranges else number

    @property
    def said(self) -> list[str]:
        """The allowed values of the parameter, in words for an error message."""
        return list(self.allowed) or [gettext("a whole number from 0 to %(most)s", most=LARGEST)]


def of(collection: Collection, some: Sequence[Item]) -> dict[str, Filter]:
    """The filters of a collection by name, in the order of its columns; `some` of its items have all of its texts."""
    found: dict[str, Filter] = {}
    texts = _texts(collection, some)
    for column in tables.columns(collection):
        if column.name in (*RESERVED, *_OF_TIME):
            continue
        if column.dtype == "Int64":
            is_summed = column.name == "year" and tables.one_year(collection) is not None
            ranges = tuple(tables.ranges(collection.edition)) if is_summed else ()
            found[column.name] = Filter(column, ranges=ranges)
        elif (
            column.dtype == "string"
            and 0 < len(texts[column.name]) <= MOST_TEXTS
            and max(map(len, texts[column.name])) <= LONGEST_TEXT
        ):
            found[column.name] = Filter(column, tuple(sorted(texts[column.name])))
    return found


def _texts(collection: Collection, some: Sequence[Item]) -> Mapping[str, set[str]]:
    """The texts that each column has."""
    year = tables.one_year(collection)
    columns = [column.name for column in tables.columns(collection) if column.dtype == "string"]
    found: dict[str, set[str]] = {
        name: set(_STATUSES) if year and name.endswith("_status") else set() for name in columns
    }
    for item in some:
        for name in columns:
            if item.properties[name]:
                found[name].add(str(item.properties[name]))
    return found
