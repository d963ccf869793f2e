"""Write the aggregate tables that ship: python -m geodata.builds.ship GED_FILE COUNTRY_YEAR_FILE FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from geodata import vocabulary
from geodata.boundaries.ground import shipped_boundaries
from geodata.builds.inputs import NATIONAL_LATER
from geodata.counting import aggregate, quarters
from geodata.readers import ucdp_country_year, ucdp_ged
from geodata.schema import shipped_csv


def ship(ged: Path, country_year: Path, folder: Path) -> None:
    """Write the aggregate csv files that ship, from UCDP's files of Mali: GED events and country-year."""
    ground = shipped_boundaries()
    table = ucdp_ged.read(ged).table
    borders, rules = ground.surroundings.borders, ground.rules["admin1"]
    made = aggregate.from_events(table, ground.admin1, borders, frame=vocabulary.FRAME, rules=rules)
    aggregate.write(made, folder)
    shipped_csv.write(quarters.count(table), folder / "counts_quarters.csv")
    mali, _ = vocabulary.COUNTRIES[vocabulary.COUNTRY_ISO3]
    later = ucdp_country_year.read(country_year, country_id=mali, source_id=NATIONAL_LATER)
    shipped_csv.write(later[later["period"] >= str(vocabulary.FIRST_YEAR)], folder / "national_country_year.csv")


if __name__ == "__main__":
    ship(*(Path(argument) for argument in sys.argv[1:4]))
