"""Recognise a boundary file of Mali: its publisher by the columns, its level by columns, text or number of features.

Sources of the layouts: geoBoundaries (shapeName, shapeType), OCHA COD-AB (names and p-codes by level, spelled
ADM3_FR, admin3Name_fr, admin3Name, adm3_name over the years) and GADM (NAME_n, GID_n; its level 3 of Mali are
arrondissements, its level 4 communes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geodata.boundaries.imported import containers
from geodata.boundaries.imported.containers import Layer
from geodata.errors import DataError

PUBLISHERS = {"geoboundaries": "geoBoundaries", "cod-ab": "OCHA COD-AB", "gadm": "GADM"}
_LEAST_COMMUNES = 500
_COUNTS = ((1, 5, 30), (2, 31, 250), (3, _LEAST_COMMUNES, 1_000))
"""Level by the number of features, at least and at most, where a file does not say."""
_MALI = {"mli", "ml", "mali"}
_LEVELS = (4, 3, 2, 1)


def _stated_or_counted(layer: Layer, _named: int) -> tuple[int, str]:
    """The level that geoBoundaries' shapeType or shapeID states; where neither does, by the number of features."""
    for name in layer.attributes.columns:
        if str(name).lower() in ("shapetype", "shapeid"):
            stated = layer.attributes[name].astype(str).str.extract(r"ADM([1-3])")[0].dropna()
            if len(stated):
                return _named_level(layer, int(stated.mode()[0]))
    count = len(layer.attributes)
    return _named_level(layer, next((level for level, least, most in _COUNTS if least <= count <= most), 3))


def _named_level(_layer: Layer, named: int) -> tuple[int, str]:
    """The deepest level that the columns name."""
    return named, f"admin{named}"


def _gadm_level(layer: Layer, named: int) -> tuple[int, str]:
    """GADM's levels 1 and 2 as named; its level 4 are communes, its level 3 arrondissements if they are few."""
    if named < 3:
        return _named_level(layer, named)
    is_communes = named == 4 or len(layer.attributes) >= _LEAST_COMMUNES
    return named, "admin3" if is_communes else "arrondissements"


@dataclass(frozen=True)
class Layout:
    """The names of a publisher's columns, and how the level of a layer is told.

    `names`, `codes` and `country` are lower-case templates of column names, with {n} for the level; the first that is
    there counts. `level_of` takes the layer and the deepest level that its columns name; it gives the level in the
    publisher's numbers, for the columns, and ours.
    """

    key: str
    names: tuple[str, ...]
    codes: tuple[str, ...]
    country: tuple[str, ...]
    needed: tuple[str, ...]
    level_of: Callable[[Layer, int], tuple[int, str]] = _named_level

    def column(self, templates: tuple[str, ...], level: int, columns: Iterable[str]) -> str | None:
        """The column (as the layer spells it) that fits a level."""
        there = {name.lower(): name for name in columns}
        return next((there[name] for one in templates if (name := one.format(n=level)) in there), None)

    def deepest(self, columns: Iterable[str]) -> int | None:
        """The deepest level that the columns have both name and code of; None: not this publisher's."""
        return next((n for n in _LEVELS if all(self.column(one, n, columns) for one in (self.names, self.codes))), None)

    def missing(self, columns: Iterable[str]) -> list[str]:
        """The needed columns that are not there."""
        there = {name.lower() for name in columns}
        return [name for name in self.needed if name.lower() not in there]


LAYOUTS = (
    Layout(
        "geoboundaries",
        ("shapename",),
        ("shapeid",),
        ("shapegroup",),
        ("shapeName", "shapeID", "shapeType"),
        _stated_or_counted,
    ),
    Layout(
        "cod-ab",
        ("adm{n}_fr", "admin{n}name_fr", "adm{n}_name", "admin{n}name", "adm{n}_en", "admin{n}name_en", "admin{n}na_1"),
        ("adm{n}_pcode", "admin{n}pcode", "admin{n}pcod"),
        ("adm0_pcode", "admin0pcode", "admin0pcod"),
        ("ADM3_FR", "ADM3_PCODE", "ADM2_FR", "ADM1_FR"),
    ),
    Layout("gadm", ("name_{n}",), ("gid_{n}",), ("gid_0",), ("NAME_4", "GID_4", "NAME_2", "NAME_1"), _gadm_level),
)


