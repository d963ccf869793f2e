"""The file of claims: every record checked, with the rows of the force tables and the sources that it names."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from geodata.claims.force_rows import Tables, rows_of
from geodata.claims.model import FIGURES, KINDS, TOPICS, VERDICTS, Claim, Pick, Recipe
from geodata.errors import DataError
from geodata.texts import NOTHING, Text

TABLES = ("headcounts", "mandates", "sites", "timeline", "sources")
_PLAIN = (
    *("quoted", "quoted_fr", "period", "topic", "kind", "computation", "verdict"),
    *("claimed", "at_least", "at_most", "above"),
)
_SAID = ("subject", "evidence", "criterion", "note", "caution")
_OTHER = ("figure", "view", "place", "sources", "events", "unsourced", "picks", "beside", "recipes")
_FIELDS = {*_PLAIN, *_OTHER, *(f"{name}_{tongue}" for name in _SAID for tongue in ("en", "fr"))}
_NEEDED = {"quoted", "subject_en", "subject_fr", "period", "topic", "kind", "evidence_en", "evidence_fr"}
_PICKED = {"label_en", "label_fr", "table", "where", "field", "number", "share"}
_READ = {"key", "label_en", "label_fr", "start", "end", "is_outcome"}


def read(path: Path, computations: Collection[str]) -> list[Claim]:
    """The claims of a claims.toml, in its order. The force tables that it names rows of lie beside it as csv.

    Raises DataError for an unknown field, topic, kind, verdict, computation, source or event, a verdict that is both
    written and computed, a quotation without its French, and a row that is missing or not the only one that fits.
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = {name: _rows(path.with_name(f"{name}.csv")) for name in TABLES}
    picks = _picks(document.get("parts", {}), tables, path.name)
    return [_claim(name, record, picks, tables, computations) for name, record in document["claims"].items()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _picks(records: Mapping[str, Mapping[str, Any]], tables: Tables, where: str) -> dict[str, Pick]:
    found: dict[str, Pick] = {}
    for key, record in records.items():
        _require_fields(record, _PICKED, {"label_en", "label_fr"}, f"{where}, {key}")
        share = [_known(found, name, f"{where}, {key}", "a part above it") for name in record.get("share", ())]
        found[key] = Pick(
            key,
            _text(record, "label"),
            record.get("table", ""),
            tuple(record.get("where", {}).items()),
            record.get("field", "best"),
            record.get("number"),
            (share[0], share[1]) if share else None,
        )
        _require_row(found[key], tables, f"{where}, {key}")
    return found


def _require_row(pick: Pick, tables: Tables, where: str) -> None:
    if pick.number is not None:
        return
    rows = rows_of(pick, tables)
    if len(rows) != 1 or not rows[0].get(pick.field):
        fitting = ", ".join(f"{name} {text}" for name, text in pick.where)
        raise DataError(
            f"{len(rows)} rows of {pick.table} fit {fitting}",
            where=where,
            expected=f"one row, with a value in {pick.field}",
        )


def _claim(
    name: str, record: Mapping[str, Any], picks: Mapping[str, Pick], tables: Tables, computations: Collection[str]
) -> Claim:
    _require_fields(record, _FIELDS, _NEEDED, name)
    for field, allowed in (("topic", TOPICS), ("kind", KINDS)):
        _known({key: key for key in allowed}, record[field], name, f"a {field}: {', '.join(allowed)}")
    _require_verdict(name, record, computations)
    if bool(record["quoted"]) != bool(record.get("quoted_fr")):
        raise DataError("half a quotation", where=name, expected="quoted and quoted_fr, or neither")
    sources, events = {row["source_id"] for row in tables["sources"]}, {row["event_id"] for row in tables["timeline"]}
    for used, ids, what in (
        (record.get("sources", ()), sources, "source"),
        (record.get("events", ()), events, "event"),
    ):
        for one in used:
            _known({key: key for key in ids}, one, name, f"an id of the table of {what}s")
    _known({key: key for key in FIGURES}, record.get("figure", ""), name, f"a figure: {', '.join(FIGURES)}")

    def chosen(field: str) -> tuple[Pick, ...]:
        return tuple(_known(picks, key, name, "a part") for key in record.get(field, ()))

    return Claim(
        id=name,
        subject=_text(record, "subject"),
        evidence=_text(record, "evidence"),
        criterion=_text(record, "criterion"),
        note=_text(record, "note"),
        caution=_text(record, "caution"),
        **{field: record[field] for field in _PLAIN if field in record},
        figure=record.get("figure", ""),
        view=record.get("view", ""),
        place=record.get("place", ""),
        source_ids=tuple(record.get("sources", ())),
        events=tuple(record.get("events", ())),
        unsourced=tuple(_unsourced(one, name) for one in record.get("unsourced", ())),
        picks=chosen("picks"),
        beside=chosen("beside"),
        recipes=tuple(_recipe(one, picks, name) for one in record.get("recipes", ())),
    )


def _require_verdict(name: str, record: Mapping[str, Any], computations: Collection[str]) -> None:
    """Raise DataError unless a documentary claim has a known verdict, and any other a known computation."""
    needed, other, allowed = ("computation", "verdict", tuple(computations))
    if record["kind"] == "documentary":
        needed, other, allowed = "verdict", "computation", tuple(VERDICTS)
    if record.get(needed) not in allowed or other in record:
        raise DataError(
            f"{needed} {record.get(needed)!r}" + (f" beside {other} {record[other]!r}" if other in record else ""),
            where=name,
            expected=f"of a {record['kind']} claim, no {other} and a {needed}: {', '.join(allowed)}",
        )


def _recipe(record: Mapping[str, Any], picks: Mapping[str, Pick], where: str) -> Recipe:
    _require_fields(record, _READ, _READ - {"is_outcome"}, where)

    def side(names: Collection[str]) -> tuple[tuple[int, Pick], ...]:
        return tuple(
            (-1 if name.startswith("-") else 1, _known(picks, name.removeprefix("-"), where, "a part"))
            for name in names
        )

    return Recipe(
        record["key"],
        _text(record, "label"),
        side(record["start"]),
        side(record["end"]),
        record.get("is_outcome", False),
    )


def _unsourced(record: Mapping[str, Any], where: str) -> Text:
    _require_fields(record, {"en", "fr"}, {"en", "fr"}, where)
    return Text(record["en"], record["fr"])


def _text(record: Mapping[str, Any], name: str) -> Text:
    both = record.get(f"{name}_en", ""), record.get(f"{name}_fr", "")
    return Text(*both) if any(both) else NOTHING


def _require_fields(record: Mapping[str, Any], allowed: set[str], needed: set[str], where: str) -> None:
    unknown, missing = sorted(set(record) - allowed), sorted(needed - set(record))
    if unknown or missing:
        what = f"unknown fields: {', '.join(unknown)}" if unknown else f"missing fields: {', '.join(missing)}"
        raise DataError(what, where=where, expected=", ".join(sorted(allowed)))


def _known(found: Mapping[str, Any], name: str, where: str, expected: str) -> Any:
    if name not in found:
        raise DataError(f"unknown {name!r}", where=where, expected=expected)
    return found[name]
