"""The events of a sheet, one by one, and their part of its legend, in the words of the map's (events/legend.js)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.exports.mapsheet.view import SheetView
from app.request import options
from app.text import labels, numbers
from app.web.languages import N_, gettext
from geodata import vocabulary
from geodata.figures import estimates
from geodata.mapsheet.sheet import Block, Event, Key

_SIZES = (0, 10, 100, 300)
_EXACT, _NEARBY = 1, 2
_SAMPLE_PX = 5.0
_SEVERAL = N_("several near each other: their deaths in all, by type")
_HIDDEN = N_(
    "Not drawn, as no point is their place: events %(events)s, deaths %(deaths)s, "
    "known to the cercle, the region or vaguer."
)


def drawn(shown: SheetView) -> Iterator[Event]:
    """The events of the view whose places are points."""
    for event in shown.events:
        if _is_point(event):
            yield Event((event["at"][1], event["at"][0]), event["type"], _deaths(event, shown), event["where"])


def blocks(shown: SheetView) -> Iterator[Block]:
    """Size, colour, outline, and what has no point on the map; nothing where events are not shown."""
    if "events" not in shown.view.layers:
        return
    kinds = [kind for kind in options.violence_types(shown.edition) if kind != vocabulary.ALL_VIOLENCE]
    made = [_sample(kind) for kind in kinds]
    of_type = (Key("events", str(_SAMPLE_PX), gettext(labels.VIOLENCE[one.type]), events=(one,)) for one in made)
    of_place = (
        Key("events", str(_SAMPLE_PX), gettext(labels.WHERE_PRECISION[where]), events=(_sample("one_sided", where),))
        for where in (_EXACT, _NEARBY)
    )
    several = Key("events", str(_SAMPLE_PX), gettext(_SEVERAL), events=tuple(made))
    rest = [event for event in shown.events if not _is_point(event)]
    counted = {"events": numbers.whole(len(rest)), "deaths": numbers.whole(sum(_deaths(one, shown) for one in rest))}
    yield Block(
        title="",
        unit=_by_estimate(gettext("Events: deaths, by area"), shown),
        keys=(
            *(Key("deaths", str(deaths), numbers.whole(deaths), events=(made[0],)) for deaths in _SIZES),
            *of_type,
            several,
            *of_place,
        ),
        notes=(gettext(_HIDDEN, **counted),) if rest else (),
    )


def _is_point(event: dict[str, Any]) -> bool:
    """True if the place is precise enough for a point."""
    return bool(event["where"] <= _NEARBY)


def _deaths(event: dict[str, Any], shown: SheetView) -> int:
    """The deaths by the estimate that is asked for; the best where a source gives no other."""
    found = event[shown.view.estimate]
    return int(event["best"] if found is None else found)


def _by_estimate(text: str, shown: SheetView) -> str:
    estimate = shown.view.estimate
    return text if estimate == estimates.BEST else gettext(labels.BY_ESTIMATE[estimate], unit=text)


def _sample(kind: str, where: int = _EXACT) -> Event:
    return Event((0.0, 0.0), kind, 1, where)
