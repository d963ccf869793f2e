"""JSON for programs: the figures of the map, and whether the server is well."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from app.request import keys, parameters, parsing, terms
from app.request.registry import Where
from app.web import notices, urls
from app.web.responses import Body, body, respond
from geodata.builds.store import Edition
from geodata.exports import period_columns, records, sums
from geodata.exports.extract import DISCLAIMER
from geodata.exports.selection import BOTH, SIDED, Selection
from geodata.figures import measures
from geodata.figures.figures import Unit
from geodata.vocabulary import ABROAD, COUNTRY_NAMES

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/figures")
@parameters.accepts(Where.FIGURES)
def figures() -> Response:
    """The figures of a level, narrowed by `measure`, `year`, `pcode` and the filters."""
    edition = terms.edition()
    terms.require_exportable(edition, request.args.get("level", "admin1"), with_geometry=False)
    own = keys.key("figures", edition, request.query_string, *notices.record().values())
    return respond(keys.kept(lambda: _figures(edition), own))


def _figures(edition: Edition) -> Body:
    chosen = parsing.selection_of(request.args, edition, parameters.taken(Where.FIGURES))
    edition = chosen.counted(edition)
    document: dict[str, Any] = {
        "build": edition.id,
        **({} if urls.asked_build() else notices.record()),
        "permalink": urls.asked(edition, "/api/figures"),
        "frame": edition.frame,
        "level": chosen.level,
        "filters": {
            "violence": chosen.violence,
            "family": chosen.family,
            "from": chosen.since,
            "named": chosen.named,
            "sides": chosen.sides,
            "people": chosen.people,
            **({"units": list(chosen.picked)} if chosen.picked else {}),
        },
        "source": edition.manifest["sources"][edition.source],
        "disclaimer": DISCLAIMER,
        "breaks": {
            key: levels[chosen.level] for key, levels in edition.manifest["breaks"].items() if chosen.level in levels
        },
        "figures": _records(edition, chosen),
        **_sum(edition, chosen),
        "row_accounting": {
            period: records.accounting(edition, chosen.level, period, chosen.violence, chosen.family)
            for period in chosen.periods(edition)
        },
        **_abroad(edition, chosen),
        **records.partial_units(edition, chosen.level),
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return body(text, "application/json", links=[urls.cite_as(document["permalink"])])


def _records(edition: Edition, chosen: Selection) -> list[dict[str, Any]]:
    make = _of_measure if chosen.measure else _whole
    sides = [(own, chosen.units(own, chosen.level)) for own in chosen.sides_of(edition, chosen.level)]
    return [
        make(own, chosen, unit, period) for period in chosen.periods(edition) for own, units in sides for unit in units
    ]


def _sum(edition: Edition, chosen: Selection) -> dict[str, Any]:
    """The sum of the picked units: as records, or of one measure, and what a sum needs to be read."""
    if not chosen.picked:
        return {}
    known = sums.accounting_of(edition, chosen.level, chosen)["sum"]
    units = chosen.units(edition, chosen.level)
    make = partial(_sum_of_measure if chosen.measure else _whole_sum, edition, chosen, units)
    return {"sum": {**known, "figures": [make(period) for period in chosen.periods(edition)]}}


def _whole_sum(edition: Edition, chosen: Selection, units: Sequence[Unit], period: str) -> dict[str, Any]:
    return sums.record(edition, chosen.level, units, period, **chosen.filters)


def _sum_of_measure(edition: Edition, chosen: Selection, units: Sequence[Unit], period: str) -> dict[str, Any]:
    measure = measures.BY_KEY[chosen.measure or ""]
    return {
        **period_columns.when(edition.figures, period),
        "measure": measure.key,
        "unit": measure.unit_by(chosen.people),
        **sums.cell(edition, measure, chosen.level, units, period, **chosen.filters).record(),
    }


def _abroad(edition: Edition, chosen: Selection) -> dict[str, Any]:
    """By neighbour's side, where it is asked for: its source and its row accounting, None if not known."""
    if chosen.level not in SIDED or chosen.sides != BOTH:
        return {}
    _, *others = chosen.sides_of(edition, chosen.level)
    made = {
        own.side: {
            "country": COUNTRY_NAMES[own.side],
            "source": edition.manifest["sources"][own.side_source],
            "row_accounting": {
                period: records.accounting(own, chosen.level, period, chosen.violence, chosen.family)
                for period in chosen.periods(edition)
            },
        }
        for own in others
    }
    return {"abroad": dict.fromkeys(ABROAD) | made}


def _whole(edition: Edition, chosen: Selection, unit: Unit, period: str) -> dict[str, Any]:
    return records.record(edition, chosen.level, unit, period, **chosen.filters)


def _of_measure(edition: Edition, chosen: Selection, unit: Unit, period: str) -> dict[str, Any]:
    measure = measures.BY_KEY[chosen.measure or ""]
    return {
        **records.identity(edition, chosen.level, unit),
        "frame": edition.frame,
        **period_columns.when(edition.figures, period),
        "measure": measure.key,
        "unit": measure.unit_by(chosen.people),
        **records.cell(edition, measure, chosen.level, unit, period, **chosen.filters).record(),
    }


@blueprint.get("/healthz")
def healthz() -> Response:
    """That the server answers, with which build, and in place of which where that is damaged (`fallback_from`)."""
    build = terms.build()
    parsing.parse(request.args, build.edition(), ())
    return respond(body(json.dumps({"status": "ok", "build": build.id, **notices.record()}), "application/json"))
