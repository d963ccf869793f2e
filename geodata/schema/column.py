"""An entry of the column dictionary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a table: its type, unit, meaning and what values it may hold."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    hxl: str = ""
    """Its tag in the Humanitarian Exchange Language (HXL 1.1), such as #affected+killed; "" without a tag."""


def count(name: str, meaning: str, unit: str, *, nullable: bool = False) -> Column:
    """A column of counts: whole numbers from 0."""
    return Column(name, "Int64", meaning, unit, nullable, at_least=0)
