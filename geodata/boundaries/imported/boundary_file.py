"""Read a user's boundary file: checked, mended and matched to the 701 communes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # not in its __all__

from geodata.boundaries import gazetteer
from geodata.boundaries.imported import audit, containers, matching, repair
from geodata.boundaries.imported.audit import Audit, finding
from geodata.boundaries.imported.recognition import Recognised, deepest_layer
from geodata.errors import DataError
from geodata.names import key
from geodata.texts import N_

BOX = (-13.0, 9.5, 5.0, 25.6)
"""West, south, east, north of a box around Mali."""

_TAKE = N_(
    "Take the communes instead: geoBoundaries' MLI-ADM3, the adm3 layer of OCHA's COD-AB, or level 4 of GADM. "
    "Regions and cercles of every frame are then made from them."
)


def read_communes(path: Path) -> tuple[gpd.GeoDataFrame, Audit]:
    """The communes of a file (mended, EPSG:4326, sorted by commune_id), and the findings of its audit.

    Columns: commune_id and name (gazetteer.communes; a name with accents as the file has it), source_name and
    source_pcode (null: none) as in the file, basis (matching.BASES), geometry, a valid coverage. Every one of the 701
    communes is there once; two made later may be. Raises DataError where the file holds no communes, cannot be
    mended without moving a border by more than 100 m, or leaves features or communes unmatched, with the places.
    """
    where = path.name
    with containers.layers(path) as layers:
        found = deepest_layer(layers, where)
        raw = containers.geometry(found.layer, where)
    features = gpd.GeoDataFrame(
        {
            "name": found.text(found.layout.names, found.deepest),
            "cercle": found.text(found.layout.names, 2),
            "region": found.text(found.layout.names, 1),
            "pcode": found.text(found.layout.codes, found.deepest).replace("", None),
        },
        geometry=raw.geometry.to_numpy(),
        crs=raw.crs,
    )
    if found.layout.key != "cod-ab":
        features["pcode"] = pd.Series(None, index=features.index, dtype=object)
    features, findings = _on_earth(features, where)
    if found.level != "admin3":
        raise _no_communes(found, features, where)
    features, mended = audit.mend(features, where)
    communes, matched = _matched(features, where)
    findings += mended + audit.of_names(features, len(gazetteer.communes())) + matched
    frame = audit.guess_frame(features["region"])
    if frame:
        findings += audit.of_nesting(communes, frame)
    basis = communes["basis"].value_counts().to_dict()
    report = Audit(where, found.key, found.why, len(features), len(communes), frame, basis, audit.table(findings))
    return communes.drop(columns=["region", "cercle"]), report


def _on_earth(features: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, list[dict[str, object]]]:
    """Polygons in EPSG:4326 within Mali's box, outer rings counter-clockwise; DataError naming those that are not."""
    shapes = features.geometry.to_numpy()
    none = shapely.is_missing(shapes) | shapely.is_empty(shapes) | ~np.isin(shapely.get_type_id(shapes), (3, 6))
    points, index = shapely.get_coordinates(shapes, return_index=True)
    none[index[~np.isfinite(points).all(axis=1)]] = True
    _refuse(features, none, "not a polygon, or coordinates that are not numbers", where)
    findings = []
    if features.crs is None:
        features = features.set_crs("EPSG:4326")
        findings.append(finding("crs", "noted", "", "no coordinate system given: taken as EPSG:4326"))
    elif not features.crs.equals("EPSG:4326", ignore_axis_order=True):
        findings.append(finding("crs", "mended", "", f"transformed from {features.crs.name}"))
        set_network_enabled(active=False)
        features = features.to_crs("EPSG:4326")
    features = features.set_crs("EPSG:4326", allow_override=True)
    bounds = shapely.bounds(features.geometry.to_numpy())
    west, south, east, north = BOX
    is_inside = (bounds[:, :2] >= (west, south)).all(axis=1) & (bounds[:, 2:] <= (east, north)).all(axis=1)
    _refuse(features, ~is_inside, "coordinates outside Mali", where)
    turned = shapely.orient_polygons(features.geometry.to_numpy())
    if not shapely.equals_identical(turned, features.geometry.to_numpy()).all():
        findings.append(finding("rings", "mended", "", "outer rings turned counter-clockwise", metres=0.0))
    return features.set_geometry(turned, crs=features.crs), findings


def _refuse(
    features: gpd.GeoDataFrame, is_bad: np.ndarray[tuple[int], np.dtype[np.bool_]], what: str, where: str
) -> None:
    if is_bad.any():
        rows = [f"{position + 1} ({features['name'].iloc[position]})" for position in np.flatnonzero(is_bad)]
        raise DataError(
            f"features with {what}: {', '.join(rows[:5])}" + (f" and {len(rows) - 5} more" if len(rows) > 5 else ""),
            where=where,
            expected="polygons in longitude and latitude (EPSG:4326), or in a coordinate system that the file names",
            todo="Take the file again from its publisher.",
        )


def _no_communes(found: Recognised, features: gpd.GeoDataFrame, where: str) -> DataError:
    what = {"admin1": N_("regions"), "admin2": N_("cercles")}.get(found.level, N_("arrondissements"))
    frame = audit.guess_frame(features["name"] if found.level == "admin1" else features["region"])
    of_frame = f" of the frame {frame}" if frame else ""
    _, flaws = repair.coverage(features.geometry.to_numpy())
    sound = f"with {len(flaws)} gaps, overlaps or other flaws" if flaws else "without gaps or overlaps"
    return DataError(
        f"holds {len(features)} {what}{of_frame}, {sound}, and no communes",
        where=where,
        expected="a file of communes, which lie whole in a cercle and a region of every frame",
        todo=_TAKE,
    )


def _matched(features: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, list[dict[str, object]]]:
    table = gazetteer.communes().set_index("commune_id")
    pairs = matching.match(features)
    missing = table.index.difference(pairs["commune_id"].dropna().tolist())
    left = features["name"][pairs["commune_id"].isna()]
    if len(missing) or len(left):
        lost = [f"{table.loc[one, 'name']} ({table.loc[one, 'admin2_name']})" for one in missing]
        raise DataError(
            f"{len(lost)} of {len(table)} communes have no feature{_listed(lost)}; "
            f"{len(left)} features match no known commune{_listed(left.tolist())}",
            where=where,
            expected="the communes of 2017, each once, under their names or around their points",
            todo=_TAKE,
        )
    communes = features.rename(columns={"name": "source_name", "pcode": "source_pcode"})
    communes.insert(0, "commune_id", pairs["commune_id"])
    communes.insert(1, "name", _names(features["name"], pairs["commune_id"].map(table["name"])))
    communes["basis"] = pairs["basis"]
    told = communes[communes["basis"] != "name_and_point"]
    rows = [
        finding("match", "noted", f"{row.source_name}", f"taken as {row.name_}: {matching.BASES[row.basis]}")
        for row in told.rename(columns={"name": "name_"}).itertuples()
    ]
    return communes.sort_values("commune_id", ignore_index=True), rows


def _names(given: pd.Series[str], known: pd.Series[str]) -> list[str]:
    """The known names; the file's own spelling if it has accents or the name is unknown."""
    is_better = given.map(lambda name: not name.isascii()) & (given.map(key) == known.map(key))
    return given.where(known.isna() | is_better, known).tolist()


def _listed(names: list[str]) -> str:
    if not names:
        return ""
    return f" ({', '.join(names[:10])}" + (f" and {len(names) - 10} more)" if len(names) > 10 else ")")
