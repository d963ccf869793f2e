"""What the script needs to know of a edition, in one language: measures, units, forces, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.presenters import caveats
from app.request import parameters
from app.request.parameters import CIRCLES
from app.request.view import ViewState
from app.text import labels as words
from app.text.captions import _NONE, GRID_MEASURE, is_placed_by_precision, months, partial
from app.web.languages import catalogue, gettext
from geodata import vocabulary
from geodata.builds.store import Edition
from geodata.exports import map_values
from geodata.figures import measures
from geodata.figures.figures import Unit
from geodata.figures.listings import LISTINGS, SITES
from geodata.figures.measures import Measure
from geodata.sources import Provenance


def script_config(edition: Edition, level: str, tag: str, lang: str) -> dict[str, Any]:
    """The configuration of a level's map, handed to Atlas.configure(); texts in the forced locale, which is `lang`."""
    manifest, figures = edition.manifest, edition.figures
    start = ViewState()
    standard = [unit for unit in figures.units["zones"] if unit.extra["distance_km"] in vocabulary.DISTANCES_KM]
    free = sorted({int(str(unit.extra["distance_km"])) for unit in figures.units["zones"]})
    return {
        "build": edition.id,
        "tag": tag,
        "lang": lang,
        "source": edition.source,
        "frame": manifest["frame"],
        "level": level,
        "census": manifest["census"],
        "periods": manifest["periods"],
        "covered": manifest["covered"],
        "defaults": {
            "year": parameters.opening_year(edition),
            "measure": parameters.offered(edition, level)[0],
            "violence": start.violence,
            "family": start.family,
            "circles": start.circles,
            "layers": list(parameters.default_layers(edition)),
            "focus": start.focus,
        },
        "offered": {name: parameters.offered(edition, name) for name in parameters.levels(edition)},
        "measures": [_measure(measures.BY_KEY[key], edition) for key in parameters.offered(edition, level)],
        "gridMeasure": _measure(measures.BY_KEY[GRID_MEASURE], edition) if figures.units["grid"] else None,
        "months": months(lang) if parameters.months(edition) else [],
        "coveredMonths": manifest["covered_months"][:: max(1, len(manifest["covered_months"]) - 1)],
        "zoneLabels": {kind: gettext(label) for kind, label in words.ZONES.items()},
        "partial": partial(edition, lang),
        "absent": [map_values.SHORT[name] for name in manifest["absent"]],
        "missing": caveats.missing(edition, level),
        "places": {
            "gao": manifest["highlights"][:1],
            "menaka": manifest["highlights"][-1:],
            "east": manifest["highlights"],
        },
        "moved": _moved(edition) if level == "admin1" else {},
        "changes": _changes_address(edition),
        "sourceLabel": _source_label(manifest["sources"][edition.source]),
        "wherePrecision": {key: gettext(label) for key, label in words.WHERE_PRECISION.items()},
        "datePrecision": {key: gettext(label) for key, label in words.DATE_PRECISION.items()},
        "hasEvents": parameters.shows_events(edition),
        "distances": free if len(free) > len(vocabulary.DISTANCES_KM) else [],
        "colours": {"diverging": list(measures.DIVERGING)},
        "units": [_unit(unit) for unit in figures.units[level]],
        "regions": [] if level == "admin1" else [_unit(unit) for unit in figures.units["admin1"]],
        "populationNotes": {pcode: gettext(text) for pcode, text in manifest["population_notes"].items()},
        "highlights": manifest["highlights"],
        "zones": [zone(unit) for unit in standard],
        "grid": [[unit.pcode, round(unit.area_km2, 1)] for unit in figures.units["grid"]],
        "forces": [
            {
                "key": force.key,
                "label": gettext(force.label),
                "name": gettext(force.name),
                "colour": force.colour,
                "isIncomplete": force.key in vocabulary.INCOMPLETE,
            }
            for force in vocabulary.FORCES
        ],
        "listed": _listed(edition) if level == "admin1" else {},
        "violence": _choices(words.VIOLENCE, parameters.violence(edition)),
        "families": _choices(words.FAMILIES, parameters.families(edition)),
        "circles": _choices(words.CIRCLES, CIRCLES),
        "focuses": _choices(words.FOCUSES, parameters.focuses(edition)),
        "statuses": _statuses(edition, level),
        "isPlacedByPrecision": is_placed_by_precision(edition, level),
        "bases": {key: gettext(label) for key, label in words.BASES.items()},
        "producer": manifest["sources"][manifest["incident_source"]]["producer"],
        "roles": {key: gettext(label) for key, label in words.ROLES.items()},
        "siteYears": [period for period in figures.periods if SITES.covers(period)],
        "reasons": {key: gettext(label) for key, label in words.REASONS.items()},
        "accounting": [
            [row["period"], row["reason"], row["allocated"], row["events"], row["fatalities_best"]]
            for row in edition.table("accounting")
            if row["level"] == level
        ],
        "later": _later(edition),
        "texts": catalogue(lang),
    }


