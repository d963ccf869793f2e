"""The description inside a file: citation, provenance, row accounting, dictionary of columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geodata.exports import citations
from geodata.exports.extract import DISCLAIMER, Extract

DICTIONARY = ("name", "type", "unit", "meaning", "null_means_no_data", "hxl")
"""The columns of a file's data dictionary."""
Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Note:
    """A line of a file's provenance: the part it belongs to, its name within it, its value."""

    part: str
    name: str
    value: Scalar


def citation(extract: Extract) -> str:
    """A one-line citation of the file: sources, title, build, permanent address."""
    return citations.as_text(citations.citation_of(extract)).en


def document(extract: Extract) -> dict[str, Any]:
    """All that the file says of itself, as JSON."""
    return {
        "title": extract.title.en,
        "citation": citation(extract),
        "provenance": extract.provenance,
        "row_accounting": extract.accounting,
        "disclaimer": DISCLAIMER,
    }


def dictionary(extract: Extract) -> Iterator[tuple[Scalar, ...]]:
    """A row for each column of the file, as DICTIONARY names them."""
    for column in extract.columns:
        yield column.name, column.dtype, column.unit, column.meaning, column.nullable, column.hxl


def notes(extract: Extract) -> Iterator[Note]:
    """The same as `document`, line by line and without the dictionary of columns; the most wanted lines first."""
    yield Note("file", "title", extract.title.en)
    yield Note("file", "citation", citation(extract))
    yield Note("file", "disclaimer", DISCLAIMER)
    for part, value in extract.provenance.items():
        if part != "columns":
            yield from _lines("file" if not isinstance(value, dict | list) else part, part, value)
    yield from _lines("row_accounting", "", extract.accounting)


def _lines(part: str, name: str, value: Any) -> Iterator[Note]:
    if isinstance(value, dict | list):
        inside = "" if name == part else f"{name} / " if name else ""
        for key, inner in _entries(value):
            yield from _lines(part, f"{inside}{key}", inner)
    else:
        yield Note(part, name, value)


def _entries(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    """Keys and values; of a list the ids of its members, else their numbers from 1."""
    if isinstance(value, dict):
        yield from value.items()
        return
    for number, member in enumerate(value, start=1):
        yield str(member["id"] if isinstance(member, dict) and "id" in member else number), member
