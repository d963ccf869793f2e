"""A figure for a report: any view of the map as a sheet with all that a reader needs to check it, png, svg or pdf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, abort, request

from app.exports.mapsheet import all_years, drawing, legend
from app.exports.mapsheet.view import SheetView
from app.presenters import caveats, download_links, headlines, sum_line, table
from app.presenters.citations import SOURCE_OF
from app.presenters.map_view import MapView
from app.request import keys, options, parameters, parsing, terms
from app.request.registry import Where
from app.request.view import View
from app.text import captions, labels, numbers
from app.web import responses, urls
from app.web.languages import N_, gettext, language
from app.web.responses import Body, body, respond
from geodata import periods, policies
from geodata.builds.store import Edition
from geodata.exports import citations
from geodata.figures.measures import INCIDENTS
from geodata.mapsheet.sheet import SIZES, Sheet
from geodata.vocabulary import COUNTRY_NAMES, FRAME

blueprint = Blueprint("figure", __name__)

TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
DPI, SMALL_DPI, SMALL_COLOURS = 300, 120, 192
"""Pixels of an inch of a png, and of one that is to be a small part of a page, with its number of colours."""


RANGE = N_("Low and high are a range of reports, not a confidence interval.")
PROJECTION = N_("Projection: Lambert azimuthal equal-area, centred on %(place)s.")


@blueprint.get("/figure.<extension>")
@parameters.accepts(Where.FIGURE)
def figure(extension: str) -> Response:
    """The view as a sheet of `size`, a4 or 16x9."""
    if extension not in TYPES:
        abort(404, gettext("There are figures as %(types)s.", types=", ".join(TYPES)))
    edition = terms.edition()
    asked = parsing.parse(request.args, edition, parameters.taken(Where.FIGURE))
    size = asked.pop("size", next(iter(SIZES)))
    view = parsing.view_from(asked, edition)
    require_shown(edition, view)
    own = keys.key("figure", edition, extension, size, replace(view, lang=None))
    return respond(keys.kept(lambda: _file(edition, view, extension, size), own))


def _file(edition: Edition, view: View, extension: str, size: str) -> Body:
    made = draw(edition, view, extension=extension, size=size)
    cite = urls.cite_as(permalink(edition, view, extension, size))
    name = filename(edition, view, extension, size)
    return body(made, TYPES[extension], vary=responses.VARY, filename=name, links=[cite])


def permalink(edition: Edition, view: View, extension: str, size: str) -> str:
    """The permanent address of the figure."""
    named = size if size != next(iter(SIZES)) else None
    return urls.base() + download_links.kept(edition, view, f"/figure.{extension}", size=named)


def filename(edition: Edition, view: View, extension: str, size: str) -> str:
    """File name, e.g. mali-fatalities-per-100k-2022-a4.png; only options that differ from the defaults appear."""
    shown = SheetView(MapView(edition, view)).coloured.view
    parts = ["mali", shown.measure.replace("_", "-"), shown.level if shown.level != "admin1" else ""]
    period = f"{view.then}-to-{view.period}" if view.then else view.period
    parts += ["all-years" if view.compare == options.ALL_YEARS else period]
    parts += [view.violence if view.violence != "all" else "", view.family if view.family != "any" else ""]
    parts += [view.focus if view.focus not in ("east", "mali") and not view.at else ""]
    parts += [edition.frame if edition.frame != FRAME else "", language() if language() != "en" else "", size]
    return "-".join(part.replace("_", "-").replace("..", "-to-") for part in parts if part) + f".{extension}"


def draw(
    edition: Edition, view: View, *, extension: str, size: str, dpi: int = DPI, colours: int | None = None
) -> bytes:
    """The view as a sheet in the answer's language; of a png, `colours` makes a small file.

    Raises policies.Refused where the source's terms do not let the view be shown.
    """
    made, _ = sheet_of(edition, view)
    from geodata.mapsheet import files  # matplotlib is heavy, and most workers draw no figure

    return files.write(made, extension=extension, size=size, dpi=dpi, colours=colours)


def sheet_of(edition: Edition, view: View) -> tuple[Sheet, SheetView]:
    """The sheet of a view, with every year's map where it asks for them, and what it shows.

    Raises policies.Refused where the source's terms do not let the view be shown.
    """
    require_shown(edition, view)
    is_all = view.compare == options.ALL_YEARS
    shown = SheetView(MapView(edition, all_years.plain(view) if is_all else view))
    made = sheet(shown, urls.base() + download_links.kept(edition, view, "/"))
    return (all_years.with_years(made, edition, shown.view) if is_all else made), shown


def small(edition: Edition, view: View, *, size: str = "16x9") -> bytes:
    """The view as a png of some 100 kB, to stand in a page."""
    return draw(edition, view, extension="png", size=size, dpi=SMALL_DPI, colours=SMALL_COLOURS)


def require_shown(edition: Edition, view: View) -> None:
    """Raise policies.Refused unless the terms of the source allow showing the view."""
    policy = terms.policy_of(edition)
    policies.require_level(policy, view.level)
    if "grid" in view.layers:
        policies.require_level(policy, "grid")
    if "events" in view.layers:
        policies.require_events(policy, export=False)


def sheet(shown: SheetView, address: str) -> Sheet:
    """Everything that stands on the view's sheet, in the answer's language; `address`: where the view is to be had."""
    coloured, headline = shown.coloured, headlines.headline(shown.units)
    return Sheet(
        lang=language(),
        title=_title(shown),
        subtitle=captions.subtitle(shown.edition, coloured.view, coloured.measure),
        filters=captions.filter_words(shown.view) if coloured.measure.is_filterable else "",
        headline=tuple(_headlines(shown.units, headline)),
        aside=_not_placed(coloured),
        map=drawing.drawn(shown),
        legend=legend.blocks(shown),
        figures=legend.value_tables(shown),
        small=_small(shown, address),
        address=address,
        author="Mali Atlas",
        subject=headline,
    )


def _headlines(shown: MapView, headline: str) -> Iterator[str]:
    """The country's figures, the sum of the picked units, the figures of what is opened and, of a zone, those on the
    neighbours' sides, a line each."""
    yield headline
    if summed := sum_line.line(shown, with_missing=False):
        yield summed
    if own := headlines.opened_line(shown):
        yield own
    if sides := " ".join(_side_lines(shown)):
        yield sides


