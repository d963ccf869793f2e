"""Events as the map's script draws them: discs whose area is the deaths, by type, outlined by how precise the place is.

Those that would hide each other share a disc of all their deaths (events/clusters.js); the deadliest lie on top.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geodata.mapsheet import ground
from geodata.mapsheet.labels import Box, Spot
from geodata.mapsheet.look import DISCS, OTHER_DISC, PAPER, PX, Style
from geodata.mapsheet.page import Page, width
from geodata.mapsheet.panel import Panel
from geodata.mapsheet.sheet import Drawn, Event

RIM_PX = 2.5
"""Px between a disc and the outer edge of its outline."""
_NEAR_PX = 6.0
"""Px that any two discs are apart at least."""
_SCALE, _AT, _MOST, _DOUBLING = 1.6, 6, 2.4, 2
"""Px of radius of one death at a zoom, what it is at most, and by how many zooms it doubles."""
_NUMBERED_PX, _NUMBER_PX = 11.0, 9.0
"""From which radius there is room for the number of deaths, and what room it takes."""
_STROKE_PX, _TEXT_PX = 1.5, 11.5


@dataclass
class Cluster:
    """Events that share a disc, the deadliest first, where that one is; `reach`: the radius of that one alone."""

    at: Spot
    events: list[Event]
    deaths: int
    reach: float


def scale(drawn: Drawn, enlarged: float, metres: float) -> float:
    """Points of radius of one death, where a point is so many metres; of more years each has less area."""
    zoom = ground.zoom(metres, enlarged)
    px = min(_MOST, _SCALE * 2 ** ((zoom - _AT) / _DOUBLING)) / max(1, drawn.event_years) ** 0.25
    return float(px * PX * enlarged)


def draw(panel: Panel, events: Sequence[Event], *, z: float) -> list[Box]:
    """Draw the events that are in the panel; the boxes that they take."""
    size = PX * panel.page.scale
    spots = panel.spots([event.at for event in events])
    seen = [(spot, event) for spot, event in zip(spots, events, strict=True) if panel.holds(spot)]
    found = clusters(seen, panel.death, _NEAR_PX * size)
    taken: list[Box] = []
    for rank, cluster in enumerate(found):
        radius, room = panel.death * math.sqrt(cluster.deaths), _NUMBER_PX * size
        over = (math.dist(one.at, cluster.at) < panel.death * math.sqrt(one.deaths) + room for one in found[:rank])
        is_numbered = radius >= _NUMBERED_PX * size and not any(over)
        above = z + 1 - rank / len(found)
        disc(panel.page, cluster.at, cluster.events, radius, size, z=above, clip=panel)
        if is_numbered:
            _number(panel.page, cluster, size, above + 0.5 / len(found))
        reach = radius + RIM_PX * size
        x, y = cluster.at
        taken.append((x - reach, y - reach, x + reach, y + reach))
    return taken


def clusters(events: Sequence[tuple[Spot, Event]], scale: float, near: float) -> list[Cluster]:
    """The events in clusters, the deadliest first: none lies wholly under another. `scale`: radius of one death."""
    found = _by_deaths(_gathered(events, scale, near))
    before = math.inf
    while len(found) < before:
        before = len(found)
        found = _by_deaths(_uncovered(found, scale))
    return found


def _by_deaths(found: list[Cluster]) -> list[Cluster]:
    return sorted(found, key=lambda one: -one.deaths)


def _gathered(events: Sequence[tuple[Spot, Event]], scale: float, near: float) -> list[Cluster]:
    """Each event with the first deadlier one whose own disc covers its, or which is too near."""
    found: list[Cluster] = []
    for at, event in sorted(events, key=lambda one: -one[1].deaths):
        own = scale * math.sqrt(event.deaths)
        first = next((one for one in found if math.dist(one.at, at) < max(near, one.reach - own)), None)
        if first:
            first.events.append(event)
            first.deaths += event.deaths
        else:
            found.append(Cluster(at, [event], event.deaths, own))
    return found


def _uncovered(found: Sequence[Cluster], scale: float) -> list[Cluster]:
    """Those of the clusters, the deadliest first, whose discs show beside the ones before; these take in the others."""
    kept: list[Cluster] = []
    for cluster in found:
        own = scale * math.sqrt(cluster.deaths)
        over = next((one for one in kept if math.dist(one.at, cluster.at) + own <= scale * math.sqrt(one.deaths)), None)
        if over:
            over.events += cluster.events
            over.deaths += cluster.deaths
        else:
            kept.append(cluster)
    return kept


def _shares(events: Sequence[Event]) -> list[tuple[str, int]]:
    """Deaths by type of violence, the most first; events where there is no death."""
    has_deaths = any(event.deaths for event in events)
    found: dict[str, int] = {}
    for event in events:
        found[event.type] = found.get(event.type, 0) + (event.deaths if has_deaths else 1)
    return sorted(((kind, share) for kind, share in found.items() if share), key=lambda one: -one[1])


def disc(
    page: Page, at: Spot, events: Sequence[Event], radius: float, size: float, *, z: float, clip: Panel | None = None
) -> None:
    """A disc for events, its outline of the colour with most deaths; dashed where one is known within 25 km."""
    parts = _shares(events)
    line: dict[str, Any] = {"edgecolor": DISCS.get(parts[0][0], OTHER_DISC), "linewidth": _STROKE_PX * size}
    if any(event.where > 1 for event in events):
        line["linestyle"] = (0, (2.4, 1.6))
    rings = (
        (RIM_PX + 1, {"facecolor": (1, 1, 1, 0.8), "edgecolor": "none"}),
        (RIM_PX, {"facecolor": PAPER, "edgecolor": "none"}),
        (RIM_PX - _STROKE_PX / 2, {"facecolor": "none", **line}),
    )
    shapes: list[tuple[Path, dict[str, Any]]] = [(Path.circle(at, radius + px * size), look) for px, look in rings]
    shapes += [(path, {"facecolor": fill, "edgecolor": "none"}) for path, fill in _filled(at, parts, radius)]
    for number, (path, look) in enumerate(shapes):
        made = page.path(path, z=z + number / 1e4, **look)
        if clip:
            made.set_clip_path(clip.clip)


def _filled(at: Spot, parts: Sequence[tuple[str, int]], radius: float) -> list[tuple[Path, str]]:
    """The disc inside its outline: of one colour, or a part for each type, clockwise from above."""
    if not radius:
        return []
    if len(parts) == 1:
        return [(Path.circle(at, radius), DISCS.get(parts[0][0], OTHER_DISC))]
    found, done, every = [], 0.0, sum(share for _, share in parts)
    for kind, share in parts:
        part = 360 * share / every
        place = Affine2D().scale(radius).translate(*at)
        found.append((Path.wedge(90 - done - part, 90 - done).transformed(place), DISCS.get(kind, OTHER_DISC)))
        done += part
    return found


def _number(page: Page, cluster: Cluster, size: float, z: float) -> None:
    """The deaths of a disc that has room for them."""
    style, text = Style(_TEXT_PX * size, True, PAPER), str(cluster.deaths)
    x, y = cluster.at[0] - width(text, style) / 2, cluster.at[1] - style.size * 0.36
    page.text(x, y, text, style, z=z)
