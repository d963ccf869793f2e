"""Mali's 701 communes by name and code: the cercle of each, and its region in every frame.

`python -m geodata.gazetteer SOURCE` writes the shipped table anew from a GeoJSON of the communes with their p-codes
(adm1_pcode, adm2_pcode: OCHA COD-AB 2017) and region names by frame (r2016, r2023). It holds names, codes and one
rounded point a commune, no boundary.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pandas as pd
import shapely

from geodata.geometry import files
from geodata.names import key, slug
from geodata.schema import validate
from geodata.schema.boundaries import COMMUNES

FOLDER = Path(__file__).parents[1] / "data" / "boundaries"
_ACCENTED = (
    *("Bafoulabé", "Diéma", "Kéniéba", "Yélimané", "Dioïla", "Kolondiéba", "Barouéli"),
    *("Ségou", "Djenné", "Ténenkou", "Diré", "Niafunké", "Ménaka", "Abeïbara"),
)
CERCLES = {name.translate(str.maketrans("éïè", "eie")): name for name in _ACCENTED}
"""Cercles whose French spelling has accents that the sources leave out."""

LATER_CERCLES = {
    ("ML0704", "Anderamboukane"): "Andéramboukane",
    ("ML0704", "Inekar"): "Inékar",
    ("ML0704", "Tidermene"): "Tidermène",
    ("ML0605", "Salam"): "Taoudénit;Araouane",
}
"""Cercles made after 2017 in one commune of those of 2017; events name them."""

OTHER_NAMES = {"Nioro du Sahel": "ML0106", "Baraouéli": "ML0401"}
"""Other names of cercles: OCHA's of COD-AB 2021 that are not ours, among them."""

LATER_COMMUNES = {("ML0704", "alata"), ("ML0804", "intadjedite")}
"""Cercle and key of the two communes made in 2001: some files have them beside the 701, others within these."""


@cache
def communes() -> pd.DataFrame:
    """The communes as columns.COMMUNES has them, sorted by commune_id. Do not write to it: it is read once."""
    return validate.validate("communes", _read("communes.csv"), "communes.csv").reset_index(drop=True)


@cache
def units() -> pd.DataFrame:
    """The regions of every frame as columns.FRAME_UNITS has them: a code is a key only together with its frame."""
    return validate.validate("frame_units", _read("frame_units.csv"), "frame_units.csv").reset_index(drop=True)


def _read(name: str) -> pd.DataFrame:
    table = pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False).replace("", pd.NA)
    table.index = pd.RangeIndex(2, len(table) + 2, name="row")
    return table


@cache
def cercle_keys() -> dict[str, str]:
    """The cercle (p-code of 2017) that a key stands for: its own name or another, and later cercles within it."""
    table = communes()
    found = {key(name): pcode for name, pcode in zip(table["admin2_name"], table["admin2_pcode"], strict=True)}
    found |= {key(name): pcode for name, pcode in OTHER_NAMES.items()}
    later = table.dropna(subset="later_cercles")
    for names, pcode in zip(later["later_cercles"], later["admin2_pcode"], strict=True):
        found |= {key(name): pcode for name in names.split(";")}
    return found


def from_source(path: Path) -> pd.DataFrame:
    """The table of communes made from a GeoJSON with shapeName, adm2, adm1_pcode, adm2_pcode, r2016 and r2023."""
    raw = files.read_layer(path)
    codes = {(frame, name): pcode for frame, pcode, name in units()[["frame", "pcode", "name"]].itertuples(index=False)}
    points = shapely.point_on_surface(raw.geometry.to_numpy())
    table = pd.DataFrame(
        {
            "commune_id": [
                f"{pcode}-{slug(name)}" for pcode, name in zip(raw["adm2_pcode"], raw["shapeName"], strict=True)
            ],
            "name": raw["shapeName"],
            "admin2_pcode": raw["adm2_pcode"],
            "admin2_name": raw["adm2"].map(lambda name: CERCLES.get(name, name)),
            "r2012": raw["adm1_pcode"],
            "r2016": [codes["2016", name] for name in raw["r2016"]],
            "r2023": [codes["2023", name] for name in raw["r2023"]],
            "longitude": shapely.get_x(points).round(2),
            "latitude": shapely.get_y(points).round(2),
        }
    )
    names = zip(table["admin2_pcode"], table["name"], strict=True)
    table["later_cercles"] = pd.array([LATER_CERCLES.get(pair, pd.NA) for pair in names], dtype="string")
    return validate.validate("communes", table, path.name).sort_values("commune_id", ignore_index=True)


def write(table: pd.DataFrame, path: Path) -> None:
    """The table of communes as the csv file that ships."""
    names = [column.name for column in COMMUNES]
    table[names].to_csv(path, index=False, lineterminator="\n")


if __name__ == "__main__":
    write(from_source(Path(sys.argv[1])), FOLDER / "communes.csv")
