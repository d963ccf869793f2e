"""Tables against the dictionary of columns: types, missing values, limits, with the rows that fail."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.errors import DataError
from geodata.schema.column import Column
from geodata.schema.tables import TABLES

if TYPE_CHECKING:
    import pandera.pandas as pa


def _check(column: Column) -> pa.Column:
    import pandera.pandas as pa  # a quarter of what a build's process imports, for tables that are not sound

    checks = []
    if column.allowed:
        checks.append(pa.Check.isin(column.allowed))
    if column.at_least is not None:
        checks.append(pa.Check.ge(column.at_least))
    if column.at_most is not None:
        checks.append(pa.Check.le(column.at_most))
    return pa.Column(column.dtype, checks, nullable=column.nullable, coerce=True)


def validate(table: str, frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """The frame with the dictionary's types, in its column order, extra columns kept at the end.

    `where` names the file in the error. Raises DataError with the first failing rows (by the frame's
    index), the column, the value and what the dictionary allows.
    """
    dictionary = TABLES[table]
    missing = [column.name for column in dictionary if column.name not in frame.columns]
    if missing:
        raise DataError(
            f"missing columns: {', '.join(missing)}",
            where=where,
            expected=f"a table '{table}' with {', '.join(column.name for column in dictionary)}",
        )
    checked = _sound(dictionary, frame)
    if checked is None:
        checked = _by_pandera(dictionary, frame, where)
    names = [column.name for column in dictionary]
    return checked[names + [name for name in checked.columns if name not in names]]


def _by_pandera(dictionary: tuple[Column, ...], frame: pd.DataFrame, where: str) -> pd.DataFrame:
    import pandera.pandas as pa  # as above

    schema = pa.DataFrameSchema({column.name: _check(column) for column in dictionary})
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as problem:
        raise _as_data_error(problem, dictionary, where) from None


def _sound(dictionary: tuple[Column, ...], frame: pd.DataFrame) -> pd.DataFrame | None:
    """The frame with the dictionary's types where every value is allowed, else None: pandera then tells which is not.

    Pandera takes some 2 ms a column whatever the length; most tables are sound.
    """
    if not frame.columns.is_unique:
        return None
    found = frame.dtypes
    meant = {column.name: _engine_type(column.dtype) for column in dictionary}
    try:
        typed = frame.assign(**{name: frame[name].astype(t) for name, t in meant.items() if found[name] != t})
    except (TypeError, ValueError):
        return None
    return typed if all(_is_allowed(column, typed[column.name].array) for column in dictionary) else None


@cache
def _engine_type(dtype: str) -> Any:
    """The type that pandera gives a column of the dictionary."""
    return pd.api.types.pandas_dtype(dtype.replace("string", "str"))


def _is_allowed(column: Column, values: Any) -> bool:
    """True if no value of the column is one that `_check` finds fault with."""
    return bool(
        (column.nullable or not values.isna().any())
        and (not column.allowed or set(values.unique().dropna()) <= set(column.allowed))
        and (column.at_least is None or not (values < column.at_least).any())
        and (column.at_most is None or not (values > column.at_most).any())
    )


def _as_data_error(problem: pa.errors.SchemaErrors, dictionary: tuple[Column, ...], where: str) -> DataError:
    cases = problem.failure_cases
    meant = {column.name: column for column in dictionary}
    lines, columns = [], []
    for _, case in cases.head(5).iterrows():
        name = case["column"] if case["column"] in meant else str(case["failure_case"])
        columns.append(name)
        row = "" if pd.isna(case["index"]) else f"row {case['index']}, "
        lines.append(f"{row}column {name}: {case['failure_case']!r} ({case['check']})")
    more = f"; and {len(cases) - 5} more" if len(cases) > 5 else ""
    first = meant.get(columns[0])
    return DataError(
        "; ".join(lines) + more,
        where=where,
        expected=f"{first.name}: {first.meaning}" if first else "",
        todo="Correct these rows, or take the file again from its publisher.",
    )
