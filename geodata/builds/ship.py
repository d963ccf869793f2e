"""Write the aggregate tables that ship: python -m geodata.builds.ship GED COUNTRY_YEAR FOLDER (GED COUNTRY_YEAR)...

The first files are those of Mali, the pairs after the folder those of its neighbours.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from geodata import vocabulary
from geodata.boundaries.ground import shipped_boundaries
from geodata.builds.inputs import NATIONAL_LATER, later_of
from geodata.counting import abroad, aggregate, quarters
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


def ship_abroad(pairs: Sequence[tuple[Path, Path]], folder: Path) -> None:
    """Write the csv files of the neighbours' sides, from UCDP's files of each: GED events and country-year."""
    around = shipped_boundaries().surroundings
    near = {side: set(there["pcode"]) for side, there in abroad.cells(around).items()}
    for ged, country_year in pairs:
        located = abroad.locate(ucdp_ged.read(ged).table, around.borders, where=ged.name)
        abroad.write(abroad.count(located, near), folder)
        for side in located:
            number, _ = vocabulary.COUNTRIES[side]
            later = ucdp_country_year.read(country_year, country_id=number, source_id=later_of(side))
            abroad.write_national(later, side, folder)


if __name__ == "__main__":
    files = [Path(argument) for argument in sys.argv[1:]]
    ship(files[0], files[1], files[2])
    ship_abroad(list(zip(files[3::2], files[4::2], strict=True)), files[2])