@dataclass(frozen=True)
class Recognised:
    """A layer with its layout; `deepest` is its level in the publisher's numbers, `level` in ours."""

    layer: Layer
    layout: Layout
    deepest: int
    level: str

    @property
    def key(self) -> str:
        """Publisher and level, such as geoboundaries-admin3."""
        return f"{self.layout.key}-{self.level}"

    @property
    def why(self) -> str:
        """The evidence that it was recognised by, in a sentence."""
        columns = self.layer.attributes.columns
        seen = [self.layout.column(one, self.deepest, columns) for one in (self.layout.names, self.layout.codes)]
        named = " and ".join(name for name in seen if name)
        return f"{PUBLISHERS[self.layout.key]}: {self.layer.kind} of {len(self.layer.attributes)} features with {named}"

    def text(self, templates: tuple[str, ...], level: int) -> pd.Series[str]:
        """The trimmed text of a level's column; "" where the file has none."""
        name = self.layout.column(templates, level, self.layer.attributes.columns)
        if name is None or (self.layout.key == "geoboundaries" and level != self.deepest):
            return pd.Series("", index=self.layer.attributes.index, dtype=object)
        values = self.layer.attributes[name]
        return values.astype(object).where(values.notna(), "").map(lambda value: " ".join(str(value).split()))


def recognise(path: Path) -> tuple[str, str] | None:
    """Publisher and level ("geoboundaries-admin3") and why, in a sentence; None if this is no boundary file.

    Publishers are those of PUBLISHERS; levels admin1, admin2, admin3, and GADM's arrondissements. Of several layers
    the deepest counts. Raises DataError for a boundary file that is damaged, of another country, or of no known
    layout (the closest, and what it lacks, is named).
    """
    if containers.kind_of(path) is None:
        return None
    with containers.layers(path) as layers:
        found = deepest_layer(layers, path.name)
    return found.key, found.why


def deepest_layer(layers: list[Layer], where: str) -> Recognised:
    """Of the layers whose layout is known the one with the smallest units. Raises DataError where there is none."""
    known = [found for layer in layers if (found := _recognised(layer, where))]
    if not known:
        raise _unknown(layers, where)
    return max(known, key=lambda found: (found.level == "admin3", found.deepest, len(found.layer.attributes)))


def _recognised(layer: Layer, where: str) -> Recognised | None:
    """The layer with the first layout that fits; None where none does. Raises DataError for another country."""
    columns = [str(name) for name in layer.attributes.columns]
    for layout in LAYOUTS:
        named = layout.deepest(columns)
        if named is not None:
            _require_mali(layer, layout.column(layout.country, 0, columns), where)
            return Recognised(layer, layout, *layout.level_of(layer, named))
    return None


def _require_mali(layer: Layer, country: str | None, where: str) -> None:
    """Raise DataError where the column of countries names another; without such a column nothing can be told."""
    there = {str(value) for value in layer.attributes[country].dropna()} if country else set()
    if any(value.casefold() not in _MALI for value in there):
        raise DataError(
            f"holds boundaries of {', '.join(sorted(there)[:3])}", where=where, expected="boundaries of Mali"
        )


def _unknown(layers: list[Layer], where: str) -> DataError:
    columns = sorted({str(name) for layer in layers for name in layer.attributes.columns})
    closest = min(LAYOUTS, key=lambda layout: len(layout.missing(columns)) / len(layout.needed))
    return DataError(
        f"its columns ({', '.join(columns[:12]) or 'none'}) are of no layout known here",
        where=where,
        expected=f"the closest is {PUBLISHERS[closest.key]}, which has also {', '.join(closest.missing(columns))}",
    )