def _title(shown: SheetView) -> str:
    """The title of the map: what its colours count or, without colours, what is drawn."""
    view = shown.view
    if shown.cells:
        return gettext(labels.OF_CELLS)
    if shown.has_units:
        return gettext(shown.units.measure.label)
    if view.circles != "none":
        return gettext(labels.CIRCLES[view.circles])
    if "events" in view.layers:
        return gettext("Events")
    return gettext("Force sites") if shown.forces else "Mali"


def _side_lines(shown: MapView) -> Iterator[str]:
    """The figures of the opened zone on each neighbour's side that the view shows, in a line each."""
    if shown.opened is None or shown.opened[0] != "zones":
        return
    zone = shown.opened[1].pcode
    for side, there in shown.sides.items():
        unit = there.edition.figures.unit("zones", zone) if there else None
        if there and unit:
            yield headlines.line(there, "zones", unit, COUNTRY_NAMES[side])


def _not_placed(shown: MapView) -> str:
    """The country's figures that belong to no unit of the map; "" if there is no data."""
    if not shown.measure.is_filterable or not shown.missing.has_events:
        return ""
    found = table.missing(shown, shown.view.level)
    return gettext(
        "Not on the map – events: %(events)s, deaths: %(deaths)s (%(note)s).",
        events=found["events"],
        deaths=found["best"],
        note=found["note"],
    )


def _small(shown: SheetView, address: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The small print: sources and frame; projection, caveats, build and address."""
    edition = shown.edition
    records = [edition.manifest["sources"][name] for name in source_ids(shown)]
    cited = citations.sources([citations.source(record) for record in records]).of(language()).strip()
    frame = gettext("Boundaries of %(frame)s, generalised, not authoritative; no endorsement implied. %(sources)s.")
    grounds = [name for name in edition.manifest["ground_sources"] if name != "instat-rgph"]
    producers = [record["producer"] for record in records if record["id"] in grounds]
    built = " ".join((gettext("Build"), edition.id + ",", numbers.day(edition.built.date().isoformat()) + "."))
    return (
        (cited, frame % {"frame": gettext(labels.FRAMES[edition.frame]), "sources": ", ".join(producers)}),
        (
            captions.vintage(shown.units.source) + ".",
            " ".join(_cautions(shown.units)),
            gettext(PROJECTION, place=_centre()),
            f"Mali Atlas. {built} {address}",
        ),
    )


def _cautions(shown: MapView) -> Iterator[str]:
    if shown.measure.high:
        yield gettext(RANGE)
    yield from table.population_notes(shown)
    if shown.measure.of == INCIDENTS and (partial := caveats.partial_in_all(shown.edition, shown.view.level)):
        yield partial
    yield gettext("Not for operational or targeting use. Names and boundaries imply no endorsement.")


def _centre() -> str:
    """The middle of the projection, as a reader writes it."""
    from geodata.mapsheet import ground  # shapely and pyproj are heavy, and most workers draw no figure

    west, north = -ground.CENTRE[0], ground.CENTRE[1]
    return gettext("%(north)s° N, %(west)s° W", north=numbers.limit(north), west=numbers.limit(west))


def source_ids(shown: SheetView) -> list[str]:
    """The sources of everything that the sheet shows, that of the figures first."""
    measure, manifest, view = shown.coloured.measure, shown.edition.manifest, shown.view
    found = [SOURCE_OF.get(measure.of, shown.edition.source), shown.edition.source]
    found += shown.units.side_sources if shown.zones or shown.cells_abroad else []
    found += ["force-tables"] if shown.forces else []
    found += [
        name for name in manifest["ground_sources"] if name != "instat-rgph" or measure.denominator == "population"
    ]
    found += ["natural-earth", "geonames"] if "towns" in view.layers else ["natural-earth"]
    if not periods.is_range(view.period) and view.year not in manifest["covered"]:
        found.append(manifest["later_source"])
    return [name for name in dict.fromkeys(found) if name in manifest["sources"]]
