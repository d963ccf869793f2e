"""The table of border zones: a row for each zone and, where the view shows both sides of the border, for each side."""

from __future__ import annotations

from app.presenters.count_texts import counts_text, deaths_and_events
from app.presenters.map_view import Counts, MapView
from app.text import captions, numbers
from app.web.languages import gettext
from geodata import vocabulary
from geodata.figures.figures import Row, Unit
from geodata.schema.tables import ADDITIVE_NAMES

_NO_DATA: Row = dict.fromkeys(ADDITIVE_NAMES)


def note(shown: MapView) -> str:
    """What is counted where, if the view shows both sides of the border; what is not loaded."""
    if not shown.sides:
        return ""
    rule = gettext(
        "An event counts on the side of the country that its source gives it. The sides are never added up, and Mali’s "
        "figures hold no event of another country."
    )
    unknown = [vocabulary.COUNTRY_NAMES[side] for side, there in shown.sides.items() if there is None]
    others = gettext("In families of actors, the neighbours’ governments count as other actors.")
    none = gettext(
        "Not loaded: the events of %(countries)s. What is not loaded is not none.", countries=", ".join(unknown)
    )
    has_family = shown.view.family != vocabulary.ANY_FAMILY
    return " ".join([rule, *([others] if has_family else []), *([none] if unknown else [])])


def lines(shown: MapView) -> list[dict[str, str]]:
    """A row of text for each border zone: inside, and the events outside; after it a row for each neighbour's side
    that the view shows."""
    return [
        line
        for unit in zones(shown)
        for name in [captions.zone_name(unit.pcode)]
        for line in (
            _zone_line(shown, unit, captions.on_side(name, vocabulary.COUNTRY_ISO3) if shown.sides else name),
            *(_side_line(shown, unit, side) for side in shown.sides),
        )
    ]


def _zone_line(shown: MapView, unit: Unit, name: str) -> dict[str, str]:
    return {
        "id": unit.pcode,
        "side": "",
        "name": name,
        "exact": deaths_and_events(shown.exact(unit)),
        "outside": numbers.whole(shown.outside(unit)["events"]),
        **counts_text(shown.counts("zones", unit)),
    }


def _side_line(shown: MapView, zone: Unit, side: str) -> dict[str, str]:
    """The row of a zone on a neighbour's side: no data where that is not counted at its distance."""
    there = shown.sides[side]
    unit = there.edition.figures.unit("zones", zone.pcode) if there else None
    name = vocabulary.COUNTRY_NAMES[side]
    own = _zone_line(there, unit, name) if there and unit else _unknown_line(shown, zone, name)
    return {**own, "side": side, "of": captions.zone_name(zone.pcode)}


def _unknown_line(shown: MapView, zone: Unit, name: str) -> dict[str, str]:
    nothing = numbers.whole(None)
    return {"id": zone.pcode, "name": name, "exact": nothing, "outside": nothing, **counts_text(_unknown(shown))}


def _unknown(shown: MapView) -> Counts:
    return Counts(_NO_DATA, _NO_DATA if shown.view.then else None)


def missing(shown: MapView) -> list[dict[str, str]]:
    """The events too vague for any zone: of Mali and, after them, of each neighbour whose side the view shows; `name`:
    the country's, where there are several."""
    mali = vocabulary.COUNTRY_NAMES[vocabulary.COUNTRY_ISO3] if shown.sides else ""
    own = {"side": "", "name": mali, **counts_text(shown.not_allocated("zones"))}
    return [own, *(_side_missing(shown, side) for side in shown.sides)]


def _side_missing(shown: MapView, side: str) -> dict[str, str]:
    there = shown.sides[side]
    counts = there.not_allocated("zones") if there else _unknown(shown)
    return {"side": side, "name": vocabulary.COUNTRY_NAMES[side], **counts_text(counts)}


def zones(shown: MapView) -> list[Unit]:
    """The zones of the standard distances and, after them, those of the distance that the view chose."""
    free_km = shown.view.free_km
    wanted = [*vocabulary.DISTANCES_KM, *([free_km] if free_km else [])]
    return sorted(
        (unit for unit in shown.edition.figures.units["zones"] if unit.extra["distance_km"] in wanted),
        key=lambda unit: unit.extra["distance_km"] == free_km,
    )
