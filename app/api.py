"""JSON for programs: the figures of the map, and whether the server is well."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, request

from app import state
from app.downloads import DISCLAIMER
from app.state import Selection
from app.wire import Body, Cache, body, respond
from geodata import measures, records
from geodata.figures import Unit
from geodata.store import Build

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/figures")
def figures() -> Response:
    """The figures of a level, narrowed by `measure`, `year`, `pcode` and the filters."""
    build = current_app.extensions["catalogue"].current()
    kept: Cache = current_app.extensions["bodies"]
    return respond(kept.get(("figures", build.id, request.query_string), lambda: _figures(build)))


def _figures(build: Build) -> Body:
    chosen = state.selection(request.args, build, state.FIGURES)
    document = {
        "build": build.id,
        "frame": build.manifest["frame"],
        "level": chosen.level,
        "filters": {"violence": chosen.violence, "family": chosen.family, "from": chosen.since},
        "source": build.manifest["sources"][build.manifest["incident_source"]],
        "disclaimer": DISCLAIMER,
        "breaks": {
            key: levels[chosen.level] for key, levels in build.manifest["breaks"].items() if chosen.level in levels
        },
        "figures": _records(build, chosen),
        "row_accounting": {
            period: records.accounting(build, chosen.level, period, chosen.violence, chosen.family)
            for period in ([chosen.year] if chosen.year else build.figures.periods)
        },
    }
    return body(json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False), "application/json")


def _records(build: Build, chosen: Selection) -> list[dict[str, Any]]:
    periods = [chosen.year] if chosen.year else list(build.figures.periods)
    units = [unit for unit in build.figures.units[chosen.level] if chosen.pcode in (None, unit.pcode)]
    make = _of_measure if chosen.measure else _whole
    return [make(build, chosen, unit, period) for period in periods for unit in units]


def _whole(build: Build, chosen: Selection, unit: Unit, period: str) -> dict[str, Any]:
    return records.record(build, chosen.level, unit, period, **chosen.filters)


def _of_measure(build: Build, chosen: Selection, unit: Unit, period: str) -> dict[str, Any]:
    measure = measures.BY_KEY[chosen.measure or ""]
    return {
        **records.identity(chosen.level, unit),
        "frame": build.manifest["frame"],
        "year": int(period),
        "measure": measure.key,
        "unit": measure.unit,
        **records.cell(build, measure, chosen.level, unit, period, **chosen.filters),
    }


@blueprint.get("/healthz")
def healthz() -> Response:
    """That the server answers, and with which build."""
    build = current_app.extensions["catalogue"].current()
    state.parse(request.args, build, ())
    return respond(body(json.dumps({"status": "ok", "build": build.id}), "application/json"))
