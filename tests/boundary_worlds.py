"""A drawn Mali: 701 communes as the cells around the gazetteer's points, and boundary files made of them."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geodata.boundaries import frames, gazetteer
from geodata.boundaries.imported import boundary_file

LAYOUTS = {
    "geoboundaries": {"name": "shapeName", "id": "shapeID", "country": "shapeGroup", "type": "shapeType"},
    "cod-ab": {
        "name": "ADM3_FR",
        "pcode": "ADM3_PCODE",
        "cercle": "ADM2_FR",
        "region": "ADM1_FR",
        "country": "ADM0_PCODE",
    },
    "cod-ab-2019": {"name": "admin3Name", "pcode": "admin3Pcod", "cercle": "admin2Name", "region": "admin1Name"},
    "gadm": {"name": "NAME_4", "pcode": "GID_4", "cercle": "NAME_2", "region": "NAME_1", "country": "GID_0"},
}
"""Columns of a publisher's commune file."""


@cache
def _cells() -> np.ndarray:
    table = gazetteer.communes()
    points = shapely.multipoints(np.column_stack([table["longitude"], table["latitude"]]))
    box = shapely.buffer(shapely.envelope(points), 0.2, join_style="mitre")
    cells = shapely.get_parts(shapely.voronoi_polygons(points, ordered=True))
    return shapely.coverage_clean(shapely.intersection(cells, box))


def communes() -> gpd.GeoDataFrame:
    """The drawn communes, sorted by commune_id: a valid coverage, each around its point."""
    table = gazetteer.communes()
    return gpd.GeoDataFrame(table[["commune_id", "name"]].copy(), geometry=_cells().copy(), crs="EPSG:4326")


def features(layout: str = "geoboundaries", frame: str = "2012") -> gpd.GeoDataFrame:
    """The drawn communes as a publisher's file has them."""
    table = gazetteer.communes()
    of = frames.membership(table["commune_id"], frame)
    values = {
        "name": table["name"],
        "id": [f"MLI-ADM3-2_0_0-B{number}" for number in range(1, len(table) + 1)],
        "pcode": [f"{cercle}{number:02d}" for number, cercle in enumerate(table["admin2_pcode"])],
        "cercle": table["admin2_name"],
        "region": of["admin1_name"],
        "country": {"cod-ab": "ML"}.get(layout, "MLI"),
        "type": "ADM3",
    }
    columns = {column: values[key] for key, column in LAYOUTS[layout].items()}
    return gpd.GeoDataFrame(columns, geometry=_cells().copy(), crs="EPSG:4326")


def gadm() -> gpd.GeoDataFrame:
    """The drawn communes as GADM has them: the far north is Alafia's, and Salam a small place south of it."""
    table = features("gadm")
    salam, alafia = (table.index[table["NAME_4"] == name][0] for name in ("Salam", "Alafia"))
    north, south = table.geometry[salam], table.geometry[alafia]
    west, bottom, east, top = south.bounds
    small = shapely.intersection(south, shapely.box(west, bottom, (west + east) / 2, (bottom + top) / 2))
    table.loc[salam, "geometry"] = small
    table.loc[alafia, "geometry"] = shapely.union_all([north, shapely.difference(south, small)])
    return table.set_geometry(shapely.coverage_clean(table.geometry.to_numpy()), crs=table.crs)


def write(table: gpd.GeoDataFrame, path: Path, **options: object) -> Path:
    """The table as a file: GeoJSON, GeoPackage, or, for .zip, a shapefile in a folder of a zip."""
    if path.suffix != ".zip":
        table.to_file(path, **options)
        return path
    folder = path.with_suffix("")
    folder.mkdir()
    table.to_file(folder / f"{path.stem}.shp", **options)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, f"{path.stem}/{part.name}")
    return path


def read(table: gpd.GeoDataFrame, path: Path) -> tuple[gpd.GeoDataFrame, object]:
    """What boundary_files reads of a table, written as a file."""
    return boundary_file.read_units(write(table, path))
