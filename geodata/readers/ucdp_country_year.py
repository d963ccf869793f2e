"""UCDP Organized Violence, country-year: deaths a year for a whole country, no geography below it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.errors import DataError
from geodata.schema import validate

_VALUES = {
    "fatalities_low": "cumulative_total_deaths_in_orgvio_low_cy",
    "fatalities_best": "cumulative_total_deaths_in_orgvio_best_cy",
    "fatalities_high": "cumulative_total_deaths_in_orgvio_high_cy",
    "civilian_fatalities": "cumulative_total_deaths_civilians_in_orgvio_cy",
}


def read(path: Path, *, country_id: int, source_id: str) -> pd.DataFrame:
    """National deaths by year as columns.NATIONAL; `events` is null, since the file does not count them.

    Raises DataError when a column is missing or the country is not in the file.
    """
    raw = pd.read_csv(path, encoding="utf-8-sig")
    missing = [name for name in ("country_id_cy", "year_cy", *_VALUES.values()) if name not in raw.columns]
    if missing:
        raise DataError(
            f"missing columns: {', '.join(missing)}",
            where=path.name,
            expected="UCDP country-year, 25.1 or alike",
        )
    raw = raw[raw["country_id_cy"] == country_id]
    if raw.empty:
        raise DataError(f"no row of country {country_id}", where=path.name, expected="Mali is 432")
    national = pd.DataFrame({name: raw[column] for name, column in _VALUES.items()})
    national["period"] = raw["year_cy"].astype(str)
    national["source_id"] = source_id
    national["events"] = pd.NA
    return validate.validate("national", national, path.name).sort_values("period", ignore_index=True)
