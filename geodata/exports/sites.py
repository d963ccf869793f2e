"""The documented sites of a build, each with its source and its status at the end of every year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geodata.builds.store import Edition
from geodata.forces.dates import year_end
from geodata.schema.column import Column
from geodata.schema.forces import SITES
from geodata.texts import N_
from geodata.vocabulary import BY_FORCE

COLUMNS = (
    *SITES,
    Column("pcode", "string", N_("region that the site lies in; null: abroad"), nullable=True, hxl="#adm1+code"),
    Column("frame", "string", N_("vintage of the boundaries"), hxl="#meta+frame"),
    Column("force_name", "string", N_("name of the force"), hxl="#group+name"),
    Column("year", "Int64", N_("calendar year"), N_("year"), hxl="#date+year"),
    Column(
        "status",
        "string",
        N_(
            "on the day of status_on: not_yet (not yet open or reported), open, closed (both surely), last_reported "
            "(reported before, its end not known), uncertain (the date that would decide is not known closely "
            "enough) or no_data (the list does not cover the year)"
        ),
        hxl="#status+site",
    ),
    Column(
        "status_on", "string", N_("the day that the status is of, the last of the year"), N_("day"), hxl="#date+status"
    ),
    Column("source", "string", N_("title of the source of the row"), hxl="#meta+source"),
    Column("source_publisher", "string", N_("its publisher"), hxl="#meta+source+publisher"),
    Column("source_url", "string", N_("its address"), nullable=True, hxl="#meta+source+url"),
    Column("source_published", "string", N_("when it was published"), nullable=True, hxl="#date+reported"),
    Column("release", "string", N_("edition of the tables of forces"), hxl="#meta+release"),
)
"""Of a site in a year, as downloads have it."""


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


def rows(edition: Edition, years: Iterable[str]) -> Iterator[tuple[dict[str, Any], list[float]]]:
    """Properties and point (longitude, latitude) of every site, year by year; their dates are left out."""
    release = edition.manifest["sources"]["force-tables"]["release"]
    listed = documented(edition)
    for year in years:
        for site in listed:
            made = {
                **site.row,
                "frame": edition.manifest["frame"],
                "force_name": BY_FORCE[site.row["force"]].label,
                "year": int(year),
                "status": site.status.get(year, "no_data"),
                "status_on": year_end(year).isoformat(),
                "source": site.source["title"],
                "source_publisher": site.source["publisher"],
                "source_url": site.source["url"],
                "source_published": site.source["published"],
                "release": release,
            }
            yield made, [site.row["longitude"], site.row["latitude"]]
