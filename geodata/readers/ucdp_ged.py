"""UCDP Georeferenced Event Dataset: the per-country download (47 columns) and the official csv (49 columns).

Source of every definition: UCDP GED codebook (Sundberg & Melander 2013; Högbladh, release codebooks).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from geodata import checks
from geodata.errors import DataError
from geodata.vocabulary import VIOLENCE_TYPES

VIOLENCE = dict(zip(("1", "2", "3"), VIOLENCE_TYPES, strict=True))
"""type_of_violence: 1 state-based, 2 non-state, 3 one-sided."""

csv.field_size_limit(10_000_000)  # lists of news sources may be longer than the standard 131,072 characters

_TEXT = {
    "event_id": "id",
    "admin1_name": "adm_1",
    "admin2_name": "adm_2",
    "side_a": "side_a",
    "side_b": "side_b",
}
_NUMBER = {
    "year": "year",
    "country_id": "country_id",
    "date_precision": "date_prec",
    "where_precision": "where_prec",
    "longitude": "longitude",
    "latitude": "latitude",
    "civilian_fatalities": "deaths_civilians",
}
_DATE = r"(\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4})([ T]\d{2}:\d{2}:\d{2}(\.\d+)?)?"
_LARGEST = 1_000_000_000
_ESTIMATES = ("low", "best", "high")
_FRACTIONS = ("longitude", "latitude")


def read(path: Path) -> pd.DataFrame:
    """The events of a UCDP GED file, one row each, as columns.EVENTS has them; indexed by the file's row.

    Accepts estimates named `best` or `best_est`, dates as ISO or `MM/DD/YYYY 00:00:00`, a trailing comma
    on each row and newlines inside quotes. Raises DataError when a column is missing or a value is not
    what the codebook allows.
    """
    raw = _read_text(path)
    estimates = _estimate_columns(raw, path)
    needed = [*_TEXT.values(), *_NUMBER.values(), "type_of_violence", "date_start", "date_end"]
    missing = [name for name in needed if name not in raw.columns]
    if missing:
        raise DataError(
            f"missing columns: {', '.join(missing)}",
            where=path.name,
            expected="UCDP GED, per-country download (47 columns) or official csv (49 columns)",
        )
    events = pd.DataFrame(index=raw.index)
    events["row"] = raw.index
    for name, column in _TEXT.items():
        events[name] = raw[column].str.strip().where(lambda text: text != "")
    for name, column in _NUMBER.items():
        events[name] = _numbers(raw[column], column, path)
    for name in _ESTIMATES:
        events[f"fatalities_{name}"] = _numbers(raw[estimates[name]], estimates[name], path)
    violence = raw["type_of_violence"]
    _refuse(violence[~violence.isin(VIOLENCE)], "type_of_violence", path, "1, 2 or 3")
    events["violence_type"] = violence.map(VIOLENCE)
    for name in ("date_start", "date_end"):
        events[name] = _dates(raw[name], name, path)
    twice = events["event_id"][events["event_id"].duplicated()]
    _refuse(twice, "id", path, "each id once")
    return checks.validate("events", events, path.name)


def _read_text(path: Path) -> pd.DataFrame:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            numbered = [(row, line) for row, line in enumerate(csv.reader(file, strict=True), start=1) if line]
    except OSError as problem:
        raise DataError(f"cannot be opened ({problem.strerror})", where=str(path), todo="Check the path.") from None
    except (UnicodeDecodeError, csv.Error) as problem:
        raise DataError(
            f"cannot be read as UTF-8 csv ({problem})", where=path.name, todo="Take the file again from UCDP."
        ) from None
    if len(numbered) < 2:
        raise DataError("holds no events", where=path.name, expected="a header and a row an event")
    header = numbered[0][1]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(f"columns there twice: {', '.join(twice)}", where=path.name, expected="each column once")
    rows = [row for row, _ in numbered[1:]]
    trimmed = [_without_trailing_comma(line, len(header)) for _, line in numbered[1:]]
    wrong = [row for row, line in zip(rows, trimmed, strict=True) if len(line) != len(header)]
    if wrong:
        raise DataError(
            f"rows {', '.join(map(str, wrong[:5]))} have another number of fields than the header",
            where=path.name,
            expected=f"{len(header)} fields",
            todo="Take the file again from UCDP.",
        )
    return pd.DataFrame(trimmed, columns=header, index=pd.Index(rows, name="row"), dtype=str)


def _without_trailing_comma(line: list[str], width: int) -> list[str]:
    return line[:-1] if len(line) == width + 1 and line[-1] == "" else line


def _estimate_columns(raw: pd.DataFrame, path: Path) -> dict[str, str]:
    for suffix in ("_est", ""):
        found = {name: name + suffix for name in _ESTIMATES}
        if all(column in raw.columns for column in found.values()):
            return found
    raise DataError(
        "missing columns: best, high, low (or best_est, high_est, low_est)",
        where=path.name,
        expected="UCDP GED, per-country download (47 columns) or official csv (49 columns)",
    )


def _numbers(text: pd.Series[str], column: str, path: Path) -> pd.Series[float]:
    numbers = pd.to_numeric(text, errors="coerce")
    _refuse(text[numbers.isna() | (numbers.abs() > _LARGEST)], column, path, "a number")
    if column not in _FRACTIONS:
        _refuse(text[numbers % 1 != 0], column, path, "a whole number")
    return numbers


def _dates(text: pd.Series[str], column: str, path: Path) -> pd.Series[pd.Timestamp]:
    day = text.where(text.str.fullmatch(_DATE), "").str.slice(0, 10)
    dates = pd.to_datetime(day, format="%m/%d/%Y", errors="coerce").fillna(
        pd.to_datetime(day, format="%Y-%m-%d", errors="coerce")
    )
    _refuse(text[dates.isna()], column, path, "a date as 2022-03-27 or 03/27/2022")
    return dates


def _refuse(wrong: pd.Series[str], column: str, path: Path, expected: str) -> None:
    if len(wrong):
        shown = "; ".join(f"row {row}: {value!r}" for row, value in wrong.head(5).items())
        raise DataError(
            f"column {column}: {shown}" + (f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""),
            where=path.name,
            expected=expected,
            todo="Correct these rows, or take the file again from UCDP.",
        )
