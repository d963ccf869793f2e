"""The drivers of GDAL in a process that reads files of others: those that are promised, and no other."""

from __future__ import annotations

import pyogrio

from geodata.errors import DataError

SHAPEFILE, GEOJSON = "ESRI Shapefile", "GeoJSON"


def only_shapefile() -> None:
    """Leave GDAL, in this process, the driver of shapefiles alone, which imports may be."""
    only({SHAPEFILE})


def only_shipped() -> None:
    """Leave GDAL also the driver of GeoJSON, in which layers ship; users' GeoJSON never reaches GDAL."""
    only({SHAPEFILE, GEOJSON})


def only(names: set[str]) -> None:
    """Leave GDAL these drivers, of all that read layers. Raises DataError where others stay."""
    pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(sorted(set(pyogrio.list_drivers()) - names))})
    pyogrio._ogr._register_drivers()  # skips what the option names; there is no public way
    left = sorted(set(pyogrio.list_drivers()) ^ names)
    if left:
        raise DataError(f"other drivers are in use than those of {', '.join(sorted(names))}", where="GDAL: " + left[0])
