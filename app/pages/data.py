"""/data: every file that can be had, what is in it, how to cite it, and what else programs and reports can ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from app import page
from app.pages import jsonld
from app.presenters import download_links
from app.presenters.switches import Choice
from app.request import options, parameters, parsing, terms
from app.request.registry import Parameter, listed
from app.text import captions, labels, numbers
from app.web import links, urls
from app.web.languages import N_, gettext, language
from app.web.services import current_build, services
from geodata import policies
from geodata.builds.store import Build, Edition
from geodata.exports import citations, extract
from geodata.exports.formats import FORMATS
from geodata.exports.selection import Selection
from geodata.schema.column import Column
from geodata.sources import Provenance

blueprint = Blueprint("data_pages", __name__)

_year = listed(options.years)
ACCEPTS = parameters.of_page(
    Parameter(
        "year",
        N_("The year in the files, else all years."),
        lambda text, edition: _year(text, edition) if text else None,
        options.years,
    )
)
"""The form's “all years” sends an empty year."""
USES = {
    "xlsx": N_("opens in Excel and LibreOffice: the figures, the meaning of each column and the sources, a sheet each"),
    "csv": N_(
        "opens in any program; UTF-8, an empty field is no data. Its columns are described for programs beside it"
    ),
    "geojson": N_("figures and shapes for QGIS and web maps, sources inside"),
    "gpkg": N_("figures and shapes for QGIS and ArcGIS, in one file"),
    "parquet": N_("figures and shapes for Python, R and DuckDB"),
    "fgb": N_("figures and shapes for web maps that load only what they show"),
}
HXL = N_("Excel and CSV with hxl=1 have a second header row of HXL tags, for the tools of humanitarian data.")
_NOT_BROUGHT = {
    "admin2": N_("not in this build: it needs a boundary file of the communes and an event file (mali-atlas import)"),
    "admin3": N_("not in this build: it needs a boundary file of the communes and an event file (mali-atlas import)"),
    "zones": N_("not with this source, which gives no places"),
    "grid": N_("not with this source, which gives no places"),
    "events": N_("not in this build: counts ship, the event file is the producer’s (mali-atlas import)"),
}
_SHAPES = N_("the shapes of %(units)s, as GeoJSON, GeoPackage, GeoParquet or FlatGeobuf")


@dataclass(frozen=True)
class File:
    """A file of a dataset: what a reader calls its format, where it is now, and where it stays."""

    label: str
    href: str
    address: str
    permalink: str


@dataclass(frozen=True)
class Dataset:
    """A layer as the page shows it.

    `sources`: id, name with release, last day of the data ("" where it has none) of each. `citation` is that of the
    first file, `others` name the columns of breakdowns.
    """

    key: str
    label: str
    sentence: str
    rows: str
    periods: str
    sources: Sequence[tuple[str, str, str]]
    files: Sequence[File]
    citation: str
    columns: Sequence[Column]
    others: Sequence[str]


@dataclass(frozen=True)
class DataPage(page.Shared):
    """The page of data: every layer's files, formats, terms, what cannot be had, the builds that are kept.

    `asked` are the address's parameters but the year, `spoken` those of its language; `described` is JSON-LD.
    """

    TEMPLATE: ClassVar[str] = "data.html"

    year: str | None
    years: Sequence[str]
    asked: Mapping[str, str]
    spoken: str
    source_choices: Sequence[Choice]
    frame_choices: Sequence[Choice]
    datasets: Sequence[Dataset]
    formats: Sequence[tuple[str, str]]
    hxl: str
    permanent: str
    kept: Sequence[tuple[str, str]]
    current: str
    terms: Sequence[tuple[Provenance, str]]
    refused: Sequence[tuple[str, str]]
    described: Mapping[str, Any]


@blueprint.get("/data")
@parameters.accepts(*ACCEPTS)
def data() -> Response:
    """Every file that can be had, for all years or for `year`."""
    return page.page("data", _data)


def _data(edition: Edition) -> str:
    asked = parsing.parse(request.args, edition, ACCEPTS)
    year = asked.get("year")
    build = terms.build()
    layers = download_links.layers(edition)
    sources = list(edition.manifest["sources"].values())
    return page.render(
        DataPage(
            **page.shared(edition, asked, "data"),
            year=year,
            years=edition.manifest["periods"],
            asked={name: asked[name] for name in links.CARRIED if asked.get(name)},
            spoken=links.query({"lang": asked.get("lang")}),
            source_choices=_source_choices(build, edition, asked),
            frame_choices=_frame_choices(build, edition, asked),
            datasets=[_dataset(edition, layer, year) for layer in layers],
            formats=[(FORMATS[name].label, gettext(text)) for name, text in USES.items()],
            hxl=gettext(HXL),
            permanent=urls.permanent(edition, "/data"),
            kept=[(one.id, numbers.day(one.built.date().isoformat())) for one in _kept()],
            current=current_build().id,
            terms=[(one, gettext(policies.policy(one["policy"]).rule)) for one in sources],
            refused=list(_refused(edition, layers)),
            described=jsonld.graph(edition, layers),
        )
    )


