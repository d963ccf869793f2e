"""An index of bounding boxes: find the shapes that a box touches."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326). West of more than east: the box crosses the antimeridian."""


class Footprints:
    """An index of shapes for repeated queries by bounding box."""

    def __init__(self, geojson: Sequence[bytes]) -> None:
        """`geojson`: geometries as GeoJSON text, EPSG:4326, none of them null."""
        self._tree = shapely.STRtree(shapely.from_geojson(list(geojson)))

    def touched(self, box: Box) -> set[int]:
        """The places in the sequence of the shapes that have a point in the box or on its edge."""
        west, south, east, north = box
        parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        found: set[int] = set()
        for left, right in (part for part in parts if part[0] <= part[1]):
            found.update(self._tree.query(_shape(left, south, right, north), predicate="intersects").tolist())
        return found


def _shape(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """The box as a shape: a line or a point where it has no area."""
    if west < east and south < north:
        return shapely.box(west, south, east, north)
    if (west, south) == (east, north):
        return shapely.Point(west, south)
    return shapely.LineString([(west, south), (east, north)])
