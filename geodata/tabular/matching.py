"""The tables of a file that hold the wanted columns: the one of a csv file, those of every sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import DataError
from geodata.tabular import raw_table
from geodata.tabular.raw_table import Header, RawTable

_NAMED = 4
"""Missing columns of a sheet that are named."""


@dataclass(frozen=True)
class HeaderMatch:
    """A header, where the wanted columns are in it, and which needed ones are missing (as "best or best_est")."""

    header: Header
    columns: dict[str, int]
    missing: list[str]
    twice: list[str]


def find(header: Header, needed: Sequence[str], optional: Sequence[str] = ()) -> HeaderMatch:
    """The wanted columns in a header. "best|best_est" is one column with two spellings, given as the first."""
    columns, missing, twice = {}, [], []
    for wanted in (*needed, *optional):
        spellings = wanted.split("|")
        spelled = next((name for name in spellings if name in header.counts), None)
        if spelled is not None:
            columns[spellings[0]] = header.names.index(spelled)
            twice += [spelled] * (header.counts[spelled] > 1)
        elif wanted in needed:
            missing.append(" or ".join(spellings))
    return HeaderMatch(header, columns, missing, twice)


def by_sheet(headers: Iterable[Header], needed: Sequence[str], optional: Sequence[str] = ()) -> list[HeaderMatch]:
    """The closest header of each sheet, in the order of the sheets; of a csv file there is one."""
    closest: dict[str, HeaderMatch] = {}
    for header in headers:
        found = find(header, needed, optional)
        if header.sheet not in closest or len(found.missing) < len(closest[header.sheet].missing):
            closest[header.sheet] = found
    return list(closest.values())


def open_table(path: Path, needed: Sequence[str], optional: Sequence[str], layout: str) -> RawTable:
    """The wanted columns of a file as text; of a workbook, all sheets that have them, one below the other.

    `notes` account for each sheet of a workbook of several: its rows, or why it is left out. Raises DataError when
    the file is unreadable as a whole, or no table has all needed columns, or one has a column twice.
    """
    tried = by_sheet(raw_table.headers(path), needed, optional)
    fitting = [found for found in tried if not found.missing]
    if not fitting:
        closest = min(tried, key=lambda found: len(found.missing), default=None)
        missing = closest.missing if closest else [" or ".join(name.split("|")) for name in needed]
        raise DataError(f"missing columns: {', '.join(missing)}", where=path.name, expected=layout)
    for found in fitting:
        if found.twice:
            sheet = f" in sheet {found.header.sheet}" if len(tried) > 1 else ""
            raise DataError(
                f"repeated columns{sheet}: {', '.join(found.twice)}", where=path.name, expected="each column once"
            )
    left_out = [_left_out(found) for found in tried if found.missing]
    return raw_table.read_sheets(path, [(found.header, found.columns) for found in fitting], left_out)


def _left_out(found: HeaderMatch) -> str:
    """A sentence on a sheet that does not have the columns."""
    if not found.columns:
        return f"sheet {found.header.sheet} is left out: it has none of the columns"
    named = ", ".join(found.missing[:_NAMED])
    more = f" and {len(found.missing) - _NAMED} more" if len(found.missing) > _NAMED else ""
    return f"sheet {found.header.sheet} is left out: it lacks {named}{more}"
