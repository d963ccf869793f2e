"""Boundaries and what is drawn around them: units of a frame and level, neighbours, borders, rivers, places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.errors import DataError
from geodata.geometry.files import read_layer
from geodata.schema import validate
from geodata.schema.boundaries import UNITS


@dataclass(frozen=True)
class Surroundings:
    """Tables of the base map in EPSG:4326: neighbours, border lines, rivers and places."""

    neighbours: gpd.GeoDataFrame
    borders: gpd.GeoDataFrame
    rivers: gpd.GeoDataFrame
    places: gpd.GeoDataFrame


def read_units(path: Path) -> gpd.GeoDataFrame:
    """The units of the shipped boundary file: columns.UNITS and geometry, sorted by p-code.

    Raises DataError when a polygon is invalid or a p-code is there twice.
    """
    return check_units(read_layer(path).rename(columns={"name_fr": "name"}), path.name)


def check_units(units: gpd.GeoDataFrame, where: str) -> gpd.GeoDataFrame:
    """The units with the dictionary's columns, sorted by p-code; DataError for invalid shapes or repeated codes."""
    table = gpd.GeoDataFrame(validate.validate("units", units, where), geometry="geometry", crs=units.crs)
    twice = table["pcode"][table["pcode"].duplicated()]
    if len(twice):
        raise DataError(f"repeated p-codes: {', '.join(twice)}", where=where)
    broken = table["pcode"][~table.geometry.is_valid]
    if len(broken):
        raise DataError(f"invalid polygons: {', '.join(broken)}", where=where)
    keep = [*(column.name for column in UNITS), "geometry"]
    return table[keep].sort_values("pcode", ignore_index=True)


def read_surroundings(folder: Path) -> Surroundings:
    """The base map's layers from the shipped files."""
    places = pd.read_csv(folder / "places.csv")
    points = gpd.points_from_xy(places["longitude"], places["latitude"], crs="EPSG:4326")
    return Surroundings(
        neighbours=read_layer(folder / "neighbours_generalised.geojson"),
        borders=read_layer(folder / "mali_borders_generalised.geojson"),
        rivers=read_layer(folder / "rivers.geojson"),
        places=gpd.GeoDataFrame(places.drop(columns=["longitude", "latitude"]), geometry=points),
    )


def country_of(units: gpd.GeoDataFrame) -> shapely.Geometry:
    """The outline of all units together."""
    return shapely.union_all(units.geometry.to_numpy())


def neighbour_of(around: Surroundings, iso3: str) -> shapely.Geometry:
    """The outline of a neighbour, as far as the base map has it."""
    return country_of(around.neighbours[around.neighbours["iso_a3"] == iso3])


def international_lines(neighbours: gpd.GeoDataFrame, country: shapely.Geometry) -> shapely.Geometry:
    """The borders of the country and between its neighbours as lines, without the edge of the neighbours' clip box."""
    shapes = [*neighbours.geometry, country]
    edge = shapely.boundary(shapely.union_all(shapes))
    return shapely.line_merge(shapely.difference(shapely.union_all(shapely.boundary(shapes)), edge))


def label_points(units: gpd.GeoDataFrame) -> list[tuple[float, float]]:
    """A point well inside each unit (longitude, latitude): the centre of its largest inscribed circle."""
    lines = shapely.maximum_inscribed_circle(units.geometry.to_numpy(), tolerance=0.05)
    points = shapely.get_point(lines, 0)
    return list(zip(shapely.get_x(points).round(3).tolist(), shapely.get_y(points).round(3).tolist(), strict=True))
