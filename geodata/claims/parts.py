"""Parts of the file of claims: numbers and dates that claims are tested with, and the ways of adding them up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from geodata.claims.force_rows import Tables, holds, rows_of
from geodata.claims.model import Pick, Recipe, Stated
from geodata.errors import DataError
from geodata.texts import NOTHING, Text

T = TypeVar("T")
_PICKED = {"label_en", "label_fr", "table", "where", "field", "share"}
_STATED = {"label_en", "label_fr", "source", "when", "number", "low", "high", "date"}
_READ = {"key", "label_en", "label_fr", "start", "end"}


def picks(records: Mapping[str, Mapping[str, Any]], tables: Tables, where: str) -> dict[str, Pick]:
    """The parts by key: rows of the force tables, or what a publication states. Raises DataError."""
    found: dict[str, Pick] = {}
    for key, record in records.items():
        place = f"{where}, {key}"
        if "source" in record:
            found[key] = Pick(key, text(record, "label"), stated=_stated(record, tables, place))
            continue
        require_fields(record, _PICKED, {"label_en", "label_fr", "table", "where"}, place)
        share = [known(found, name, place, "a part above it") for name in record.get("share", ())]
        found[key] = Pick(
            key,
            text(record, "label"),
            record["table"],
            tuple(record["where"].items()),
            record.get("field", "best"),
            share=(share[0], share[1]) if share else None,
        )
        _require_row(found[key], tables, place)
    return found


def _stated(record: Mapping[str, Any], tables: Tables, where: str) -> Stated:
    require_fields(record, _STATED, {"label_en", "label_fr", "source"}, where)
    known({row["source_id"]: 1 for row in tables["sources"]}, record["source"], where, "an id of the table of sources")
    number, low, high = (record.get(name) for name in ("number", "low", "high"))
    if ("date" in record) is any(one is not None for one in (number, low, high)):
        raise DataError("both or neither of a date and a number", where=where, expected="one of them")
    if "date" in record:
        return Stated(record["source"], record["date"], is_dated=True)
    return Stated(record["source"], record.get("when", ""), number, low, high)


def _require_row(pick: Pick, tables: Tables, where: str) -> None:
    rows = rows_of(pick, tables)
    if len(rows) != 1 or not holds(pick, rows[0]):
        fitting = ", ".join(f"{name} {said}" for name, said in pick.where)
        raise DataError(
            f"{len(rows)} rows of {pick.table} fit {fitting}",
            where=where,
            expected=f"one row, with a value in {pick.field}",
        )


def recipe(record: Mapping[str, Any], parts: Mapping[str, Pick], where: str) -> Recipe:
    """A way of counting; a part whose name begins with a minus sign is subtracted. Raises DataError."""
    require_fields(record, _READ, _READ, where)

    def side(names: Collection[str]) -> tuple[tuple[int, Pick], ...]:
        return tuple(
            (-1 if name.startswith("-") else 1, known(parts, name.removeprefix("-"), where, "a part")) for name in names
        )

    return Recipe(record["key"], text(record, "label"), side(record["start"]), side(record["end"]))


def text(record: Mapping[str, Any], name: str) -> Text:
    """A text of a record in both languages; NOTHING where it has neither."""
    both = record.get(f"{name}_en", ""), record.get(f"{name}_fr", "")
    return Text(*both) if any(both) else NOTHING


def known(found: Mapping[str, T], name: str, where: str, what: str) -> T:
    """What goes by that name. Raises DataError."""
    if name not in found:
        raise DataError(f"unknown {name!r}", where=where, expected=what)
    return found[name]


def require_fields(record: Mapping[str, Any], allowed: Collection[str], needed: Collection[str], where: str) -> None:
    """Raise DataError for a field that is unknown or missing."""
    for fields, what, expected in (
        (set(record) - set(allowed), "unknown", allowed),
        (set(needed) - set(record), "missing", needed),
    ):
        if fields:
            raise DataError(
                f"{what} fields: {', '.join(sorted(fields))}", where=where, expected=", ".join(sorted(expected))
            )
