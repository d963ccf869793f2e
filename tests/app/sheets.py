"""Sheets of views, asked for as the server makes them, and their files read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from app.exports.mapsheet import route
from app.exports.mapsheet.view import SheetView
from app.presenters import download_links
from app.presenters.map_view import MapView
from app.request import parsing, terms
from app.web import urls
from geodata.mapsheet.sheet import Sheet

SVG = "{http://www.w3.org/2000/svg}"


def sheet_of(client, query: str) -> Sheet:
    with client.application.test_request_context(f"/?{query}"):
        edition = terms.edition()
        shown = SheetView(MapView(edition, parsing.view_of(route.request.args, edition)))
        return route.sheet(shown, f"{urls.base()}{download_links.kept(edition, shown.view, '/')}")


def classes(svg: bytes, kind: str) -> dict[str, tuple[str, str]]:
    """Class key and fill by id of the units or cells of a figure."""
    found = {}
    for node in ET.fromstring(svg).iter(f"{SVG}g"):
        if match := re.fullmatch(rf"{kind}-(.+)-([a-z_]+|[cd]-?\d)", node.get("id", "")):
            style = node.find(f"{SVG}path").get("style")
            found[match[1]] = (match[2], re.search(r"fill: (#[0-9a-f]{6})", style)[1])
    return found
