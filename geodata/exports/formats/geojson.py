"""GeoJSON (RFC 7946): EPSG:4326, outer rings counter-clockwise, provenance beside the features."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from geodata.exports.extract import DISCLAIMER, Extract, Item


def write(extract: Extract) -> bytes:
    """The layer as one FeatureCollection, with `bbox` if it has features; each geometry is encoded once."""
    bbox = bounds(extract.items)
    members = [
        '"type":"FeatureCollection"',
        *([f'"bbox":{_text(bbox)}'] if bbox else []),
        f'"features":[{",".join(_features(extract))}]',
        f'"provenance":{_text(extract.provenance)}',
        f'"row_accounting":{_text(extract.accounting)}',
        f'"disclaimer":{_text(DISCLAIMER)}',
    ]
    return f"{{{','.join(members)}}}".encode()


def _features(extract: Extract) -> Iterator[str]:
    names = [column.name for column in extract.attributes]
    shapes: dict[int, str] = {}
    for item in extract.items:
        shape = shapes.get(id(item.geometry))
        if shape is None:
            shape = shapes.setdefault(id(item.geometry), _text(item.geometry))
        properties = _text({name: item.properties[name] for name in names})
        yield f'{{"type":"Feature","id":{_text(item.id)},"geometry":{shape},"properties":{properties}}}'


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def bounds(items: Iterable[Item]) -> list[float]:
    """West, south, east and north of all geometries; empty where there are none."""
    shapes = {id(item.geometry): item for item in items}
    points = [point for item in shapes.values() for point in _positions(item)]
    if not points:
        return []
    x, y = zip(*points, strict=True)
    return [min(x), min(y), max(x), max(y)]


def _positions(item: Item) -> Iterator[tuple[float, float]]:
    open_: list[Any] = [item.geometry["coordinates"]] if item.geometry else []
    while open_:
        part = open_.pop()
        if isinstance(part[0], (int, float)):
            yield part[0], part[1]
        else:
            open_ += part
