"""Instructions for adding the layers in a GIS by address, with lines that work as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, request

from app import page
from app.ogc import collections
from app.request import parsing, terms
from app.request.parameters import accepts, of_page
from app.web import urls
from geodata.builds.store import Edition

blueprint = Blueprint("gis_pages", __name__)

ACCEPTS = of_page()

_CURL = """\
curl "{ogc}/collections?f=json"
curl "{ogc}/collections/{layer}/items?year=2022" -o regions-2022.geojson
curl "{ogc}/collections/{layer}/items?bbox=-1,14,5,18&datetime=2021-01-01/2022-12-31&limit=50"
"""
_PYTHON = """\
import json
import urllib.request

url = "{ogc}/collections/{layer}/items?year=2022"
while url:
    with urllib.request.urlopen(url) as answer:
        page = json.load(answer)
    for feature in page["features"]:
        row = feature["properties"]
        print(row["pcode"], row["name"], row["events"], row["fatalities_best"])
    url = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
"""
_GEOPANDAS = """\
import geopandas

regions = geopandas.read_file("OAPIF:{ogc}", layer="{layer}")
print(regions[regions["year"] == 2022][["name", "events", "fatalities_best"]])
"""
_R = """\
library(sf)
regions <- st_read("OAPIF:{ogc}", layer = "{layer}")
"""
LINES = {"curl": _CURL, "python": _PYTHON, "geopandas": _GEOPANDAS, "r": _R}
"""Lines for a reader to copy, by program."""


@dataclass(frozen=True)
class GisPage(page.Shared):
    """The page on GIS: the address of the layers, that of this build, a layer's id, how many there are, the lines."""

    TEMPLATE: ClassVar[str] = "gis.html"

    ogc: str
    kept: str
    layer: str
    number: int
    lines: Mapping[str, str]


@blueprint.get("/gis")
@accepts(*ACCEPTS)
def gis() -> Response:
    """The page on adding the layers in QGIS, ArcGIS Pro, R and Python."""
    return page.page("gis", _page)


def _page(edition: Edition) -> str:
    asked = parsing.parse(request.args, edition, ACCEPTS)
    found = collections.offered(terms.build()).values()
    own = [one for one in found if one.edition.key == edition.key and one.layer == "admin1"]
    ogc = urls.absolute("/ogc")
    return page.render(
        GisPage(
            **page.shared(edition, asked, "gis"),
            ogc=ogc,
            kept=f"{urls.base()}/b/{edition.id}/ogc",
            layer=own[0].id,
            number=len(found),
            lines={name: text.format(ogc=ogc, layer=own[0].id) for name, text in LINES.items()},
        )
    )
