"""A view in words: what its colours show, for those who do not see them. Made from the figures that the map draws."""

from __future__ import annotations

from collections.abc import Sequence

from app.presenters import headlines, legend, topology
from app.presenters.map_view import MapView, UnitFigures
from app.text import captions, labels, numbers
from app.web.languages import gettext

_EXTREMES = 3
"""How many of the highest units are named."""
_NAMED, _GROUPS = 5, 4
"""How many units of a group are named, and how many groups."""
_BORDER, _THREE = "either-50", "both-50"
"""The zones whose share is told: within 50 km of one of the two borders, and of both."""


def sentences(shown: MapView) -> list[str]:
    """What is shown, the highest and the lowest units, those that lie together in the upper classes, and the border."""
    ranked = _ranked(shown)
    said = [_title(shown), headlines.headline(shown), _highest(shown, ranked), _lowest(shown, ranked)]
    said.append(_clusters(shown, ranked))
    return [text for text in [*said, *_borders(shown)] if text]


def _title(shown: MapView) -> str:
    title, period = gettext(shown.measure.label), captions.subtitle(shown.edition, shown.view, shown.measure)
    of = captions.filter_words(shown.view)
    level = gettext(labels.LEVELS[shown.view.level])
    return f"{title}, {period}{f' ({of})' if of else ''}. {level}."


def _ranked(shown: MapView) -> list[UnitFigures]:
    """The units with a figure, the highest first."""
    known = [one for one in shown.units if one.cell.shown is not None]
    return sorted(known, key=lambda one: -(one.cell.shown or 0))


def _value(shown: MapView, one: UnitFigures) -> str:
    """A unit and its figure."""
    return f"{one.unit.name} {numbers.rate(one.cell.shown, shown.measure.decimals, signed=shown.is_change)}"


def _highest(shown: MapView, ranked: Sequence[UnitFigures]) -> str:
    found = [one for one in ranked if (one.cell.shown or 0) > 0][:_EXTREMES]
    if not found:
        return gettext("No unit has a figure above 0.")
    units = ", ".join(_value(shown, one) for one in found)
    if shown.is_change:
        return gettext("Strongest rises: %(units)s.", units=units)
    return gettext("Highest: %(units)s.", units=units)


def _lowest(shown: MapView, ranked: Sequence[UnitFigures]) -> str:
    if shown.is_change:
        falls = [one for one in reversed(ranked) if (one.cell.shown or 0) < 0][:_EXTREMES]
        units = ", ".join(_value(shown, one) for one in falls)
        return gettext("Strongest falls: %(units)s.", units=units) if falls else gettext("No unit falls.")
    above = [one for one in ranked if (one.cell.shown or 0) > 0]
    none = [one.unit.name for one in shown.units if not one.cell.shown]
    said = gettext("Lowest above 0: %(units)s.", units=_value(shown, above[-1])) if len(above) > _EXTREMES else ""
    without = gettext("%(count)s units with 0 or no figure: %(units)s.", count=len(none), units=_names(none))
    return " ".join(filter(None, [said, without if none else ""]))


def _names(names: Sequence[str]) -> str:
    """Names; of many the first, and how many more there are."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    more = gettext("and %(count)s more", count=numbers.whole(len(names) - _NAMED))
    return f"{', '.join(names[:_NAMED])} {more}"


def _clusters(shown: MapView, ranked: Sequence[UnitFigures]) -> str:
    """The units of the two highest classes, by groups that hang together."""
    breaks = shown.breaks["change" if shown.is_change else "value"]
    classes = legend.classes(shown.measure, breaks, is_change=shown.is_change)[-2:]
    keys = {entry.key for entry in classes}
    upper = [one.unit for one in ranked if legend.class_key(one.cell, shown.measure) in keys]
    which = gettext("%(first)s; %(last)s", first=classes[0].label, last=classes[-1].label)
    if not upper:
        return gettext("No unit is in the two highest classes (%(classes)s).", classes=which)
    names = {unit.pcode: unit.name for unit in upper}
    groups = topology.groups(names, topology.touching(shown.edition, shown.view.level))
    told = "; ".join(_names([names[pcode] for pcode in group]) for group in groups[:_GROUPS])
    return gettext(
        "In the two highest classes (%(classes)s): %(count)s of %(all)s units, by groups that touch: %(groups)s.",
        classes=which,
        count=numbers.whole(len(upper)),
        all=numbers.whole(len(shown.units)),
        groups=told,
    )


def _borders(shown: MapView) -> list[str]:
    """What is counted along the borders with Niger and Burkina Faso, beside the country's."""
    country = shown.national.now
    zones = {unit.pcode: unit for unit in shown.edition.figures.units.get("zones", ())}
    if country["fatalities_best"] is None or not {_BORDER, _THREE} <= set(zones):
        return []
    rows = [shown.row("zones", zones[zone], shown.view.period) for zone in (_BORDER, _THREE)]
    if any(row["fatalities_best"] is None for row in rows):
        return []
    either, both = (numbers.whole(row["fatalities_best"]) for row in rows)
    return [
        gettext(
            "Within 50 km of the border with Niger or Burkina Faso: %(deaths)s of %(all)s deaths of Mali; within 50 km "
            "of both borders: %(both)s.",
            deaths=either,
            all=numbers.whole(country["fatalities_best"]),
            both=both,
        )
    ]
