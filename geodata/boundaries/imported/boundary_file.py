"""Read a user's boundary file: checked, mended and matched to the 701 communes or the 50 cercles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # not in its __all__

from geodata.boundaries import frames, gazetteer
from geodata.boundaries.imported import audit, cercles, containers, matching, refused
from geodata.boundaries.imported.audit import Audit, finding
from geodata.boundaries.imported.recognition import Recognised, deepest_layer
from geodata.errors import DataError
from geodata.names import key

BOX = (-13.0, 9.5, 5.0, 25.6)
"""West, south, east, north of a box around Mali."""


def read_units(path: Path) -> tuple[gpd.GeoDataFrame, Audit]:
    """The communes of a file, else its cercles (mended, EPSG:4326, sorted by code), and the findings of its audit.

    Columns of communes: commune_id and name (gazetteer.communes; a name with accents as the file has it); of cercles:
    admin2_pcode and name. Of both: source_name and source_pcode (null: none) as in the file, basis (matching.BASES,
    cercles.BASES), geometry, a valid coverage. Every one of the 701 communes or 50 cercles is there once; two communes
    made later may be. Raises DataError where the file holds neither, cannot be mended without moving a border by more
    than 100 m, or leaves features or units unmatched, with the places.
    """
    where = path.name
    with containers.layers(path) as layers:
        found = deepest_layer(layers, where)
        features = _features(found, where)
    refused.require_areas(features, found.level, where)
    features, findings = _on_earth(features, where)
    if found.level not in ("admin2", "admin3"):
        raise refused.other_level(found, features, where)
    features, mended = audit.mend(features, where)
    findings = [*refused.left_out(found), *findings, *mended]
    units, possible, more = (_communes if found.level == "admin3" else _cercles)(features, where)
    frame = audit.guess_frame(features["region"])
    if frame in possible and "commune_id" in units:
        more += audit.of_nesting(units, str(frame))
    basis = units["basis"].value_counts().to_dict()
    report = Audit(
        *(where, found.key, found.why, len(features), found.level, len(units)),
        *(frame, possible, basis, audit.table([*findings, *more])),
    )
    return units.drop(columns=["region", "cercle"], errors="ignore"), report


def _features(found: Recognised, where: str) -> gpd.GeoDataFrame:
    """The features of a layer: name, cercle, region ("": the file does not say), pcode (None: no COD-AB), geometry."""
    raw = containers.geometry(found.layer, where)
    codes = found.text(found.layout.codes, found.deepest).replace("", None)
    return gpd.GeoDataFrame(
        {
            "name": found.text(found.layout.names, found.deepest),
            "cercle": found.text(found.layout.names, 2),
            "region": found.text(found.layout.names, 1),
            "pcode": codes if found.layout.key == "cod-ab" else pd.Series(None, index=codes.index, dtype=object),
        },
        geometry=raw.geometry.to_numpy(),
        crs=raw.crs,
    )


def _communes(features: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, tuple[str, ...], list[dict[str, Any]]]:
    """The communes, the frames that can be made of them, and what was found."""
    communes, matched = _matched(features, where)
    known = gazetteer.communes().set_index("commune_id")
    moved = known.loc[communes.loc[communes["basis"] == "name_elsewhere", "commune_id"]]
    possible = frames.undivided(moved["admin2_pcode"])
    cercles_moved = dict(zip(moved["admin2_pcode"], moved["admin2_name"], strict=True))
    why = f"they divide a cercle in which this file draws communes elsewhere ({', '.join(moved['name'])})"
    findings = audit.of_names(features, len(known)) + matched
    return communes, possible, findings + audit.of_frames(cercles_moved, possible, why)


def _cercles(features: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, tuple[str, ...], list[dict[str, Any]]]:
    """The cercles, the frames that can be made of them alone, and what was found."""
    units = cercles.matched(features, where, refused.TAKE)
    names = dict(zip(units["admin2_pcode"], units["name"], strict=True))
    possible = frames.undivided(units["admin2_pcode"])
    told = units[units["basis"] == "points"]
    findings = audit.of_names(features, len(units), "cercles") + [
        finding("match", "noted", str(row.source_name), f"taken as {row.name_}: {cercles.BASES[str(row.basis)]}")
        for row in told.rename(columns={"name": "name_"}).itertuples()
    ]
    why = "they divide cercles by communes, which are not in this file"
    return units, possible, findings + audit.of_frames(names, possible, why)


def _on_earth(features: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, list[dict[str, Any]]]:
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


def _matched(features: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, list[dict[str, Any]]]:
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
            todo=refused.TAKE,
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
