"""Who of the shipped forces is where on the last day of each year, and the README's tables of it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from geodata import vocabulary
from geodata.figures.listings import SITES
from geodata.forces import dates, presence
from geodata.vocabulary import INTERNATIONAL
from tests.readme import table

YEARS = ("2020", "2021", "2022", "2023")


def shipped_rows(name):
    with Path(vocabulary.DATA / "forces" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def by_texts(row, left, day):
    """The status on the last day of a year, by comparing texts of dates only."""
    opened, closed, latest, told = (row[name] for name in ("from_date", "to_date", "to_latest", "reported"))
    gone = left.get(row["force"], ("9", "9")) if row["stated_admin1"] not in vocabulary.SITE_COUNTRIES else ("9", "9")
    by = min(latest or "9", gone[1] if closed else gone[0])
    if opened and day[: len(opened)] < opened and row["from_basis"] != "first_year_observed":
        return "not_yet"
    if by <= day or (closed and not latest and _over(closed, day)):
        return "closed"
    if not ((opened and _over(opened, day)) or (not opened and told and _over(told, day))):
        return "uncertain"
    if closed:
        return "open" if day[: len(closed)] < closed else "uncertain"
    known = max([text for text in (opened, told) if text], key=lambda text: text + "-01-01"[len(text) - 10 :])
    return "open" if day <= known else "last_reported"


def left_on():
    """By force: the day it left, and that of its last site, from the file; a force goes on while one operation does."""
    found = {}
    for row in shipped_rows("mandates"):
        if not row["succeeded_by"]:
            found[row["force"]] = (row["left_mali"] or "9", max(row["left_mali"] or "9", row["last_site"]))
    return found


def counted(region, forces, year):
    """Open sites, and those that may be open: uncertain, or last reported before; from the file, by texts of dates."""
    rows = [row for row in shipped_rows("sites") if row["stated_admin1"] == region]
    chosen = [row for row in rows if forces != "international" or row["force"] in INTERNATIONAL]
    found = [by_texts(row, left_on(), f"{year}-12-31") for row in chosen]
    return {"open": found.count("open"), "perhaps": found.count("uncertain") + found.count("last_reported")}


def _over(text, day):
    """Whether a date of any precision is past on a day: that very day is; the year or month that it is in is not."""
    return text <= day if len(text) == len(day) else text < day[: len(text)]


def test_every_shipped_site_has_its_status_on_every_31_december(shipped):
    statuses = {(row["site_id"], row["period"]): row["status"] for row in shipped.edition().table("site_status")}
    rows, left = shipped_rows("sites"), left_on()
    assert len(statuses) == len(rows) * len(SITES.years())
    slow = {(row["site_id"], year): by_texts(row, left, f"{year}-12-31") for row in rows for year in SITES.years()}
    assert statuses == slow
    assert set(slow.values()) == set(dates.STATUSES)


def test_no_site_outlives_its_force(shipped):
    edition = shipped.edition()
    for row in presence.in_mali(edition.table("sites")):
        for left, last in [days for force, days in left_on().items() if force == row["force"]]:
            after = max(left, last if row["to_date"] else left)
            if after != "9":
                assert presence.site_status(row, date.fromisoformat(after)) == "closed", row["site_id"]


@pytest.mark.parametrize("row", table("| region | forces |"), ids=lambda row: "-".join(row[:2]))
def test_the_readmes_table_of_sites_is_what_the_dates_say(row, shipped):
    region, forces, *cells = row
    shipped = shipped.edition()
    pcode = next(unit.pcode for unit in shipped.figures.units["admin1"] if unit.name == region)
    rows = [one for one in shipped.table("sites") if forces == "all" or one["force"] in INTERNATIONAL]
    for year, cell in zip(YEARS, cells, strict=True):
        expected = counted(region, forces, year)
        assert cell == f"{expected['open']} ({expected['perhaps']})", (region, forces, year)
        found = presence.counts([one for one in rows if one["pcode"] == pcode], date(int(year), 12, 31))
        assert (found["open"], found["uncertain"] + found["last_reported"]) == tuple(expected.values())


def test_the_readmes_table_is_of_both_regions_and_the_shipped_measure_agrees(shipped):
    rows = table("| region | forces |")
    shipped = shipped.edition()
    assert [row[:2] for row in rows] == [
        [name, kind] for name in ("Gao", "Ménaka") for kind in ("international", "all")
    ]
    units = {unit.name: unit for unit in shipped.figures.units["admin1"]}
    for region, forces, *cells in rows:
        if forces == "international":
            for year, cell in zip(YEARS, cells, strict=True):
                figures = shipped.figures.row("admin1", units[region], year, "all", "any")
                perhaps = figures["uncertain_sites"] + figures["last_reported_sites"]
                assert cell == f"{figures['documented_sites']} ({perhaps})"
