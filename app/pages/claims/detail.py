"""A claim as a person reads it: its readings, its events and where the map shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from app.charts.render import Drawing
from app.pages.claims import chart
from app.presenters import claims, quotations
from app.presenters.claim_values import headed, lettered, number, own, written
from app.request import parsing
from app.text import force_labels, numbers
from app.web import links, urls
from app.web.errors import BadParameter
from app.web.languages import N_, gettext, language
from geodata.builds.store import Edition
from geodata.claims.model import KINDS, TOPICS, VERDICTS, Account, Claim, Part, Reading, Result
from geodata.sources import Provenance

Documents = Mapping[str, Mapping[str, Any]]
"""The rows of force_sources by id."""
_RESTS = {"sum": N_("sum of the rows"), "computed": N_("computed")}


def line(result: Result) -> dict[str, Any]:
    """A claim as a line of the list."""
    claim = result.claim
    return {
        "id": claim.id,
        "quoted": claim.quoted,
        "untested": bool(claim.untested.en),
        "gloss": claim.quoted_fr if language() == "fr" and claim.quoted_fr != claim.quoted else "",
        "subject": own(claim.subject) if claim.quoted else headed(own(claim.subject)),
        "period": own(quotations.period(claim.period)),
        "kind": gettext(KINDS[claim.kind]),
        "verdict": result.verdict,
        "verdict_label": gettext(VERDICTS[result.verdict]),
        "found": written(result.value) if result.value else None,
    }


@dataclass(frozen=True)
class Detail:
    """A claim as its page tells it: what was counted and found, the figures with their sources, what shows it."""

    claim: Mapping[str, Any]
    topic: str
    reason: str
    counted: str
    criterion: str
    values: Sequence[Mapping[str, Any]]
    has_ranges: bool
    has_days: bool
    evidence: str
    note: str
    caution: str
    untested: str
    accounts: Sequence[Mapping[str, Any]]
    see: Sequence[Mapping[str, str]]
    withdrawal_link: str | None
    drawing: Drawing | None
    behind: chart.Behind | None
    readings: Sequence[Mapping[str, Any]]
    map_link: str | None
    events: Sequence[Mapping[str, Any]]
    tested_with: Provenance | None
    also_with: Sequence[Provenance]
    documents: Sequence[Mapping[str, Any]]


def detail(
    edition: Edition, result: Result, others: Sequence[Result], documents: Documents, carried: Mapping[str, str | None]
) -> Detail:
    """A claim as it was tested in an edition, among the others; `carried`: the address's source, frame, language."""
    claim = result.claim
    values = [{**written(value), **_source(value.source_id, documents, value.rests_on)} for value in result.values]
    return Detail(
        claim=line(result),
        topic=gettext(TOPICS[claim.topic]),
        reason=own(result.reason),
        counted=own(result.filter),
        criterion=own(claim.criterion),
        values=values,
        has_ranges=any(value["range"] for value in values),
        has_days=any(value["when"] for value in values),
        evidence=own(claim.evidence) if claim.evidence != result.reason else "",
        note=own(claim.note),
        caution=own(claim.caution),
        untested=own(claim.untested),
        accounts=[_account(one, documents) for one in claim.accounts],
        see=[{"id": one.claim.id, "name": _named(one.claim)} for one in others if one.claim.id in claim.see],
        withdrawal_link=withdrawal_link(edition, claim.place, carried),
        drawing=chart.drawing(result),
        behind=chart.behind(result),
        readings=[reading(one, documents) for one in result.readings],
        map_link=map_link(edition, claim.view, carried),
        events=events(edition, claim.events, documents),
        tested_with=edition.manifest["sources"].get(result.source_id),
        also_with=[edition.manifest["sources"][name] for name in result.also],
        documents=[documents[name] for name in claims.sources_of(result) if name in documents],
    )


def _account(one: Account, documents: Documents) -> dict[str, Any]:
    """What a named source says of a claim, with the publications that carry it."""
    return {
        "who": headed(own(one.who)),
        "says": own(one.says),
        "sources": [_source(name, documents)["source"] for name in one.source_ids],
    }


def _named(claim: Claim) -> str:
    return headed(own(claim.subject))


def _source(source_id: str, documents: Documents, rests_on: str = "") -> dict[str, Any]:
    """The source of a figure: its id and publisher; None if none is given. Without a row, the basis instead."""
    found = documents.get(source_id)
    return {
        "source": {"id": source_id, "publisher": found["publisher"]} if found else None,
        "rests_on": gettext(_RESTS[rests_on]) if rests_on else "",
    }


def reading(one: Reading, documents: Documents) -> dict[str, Any]:
    """A way of counting: its sums at the start and at the end, what comes out, whether that is the report's figure."""
    return {
        "sums": [
            {
                "label": label,
                "parts": [_part(part, documents) for part in parts],
                "total": number(total, "people", low, high),
            }
            for label, parts, total, low, high in (
                (gettext("Start"), one.start, one.start_total, *_ends(one.start)),
                (gettext("End"), one.end, one.end_total, *_ends(one.end)),
            )
        ],
        **written(one.value),
        "label": lettered(one.key, own(one.label)),
        "reproduces": one.reproduces,
    }


def _ends(parts: Sequence[Part]) -> tuple[float, float]:
    """The lowest and the highest sum of parts."""
    ends = [(part.low, part.high) if part.sign > 0 else (-part.high, -part.low) for part in parts]
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _part(part: Part, documents: Documents) -> dict[str, Any]:
    text = number(part.number, "people", part.low, part.high)
    return {
        "label": own(part.label),
        "text": text if part.sign > 0 else f"{numbers.MINUS}{text}",
        "measure": force_labels.said(force_labels.MEASURES, part.measure) if part.measure else "",
        "when": numbers.day(part.when) if part.when else "",
        **_source(part.source_id, documents, part.rests_on),
    }


def map_link(edition: Edition, view: str, carried: Mapping[str, str | None]) -> str | None:
    """The address of the map's view that shows the claim; None where none does, or the edition lacks what it asks."""
    if not view:
        return None
    pairs = {**dict(parse_qsl(view.lstrip("/?"))), **{name: text for name, text in carried.items() if text}}
    try:
        parsing.view_of(MultiDict(pairs), edition)
    except BadParameter:
        return None
    return urls.root() + "/" + links.query(pairs)


def withdrawal_link(edition: Edition, place: str, carried: Mapping[str, str | None]) -> str | None:
    """The address of the page of withdrawals at a region; None where the claim or the edition has none."""
    if place not in {unit.pcode for unit in edition.figures.units["admin1"]}:
        return None
    return urls.root() + "/withdrawal" + links.query({**carried, "place": place})


def events(edition: Edition, wanted: Sequence[str], documents: Documents) -> list[dict[str, Any]]:
    """The dated events of a claim in the order of their dates."""
    if not wanted:
        return []
    rows = sorted((row for row in edition.table("timeline") if row["event_id"] in wanted), key=lambda row: row["date"])
    return [
        {
            "id": row["event_id"],
            "when": numbers.days(row["date"], row["end_date"]),
            "title": row[f"title_{language()}"],
            "confidence": force_labels.said(force_labels.CONFIDENCE, row["confidence"]),
            **_source(row["source_id"] or "", documents),
        }
        for row in rows
    ]