def _listed(edition: Edition) -> dict[str, dict[str, Any]]:
    """By key of a listing: its figures, the years shown that it covers, what is said of it."""
    found = map_values.listed(edition.figures)
    for key, said in words.LISTED.items():
        found[key] |= {
            "covered": [period for period in edition.figures.periods if LISTINGS[key].covers(period)],
            **{name: gettext(getattr(said, name)) for name in ("when", "source", "caveat", "filters", "missing")},
            "sentences": {name: gettext(text) for name, text in said.sentences.items()},
            "labels": {name: gettext(text) for name, text in said.labels.items()},
            "zero": said.zero,
            "about": said.about,
        }
    return found


def _moved(edition: Edition) -> dict[str, str]:
    """By region: a sentence that says which regions of another frame share its communes, where a border moved."""
    found: dict[str, str] = {}
    for other in sorted(edition.manifest["frame_differences"]):
        for row in edition.manifest["frame_differences"][other]:
            if not row["is_same"]:
                names = ", ".join(row["names"])
                text = gettext(
                    "In the boundaries of %(year)s its communes belong to: %(names)s.", year=other, names=names
                )
                found[row["pcode"]] = f"{found[row['pcode']]} {text}" if row["pcode"] in found else text
    return found


def _statuses(edition: Edition, level: str) -> dict[str, str]:
    """What a status says at a level: below regions, no event recorded is none that could be placed there."""
    other = dict.fromkeys(_NONE, words.NONE_PLACED) if is_placed_by_precision(edition, level) else {}
    of = {**words.STATUSES, **other}
    return {key: gettext(label) for key, label in of.items()}


def _changes_address(edition: Edition) -> str:
    return f"/changes?source={edition.source}&frame={edition.frame}"


def _source_label(source: Provenance) -> str:
    return " ".join(part for part in (source["producer"], source["release"]) if part)


def _unit(unit: Unit) -> dict[str, Any]:
    found: dict[str, Any] = {
        "pcode": unit.pcode,
        "name": unit.name,
        "area": unit.area_km2,
        "population": unit.population,
        "at": list(unit.label_point or ())[::-1],
    }
    return {**found, "region": unit.admin1} if unit.admin1 else found


def zone(unit: Unit) -> dict[str, Any]:
    """A zone as the script knows it in any language: id, kind, distance in km, area in km², a point for its label."""
    return {
        "id": unit.pcode,
        "kind": unit.extra["zone"],
        "km": unit.extra["distance_km"],
        "area": unit.area_km2,
        "at": list(unit.label_point or ())[::-1],
    }


def _measure(measure: Measure, edition: Edition) -> dict[str, Any]:
    breaks = edition.manifest["breaks"][measure.key]
    return {
        "key": measure.key,
        "label": gettext(measure.label),
        "unit": gettext(measure.unit),
        "short": gettext(measure.short_unit),
        "of": measure.of,
        "numerator": (map_values.SHORT | map_values.SHORT_LISTED)[measure.numerator],
        "denominator": {"population": "population", "area_km2": "area"}.get(measure.denominator or ""),
        "per": measure.per,
        "hasRange": measure.low is not None,
        "decimals": measure.decimals,
        "palette": list(measure.palette),
        "breaks": breaks,
    }


def _choices(labels: dict[str, str], order: Sequence[str]) -> list[list[str]]:
    return [[key, gettext(labels[key])] for key in order]


def _later(edition: Edition) -> list[dict[str, Any]]:
    covered = set(edition.manifest["covered"])
    record = edition.manifest["sources"][edition.manifest["later_source"]]
    return [
        {
            "period": row["period"],
            "low": row["fatalities_low"],
            "best": row["fatalities_best"],
            "high": row["fatalities_high"],
            "civilians": row["civilian_fatalities"],
            "release": record["release"],
        }
        for row in edition.table("national")
        if row["period"] not in covered
    ]
