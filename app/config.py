"""What the script needs to know of a build, in one language: measures, units, forces, words."""

from __future__ import annotations

from typing import Any

from app import words
from app.messages import catalogue, gettext
from app.state import CIRCLES, DEFAULT_LAYERS, FAMILIES, FOCUSES, VIOLENCE, ViewState
from geodata import measures, vocabulary, webdata
from geodata.measures import Measure
from geodata.store import Build


def script_config(build: Build, tag: str, lang: str) -> dict[str, Any]:
    """The configuration handed to Atlas.configure(), with texts in the locale that is forced, which is `lang`."""
    manifest, figures = build.manifest, build.figures
    start = ViewState()
    return {
        "build": build.id,
        "tag": tag,
        "lang": lang,
        "frame": manifest["frame"],
        "census": manifest["census"],
        "periods": manifest["periods"],
        "covered": manifest["covered"],
        "sitesCovered": manifest["sites_covered"],
        "defaults": {
            "year": start.year if start.year in manifest["periods"] else manifest["periods"][-1],
            "measure": start.measure,
            "violence": start.violence,
            "family": start.family,
            "circles": start.circles,
            "layers": list(DEFAULT_LAYERS),
            "focus": start.focus,
        },
        "measures": [_measure(measure, build) for measure in measures.MEASURES],
        "colours": {"diverging": list(measures.DIVERGING)},
        "units": [
            {
                "pcode": unit.pcode,
                "name": unit.name,
                "area": unit.area_km2,
                "population": unit.population,
                "at": list(unit.label_point or ())[::-1],
            }
            for unit in figures.units["admin1"]
        ],
        "populationNotes": {pcode: gettext(text) for pcode, text in manifest["population_notes"].items()},
        "highlights": manifest["highlights"],
        "zones": [
            {
                "id": unit.pcode,
                "kind": unit.extra["zone"],
                "km": unit.extra["distance_km"],
                "label": gettext(words.ZONES[str(unit.extra["zone"])]),
                "area": unit.area_km2,
                "at": list(unit.label_point or ())[::-1],
            }
            for unit in figures.units["zones"]
        ],
        "grid": [[unit.pcode, round(unit.area_km2, 1)] for unit in figures.units["grid"]],
        "forces": [
            {
                "key": force.key,
                "label": gettext(force.label),
                "name": gettext(force.name),
                "colour": force.colour,
            }
            for force in vocabulary.FORCES
        ],
        "sitesByUnit": webdata.sites(figures),
        "violence": _choices(words.VIOLENCE, VIOLENCE),
        "families": _choices(words.FAMILIES, FAMILIES),
        "circles": _choices(words.CIRCLES, CIRCLES),
        "focuses": _choices(words.FOCUSES, FOCUSES),
        "statuses": {key: gettext(label) for key, label in words.STATUSES.items()},
        "bases": {key: gettext(label) for key, label in words.BASES.items()},
        "producer": manifest["sources"][manifest["incident_source"]]["producer"],
        "roles": {key: gettext(label) for key, label in words.ROLES.items()},
        "siteStatuses": {key: gettext(label) for key, label in words.SITE_STATUSES.items()},
        "reasons": {key: gettext(label) for key, label in words.REASONS.items()},
        "accounting": [
            [row["period"], row["reason"], row["allocated"], row["events"], row["fatalities_best"]]
            for row in build.table("accounting")
            if row["level"] == "admin1"
        ],
        "later": _later(build),
        "texts": catalogue(lang),
    }


def _measure(measure: Measure, build: Build) -> dict[str, Any]:
    breaks = build.manifest["breaks"][measure.key]
    return {
        "key": measure.key,
        "label": gettext(measure.label),
        "unit": gettext(measure.unit),
        "short": gettext(measure.short_unit),
        "numerator": webdata.SHORT.get(measure.numerator, "open"),
        "denominator": {"population": "population", "area_km2": "area"}.get(measure.denominator or ""),
        "per": measure.per,
        "hasRange": measure.low is not None,
        "decimals": measure.decimals,
        "palette": list(measure.palette),
        "breaks": breaks,
        "isFilterable": measure.is_filterable,
    }


def _choices(labels: dict[str, str], order: tuple[str, ...]) -> list[list[str]]:
    return [[key, gettext(labels[key])] for key in order]


def _later(build: Build) -> list[dict[str, Any]]:
    covered = set(build.manifest["covered"])
    record = build.manifest["sources"][build.manifest["later_source"]]
    return [
        {
            "period": row["period"],
            "low": row["fatalities_low"],
            "best": row["fatalities_best"],
            "high": row["fatalities_high"],
            "civilians": row["civilian_fatalities"],
            "release": record["release"],
        }
        for row in build.table("national")
        if row["period"] not in covered
    ]


def zone_name(zone_id: str) -> str:
    """A zone's name in the answer's language, with its distance."""
    kind, km = zone_id.rsplit("-", 1)
    return f"{gettext(words.ZONES[kind])}, {km} km"
