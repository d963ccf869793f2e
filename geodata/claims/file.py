"""The file of claims: every record checked, with the rows of the force tables and the sources that it names."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from geodata.claims import parts
from geodata.claims.force_rows import Tables
from geodata.claims.model import FIGURES, KINDS, TOPICS, VERDICTS, Account, Claim, Pick
from geodata.errors import DataError

TABLES = ("headcounts", "mandates", "sites", "timeline", "sources")
_PLAIN = (
    *("quoted", "quoted_fr", "period", "topic", "kind", "computation", "verdict"),
    *("claimed", "unit", "at_least", "at_most", "above", "figure", "view", "place"),
)
_SAID = ("subject", "evidence", "criterion", "note", "caution", "untested")
_OTHER = ("sources", "events", "see", "picks", "beside", "recipes", "left", "contradiction", "accounts")
_FIELDS = {*_PLAIN, *_OTHER, *(f"{name}_{tongue}" for name in _SAID for tongue in ("en", "fr"))}
_NEEDED = {"quoted", "subject_en", "subject_fr", "period", "topic", "kind", "evidence_en", "evidence_fr"}
_ACCOUNT = {"who_en", "who_fr", "says_en", "says_fr", "sources"}


def read(path: Path, computations: Collection[str]) -> list[Claim]:
    """The claims of a claims.toml, in its order. The force tables that it names rows of lie beside it as csv.

    Raises DataError for an unknown field, topic, kind, verdict, computation, source, event or claim, a verdict that is
    both written and computed, one without a source or, if disputed, with less than two accounts, a quotation without
    its French, and a row that is missing or not the only one that fits.
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = {name: _rows(path.with_name(f"{name}.csv")) for name in TABLES}
    picks = parts.picks(document.get("parts", {}), tables, path.name)
    records = document["claims"]
    return [_claim(name, record, picks, tables, computations, records) for name, record in records.items()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _claim(
    name: str,
    record: Mapping[str, Any],
    picks: Mapping[str, Pick],
    tables: Tables,
    computations: Collection[str],
    claims: Collection[str],
) -> Claim:
    parts.require_fields(record, _FIELDS, _NEEDED, name)
    _require_words(name, record, computations)
    _require_ids(name, record, tables, claims)

    def chosen(field: str) -> tuple[Pick, ...]:
        return tuple(parts.known(picks, key, name, "a part") for key in record.get(field, ()))

    left, contradiction = record.get("left"), chosen("contradiction")
    if left and "force" not in dict(parts.known(picks, left, name, "a part").where):
        raise DataError(f"left is {left!r}, a part of no force", where=name, expected="the day on which a force left")
    if len(contradiction) not in (0, 2):
        raise DataError(f"{len(contradiction)} parts in contradiction", where=name, expected="a whole and a part of it")
    return Claim(
        id=name,
        **_own(record),
        source_ids=tuple(record.get("sources", ())),
        events=tuple(record.get("events", ())),
        see=tuple(record.get("see", ())),
        accounts=tuple(_account(one, name) for one in record.get("accounts", ())),
        picks=chosen("picks"),
        beside=chosen("beside"),
        recipes=tuple(parts.recipe(one, picks, name) for one in record.get("recipes", ())),
        left=picks[left] if left else None,
        contradiction=(contradiction[0], contradiction[1]) if contradiction else None,
    )


def _own(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record that a claim has as they are: texts in both languages, words and limits."""
    plain = {field: record[field] for field in _PLAIN if field in record}
    return {field: parts.text(record, field) for field in _SAID} | plain


def _require_words(name: str, record: Mapping[str, Any], computations: Collection[str]) -> None:
    """Raise DataError for a word outside its closed list, and for half a quotation."""
    for field, allowed in (("topic", TOPICS), ("kind", KINDS)):
        parts.known(dict.fromkeys(allowed), record[field], name, f"a {field}: {', '.join(allowed)}")
    parts.known(dict.fromkeys(FIGURES), record.get("figure", ""), name, f"a figure: {', '.join(FIGURES)}")
    _require_verdict(name, record, computations)
    if bool(record["quoted"]) != bool(record.get("quoted_fr")):
        raise DataError("half a quotation", where=name, expected="quoted and quoted_fr, or neither")


def _require_ids(name: str, record: Mapping[str, Any], tables: Tables, claims: Collection[str]) -> None:
    """Raise DataError for an id of a source, an event or a claim that there is not."""
    sources = {row["source_id"]: 1 for row in tables["sources"]}
    events = {row["event_id"]: 1 for row in tables["timeline"]}
    named = [
        *record.get("sources", ()),
        *(one for said in record.get("accounts", ()) for one in said.get("sources", ())),
    ]
    for ids, found, what in (
        (named, sources, "an id of the table of sources"),
        (record.get("events", ()), events, "an id of the table of events"),
        (record.get("see", ()), dict.fromkeys(claims), "a claim of this file"),
    ):
        for one in ids:
            parts.known(found, one, name, what)


def _require_verdict(name: str, record: Mapping[str, Any], computations: Collection[str]) -> None:
    """Raise DataError unless a documentary claim has a known verdict with its sources, any other a computation."""
    needed, other, allowed = ("computation", "verdict", tuple(computations))
    if record["kind"] == "documentary":
        needed, other, allowed = "verdict", "computation", tuple(VERDICTS)
    if record.get(needed) not in allowed or other in record:
        raise DataError(
            f"{needed} {record.get(needed)!r}" + (f" beside {other} {record[other]!r}" if other in record else ""),
            where=name,
            expected=f"of a {record['kind']} claim, no {other} and a {needed}: {', '.join(allowed)}",
        )
    if needed == "verdict" and not record.get("sources") and not record.get("accounts"):
        raise DataError("a verdict without a source", where=name, expected="sources, or accounts with theirs")
    if record.get("verdict") == "disputed" and len(record.get("accounts", ())) < 2:
        raise DataError("a dispute without two accounts", where=name, expected="what each of two named sources says")


def _account(record: Mapping[str, Any], where: str) -> Account:
    parts.require_fields(record, _ACCOUNT, _ACCOUNT, where)
    if not record["sources"]:
        raise DataError("an account without a source", where=where, expected="the publications that carry it")
    return Account(parts.text(record, "who"), parts.text(record, "says"), tuple(record["sources"]))
