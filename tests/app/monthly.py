"""A drawn source of counts by month and cercle."""

from __future__ import annotations

import pandas as pd

from geodata.builds.inputs import Monthly
from geodata.schema import validate

COUNTS = [
    ("Gao", "Gao 1", "2022-03", 4, 8),
    ("Gao", "Gao 2", "2022-03", 0, 0),
    ("Gao", "Gao 1", "2022-04", 2, 1),
    ("Ménaka", "", "2022-03", 1, 0),
    ("Nowhere", "Elsewhere", "2022-03", 3, 5),
    ("Gao", "Gao 1", "2023-01", 6, 6),
]


def months(kinds: str | None = None):
    names = ["admin1_name", "admin2_name", "period", "events", "fatalities"]
    table = pd.DataFrame(COUNTS, columns=names).replace({"": None})
    given = {"country_iso3": "MLI", "admin1_pcode": None, "admin2_pcode": None, "event_type": kinds}
    made = validate.validate("monthly", table.assign(row=range(2, 2 + len(table)), **given), "drawn")
    return Monthly("acled-monthly-x", made, made.assign(oddity="warning").iloc[:0], ("country", "admin1", "admin2"))
