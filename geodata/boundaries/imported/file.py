"""Users' boundary files of Mali: recognised by their columns, checked, mended and matched to the 701 communes.

Sources of the layouts: geoBoundaries (shapeName, shapeType), OCHA COD-AB (names and p-codes by level, spelled
ADM3_FR, admin3Name_fr, admin3Name, adm3_name over the years) and GADM (NAME_n, GID_n; its level 3 of Mali are
arrondissements, its level 4 communes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata import names as geodata_names
from geodata.boundaries import gazetteer
from geodata.boundaries.imported import audit, containers, matching, repair
from geodata.boundaries.imported.audit import Audit, finding
from geodata.boundaries.imported.containers import Layer
from geodata.errors import DataError
from geodata.texts import N_

BOX = (-13.0, 9.5, 5.0, 25.6)
"""West, south, east, north of a box around Mali."""

PUBLISHERS = {"geoboundaries": "geoBoundaries", "cod-ab": "OCHA COD-AB", "gadm": "GADM"}
_TAKE = N_(
    "Take the communes instead: geoBoundaries' MLI-ADM3, the adm3 layer of OCHA's COD-AB, or level 4 of GADM. "
    "Regions and cercles of every frame are then made from them."
)
_COUNTS = ((1, 5, 30), (2, 31, 250), (3, 500, 1_000))
"""Level by the number of features, at least and at most, where a file does not say."""


@dataclass(frozen=True)
class _Layout:
    """Columns of a layer by level: names and codes, as lower-case templates of which the first that is there counts."""

    key: str
    names: tuple[str, ...]
    codes: tuple[str, ...]
    country: tuple[str, ...]
    needed: str

    def column(self, templates: tuple[str, ...], level: int, columns: Iterable[str]) -> str | None:
        """The column (as the layer spells it) that fits a level."""
        there = {name.lower(): name for name in columns}
        return next((there[name] for one in templates if (name := one.format(n=level)) in there), None)


_LAYOUTS = (
    _Layout("geoboundaries", ("shapename",), ("shapeid",), ("shapegroup",), "shapeName, shapeID, shapeType"),
    _Layout(
        "cod-ab",
        ("adm{n}_fr", "admin{n}name_fr", "adm{n}_name", "admin{n}name", "adm{n}_en", "admin{n}name_en", "admin{n}na_1"),
        ("adm{n}_pcode", "admin{n}pcode", "admin{n}pcod"),
        ("adm0_pcode", "admin0pcode", "admin0pcod"),
        "ADM3_FR, ADM3_PCODE, ADM2_FR, ADM1_FR",
    ),
    _Layout("gadm", ("name_{n}",), ("gid_{n}",), ("gid_0",), "NAME_4, GID_4, NAME_2, NAME_1"),
)
_MALI = {"mli", "ml", "mali"}


@dataclass(frozen=True)
class _Recognised:
    layer: Layer
    layout: _Layout
    deepest: int
    level: str

    @property
    def key(self) -> str:
        return f"{self.layout.key}-{self.level}"

    @property
    def why(self) -> str:
        columns = self.layer.attributes.columns
        seen = [self.layout.column(one, self.deepest, columns) for one in (self.layout.names, self.layout.codes)]
        named = " and ".join(name for name in seen if name)
        return f"{PUBLISHERS[self.layout.key]}: {self.layer.kind} of {len(self.layer.attributes)} features with {named}"

    def text(self, templates: Callable[[_Layout], tuple[str, ...]], level: int) -> pd.Series[str]:
        """The trimmed text of a level's column; "" where the file has none."""
        name = self.layout.column(templates(self.layout), level, self.layer.attributes.columns)
        if name is None or (self.layout.key == "geoboundaries" and level != self.deepest):
            return pd.Series("", index=self.layer.attributes.index, dtype=object)
        values = self.layer.attributes[name]
        return values.astype(object).where(values.notna(), "").map(lambda value: " ".join(str(value).split()))


def recognise(path: Path) -> tuple[str, str] | None:
    """Publisher and level ("geoboundaries-admin3") and why, in a sentence; None if this is no boundary file.

    Publishers are those of PUBLISHERS; levels admin1, admin2, admin3, and GADM's arrondissements. Of several layers
    the deepest counts. Raises DataError for a boundary file that is damaged, of another country, or of no known
    layout (the closest, and what it lacks, is named).
    """
    if containers.kind_of(path) is None:
        return None
    with containers.layers(path) as layers:
        found = _deepest(layers, path.name)
    return found.key, found.why


