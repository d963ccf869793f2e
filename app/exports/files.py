"""Layers as files of every format, each naming its permanent address."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from app.request import keys, options, parameters, parsing, terms
from app.request.registry import Where
from app.web import urls
from app.web.errors import BadParameter
from app.web.languages import gettext
from app.web.responses import Body, body, respond
from geodata.builds.store import Edition
from geodata.exports.extract import LAYERS, Extract, build_extract
from geodata.exports.formats import FORMATS, Format, csvw

blueprint = Blueprint("downloads", __name__)

_SIDECAR = f"csv{csvw.SUFFIX}"


@blueprint.get("/download/<layer>.<extension>")
@parameters.accepts(Where.FILES)
def download(layer: str, extension: str) -> Response:
    """A layer as a file: one feature or row for each unit and year, or for each unit of `year`."""
    if layer not in LAYERS or extension not in FORMATS:
        text = gettext("There are %(layers)s, as %(types)s.", layers=", ".join(LAYERS), types=", ".join(FORMATS))
        abort(404, text)
    edition = terms.edition()
    terms.require_exportable(edition, layer, with_geometry=FORMATS[extension].has_geometry)
    require_there(edition, layer)
    return respond(_kept(edition, layer, extension))


@blueprint.get(f"/download/<layer>.{_SIDECAR}")
@parameters.accepts(Where.FILES)
def sidecar(layer: str) -> Response:
    """The metadata of the CSV file of the same parameters, as W3C's CSV on the Web."""
    if layer not in LAYERS:
        abort(404, gettext("There are %(layers)s, as %(types)s.", layers=", ".join(LAYERS), types=_SIDECAR))
    edition = terms.edition()
    terms.require_exportable(edition, layer, with_geometry=False)
    require_there(edition, layer)
    return respond(_kept(edition, layer, _SIDECAR))


def require_there(edition: Edition, layer: str) -> None:
    """Answer 404 unless the edition has the layer."""
    there = options.layers_with_files(edition)
    if layer not in there:
        abort(
            404,
            gettext(
                "This source does not have this layer in the boundaries of %(frame)s; available: %(layers)s.",
                frame=edition.frame,
                layers=", ".join(there),
            ),
        )


def extract(edition: Edition, layer: str, path: str, *, has_items: bool = True) -> Extract:
    """The extract of a layer that the request selects; `path` is the file's own. Raises BadParameter."""
    chosen = parsing.selection_of(request.args, edition, parameters.taken(Where.FILES, layer), layer)
    address = urls.permanent(edition, path, _given())
    return build_extract(edition, layer, chosen, permalink=address, has_items=has_items)


def _given() -> dict[str, str | None]:
    """The parameters that say which file it is, in one order whatever theirs was."""
    return {name: text for name, text in urls.given().items() if (name, text) != ("hxl", "0")}


def _kept(edition: Edition, layer: str, extension: str) -> Body:
    make = _description if extension == _SIDECAR else _file
    own = keys.key("download", edition, layer, extension, request.query_string)
    return keys.kept(lambda: make(edition, layer, extension), own)


def _file(edition: Edition, layer: str, extension: str) -> Body:
    found = FORMATS[extension]
    has_tags = _wants_tags(found)
    made = extract(edition, layer, f"/download/{layer}.{extension}")
    links = [urls.cite_as(made.permalink)]
    if extension == "csv":
        address = urls.permanent(edition, f"/download/{layer}.{_SIDECAR}", _given())
        links.append(f'<{address}>; rel="describedby"; type="{csvw.MIMETYPE}"')
    content = found.write(made, has_tags)
    return body(content, found.mimetype, filename=f"{made.stem}.{extension}", links=links)


def _description(edition: Edition, layer: str, extension: str) -> Body:
    made = extract(edition, layer, f"/download/{layer}.csv", has_items=False)
    address = urls.permanent(edition, f"/download/{layer}.{extension}", _given())
    content = csvw.write(made, _wants_tags(FORMATS["csv"]), address=address)
    links = [urls.cite_as(address), f'<{made.permalink}>; rel="describes"; type="text/csv"']
    return body(content, csvw.MIMETYPE, filename=f"{made.stem}.{extension}", links=links)


def _wants_tags(found: Format) -> bool:
    """True if the row of HXL tags is requested. Raises BadParameter if the format has no such row."""
    is_wanted = request.args.get("hxl") == "1"
    if is_wanted and not found.takes_hxl:
        takers = ", ".join(one.label for one in FORMATS.values() if one.takes_hxl)
        text = gettext(
            "parameter 'hxl' is for %(formats)s: %(format)s has no row for it", formats=takers, format=found.label
        )
        raise BadParameter("hxl", text, ["0"])
    return is_wanted
