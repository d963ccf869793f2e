"""Tests of claims about the areas near the borders with Niger and Burkina Faso."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geodata.claims import place_sentences
from geodata.claims.model import Bar, Claim, Evidence, Result, Value
from geodata.claims.numbers import CannotTell, Number, bar, decided, ratio, require_base, told, violent
from geodata.claims.place_sentences import Areas, Rivalry
from geodata.figures.figures import Figures, Row, Unit
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, COUNTRY_ISO3, zone_id

YEARS, PAIR = ("2020", "2021", "2022", "2023"), ("2021", "2022")
HOME = COUNTRY_ISO3
BORDER = zone_id("either", 50)
FAMILY = "jnim_is"


def border_rivalry(claim: Claim, evidence: Evidence) -> Result:
    """Events of JNIM against the Islamic State within 50 km of either border in 2022, beside other years."""
    told(evidence, ["2022"])
    inside, vague = _near_borders(evidence)
    found = Rivalry(
        int(inside["2022"]["events"] or 0),
        int(inside["2022"]["fatalities_best"] or 0),
        int(vague["2022"]["events"] or 0),
    )
    if not found.inside and found.unknown:
        raise CannotTell(*place_sentences.ALL_TOO_VAGUE, name=evidence.name, unknown=found.unknown)
    main = Value("events_2022", place_sentences.RIVALRY_LABEL, found.inside, "events")
    return Result(
        claim,
        decided(found.inside > 0),
        place_sentences.rivalry_reason(evidence.name, found),
        value=main,
        values=(main, *_by_year(inside, vague)),
        series=tuple(
            bar(year, Number(int(row["events"] or 0)), is_main=year == "2022") for year, row in inside.items()
        ),
        series_unit="events",
        filter=place_sentences.RIVALRY_FILTER,
    )


def _near_borders(evidence: Evidence) -> tuple[dict[str, Row], dict[str, Row]]:
    """By covered year, the counts near a border and those of events too vague to place. Raises CannotTell."""
    figures = evidence.figures
    zone = _border(figures)
    if zone is None:
        raise CannotTell(*place_sentences.NO_DISTANCES, name=evidence.name)
    years = [year for year in YEARS if evidence.covers(year)]
    return (
        {year: figures.row("zones", zone, year, ALL_VIOLENCE, FAMILY) for year in years},
        {year: figures.not_allocated("zones", year, ALL_VIOLENCE, FAMILY) for year in years},
    )


def _border(figures: Figures) -> Unit | None:
    """The zone near either border; None where the source has none."""
    return figures.unit("zones", BORDER) if "zones" in figures.units else None


def _by_year(inside: Mapping[str, Row], vague: Mapping[str, Row]) -> tuple[Value, ...]:
    """Events inside by other year and, of each year, those too vague to place."""
    others = [
        Value(f"events_{year}", place_sentences.inside_label(year), row["events"], "events")
        for year, row in inside.items()
        if year != "2022"
    ]
    unknown = [
        Value(f"not_placed_{year}", place_sentences.not_placed_label(year), row["events"], "events")
        for year, row in vague.items()
    ]
    return (*others, *unknown)


def border_areas(claim: Claim, evidence: Evidence) -> Result:
    """Deaths within 50 km of either border, 2022 over 2021, on Mali's side and on each other that the source has.

    Beside them those placed farther inside Mali. Supported if they rise on every side, not if on none; else it differs.
    """
    told(evidence, PAIR)
    counted = {side: _near_and_far(figures, evidence.name) for side, figures in _sides(evidence)}
    require_base(evidence, counted[HOME]["2021"]["near"].best, "2021")
    sides = {side: found for side, found in counted.items() if found and found["2021"]["near"].best}
    rises = [_rise(side, "near", found) for side, found in sides.items()]
    far = _rise(HOME, "far", sides[HOME])
    areas = Areas(
        {side: (found["2021"]["near"].best, found["2022"]["near"].best) for side, found in sides.items()},
        far.value or 0,
        {side: found["2022"]["vague"].best for side, found in sides.items()},
    )
    rising = [claim.is_met(one.value or 0) for one in rises]
    return Result(
        claim,
        "supported" if all(rising) else "differs" if any(rising) else "not_supported",
        place_sentences.areas_reason(evidence.name, areas),
        value=rises[0],
        values=(*rises, far, *_deaths_by_side(sides)),
        series=tuple(
            Bar(place_sentences.area_label(side, "near", year), one.best, one.low, one.high, side == HOME)
            for side, found in sides.items()
            for year in PAIR
            for one in [found[year]["near"]]
        ),
        series_unit="deaths",
        also=tuple(evidence.sides[side] for side in sides if side in evidence.sides),
        filter=place_sentences.AREAS_FILTER,
    )


def _sides(evidence: Evidence) -> list[tuple[str, Figures]]:
    """Mali's side and the others, with the figures of each."""
    return [(HOME, evidence.figures), *evidence.figures.abroad.items()]


def _rise(side: str, place: str, found: Mapping[str, Mapping[str, Number]]) -> Value:
    label = place_sentences.rise_label(side, place)
    return ratio(f"{place}_{side.lower()}", label, found["2022"][place], found["2021"][place])


def _deaths_by_side(sides: Mapping[str, Mapping[str, Mapping[str, Number]]]) -> Iterator[Value]:
    for side, found in sides.items():
        for year in PAIR:
            for place, one in found[year].items():
                key, label = f"{place}_{side.lower()}_{year}", place_sentences.area_label(side, place, year)
                yield Value(key, label, one.best, "deaths", one.low, one.high)


def _near_and_far(figures: Figures, name: str) -> dict[str, dict[str, Number]]:
    """By year, deaths near a border, placed farther away, and too vague to tell; nothing of a side without the zone.

    Raises CannotTell where it is Mali's.
    """
    zone = _border(figures)
    if zone is None or not figures.covered.issuperset(PAIR):
        if figures.country == HOME:
            raise CannotTell(*place_sentences.NO_DISTANCES, name=name)
        return {}
    kinds = violent({kind for level, kind, _ in figures.counts if level == "zones"})
    found = {}
    for year in PAIR:
        near = _deaths([figures.counted("zones", zone, year, kind, ANY_FAMILY) for kind in kinds])
        vague = _deaths([figures.not_allocated("zones", year, kind, ANY_FAMILY) for kind in kinds])
        whole = _deaths([figures.national(year, kind, ANY_FAMILY) for kind in kinds])
        found[year] = {"near": near, "far": _less(_less(whole, near), vague), "vague": vague}
    return found


def _deaths(rows: Sequence[Row]) -> Number:
    """The deaths of the rows together, with their range."""

    def total(name: str) -> int | None:
        found = [row[name] for row in rows]
        return None if None in found else int(sum(one or 0 for one in found))

    return Number(total("fatalities_best") or 0, total("fatalities_low"), total("fatalities_high"))


def _less(one: Number, part: Number) -> Number:
    def ends(whole: int | None, own: int | None) -> int | None:
        return None if whole is None or own is None else whole - own

    return Number(one.best - part.best, ends(one.low, part.low), ends(one.high, part.high))
