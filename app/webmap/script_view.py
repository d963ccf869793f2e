"""The view that a page opens with, and the order of addresses, as the script is told."""

from __future__ import annotations

from typing import Any, cast

from app.request import options, parameters
from app.request.entries import opening
from app.request.registry import Parameter, plain
from app.webmap.script_types import Defaults, View
from geodata.builds.store import Edition
from geodata.sources import Provenance
from geodata.vocabulary import CENSUS_BEFORE


def view_config(edition: Edition, level: str, tag: str, lang: str) -> View:
    """The build, the edition, and what a page of the level opens with."""
    manifest = edition.manifest
    return {
        "build": edition.id,
        "tag": tag,
        "lang": lang,
        "source": edition.source,
        "frame": manifest["frame"],
        "level": level,
        "census": manifest["census"],
        "censusBefore": CENSUS_BEFORE,
        "defaults": _defaults(edition, level),
        "address": _address(edition, level),
        "offered": {name: options.offered(edition, name) for name in options.levels(edition)},
        "changes": _changes_address(edition),
        "sourceLabel": _source_label(manifest["sources"][edition.source]),
    }


def moments(edition: Edition, lang: str) -> list[tuple[str, str, str]]:
    """The coups, and the departures that the timeline of the forces names as keys to the years: date, title, kind."""
    return [
        (row["date"], row[f"title_{lang}"], "coup" if row["event_id"].startswith("coup-") else "departure")
        for row in edition.table("timeline")
        if row["is_key"] and (row["category"] == "withdrawal" or row["event_id"].startswith("coup-"))
    ]


def _opened(edition: Edition, level: str) -> list[tuple[Parameter[Any], Any]]:
    """Each parameter of a view with the value that the level's page opens with, in the canonical order of addresses."""
    of_view = parameters.REGISTRY.view
    opened = opening({"level": level}, edition, of_view)
    return [(one, opened[one.field]) for one in of_view.parameters()]


def _defaults(edition: Edition, level: str) -> Defaults:
    """The values that the level's page opens with, by parameter; the level is the page's own, not the script's."""
    found = {
        one.name: plain(value) for one, value in _opened(edition, level) if value is not None and one.name != "level"
    }
    return cast(Defaults, found)


def _address(edition: Edition, level: str) -> list[tuple[str, str | None]]:
    """The parameters of a view's address, each with the text that the address leaves out.

    Of level and year that is the usual one, since a switch of source takes what an address does not name from there.
    """
    found: list[tuple[str, str | None]] = []
    for one, opened in _opened(edition, level):
        value = one.default if one.name in ("level", "year") else opened
        found.append((one.name, None if value is None else one.text(value)))
    return found


def _changes_address(edition: Edition) -> str:
    return f"/changes?source={edition.source}&frame={edition.frame}"


def _source_label(source: Provenance) -> str:
    return " ".join(part for part in (source["producer"], source["release"]) if part)
