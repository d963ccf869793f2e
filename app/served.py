"""The edition that a request asks for, and the gate that its source's terms put before what leaves the server."""

from __future__ import annotations

from flask import current_app, request

from app import state
from geodata import policies
from geodata.store import Edition


def edition() -> Edition:
    """The edition of `source` and `frame` in the current build. Raises BadParameter, BuildMissing."""
    return state.edition(request.args, current_app.extensions["catalogue"].current())


def policy_of(found: Edition) -> str:
    """The key of the terms of the edition's incident source: those of its build or those of now, the stricter."""
    then = found.policy
    current = current_app.extensions["catalogue"].current().manifest["sources"]
    now = str(current.get(found.source, {"policy": then})["policy"])
    return min(now, then, key=lambda key: policies.policy(key).shows_events)


def require_exportable(found: Edition, layer: str, *, with_geometry: bool) -> None:
    """Raise policies.Refused unless a layer's figures, and its boundaries, may leave the server."""
    if layer == "events":
        policies.require_events(policy_of(found), export=True)
    elif layer in state.LEVELS:
        policies.require_level(policy_of(found), layer)
    if with_geometry and layer.startswith("admin"):
        policies.require_geometry(found.manifest["ground_policy"])
