"""People of the regions of a frame at the censuses of 2009 and 2022, with what is to be known of the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from geodata.schema import shipped_csv
from geodata.texts import N_
from geodata.vocabulary import CENSUS, CENSUS_BEFORE, DATA

PATH = DATA / "boundaries" / "people.csv"
CAVEATS = {
    "area": N_(
        "No rate by people: the census count of 2022 is published for the boundaries of 2023 only, and which area "
        "Bamako’s 4,227,569 people cover is not known."
    ),
    "bamako": N_("Which area the 4,227,569 people of the census cover is not known; Bamako has 11 communes here."),
    "list": N_("Its people of 2022 are from a list that was not read again."),
    "menaka": N_(
        "Its people of 2022 (318,876) are 5.9 times those of the census of 2009 (54,456), and from a list that was not "
        "read again."
    ),
    "derived": N_("Its people of 2022 are what remains of the published sum of three regions."),
    "pair": N_("Its people of 2022 are published only together with another region’s."),
}
"""By key of people.csv: what is said of a unit's people wherever they, or a rate of them, stand."""


@dataclass(frozen=True)
class People:
    """The people of a frame's regions by p-code at the two censuses, None where none is published for them; notes."""

    census: Mapping[str, int | None]
    before: Mapping[str, int | None]
    notes: Mapping[str, str]


@cache
def of_frame(frame: str) -> People:
    """The people of the regions of a frame."""
    table = shipped_csv.read(PATH, "population")
    rows = table[table["frame"] == frame].set_index("pcode")
    counted = {
        year: {str(pcode): int(number) for pcode, number in rows[rows["year"] == year]["population"].items()}
        for year in (CENSUS, CENSUS_BEFORE)
    }
    pcodes = [str(pcode) for pcode in dict.fromkeys(rows.index)]
    return People(
        census={pcode: counted[CENSUS].get(pcode) for pcode in pcodes},
        before={pcode: counted[CENSUS_BEFORE].get(pcode) for pcode in pcodes},
        notes={str(pcode): CAVEATS[key] for pcode, key in rows["caveat"].dropna().items()},
    )
