"""Prepared features of a collection: filter values, and texts, plain and gzipped.

What they are chosen by is small and made for the whole collection. Texts are made and kept by the year, so that years
that nobody asks for take no memory.
"""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.ogc import tables
from app.ogc.collections import Collection
from app.ogc.filters import Filter, Value
from app.ogc.moments import Span, overlap, whole_days
from app.ogc.query import Asked, Box
from geodata.exports.extract import Item

if TYPE_CHECKING:
    from geodata.geometry.bbox_index import Footprints

_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_DEFLATE_END = b"\x03\x00"
_WINDOW, _MEMORY = -12, 5
"""Raw deflate with a window of 4 kB, which is more than most pieces hold."""
_NOWHERE = b"null"
NULL, _NO_TEXT = -1, -2
"""No value, and no text that there is: whole numbers of features are 0 and above."""


class Piece:
    """A part of a response: its bytes, and the same compressed so that compressed parts can be joined."""

    __slots__ = ("packed", "plain")

    def __init__(self, plain: bytes) -> None:
        """Pack the bytes by themselves, up to a full flush, so that nothing in them refers to another part."""
        packer = zlib.compressobj(6, zlib.DEFLATED, _WINDOW, _MEMORY)
        self.plain, self.packed = plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)


def joined(pieces: Sequence[Piece]) -> bytes:
    """The bytes of the pieces, one after the other."""
    return b"".join([piece.plain for piece in pieces])


def gzipped(pieces: Sequence[Piece], plain: bytes) -> bytes:
    """The pieces as one gzip file (RFC 1952) without compressing them again; `plain` is their content."""
    end = struct.pack("<II", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
    return b"".join([_GZIP_HEAD, *[piece.packed for piece in pieces], _DEFLATE_END, end])


_BETWEEN, _CLOSE = Piece(b"},"), Piece(b"}")
Heads = Callable[[str | None], Sequence[Piece]]


@dataclass(frozen=True)
class Features:
    """The features of a collection in order: the values they are filtered by, and their shapes.

    A feature's text is its head (up to its geometry), its shape, and "}". Shapes and spans of time are kept once and
    referred to by number. `values`: column -> a number for each feature, NULL for null; texts by their place in
    `texts`. `parts`: the year, or None, and the place of the first feature of each part that heads are made in.
    """

    ids: dict[str, int] = field(default_factory=dict)
    shapes: list[Piece] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)
    shape_of: array[int] = field(default_factory=lambda: array("I"))
    span_of: array[int] = field(default_factory=lambda: array("I"))
    values: dict[str, array[int]] = field(default_factory=dict)
    texts: dict[str, dict[Value, int]] = field(default_factory=dict)
    parts: list[tuple[str | None, int]] = field(default_factory=list)

    @cached_property
    def size(self) -> int:
        """About how many bytes of memory this takes."""
        columns = sum(4 * len(column) for column in (*self.values.values(), self.shape_of, self.span_of))
        return size(self.shapes) + columns + 200 * len(self.ids)

    @cached_property
    def starts(self) -> list[int]:
        """The place of the first feature of each part, and the number of all features at the end."""
        return [*(first for _, first in self.parts), len(self.ids)]

    @cached_property
    def footprints(self) -> tuple[Footprints, list[int]]:
        """The shapes that there are, and the number of each."""
        from geodata.geometry.bbox_index import Footprints  # a worker loads shapely only where a box is asked for

        drawn = [number for number, shape in enumerate(self.shapes) if shape.plain != _NOWHERE]
        return Footprints([self.shapes[number].plain for number in drawn]), drawn

    def chosen(self, asked: Asked) -> Sequence[int]:
        """The places of the features that a request asks for, before paging.

        A feature without a shape is in every box, and one without a date at every time (OGC 17-069r4, 7.15).
        """
        found: Sequence[int] = range(len(self.ids))
        for name, value in asked.wanted:
            column = self.values[name]
            number = self.texts[name].get(value, _NO_TEXT) if name in self.texts else value
            found = [place for place in found if column[place] == number]
        if asked.units:
            own = {self.texts["pcode"].get(unit) for unit in asked.units}
            found = [place for place in found if self.values["pcode"][place] in own]
        if asked.span:
            when = {number for number, span in enumerate(self.spans) if span is None or overlap(span, asked.span)}
            found = [place for place in found if self.span_of[place] in when]
        if asked.box:
            where = self._touched(asked.box)
            found = [place for place in found if self.shape_of[place] in where]
        return found

    def _touched(self, box: Box) -> set[int]:
        nowhere = {number for number, shape in enumerate(self.shapes) if shape.plain == _NOWHERE}
        if len(nowhere) == len(self.shapes):
            return nowhere
        footprints, drawn = self.footprints
        return nowhere | {drawn[number] for number in footprints.touched(box)}

    def pieces(self, places: Iterable[int], heads: Heads) -> Iterator[tuple[Piece, Piece]]:
        """The head and the shape of each of these features; `heads` gives the heads of a part."""
        first = after = 0
        own: Sequence[Piece] = ()
        for place in places:
            if not first <= place < after:
                part = bisect_right(self.starts, place) - 1
                first, after = self.starts[part : part + 2]
                own = heads(self.parts[part][0])
            yield own[place - first], self.shapes[self.shape_of[place]]


