"""The day each force left Mali, by which every site of it there had closed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from geodata.errors import DataError
from geodata.forces.dates import interval
from geodata.vocabulary import SITE_COUNTRIES


def days(mandates: pd.DataFrame) -> dict[str, tuple[date, date]]:
    """By force that left: the day it left, and the day its last site was handed over, which may be later.

    `mandates` has columns.MANDATES. A force has not left while one of its operations goes on; one that became another
    operation did not leave.
    """
    found = {}
    for force, own in mandates[mandates["succeeded_by"].isna()].groupby("force"):
        spans = [interval(text) for text in own["left_mali"]]
        if all(spans):
            left = max(span[1] for span in spans if span)
            last = [span[1] for text in own["last_site"] if (span := interval(text))]
            found[str(force)] = left, max([left, *last])
    return found


def capped(sites: pd.DataFrame, mandates: pd.DataFrame) -> pd.DataFrame:
    """The sites, where no site in Mali outlives its force: to_latest is at most the day the force left.

    A site with a closing date of its own may have stayed to the day the last one was handed over. `sites` has
    columns.SITES and is indexed by the row of the file. Raises DataError for a site that surely closed later.
    """
    gone = days(mandates)
    table = sites.copy()
    for row, site in zip(sites.index, sites.to_dict("records"), strict=True):
        if site["stated_admin1"] in SITE_COUNTRIES or site["force"] not in gone:
            continue
        closed, latest = interval(site["to_date"]), interval(site["to_latest"])
        limit = gone[site["force"]][1 if closed else 0]
        begins = [span[0] for name in ("from_date", "to_date", "reported") if (span := interval(site[name]))]
        if any(day > limit for day in begins):
            raise DataError(
                f"row {row}: {site['site_id']!r} outlives its force, which left on {limit}",
                where="sites.csv",
                todo="Correct its dates, or the day on which the force left in mandates.csv.",
            )
        if (closed is None or closed[1] > limit) and (latest is None or latest[0] > limit):
            table.loc[row, "to_latest"] = limit.isoformat()
            if closed is None:
                table.loc[row, "to_basis"] = "force_left"
    return table
