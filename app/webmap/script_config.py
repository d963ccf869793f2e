"""The script's configuration for an edition in one language: measures, units, forces, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

from app.presenters import caveats, legend
from app.request import options
from app.request.options import CIRCLES
from app.text import labels as words
from app.text.captions import GRID_MEASURE, is_placed_by_precision, months, partial, producer
from app.web.languages import gettext
from app.webmap.script_types import (
    Choice,
    Config,
    Figures,
    Later,
    Legend,
    Listed,
    Named,
    Notes,
    Places,
    Side,
    Times,
    Words,
    ZoneStyle,
)
from app.webmap.script_types import Measure as MeasureConfig
from app.webmap.script_types import Unit as UnitConfig
from app.webmap.script_types import Zone as ZoneConfig
from app.webmap.script_view import moments, view_config
from geodata import vocabulary
from geodata.builds.store import Edition
from geodata.exports import map_values
from geodata.exports.selection import NAMED
from geodata.figures import holders, measures
from geodata.figures.figures import Figures as EditionFigures
from geodata.figures.figures import Unit
from geodata.figures.listings import LISTINGS, SITES
from geodata.figures.measures import Measure

CHANGE_CLASSES = range(-3, 4)
DENOMINATORS: dict[str | None, Literal["population", "area"] | None] = {
    "population": "population",
    "area_km2": "area",
    None: None,
}
"""What the script calls a measure's denominator."""


def script_config(edition: Edition, level: str, tag: str, lang: str) -> Config:
    """The configuration of a level's map, handed to Atlas.configure(); texts in the forced locale, which is `lang`."""
    return {
        **view_config(edition, level, tag, lang),
        **_times(edition, lang),
        **_figures(edition, level),
        **_places(edition, level),
        **_words(edition),
    }


def _times(edition: Edition, lang: str) -> Times:
    manifest = edition.manifest
    return {
        "periods": manifest["periods"],
        "covered": manifest["covered"],
        "months": months(lang) if options.months(edition) else [],
        "coveredMonths": manifest["covered_months"][:: max(1, len(manifest["covered_months"]) - 1)],
        "partial": partial(edition, lang),
        "later": _later(edition),
        "moments": moments(edition, lang),
    }


def _figures(edition: Edition, level: str) -> Figures:
    offered = [measures.BY_KEY[key] for key in options.offered(edition, level)]
    by_area = measures.BY_KEY[GRID_MEASURE]
    limits = edition.manifest["breaks"].get(by_area.key, {}) if edition.figures.abroad else {}
    grid = by_area if edition.figures.units["grid"] else None
    return {
        "measures": [_measure(measure, edition, level, level) for measure in offered],
        "gridMeasure": _measure(grid, edition, "grid", level) if grid else None,
        "zoneMeasure": _measure(by_area, edition, "zones", level) if "zones" in limits else None,
        "fills": legend.STATUS_FILLS | {f"d{number}": legend.change_fill(number) for number in CHANGE_CLASSES},
        "statusLetters": {letter: status for status, letter in map_values.LETTERS.items()},
        "notes": {of: _notes(edition, of, level) for of in dict.fromkeys(measure.of for measure in offered)},
        "listed": _listed(edition) if level == "admin1" else {},
        "named": _named(edition, level),
        "absent": [map_values.SHORT[name] for name in edition.manifest["absent"]],
        "missing": caveats.missing(edition, level),
        "missingLabel": gettext(words.MISSING_LABEL[level]),
        "isPlacedByPrecision": is_placed_by_precision(edition, level),
        "largestCircle": measures.LARGEST_CIRCLE_PX,
        "accounting": [
            (row["period"], row["reason"], row["allocated"], row["events"], row["fatalities_best"])
            for row in edition.table("accounting")
            if row["level"] == level
        ],
        "reasons": {key: gettext(label) for key, label in words.REASONS.items()},
    }


def _measure(measure: Measure, edition: Edition, level: str, named_at: str) -> MeasureConfig:
    """A measure of a level as the script draws it, in the words of the level of the map."""
    breaks = edition.manifest["breaks"][measure.key]
    by_kind: Any = breaks[level]  # a TypedDict tells its items' types by their keys alone
    entries = {
        kind: legend.entries_of(edition, measure, level, limits, is_change=kind.endswith("change"), named_at=named_at)
        for kind, limits in by_kind.items()
    }
    return {
        "key": measure.key,
        "label": gettext(measure.label),
        "unit": gettext(measure.unit),
        "unitOfYear": gettext(measure.unit_by("year")),
        "short": gettext(measure.short_unit),
        "of": measure.of,
        "numerator": (map_values.SHORT | map_values.SHORT_LISTED)[measure.numerator],
        "denominator": DENOMINATORS[measure.denominator],
        "per": measure.per,
        "hasRange": measure.low is not None,
        "decimals": measure.decimals,
        "fills": {f"c{number}": fill for number, fill in enumerate(measure.palette, 1)},
        "breaks": breaks[level],
        "legend": cast(Legend, {kind: [(line.key, line.label) for line in lines] for kind, lines in entries.items()}),
        "source": legend.source(measure, producer(edition.manifest["sources"][edition.source])),
        "caveat": legend.caveats(measure, "census"),
        "caveatOfYear": legend.caveats(measure, "year"),
    }


def _named(edition: Edition, level: str) -> dict[str, Named] | None:
    """What is said of events that only name a unit of the level, by whether they count; None where there are none."""
    if not edition.figures.has_any_named(level):
        return None
    return {
        key: {"fact": gettext(words.NAMED_FACT[key]), "sentence": gettext(words.NAMED_SENTENCE[key])} for key in NAMED
    }


