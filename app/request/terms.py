"""Resolve the requested edition and enforce its licence before anything is shown or exported."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from werkzeug.exceptions import NotFound

from app.request import options, parsing
from app.web import urls
from app.web.languages import gettext
from app.web.services import current_build, services
from geodata import policies
from geodata.builds.manifest import EditionManifest
from geodata.builds.store import Build, Edition
from geodata.sources import Provenance


def build() -> Build:
    """The build that the address names, else the current one. Raises NotFound if it is not kept, BuildMissing."""
    asked = urls.asked_build()
    found = services().catalogue.named(asked) if asked else current_build()
    if found is None:
        raise NotFound(
            gettext(
                "The build %(build)s is not kept here: only the newest ones are. The same address without /b/%(build)s "
                "gives the newest.",
                build=asked,
            )
        )
    return found


def edition() -> Edition:
    """The edition of `source` and `frame` in that build. Raises BadParameter, NotFound, BuildMissing."""
    return strict(parsing.edition_of(request.args, build()))


def strict(found: Edition) -> Edition:
    """The edition under the terms of its build or of now, the stricter: whatever reads its policy keeps to both."""
    own, ground = policy_of(found), ground_policy_of(found)
    if (own, ground) == (found.policy, found.manifest["ground_policy"]):
        return found
    sources = found.manifest["sources"]
    own_record: Provenance = {**sources[found.source], "policy": own}
    manifest: EditionManifest = {
        **found.manifest,
        "sources": {**sources, found.source: own_record},
        "ground_policy": ground,
    }
    return replace(found, manifest=manifest)


def policy_of(found: Edition) -> str:
    """The key of the terms of the edition's incident source: those of its build or those of now, the stricter."""
    then = found.policy
    current = current_build().manifest["sources"]
    now = current[found.source]["policy"] if found.source in current else then
    return min(now, then, key=lambda key: policies.policy(key).shows_events)


def ground_policy_of(found: Edition) -> str:
    """The key of the terms of the edition's boundaries: those of its build or those of now, the stricter."""
    then = str(found.manifest["ground_policy"])
    current = current_build().manifest["sources"]
    now = [str(current[name]["policy"]) for name in found.manifest["ground_sources"] if name in current]
    return min([then, *now], key=lambda key: policies.policy(key).exports_geometry)


def require_exportable(found: Edition, layer: str, *, with_geometry: bool) -> None:
    """Raise policies.Refused unless a layer's figures, and its boundaries, may be exported."""
    if layer == "events":
        policies.require_events(policy_of(found), export=True)
    elif layer in options.LEVELS:
        policies.require_level(policy_of(found), layer)
    if with_geometry and layer.startswith("admin"):
        policies.require_geometry(ground_policy_of(found))
