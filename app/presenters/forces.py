"""Rows of the force tables as people read them: a figure, an event, a site, each with its source or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.request import options
from app.request.view import View
from app.text import force_labels, labels, numbers
from app.web import links
from app.web.languages import gettext, language
from geodata.builds.store import Edition
from geodata.forces import presence, strength
from geodata.forces.dates import year_end
from geodata.forces.strength import Standing, Sum
from geodata.vocabulary import BY_FORCE, INCOMPLETE

Row = Mapping[str, Any]
STATUS_YEARS = ("2020", "2021", "2022", "2023")


@dataclass(frozen=True)
class Book:
    """An edition's force tables, with what an address carries on to the pages that they link to."""

    edition: Edition
    asked: Mapping[str, str | None]
    root: str
    """The prefix of its links' paths (links.Links.root)."""
    mandates: Sequence[Row]
    sites: Sequence[Row]
    headcounts: Sequence[Row]
    timeline: Sequence[Row]
    sources: Mapping[str, Row]

    def source(self, row: Row) -> dict[str, str] | None:
        """Name and address of a row's source; None where it has none."""
        key = row["source_id"]
        if not key:
            return None
        known = self.sources.get(key)
        return {"name": str(known["publisher"]) if known else key, "address": self.link("/sources", anchor=key)}

    def link(self, path: str, *, anchor: str = "", with_day: bool = False) -> str:
        """The address of another page, with what this one's carries."""
        carried = {name: self.asked.get(name) for name in (*links.CARRIED, *(["on"] if with_day else []))}
        return self.root + path + links.query(carried) + (f"#{anchor}" if anchor else "")

    def force(self, key: str) -> dict[str, str]:
        """Label, name, colour and address of a force."""
        force = BY_FORCE[key]
        return {
            "key": key,
            "label": gettext(force.label),
            "name": gettext(force.name),
            "colour": force.colour,
            "address": self.link(f"/forces/{key}", with_day=True),
        }

    def figure(self, row: Row, year: str = "") -> dict[str, Any]:
        """A headcount: its number in words, low to high, what it counts, its day, its source.

        Beside a `year`, the day is without it, and what is of the whole year has no day.
        """
        parts = [force_labels.said(force_labels.MEASURES, row["measure"])]
        if row["component"] not in strength.WHOLE:
            parts.append(force_labels.said(force_labels.COMPONENTS, row["component"]))
        if row["scope"] != strength.MALI:
            parts.append(force_labels.said(force_labels.SCOPES, row["scope"]))
        if not year or row["measure"] not in ("annual_mean", "peak"):
            parts.append(numbers.day(row["as_of"]).removesuffix(f" {year}"))
        is_derived = row["confidence"] == "derived"
        return {
            "text": gettext("0 by the end of the withdrawal") if is_derived and row["best"] == 0 else number(row),
            "range": between(row),
            "what": ", ".join(parts),
            "source": self.source(row),
            "is_derived": is_derived,
        }

    def standing(self, one: Standing, year: str) -> dict[str, Any]:
        """The figure of a force in a year, or its gap with the nearest figures."""
        return {
            "force": self.force(one.force),
            "figure": self.figure(one.row, year) if one.row else None,
            "gap": gettext(strength.GAPS[one.gap]) if one.gap else "",
            "is_there": one.gap not in (strength.NOT_YET, strength.LEFT),
            "near": [self.figure(row, year) for row in one.near],
        }

    def sum(self, one: Sum) -> dict[str, Any]:
        """A year's sum over the international forces, in words, with what is in it and what is not."""
        return {
            "year": one.year,
            "text": gettext("nothing to add") if one.best is None else numbers.whole(one.best),
            "is_at_least": one.best is not None and not one.has_peak and (not one.is_complete or one.is_lower_bound),
            "is_complete": one.is_complete,
            "has_peak": one.has_peak,
            "included": [self.standing(item, one.year) for item in one.included],
            "missing": [self.standing(item, one.year) for item in one.missing],
            "absent": self._absent(one),
        }

    def _absent(self, one: Sum) -> list[tuple[str, str]]:
        """The forces that were not in Mali in the year: why not, and which."""
        gaps = dict.fromkeys(str(item.gap) for item in one.absent)
        return [
            (
                gettext(strength.GAPS[gap]),
                ", ".join(self.force(item.force)["label"] for item in one.absent if item.gap == gap),
            )
            for gap in gaps
        ]

    def event(self, row: Row, ticks: Mapping[str, int]) -> dict[str, Any]:
        """A dated event: its number on the charts, days, title, forces, place, source."""
        return {
            "id": row["event_id"],
            "number": ticks.get(row["event_id"]),
            "days": numbers.days(row["date"], row["end_date"]),
            "title": row[f"title_{language()}"],
            "category": force_labels.said(force_labels.CATEGORIES, row["category"]),
            "forces": [self.force(key) for key in row["forces"].split(";") if key in BY_FORCE],
            "place": row["place"] or "",
            "source": self.source(row),
            "is_partly": row["confidence"] == "partly_sourced",
        }

    def site(self, row: Row, day: date) -> dict[str, Any]:
        """A documented site: place, role, dates with what they rest on, who took it over, its status on days."""
        earliest = presence.first_day(self.mandates, row["force"])
        units = {unit.pcode: unit.name for unit in self.edition.figures.units["admin1"]}
        stated = str(row["stated_admin1"])
        return {
            "id": row["site_id"],
            "site": row["site"],
            "region": units.get(row["pcode"]) or force_labels.said(force_labels.COUNTRIES, stated),
            "role": force_labels.said(labels.ROLES, row["role"]),
            "opened": dated(row["from_date"], row["from_basis"]),
            "closed": dated(row["to_date"], row["to_basis"]),
            "heir": self.force(row["taken_over_by"]) if row["taken_over_by"] in BY_FORCE else None,
            "statuses": [status(presence.site_status(row, when, earliest)) for when in status_days(day)],
            "confidence": force_labels.said(force_labels.CONFIDENCE, row["confidence"]),
            "source": self.source(row),
            "map": self.map(row["force"], day, (8.0, round(row["latitude"], 4), round(row["longitude"], 4))),
        }

    def map(self, force: str, day: date, at: tuple[float, float, float] | None = None) -> str:
        """The address of the map with a force's sites, in the day's year or the year nearest to it that it has."""
        years = self.edition.figures.periods
        year = min(max(str(day.year), years[0]), years[-1])
        own = {name: self.asked.get(name) for name in ("source", "frame", "lang")}
        chosen = {*options.default_layers(self.edition), f"sites-{force}"}
        layers = tuple(name for name in options.map_layers(self.edition) if name in chosen)
        return self.root + "/" + View(**own, year=year, layers=layers, focus="mali", at=at).query()  # type: ignore[arg-type]