def size(pieces: Iterable[Piece]) -> int:
    """About how many bytes of memory pieces take."""
    return sum(len(piece.plain) + len(piece.packed) + 200 for piece in pieces)


def written(document: object) -> bytes:
    """A document as JSON, UTF-8, without spaces; no NaN."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def listed(features: Iterable[tuple[Piece, Piece]]) -> list[Piece]:
    """The texts of features with commas between them."""
    found = [piece for head, shape in features for piece in (head, shape, _BETWEEN)]
    return [*found[:-1], _CLOSE] if found else []


def alone(head: Piece, shape: Piece, more: Mapping[str, object]) -> Piece:
    """The text of one feature with additional members."""
    return Piece(head.plain + shape.plain + b"," + written(more)[1:])


def read(head: Piece, shape: Piece) -> dict[str, Any]:
    """A feature as it was before it was written."""
    found: dict[str, Any] = json.loads(head.plain + shape.plain + b"}")
    return found


def prepare(collection: Collection, filters: Mapping[str, Filter]) -> Features:
    """Prepare the features of a collection for filtering."""
    made = Features(
        values={name: array("i") for name in filters},
        texts={name: {} for name, one in filters.items() if one.allowed},
    )
    shapes: dict[int, tuple[int, object]] = {}  # with the shape itself, so that its id stays its own
    spans: dict[Span | None, int] = {}
    ends = tables.SPANS.get(collection.layer, tables.START_END)
    is_by_year = tables.one_year(collection) is not None
    for place, item in enumerate(tables.items(collection)):
        part = item.period if is_by_year else None
        if not made.parts or made.parts[-1][0] != part:
            made.parts.append((part, place))
        made.ids[item.id] = place
        if id(item.geometry) not in shapes:
            shapes[id(item.geometry)] = len(made.shapes), item.geometry
            made.shapes.append(Piece(written(item.geometry)))
        made.shape_of.append(shapes[id(item.geometry)][0])
        made.span_of.append(spans.setdefault(_span(item.properties, ends), len(spans)))
        _note(made, filters, item.properties)
    made.spans.extend(spans)
    return made


def heads(collection: Collection, year: str | None) -> list[Piece]:
    """The heads of the features of a collection, with `year` those of that year."""
    return [Piece(_head(item)) for item in tables.items(collection, year)]


def _head(item: Item) -> bytes:
    start = written({"type": "Feature", "id": item.id, "properties": item.properties})
    return start[:-1] + b',"geometry":'


def _span(properties: Mapping[str, Any], ends: tuple[str, str]) -> Span | None:
    days = [properties[end] for end in ends]
    return whole_days(min(days), max(days)) if all(days) else None


def _note(made: Features, names: Iterable[str], properties: Mapping[str, Any]) -> None:
    """Keep the values that a feature can be chosen by."""
    for name in names:
        value = properties[name]
        if value is None:
            made.values[name].append(NULL)
        elif name in made.texts:
            made.values[name].append(made.texts[name].setdefault(str(value), len(made.texts[name])))
        else:
            made.values[name].append(int(value))