def _notes(edition: Edition, of: str, level: str) -> Notes:
    def notes(*, is_change: bool) -> dict[str, str]:
        keys = [key for key in words.STATUSES if not key.endswith("_change")]
        return {key: legend.status_label(edition, key, of, level, is_change=is_change) for key in keys}

    return {"value": notes(is_change=False), "change": notes(is_change=True)}


def _listed(edition: Edition) -> dict[str, Listed]:
    """By key of a listing: its figures, the years shown that it covers, what is said of it."""
    listed = map_values.listed(edition.figures)
    return {
        key: {
            "counts": listed[key]["counts"],
            "status": listed[key]["status"],
            "covered": [period for period in edition.figures.periods if LISTINGS[key].covers(period)],
            "when": gettext(said.when),
            "filters": gettext(said.filters),
            "missing": gettext(said.missing),
            "headline": gettext(said.headline),
            "dated": {year: gettext(text) for year, text in said.dated.items()},
            "remarks": {year: gettext(text) for year, text in said.remarks.items()},
            "sentences": {name: gettext(text) for name, text in said.sentences.items()},
            "zero": said.zero,
            "about": said.about,
        }
        for key, said in words.LISTED.items()
    }


def _places(edition: Edition, level: str) -> Places:
    manifest, units = edition.manifest, edition.figures.units
    standard = [unit for unit in units["zones"] if unit.extra["distance_km"] in vocabulary.DISTANCES_KM]
    free = sorted({int(str(unit.extra["distance_km"])) for unit in units["zones"]})
    highlights = manifest["highlights"]
    return {
        "units": [_unit(unit, holders.divided(edition.figures, unit, level)) for unit in units[level]],
        "regions": [] if level == "admin1" else [_unit(unit) for unit in units["admin1"]],
        "populationNotes": {pcode: gettext(text) for pcode, text in manifest["population_notes"].items()},
        "partialNotes": caveats.partial_units(edition, level),
        "highlights": highlights,
        "places": {"gao": highlights[:1], "menaka": highlights[-1:], "east": highlights},
        "moved": _moved(edition) if level == "admin1" else {},
        "zones": [zone(unit) for unit in standard],
        "sides": [_side(edition, side) for side in vocabulary.ABROAD] if standard else [],
        "zoneLabels": {kind: gettext(label) for kind, label in words.ZONES.items()},
        "zoneStyles": {kind: _zone_style(line) for kind, line in vocabulary.ZONE_LINES.items()},
        "standardDistances": list(vocabulary.DISTANCES_KM),
        "distances": free if len(free) > len(vocabulary.DISTANCES_KM) else [],
    }


def cells(figures: EditionFigures) -> list[tuple[str, float]]:
    """The cells as the script knows them: number, area in km²."""
    return [(unit.pcode, round(unit.area_km2, 1)) for unit in figures.units["grid"]]


def _side(edition: Edition, key: str) -> Side:
    """A neighbour as the script knows it."""
    there = edition.figures.abroad.get(key)
    is_free = there is not None and len(there.units["zones"]) > len(vocabulary.zone_ids())
    counted: Literal["any", "standard", "none"] = "none" if there is None else "any" if is_free else "standard"
    return {
        "key": key,
        "kind": vocabulary.KINDS[vocabulary.ABROAD.index(key)],
        "label": vocabulary.COUNTRY_NAMES[key],
        "counted": counted,
        "hasGrid": there is not None and bool(there.units["grid"]),
    }


def _zone_style(line: vocabulary.ZoneLine) -> ZoneStyle:
    dashes = " ".join(map(str, line.dashes)) or None
    return {"colour": line.colour, "width": line.width, "dashes": dashes}


def _words(edition: Edition) -> Words:
    has_events = options.shows_events(edition)
    return {
        "violence": _choices(words.VIOLENCE, options.violence_types(edition)),
        "families": _choices(words.FAMILIES, options.actor_families(edition)),
        "circles": _choices(words.CIRCLES, CIRCLES),
        "forces": [
            {
                "key": force.key,
                "label": gettext(force.label),
                "colour": force.colour,
                "isIncomplete": force.key in vocabulary.INCOMPLETE,
            }
            for force in vocabulary.FORCES
        ],
        "siteYears": [period for period in edition.figures.periods if SITES.covers(period)],
        "roles": {key: gettext(label) for key, label in words.ROLES.items()},
        "bases": {key: gettext(label) for key, label in words.BASES.items()},
        "holders": {key: gettext(label) for key, label in words.HOLDERS.items()},
        "hasEvents": has_events,
        "wherePrecision": {key: gettext(label) for key, label in words.WHERE_PRECISION.items() if has_events},
        "datePrecision": {key: gettext(label) for key, label in words.DATE_PRECISION.items() if has_events},
    }


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


def _unit(unit: Unit, cercle: str | None = None) -> UnitConfig:
    found: UnitConfig = {
        "pcode": unit.pcode,
        "name": unit.name,
        "area": unit.area_km2,
        "population": unit.population,
        "populationBefore": unit.population_before,
        "at": list(unit.label_point or ())[::-1],
    }
    found = {**found, "region": unit.admin1} if unit.admin1 else found
    return {**found, "cercle": cercle} if cercle else found


def zone(unit: Unit) -> ZoneConfig:
    """A zone as the script knows it in any language: id, kind, distance in km, area in km², a point for its label."""
    return {
        "id": unit.pcode,
        "kind": str(unit.extra["zone"]),
        "km": int(str(unit.extra["distance_km"])),
        "area": unit.area_km2,
        "at": list(unit.label_point or ())[::-1],
    }


def _choices(labels: dict[str, str], order: Sequence[str]) -> list[Choice]:
    return [(key, gettext(labels[key])) for key in order]


def _later(edition: Edition) -> list[Later]:
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
