"""Tables of departures: counts before, at and after each, cut where the data end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.text import force_labels, labels, numbers
from app.web.languages import gettext
from geodata import vocabulary
from geodata.figures.figures import Row
from geodata.forces.departures import Counter, Departure, Place, Span, Tally, Windows, by_month
from geodata.periods import year_of

LATER = ("wagner", "africa_corps")
"""Forces that came to places which others had left, and that no source says took them over."""
Look = Callable[[Place, Departure, Counter | None], Windows]
"""departures.by_month or departures.by_year."""


def force(key: str) -> str:
    """The short label of a force."""
    return gettext(vocabulary.BY_FORCE[key].label)


def named(departure: Departure) -> str:
    """A departure in words: force and place."""
    return f"{force(departure.force)}, {departure.site}"


def zone(zone_id: str) -> str:
    """A border zone in words."""
    kind, km = vocabulary.split_zone(zone_id)
    return gettext("%(zone)s, %(km)s km", zone=gettext(labels.ZONES[kind]), km=km)


def called(place: Place, departure: Departure | None = None) -> str:
    """The name of a place: a region, a zone, the surroundings of a site."""
    if place.km is not None:
        return gettext("Within %(km)s km of %(site)s", km=place.km, site=place.name)
    return zone(place.key) if place.key in vocabulary.zone_ids() and departure is None else place.name


def scope(place: Place) -> str:
    """The area counted for a place: its region, its zone, or the circle around its site."""
    if place.km is not None:
        return gettext("within %(km)s km of %(site)s", km=place.km, site=place.name)
    return zone(place.key) if place.key in vocabulary.zone_ids() else gettext("%(region)s region", region=place.name)


def when(departure: Departure) -> str:
    """The date of a departure as precisely as known; without one, what is known of it."""
    if departure.closed_on:
        return numbers.day(departure.closed_on)
    return open_end(departure)


def open_end(departure: Departure) -> str:
    """What is known of a closing without a date: the last report of the site, and the day by which it had closed."""
    latest = numbers.day(departure.latest or departure.days[1].isoformat())
    if not departure.reported:
        return gettext("closed by %(latest)s", latest=latest)
    return gettext("last reported %(day)s, closed by %(latest)s", day=numbers.day(departure.reported), latest=latest)


def rows(
    look: Look,
    pairs: Sequence[tuple[Departure, Place | None]],
    elsewhere: Counter | None,
    link: Callable[[str], str],
    later: Mapping[str, Sequence[str]] = {},
) -> list[dict[str, Any]]:
    """A row for each departure and its place; None: the figures do not have the place.

    `link` gives the address of the page of a closed site; `later` who is documented at a place since, in words.
    """
    return [
        {
            **_row(
                departure,
                look(place, departure, elsewhere) if place else None,
                place,
                link,
                is_monthly=look is by_month,
            ),
            "later": later.get(departure.site, ()),
        }
        for departure, place in pairs
    ]


def documented_since(sites: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """By place, the Russian forces that are documented there, each with the first day: they took over from nobody."""
    found: dict[str, list[str]] = {}
    for row in sites:
        if row["force"] in LATER and row["from_date"]:
            day = numbers.day(row["from_date"])
            text = gettext("%(force)s documented there from %(day)s", force=force(row["force"]), day=day)
            found.setdefault(str(row["site"]), []).append(text)
    return found


def _row(
    departure: Departure, windows: Windows | None, place: Place | None, link: Callable[[str], str], *, is_monthly: bool
) -> dict[str, Any]:
    found = [span for span in (windows.before, windows.at, windows.after) if span] if windows else []
    return {
        "href": link(departure.site_id) if place else None,
        "site": departure.site,
        "force": force(departure.force),
        "date": when(departure),
        "basis": _basis(departure),
        "source_id": departure.source_id,
        "taken": force_labels.holders(departure.taken_over_by),
        "scope": scope(place) if place else None,
        "cells": [cell(span.here, [named(one) for one in span.others]) for span in found],
        "beside": [cell(span.elsewhere) for span in (found[0], found[-1]) if span.elsewhere] if found else [],
        "left_over": _left_over(found, windows.undated) if windows and found else [],
        "none": None if found else _none(departure, place, is_monthly=is_monthly),
    }


def _basis(departure: Departure) -> str | None:
    """The basis of a date if it is not in the source named; a date that is no end says so already."""
    label = labels.BASES.get(departure.basis)
    return gettext(label) if label and departure.is_dated else None


def _none(departure: Departure, place: Place | None, *, is_monthly: bool) -> str:
    if place is None:
        return gettext("Abroad: the events counted here are those of Mali.")
    if not departure.is_dated:
        return gettext("The day of its closing is not known: no window.")
    return gettext("Known to the year only: no window of months.") if is_monthly else ""


def cell(found: Tally, others: Sequence[str] = ()) -> dict[str, Any]:
    """The counts of a window: deaths with their range, events, how much of it is covered, other departures in it."""
    is_empty = not found.covered
    return {
        "deaths": None if is_empty else numbers.whole(found.counts["fatalities_best"]),
        "range": reports(found.counts),
        "events": None if is_empty else numbers.whole(found.counts["events"]),
        "length": _length(found),
        "is_cut": found.is_cut,
        "others": list(others),
    }


def reports(counts: Row) -> str | None:
    """The range of the reports; None where the source gives none."""
    low, high = counts["fatalities_low"], counts["fatalities_high"]
    return None if low is None or high is None else numbers.between(numbers.whole(low), numbers.whole(high))


def _length(found: Tally) -> str:
    if len(found.asked) > 1:
        return gettext("%(covered)s of %(asked)s months", covered=len(found.covered), asked=len(found.asked))
    return numbers.day(found.asked[0])


def _left_over(spans: Sequence[Span], undated: Tally | None) -> list[str]:
    """The events outside the windows: those without a known place and, by month, those without a known month."""
    lines = [
        gettext("place, before: %(counts)s", counts=_short(spans[0].unplaced)),
        gettext("place, after: %(counts)s", counts=_short(spans[-1].unplaced)),
    ]
    if undated:
        years = numbers.between(year_of(undated.asked[0]), year_of(undated.asked[-1]))
        lines.append(gettext("month, %(years)s: %(counts)s", years=years, counts=_short(undated)))
    return lines


def _short(found: Tally) -> str:
    """Events, and in brackets their deaths."""
    if not found.covered:
        return gettext("no data")
    return f"{numbers.whole(found.counts['events'])} ({numbers.whole(found.counts['fatalities_best'])})"


def events_and_deaths(found: Tally) -> str:
    """Events, and their deaths in brackets; "no data" where nothing is covered."""
    if not found.covered:
        return gettext("no data")
    events, deaths = (numbers.whole(found.counts[name]) for name in ("events", "fatalities_best"))
    return gettext("events %(events)s, deaths %(deaths)s", events=events, deaths=deaths)