def _kept() -> list[Build]:
    return services().catalogue.kept()


def _dataset(edition: Edition, layer: str, year: str | None) -> Dataset:
    chosen = Selection(year=year)
    files = [
        _file(edition, layer, name, year) for name in USES if FORMATS[name] in download_links.formats(edition, layer)
    ]
    cited = citations.of_layer(edition, layer, chosen, files[0].permalink)
    others = download_links.breakdowns(edition, layer)
    return Dataset(
        key=layer,
        label=gettext(download_links.LABELS[layer]),
        sentence=gettext(jsonld.SENTENCES[layer]),
        rows=_rows(edition, layer, chosen),
        periods=_periods(edition, layer),
        sources=[_source(record) for record in cited.sources],
        files=files,
        citation=citations.as_text(cited).of(language()),
        columns=[column for column in extract.columns(edition, layer, chosen) if column.name not in others],
        others=others,
    )


def _file(edition: Edition, layer: str, extension: str, year: str | None) -> File:
    path = f"/download/{layer}.{extension}"
    own = {"source": request.args.get("source"), "frame": request.args.get("frame"), "year": year}
    asked = links.query(own)
    label = download_links.SHORT.get(extension, FORMATS[extension].label)
    permalink = urls.permanent(edition, path, {"year": year})
    return File(label, urls.root() + path + asked, urls.absolute(path + asked), permalink)


def _source(record: Mapping[str, Any]) -> tuple[str, str, str]:
    name = " ".join(part for part in (record["short"] or record["producer"], record["release"]) if part)
    return record["id"], name, numbers.day(record["data_to"]) if record["data_to"] else ""


def _rows(edition: Edition, layer: str, chosen: Selection) -> str:
    """The number of rows in the files, and the factors it is the product of."""
    years = 1 if chosen.year else len(edition.figures.periods)
    if layer == "events":
        counted = [edition.figures.national(year, "all", "any")["events"] for year in chosen.periods(edition)]
        return gettext("%(rows)s events", rows=numbers.whole(sum(int(number or 0) for number in counted)))
    units = len(edition.table("sites")) if layer == "sites" else len(chosen.units(edition, layer))
    if chosen.year:
        return gettext("%(rows)s rows", rows=numbers.whole(units))
    return gettext(
        "%(rows)s rows: %(units)s × %(years)s years",
        rows=numbers.whole(units * years),
        units=numbers.whole(units),
        years=years,
    )


def _periods(edition: Edition, layer: str) -> str:
    """The years that the layer's source covers, those of which less is known, and whether there are months."""
    manifest = edition.manifest
    first, last = manifest["covered"][0], manifest["covered"][-1]
    if layer == "sites":
        return numbers.between(manifest["periods"][0], manifest["periods"][-1])
    texts = [numbers.between(first, last) if first != last else first]
    later = [year for year in manifest["periods"] if year not in manifest["covered"]]
    if later and layer != "events":
        texts.append(gettext("%(years)s for the country only", years=", ".join(later)))
    if options.months(edition):
        texts.append(gettext("by month too"))
    return ", ".join(texts)


def _source_choices(build: Build, edition: Edition, asked: Mapping[str, Any]) -> list[Choice]:
    names = list(dict.fromkeys(entry["source"] for entry in build.editions))
    return [
        Choice(
            name,
            captions.source_label(edition.manifest["sources"][name]),
            _with(asked, source=name, frame=None, year=None),
            name == edition.source,
        )
        for name in names
    ]


def _frame_choices(build: Build, edition: Edition, asked: Mapping[str, Any]) -> list[Choice]:
    frames = sorted(entry["frame"] for entry in build.editions if entry["source"] == edition.source)
    return [
        Choice(frame, gettext(labels.FRAMES[frame]), _with(asked, frame=frame), frame == edition.frame)
        for frame in frames
    ]


def _with(asked: Mapping[str, Any], **changes: str | None) -> str:
    return f"{urls.root()}/data{links.query({**asked, **changes})}"


def _refused(edition: Edition, layers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The files that are not available, and why: a source's terms, or a file that was not imported."""
    policy = policies.policy(terms.policy_of(edition))
    allowed = (*policies.allowed_levels(policy.key), "sites", *(["events"] if policy.exports_events else []))
    for layer in extract.LAYERS:
        if layer not in layers:
            why = policy.rule if layer not in allowed else _NOT_BROUGHT[layer]
            yield gettext(download_links.LABELS[layer]), gettext(why)
    if not download_links.shares_geometry(edition):
        rule = policies.policy(edition.manifest["ground_policy"]).rule
        names = ", ".join(gettext(download_links.LABELS[level]) for level in options.levels(edition))
        yield gettext(_SHAPES, units=names), gettext(rule)
