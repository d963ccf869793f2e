"""The datasets as schema.org describes them, so that search engines of data can find them: JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.presenters import download_links
from app.web import links, urls
from app.web.languages import N_, gettext, language
from geodata import periods
from geodata.builds.store import Edition
from geodata.exports import extract
from geodata.exports.citations import AUTHORS
from geodata.exports.selection import Selection

_CAUTION = N_("Missing is not zero. Not for operational or targeting use.")
SENTENCES = {
    "admin1": N_(
        "Events of organised violence and deaths by region and year: lowest, best and highest estimate, civilians, "
        "types of violence and actors as far as the source tells them apart, rates, documented force sites."
    ),
    "admin2": N_(
        "Events of organised violence and deaths by cercle and year: lowest, best and highest estimate, civilians, "
        "types of violence and actors as far as the source tells them apart, and rates by area."
    ),
    "admin3": N_(
        "Events of organised violence and deaths by commune and year: lowest, best and highest estimate, civilians, "
        "types of violence and actors as far as the source tells them apart, and rates by area."
    ),
    "zones": N_(
        "Events of organised violence and deaths within 25, 50 and 100 km of the borders with Niger and Burkina Faso, "
        "of either, and of both (the three-border area). Zones overlap: never add them up."
    ),
    "grid": N_(
        "Events of organised violence and deaths by PRIO-GRID cell of 0.5° and year, for events whose place is known "
        "within about 25 km."
    ),
    "events": N_(
        "The events one by one: days, place and how precisely each is known, parties, deaths, and the units in which "
        "each was placed."
    ),
    "sites": N_(
        "Documented sites of security forces with their status on the last day of each year and the source of each: "
        "what is documented, not all there is."
    ),
}
"""The description of each layer, in a sentence or two."""
NAMES = {
    "admin1": N_("Organised violence in Mali by region"),
    "admin2": N_("Organised violence in Mali by cercle"),
    "admin3": N_("Organised violence in Mali by commune"),
    "zones": N_("Organised violence in Mali’s border zones"),
    "grid": N_("Organised violence in Mali by grid cell"),
    "events": N_("Events of organised violence in Mali"),
    "sites": N_("Documented sites of security forces in Mali"),
}
_CATALOGUE = N_("Mali Atlas: conflict events and security forces on Mali’s regions and border zones")
_KEYWORDS = ("Mali", "armed conflict", "fatalities", "security forces", "Sahel")
_MEASURED, _STATUS = ("Int64", "float64"), "status"
_NOT_MEASURED = ("year", "month", "from_year", "gid", "distance_km", "longitude", "latitude", "area_km2")
_PATH = "/data"


def graph(edition: Edition, layers: Sequence[str]) -> dict[str, Any]:
    """A catalogue and its datasets, one for each layer, in the answer's language; addresses are absolute."""
    box = _box(edition)
    page = urls.absolute(_PATH)
    catalogue = {
        "@type": "DataCatalog",
        "@id": f"{page}#catalogue",
        "name": gettext(_CATALOGUE),
        "url": page,
        "inLanguage": language(),
        "dataset": [{"@id": _id(layer)} for layer in layers],
    }
    datasets = [_dataset(edition, layer, box) for layer in layers]
    return {"@context": "https://schema.org/", "@graph": [catalogue, *datasets]}


def _id(layer: str) -> str:
    return f"{urls.absolute(_PATH)}#{layer}"


def _dataset(edition: Edition, layer: str, box: str) -> dict[str, Any]:
    made = edition.built.date().isoformat()
    records = extract.sources_of(edition, layer, Selection())
    own = links.query({"source": edition.source, "frame": edition.frame})
    return {
        "@type": "Dataset",
        "@id": _id(layer),
        "name": f"{gettext(NAMES[layer])}, {_span(edition)}",
        "description": f"{gettext(SENTENCES[layer])} {gettext(_CAUTION)}",
        "url": f"{urls.absolute(_PATH)}{own}#{layer}",
        "identifier": f"{urls.permanent(edition, _PATH)}#{layer}",
        "version": edition.id,
        "datePublished": made,
        "dateModified": made,
        "temporalCoverage": "/".join(day.isoformat() for day in _days(edition)),
        "spatialCoverage": {"@type": "Place", "name": "Mali", "geo": {"@type": "GeoShape", "box": box}},
        "license": list(_licences(records)),
        "creator": {"@type": "Organization", "name": AUTHORS, "url": urls.absolute("/")},
        "isBasedOn": [_source(record) for record in records],
        "variableMeasured": list(_variables(edition, layer)),
        "distribution": list(_files(edition, layer)),
        "includedInDataCatalog": {"@id": f"{urls.absolute(_PATH)}#catalogue"},
        "keywords": list(_KEYWORDS),
        "inLanguage": language(),
        "isAccessibleForFree": True,
    }


def _days(edition: Edition) -> tuple[Any, Any]:
    known = sorted(edition.figures.covered)
    return periods.bounds(known[0])[0], periods.bounds(known[-1])[1]


def _span(edition: Edition) -> str:
    first, last = _days(edition)
    return f"{first.year}–{last.year}"


def _box(edition: Edition) -> str:
    """South, west, north and east of the regions, as schema.org writes a box."""
    west, south, east, north = edition.manifest["bbox"]["admin1"]
    return f"{south:.2f} {west:.2f} {north:.2f} {east:.2f}"


def _licences(records: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """The licences of the sources, each once, as works with a name and an address."""
    for licence, address in dict.fromkeys((record["licence"], record["licence_url"]) for record in records):
        yield _given({"@type": "CreativeWork", "name": licence, "url": address})


def _source(record: Mapping[str, Any]) -> dict[str, Any]:
    return _given(
        {
            "@type": "CreativeWork",
            "name": record["title"],
            "creator": {"@type": "Organization", "name": record["producer"]},
            "version": record["release"],
            "url": record["url"],
            "license": record["licence_url"] or record["licence"],
            "creditText": record["citation"],
        }
    )


def _variables(edition: Edition, layer: str) -> Iterator[dict[str, str]]:
    """The variables measured by the layer, without breakdowns, and the status of sites."""
    parts = set(download_links.breakdowns(edition, layer))
    for column in extract.columns(edition, layer, Selection()):
        is_measured = column.dtype in _MEASURED and column.name not in _NOT_MEASURED
        if column.name == _STATUS or (is_measured and column.name not in parts):
            unit = gettext(column.unit) if column.unit else ""
            yield _given(
                {
                    "@type": "PropertyValue",
                    "name": column.name,
                    "description": gettext(column.meaning),
                    "unitText": unit,
                }
            )


def _files(edition: Edition, layer: str) -> Iterator[dict[str, str]]:
    own = links.query({"source": edition.source, "frame": edition.frame})
    for found in download_links.formats(edition, layer):
        yield {
            "@type": "DataDownload",
            "name": found.label,
            "encodingFormat": found.mimetype,
            "contentUrl": urls.absolute(f"/download/{layer}.{found.extension}{own}"),
        }


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
