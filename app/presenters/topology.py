"""Which units of a level share a border, told from the shapes that the map draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.web.cache import Cache
from geodata.builds.store import Edition

_KEPT: Cache[Mapping[str, frozenset[str]]] = Cache(12, lambda _: 1)
"""The neighbours of so many levels of editions."""


def touching(edition: Edition, level: str) -> Mapping[str, frozenset[str]]:
    """By P-code those that a unit shares a piece of border with: two corners that follow each other."""
    return _KEPT.get((edition.id, edition.key, level), lambda: _touching(edition, level))


def _touching(edition: Edition, level: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    owners: dict[tuple[tuple[int, int], tuple[int, int]], str] = {}
    for shape in edition.document(f"web_{level}"):
        own = found.setdefault(shape["id"], set())
        for edge in _edges(shape["rings"]):
            other = owners.setdefault(edge, shape["id"])
            if other != shape["id"]:
                own.add(other)
                found[other].add(shape["id"])
    return {pcode: frozenset(others) for pcode, others in found.items()}


def groups(units: Iterable[str], beside: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """Units in groups that hang together by shared borders, each in the order given, the largest first."""
    order = list(units)
    left, found = set(order), []
    for first in order:
        if first not in left:
            continue
        left.discard(first)
        group, waiting = {first}, [first]
        while waiting:
            new = beside.get(waiting.pop(), frozenset()) & left
            left -= new
            group |= new
            waiting += new
        found.append([unit for unit in order if unit in group])
    return sorted(found, key=len, reverse=True)


def _edges(rings: Sequence[Sequence[int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The pieces of the rings of the web encoding (encode.steps), each the same from both of its sides."""
    for ring in rings:
        corners, longitude, latitude = [], 0, 0
        for east, north in zip(ring[::2], ring[1::2], strict=True):
            longitude, latitude = longitude + east, latitude + north
            corners.append((longitude, latitude))
        for one, other in zip(corners, [*corners[1:], *corners[:1]], strict=True):
            if one != other:
                yield (one, other) if one < other else (other, one)
