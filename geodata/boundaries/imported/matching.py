"""Match the features of a boundary file with the 701 communes, by name and cercle and by the point they contain."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.boundaries import gazetteer
from geodata.names import key
from geodata.texts import N_

NEAR_DEGREES = 0.1
"""A name is believed where the commune's point is at most this far off: the points are rounded, sources differ."""

BASES = {
    "name_and_point": N_("the name, and the point of that commune inside"),
    "cercle_and_name": N_("the names of cercle and commune"),
    "name": N_("the name, which no other commune has"),
    "name_elsewhere": N_("the names of cercle and commune; it is drawn elsewhere in its cercle"),
    "point": N_("the point of a commune inside, under another name"),
    "later_commune": N_("a commune made after the table of 701"),
}


def match(features: gpd.GeoDataFrame) -> pd.DataFrame:
    """The commune of each feature, in the features' order: commune_id and basis (BASES), both None for no match.

    `features`: name, cercle ("" where the file does not say), geometry in EPSG:4326, a coverage. No commune is given
    twice. A feature that holds the points of several communes and has the name of none stays without. One that
    lies elsewhere than its commune's point (GADM draws the far north as Alafia, and Salam small) is that commune where
    another of its cercle holds the point.
    """
    table = gazetteer.communes()
    found = _Matches(len(features), len(table))
    points = shapely.points(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    shapes = features.geometry.to_numpy()
    names, cercles = features["name"].map(key), features["cercle"].map(key)
    known = pd.DataFrame({"name": table["name"].map(key), "cercle": table["admin2_pcode"]})
    asked = pd.DataFrame({"name": names, "cercle": cercles.map(gazetteer.cercle_keys())}).reset_index(drop=True)

    commune, feature = shapely.STRtree(shapes).query(points, predicate="intersects")
    is_named = asked["name"].to_numpy()[feature] == known["name"].to_numpy()[commune]
    found.add(feature[is_named], commune[is_named], "name_and_point")
    for keys, basis in ((["cercle", "name"], "cercle_and_name"), (["name"], "name")):
        pairs = _same(found.left(asked, 0), found.left(known, 1), keys)
        is_near = shapely.distance(shapes[pairs[:, 0]], points[pairs[:, 1]]) <= NEAR_DEGREES
        found.add(pairs[is_near, 0], pairs[is_near, 1], basis)
    pairs = _same(found.left(asked, 0), found.left(known, 1), ["cercle", "name"])
    is_inside = [_is_drawn_by(feature[commune == one], found, known, known["cercle"].iloc[one]) for one in pairs[:, 1]]
    found.add(pairs[is_inside, 0], pairs[is_inside, 1], "name_elsewhere")
    alone, its_commune = _only(feature, commune, found)
    found.add(alone, its_commune, "point")
    ids: list[str | None] = [None if index < 0 else table["commune_id"].iloc[index] for index in found.commune]
    bases = found.basis.tolist()
    _add_later(ids, bases, asked)
    return pd.DataFrame({"commune_id": ids, "basis": bases}, index=features.index, dtype=object)


class _Matches:
    """Pairs of features and communes, each at most once: the first that are added stay."""

    def __init__(self, features: int, communes: int) -> None:
        self.commune = np.full(features, -1)
        self.basis = np.full(features, None, dtype=object)
        self.feature = np.full(communes, -1)

    def add(self, features: npt.NDArray[np.int64], communes: npt.NDArray[np.int64], basis: str) -> None:
        for feature, commune in zip(features.tolist(), communes.tolist(), strict=True):
            if self.commune[feature] < 0 and self.feature[commune] < 0:
                self.commune[feature], self.feature[commune], self.basis[feature] = commune, feature, basis

    def left(self, table: pd.DataFrame, side: int) -> pd.DataFrame:
        return table[(self.feature if side else self.commune) < 0]


def _same(asked: pd.DataFrame, known: pd.DataFrame, keys: list[str]) -> npt.NDArray[np.int64]:
    """Positions of features and communes whose keys are the same and are there once on either side."""
    sides = [
        side.assign(position=side.index)[(side[keys].notna() & (side[keys] != "")).all(axis=1)]
        .drop_duplicates(keys, keep=False)
        .set_index(keys)["position"]
        for side in (asked, known)
    ]
    return pd.concat(sides, axis=1, join="inner").to_numpy(dtype=np.int64).reshape(-1, 2)


def _is_drawn_by(holders: npt.NDArray[np.int64], found: _Matches, known: pd.DataFrame, cercle: str) -> bool:
    """True if what holds a commune's point is matched to other communes of its cercle: that has not changed."""
    communes = found.commune[holders]
    return bool(len(holders) and (communes >= 0).all() and (known["cercle"].to_numpy()[communes] == cercle).all())


def _only(
    feature: npt.NDArray[np.int64], commune: npt.NDArray[np.int64], found: _Matches
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of what is left, where the feature holds the point of one commune left and no other."""
    is_left = (found.commune[feature] < 0) & (found.feature[commune] < 0)
    feature, commune = feature[is_left], commune[is_left]
    if not len(feature):
        return feature, commune
    is_alone = (np.bincount(feature)[feature] == 1) & (np.bincount(commune)[commune] == 1)
    return feature[is_alone], commune[is_alone]


def _add_later(ids: list[str | None], bases: list[str | None], asked: pd.DataFrame) -> None:
    """Give features that are communes made after the table an id of their own, each once."""
    for position, (cercle, name) in enumerate(zip(asked["cercle"], asked["name"], strict=True)):
        commune_id = f"{cercle}-{name}"
        if ids[position] is None and (cercle, name) in gazetteer.LATER_COMMUNES and commune_id not in ids:
            ids[position], bases[position] = commune_id, "later_commune"