def book(edition: Edition, asked: Mapping[str, str | None], root: str) -> Book:
    """The force tables of an edition."""
    return Book(
        edition,
        asked,
        root,
        edition.table("mandates"),
        edition.table("sites"),
        edition.table("headcounts"),
        sorted(edition.table("timeline"), key=lambda row: row["date"]),
        {row["source_id"]: row for row in edition.table("force_sources")},
    )


def status_days(day: date) -> list[date]:
    """The year ends at which the table of sites gives their status, and the day that is asked for."""
    return list(dict.fromkeys([*(year_end(year) for year in STATUS_YEARS), day]))


def number(row: Row) -> str:
    """The best figure of a headcount in words; of a bound, which it is; a dash where the source gives none."""
    if row["best"] is None:
        return "–"
    text = numbers.whole(row["best"])
    if row["uncertainty"] == "lower_bound":
        return gettext("at least %(number)s", number=text)
    return gettext("up to %(number)s", number=text) if row["uncertainty"] == "upper_bound" else text


def between(row: Row) -> str:
    """The lowest to the highest figure of a headcount; "" where they are not both given, or are the same."""
    if row["low"] is None or row["high"] is None or row["low"] == row["high"]:
        return ""
    return numbers.between(numbers.whole(row["low"]), numbers.whole(row["high"]))


def dated(text: str | None, basis: str) -> dict[str, str]:
    """A site's date in words, and its basis; "" if that is the source named."""
    when = numbers.day(text) if text else gettext("not known")
    return {"text": when, "basis": gettext(labels.BASES[basis]) if basis in labels.BASES else ""}


def status(key: str) -> dict[str, str]:
    """A site's status, as key and in words."""
    return {"key": key, "text": gettext(force_labels.SITE_STATUSES[key])}


def listed(book: Book, force: str, day: date) -> dict[str, Any]:
    """The number of a force's sites in Mali, and of those `abroad`, open, uncertain and closed; None: none listed."""
    sites = presence.of_force(book.sites, force)
    earliest = presence.first_day(book.mandates, force)
    return {
        "counts": presence.counts(presence.in_mali(sites), day, earliest),
        "abroad": presence.counts(presence.abroad(sites), day, earliest),
        "is_incomplete": force in INCOMPLETE,
    }
