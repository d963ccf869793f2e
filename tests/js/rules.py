"""What the Python side says of classes, changes, numbers and sites: the script must say the same (rules.json)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import product
from typing import Any

from flask import Flask

from app.pages.embed import framed
from app.presenters import legend
from app.request.view import View
from app.text import captions, numbers
from app.web.languages import speaking
from app.webmap import script_config
from geodata import periods
from geodata.builds.store import Edition
from geodata.exports import map_values, records, sites
from geodata.figures import classes, measures
from geodata.forces.dates import site_dates
from tests.js import search_rules

SINCE = (None, "2014", "2020", "2023")
RANGES = ("2012-2014", "2021-2023", "2018-2022", "2023-2024")
SINCE_RANGES = (None, "2020", "2018-2020")
PERIODS = (
    *product(("2022", "2020-2022", "2023-2024", "2012-2020"), SINCE_RANGES),
    *product(("2022-03", "2022-03..2022-08", "2021-11..2022-02"), (None, "2020", "2019-06..2020-01")),
)
"""A period, and what it is compared with."""
LEFT_OUT = ("accounting", "build", "reasons", "roles", "tag")
"""What of the configuration no rule needs."""
BREAKS = ((0.0, 1.5, 10.0, 100.0), (1.0,))
SIZES = (1.5, 10.0, 100.0)
VALUES = (0.0, 0.1, 1.0, 1.5, 1.5000001, 9.99, 10.0, 99.0, 100.0, 100.5, 1e6)
RATES = (0.0, 0.004, 0.005, 0.006, 0.04, 0.05, 0.051, 0.25, 0.349, 1.0, 2.5, 12.34, 999.95, 1234.56, 1e6)
COUNTS = (None, 0, 7, 999, 1_000, 21_900_000)
LIMITS = (0.0, 0.1, 0.25, 1.5, 12.0, 2_500.0)
RATE = measures.BY_KEY["fatalities_per_100k"]
FRAMES = (
    ("https://a.org/embed?year=2022&lang=fr", 'Gao "<b>" & more', 480),
    ("/embed/chart", "L’Est", 460),
)
DATES = ("2022", "2022-03", "2022-08-15", "2013-02-01", "2019-12-31")


def rules(app: Flask, edition: Edition) -> dict[str, Any]:
    """Every rule that the script has as well, with its cases; the figures are those of the edition."""
    return {
        "classes": [[breaks, value, classes.classify([value], breaks)[0]] for breaks, value in product(BREAKS, VALUES)],
        "changes": [
            [SIZES, sign * value, records.change_class(sign * value, SIZES)] for value, sign in product(VALUES, (1, -1))
        ],
        "changeStatuses": [
            [then, now, measures.change_status(then, now)]
            for then, now in product(map_values.LETTERS, repeat=2)
            if {then, now}.isdisjoint({"zero", "best_zero"})
        ],
        "numbers": {lang: _numbers(app, lang) for lang in ("en", "fr")},
        "periods": _periods(app, edition),
        "sites": list(_sites(edition)),
        "figures": _figures(app, edition),
        "search": search_rules.cases(),
        "frames": [[*one, framed.lines(*one)] for one in FRAMES],
    }


def _numbers(app: Flask, lang: str) -> dict[str, Any]:
    with app.test_request_context("/"), speaking(lang):
        signed = [value * sign for value in RATES for sign in (1, -1)]
        return {
            "noData": numbers.whole(None),
            "months": captions.months(lang),
            "whole": [[count, numbers.whole(count)] for count in COUNTS],
            "limit": [[limit, numbers.limit(limit)] for limit in LIMITS],
            "rate": [
                [value, decimals, is_signed, numbers.rate(value, decimals, signed=is_signed)]
                for value, decimals, is_signed in product(signed, (0, 1, 2), (False, True))
            ],
            "day": [[day, numbers.day(day)] for day in DATES],
        }


def _periods(app: Flask, edition: Edition) -> list[list[Any]]:
    """Of a period and what it is compared with: parts, the period before a range, the one compared with, words."""
    found = []
    with app.test_request_context("/"), speaking("en"):
        for period, since in PERIODS:
            year, month = periods.year_of(period), period[5:] if periods.is_month(period) else period
            is_monthly = periods.is_of_months(period)
            view = View(year=year if is_monthly else period, month=month if is_monthly else None, since=since)
            held = periods.split(period), periods.before(period) if periods.is_range(period) else None, view.then
            words = captions.period_label(period), captions.period_words(period), captions.summed(edition, view)
            found.append([view.year, view.month, since, *held, *words])
    return found


def _sites(edition: Edition) -> Any:
    """[opened, closed, last there, [[day, status] ...]] of every site: on the days around those its dates can mean."""
    for site in sites.documented(edition):
        dates = site_dates(site.row)
        opened, closed, there = dates.opened, dates.closed, dates.reported
        days = {date(2012, 12, 31), date(2025, 1, 1)}
        for known in (*(opened or ()), *(closed or ()), *([there] if there else [])):
            if date.min < known < date.max:
                days |= {known + timedelta(days=step) for step in (-1, 0, 1)}
        yield [
            [day.isoformat() for day in opened] if opened else None,
            [day.isoformat() for day in closed] if closed else None,
            there.isoformat() if there else None,
            [[day.isoformat(), dates.status(day)] for day in sorted(days)],
        ]


def _figures(app: Flask, edition: Edition) -> dict[str, Any]:
    """The counts and the configuration of the regions; the value and class of each by measure, year and year before."""
    with app.test_request_context("/"), speaking("en"):
        settings = {
            name: value
            for name, value in script_config.script_config(edition, "admin1", "tag", "en").items()
            if name not in LEFT_OUT
        }
    figures = edition.figures
    units = figures.units["admin1"]
    return {
        "config": settings,
        "file": "values-admin1-all-any.json",
        "values": map_values.values(figures, "admin1", "all", "any", units=units),
        "cells": [
            [key, year, since, [_cell(edition, key, unit, year, since) for unit in units]]
            for key in [item["key"] for item in settings["measures"]]
            for year, since in (*product(figures.periods, SINCE), *product(RANGES, SINCE_RANGES))
            if since != year
        ],
        "ofYear": [
            [year, [records.cell(of_year, RATE, "admin1", unit, year).value for unit in units]]
            for of_year in [edition.by_people("year")]
            for year in ("2019", *RANGES)
        ],
    }


def _cell(edition: Edition, key: str, unit: Any, year: str, since: str | None) -> list[Any]:
    measure = measures.BY_KEY[key]
    found = records.cell(edition, measure, "admin1", unit, year, since=since)
    rounded = None if found.shown is None else round(found.shown, 6)
    return [rounded, legend.class_key(found, measure)]


def written(found: dict[str, Any]) -> str:
    """The rules as JSON, a line for each of their parts."""
    lines = [f'"{name}": {json.dumps(part, ensure_ascii=False, separators=(",", ":"))}' for name, part in found.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"
