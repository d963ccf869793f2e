"""The documented sites of a build, each with its source and its status at the end of every year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geodata.store import Edition


@dataclass(frozen=True)
class Site:
    """A site: its row (columns.SITES), its source's row of force_sources, year -> its status (sitedates.STATUSES)."""

    row: Mapping[str, Any]
    source: Mapping[str, Any]
    status: Mapping[str, str]


def documented(edition: Edition) -> list[Site]:
    """Every site of the list, in its order; a year that the list does not cover has no status."""
    sources = {row["source_id"]: row for row in edition.table("force_sources")}
    statuses: dict[str, dict[str, str]] = {}
    for row in edition.table("site_status"):
        statuses.setdefault(row["site_id"], {})[row["period"]] = row["status"]
    return [Site(row, sources[row["source_id"]], statuses[row["site_id"]]) for row in edition.table("sites")]
