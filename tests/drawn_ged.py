"""Events drawn as a text table, and the file of UCDP GED that holds them."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from geodata.readers import ucdp_ged

GED = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
number_of_sources source_article source_office source_date source_headline source_original where_prec
where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id
region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown
best_est high_est low_est
"""
"""The 47 columns of UCDP's per-country download, in order."""
SHORT = {
    "x": "longitude",
    "y": "latitude",
    "prec": "where_prec",
    "region": "adm_1",
    "cercle": "adm_2",
    "type": "type_of_violence",
    "a": "side_a",
    "b": "side_b",
    "low": "low_est",
    "best": "best_est",
    "high": "high_est",
    "civilians": "deaths_civilians",
}
DEFAULTS = {
    "year": "2022",
    "longitude": "0.5",
    "latitude": "15.5",
    "where_prec": "1",
    "type_of_violence": "1",
    "side_a": "JNIM",
    "side_b": "Government of Mali",
    "low_est": "1",
    "best_est": "1",
    "high_est": "1",
    "deaths_civilians": "0",
    "country": "Mali",
    "country_id": "432",
    "date_prec": "1",
}
Spec = str | Sequence[dict[str, object]]
"""Events as a text table ("." default, "_" a space) or as dicts; keys are SHORT's or UCDP's column names."""


def records(spec: Spec) -> list[dict[str, str]]:
    """The events of a spec as UCDP names their columns, all values text."""
    if isinstance(spec, str):
        header, *lines = [line.split() for line in spec.split("\n") if line.strip()]
        rows = [dict(zip(header, line, strict=True)) for line in lines]
        spec = [{key: value.replace("_", " ") for key, value in row.items() if value != "."} for row in rows]
    made = []
    for number, row in enumerate(spec, start=1):
        named = {SHORT.get(key, key): str(value) for key, value in row.items()}
        made.append({"id": str(number), **DEFAULTS, **named})
    return made


def events(spec: Spec) -> pd.DataFrame:
    """The events of a spec as columns.EVENTS has them, each on 27 March of its year unless it says otherwise."""
    rows = records(spec)
    return _read(tuple(tuple(row.items()) for row in rows)).copy() if rows else events([{}]).iloc[:0]


@lru_cache(256)
def _read(rows: tuple[tuple[tuple[str, str], ...], ...]) -> pd.DataFrame:
    """The events of these records, read once for all tests that draw the same."""
    with tempfile.TemporaryDirectory() as folder:
        return ucdp_ged.read(ged_file(Path(folder) / "drawn.csv", [dict(row) for row in rows])).table


def ged_file(
    path: Path,
    spec: Spec,
    *,
    rename: dict[str, str] | None = None,
    drop: Sequence[str] = (),
    day: str = "03/27/{year} 00:00:00",
    trailing_comma: bool = True,
    encoding: str = "utf-8",
) -> Path:
    """A UCDP GED file of the events of a spec: UCDP's 47 columns, but for those renamed or dropped."""
    names = [name for name in GED.split() if name not in drop]
    with path.open("w", encoding=encoding, newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([(rename or {}).get(name, name) for name in names])
        for row in records(spec):
            when = day.format(year=row["year"])
            whole = {"date_start": when, "date_end": when, **row}
            lines.writerow([whole.get(name, "") for name in names] + [""] * trailing_comma)
    return path