def _deepest(layers: list[Layer], where: str) -> _Recognised:
    known = [found for layer in layers if (found := _recognised(layer, where))]
    if not known:
        raise _unknown(layers, where)
    return max(known, key=lambda found: (found.level == "admin3", found.deepest, len(found.layer.attributes)))


def _recognised(layer: Layer, where: str) -> _Recognised | None:
    columns = [str(name) for name in layer.attributes.columns]
    for layout in _LAYOUTS:
        levels = [
            n for n in (4, 3, 2, 1) if all(layout.column(one, n, columns) for one in (layout.names, layout.codes))
        ]
        if not levels:
            continue
        country = layout.column(layout.country, 0, columns)
        others = {str(value) for value in layer.attributes[country].dropna()} if country else set()
        if any(value.casefold() not in _MALI for value in others):
            raise DataError(
                f"holds boundaries of {', '.join(sorted(others)[:3])}", where=where, expected="boundaries of Mali"
            )
        count = len(layer.attributes)
        deepest = _stated_level(layer, columns) if layout.key == "geoboundaries" else levels[0]
        by_count = next((n for n, least, most in _COUNTS if least <= count <= most), 3)
        level = f"admin{deepest or by_count}"
        if layout.key == "gadm" and deepest >= 3:
            level = "admin3" if deepest == 4 or count >= _COUNTS[2][1] else "arrondissements"
        return _Recognised(layer, layout, deepest or by_count, level)
    return None


def _stated_level(layer: Layer, columns: list[str]) -> int:
    """The level that geoBoundaries' shapeType or shapeID states, 0 for none."""
    for name in columns:
        if name.lower() in ("shapetype", "shapeid"):
            stated = layer.attributes[name].astype(str).str.extract(r"ADM([1-3])")[0].dropna()
            if len(stated):
                return int(stated.mode()[0])
    return 0


def _unknown(layers: list[Layer], where: str) -> DataError:
    columns = sorted({str(name) for layer in layers for name in layer.attributes.columns})
    there = {name.lower() for name in columns}
    lacks = {
        layout.key: [name for name in layout.needed.split(", ") if name.lower() not in there] for layout in _LAYOUTS
    }
    closest = min(_LAYOUTS, key=lambda layout: len(lacks[layout.key]) / len(layout.needed.split(", ")))
    return DataError(
        f"its columns ({', '.join(columns[:12]) or 'none'}) are of no layout known here",
        where=where,
        expected=f"the closest is {PUBLISHERS[closest.key]}, which has also {', '.join(lacks[closest.key])}",
    )


def read(path: Path) -> tuple[gpd.GeoDataFrame, Audit]:
    """The communes of a file (mended, EPSG:4326, sorted by commune_id), and what was found and mended.

    Columns: commune_id and name (gazetteer.communes; a name with accents as the file has it), source_name and
    source_pcode (null: none) as in the file, basis (matching.BASES), geometry, a valid coverage. Every one of the 701
    communes is there once; two made later may be. Raises DataError where the file holds no communes, cannot be
    mended without moving a border by more than 100 m, or leaves features or communes unmatched, with the places.
    """
    where = path.name
    with containers.layers(path) as layers:
        found = _deepest(layers, where)
        raw = containers.geometry(found.layer, where)
    features = gpd.GeoDataFrame(
        {
            "name": found.text(lambda layout: layout.names, found.deepest),
            "cercle": found.text(lambda layout: layout.names, 2),
            "region": found.text(lambda layout: layout.names, 1),
            "pcode": found.text(lambda layout: layout.codes, found.deepest).replace("", None),
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
    _refuse(features, none, "no polygon, or coordinates that are no numbers", where)
    findings = []
    if features.crs is None:
        features = features.set_crs("EPSG:4326")
        findings.append(finding("crs", "noted", "", "no coordinate system given: taken as EPSG:4326"))
    elif not features.crs.equals("EPSG:4326", ignore_axis_order=True):
        findings.append(finding("crs", "mended", "", f"transformed from {features.crs.name}"))
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


def _no_communes(found: _Recognised, features: gpd.GeoDataFrame, where: str) -> DataError:
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
            f"{len(left)} features are no known commune{_listed(left.tolist())}",
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
    """The known names, but as the file has it where that has accents or is not known."""
    is_better = given.map(lambda name: not name.isascii()) & (
        given.map(geodata_names.key) == known.map(geodata_names.key)
    )
    return given.where(known.isna() | is_better, known).tolist()


def _listed(names: list[str]) -> str:
    if not names:
        return ""
    return f" ({', '.join(names[:10])}" + (f" and {len(names) - 10} more)" if len(names) > 10 else ")")
