"""Recognise a boundary file of Mali: its publisher by the columns, its level by columns, text or number of features.

Sources of the layouts: geoBoundaries (shapeName, shapeType), OCHA COD-AB (names and p-codes by level, spelled
ADM3_FR, admin3Name_fr, admin3Name, adm3_name over the years) and GADM (NAME_n, GID_n; its level 3 of Mali are
arrondissements, its level 4 communes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from geodata.boundaries import gazetteer
from geodata.boundaries.imported import containers
from geodata.boundaries.imported.containers import Layer
from geodata.errors import DataError
from geodata.names import key

PUBLISHERS = {"geoboundaries": "geoBoundaries", "cod-ab": "OCHA COD-AB", "gadm": "GADM"}
_LEAST_COMMUNES = 500
_COUNTS = ((0, 1, 1), (1, 2, 30), (2, 31, 250), (3, _LEAST_COMMUNES, 1_000))
"""Level by the number of features, at least and at most, where a file does not say."""
_MALI = {"mli", "ml", "mali"}
_MOST_KNOWN = 0.6
"""A column of an unknown layout is said to hold what this share of its values is, at least."""
_LEVELS = (4, 3, 2, 1)


def _stated_or_counted(layer: Layer, _named: int) -> tuple[int, str]:
    """The level that geoBoundaries' shapeType or shapeID states; where neither does, by the number of features."""
    for name in layer.attributes.columns:
        if str(name).lower() in ("shapetype", "shapeid"):
            stated = layer.attributes[name].astype(str).str.extract(r"ADM([0-3])")[0].dropna()
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
        ("shapegroup", "shapeiso"),
        ("shapeName", "shapeID", "shapeType"),
        _stated_or_counted,
    ),
    Layout(
        "cod-ab",
        (
            "adm{n}_fr",
            "admin{n}name_fr",
            "adm{n}_name",
            "admin{n}name",
            "adm{n}_en",
            "admin{n}name_en",
            "admin{n}na_1",
            "adm{n}",
        ),
        ("adm{n}_pcode", "admin{n}pcode", "admin{n}pcod"),
        ("adm0_pcode", "admin0pcode", "admin0pcod", "country_pcode", "adm0_fr", "adm0_en", "adm0_name"),
        ("ADM3_FR", "ADM3_PCODE", "ADM2_FR", "ADM1_FR"),
    ),
    Layout(
        "gadm",
        ("name_{n}",),
        ("gid_{n}",),
        ("gid_0", "name_0", "country"),
        ("NAME_4", "GID_4", "NAME_2", "NAME_1"),
        _gadm_level,
    ),
)


@dataclass(frozen=True)
class Recognised:
    """Mali's part of a layer with its layout; `deepest` is its level in the publisher's numbers, `level` in ours.

    `others` are the features of other countries, which are left out, by country.
    """

    layer: Layer
    layout: Layout
    deepest: int
    level: str
    others: Mapping[str, int] = field(default_factory=dict)

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
        containers.require_data(path)
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
            part, others = _of_mali(layer, layout.column(layout.country, 0, columns), where)
            return Recognised(part, layout, *layout.level_of(part, named), others)
    return None


def _of_mali(layer: Layer, country: str | None, where: str) -> tuple[Layer, dict[str, int]]:
    """The features of Mali by the column of countries, all where there is none, and the number of others by country.

    Raises DataError where the column names other countries alone.
    """
    there = layer.attributes[country].dropna().astype(str) if country else pd.Series(dtype=str)
    is_other = there[~there.str.casefold().isin(_MALI)]
    if is_other.empty:
        return layer, {}
    if len(is_other) == len(there):
        raise DataError(
            f"holds boundaries of {', '.join(sorted(set(there))[:3])}", where=where, expected="boundaries of Mali"
        )
    is_here = ~layer.attributes.index.isin(is_other.index)
    return layer.only(is_here), {str(name): int(number) for name, number in is_other.value_counts().items()}


def _unknown(layers: list[Layer], where: str) -> DataError:
    columns = sorted({str(name) for layer in layers for name in layer.attributes.columns})
    closest = min(LAYOUTS, key=lambda layout: len(layout.missing(columns)) / len(layout.needed))
    held = [text for layer in layers for name in layer.attributes.columns if (text := _held(layer, str(name)))]
    told = f"; {', '.join(held)}" if held else ""
    return DataError(
        f"its columns ({', '.join(columns[:12]) or 'none'}) are of no layout known here{told}",
        where=where,
        expected=f"the closest is {PUBLISHERS[closest.key]}, which has also {', '.join(closest.missing(columns))}",
        todo="Take the communes or cercles as geoBoundaries, OCHA's COD-AB or GADM publish them.",
    )


def _held(layer: Layer, column: str) -> str:
    """What a column of an unknown layout holds, if most of its values are p-codes or names of Mali's units; else ""."""
    values = layer.attributes[column].dropna().astype(str)
    cercles = gazetteer.cercle_keys()
    known = {
        "p-codes": values.str.fullmatch(r"ML\d{2,10}"),
        "regions": values.map(key).isin(gazetteer.units()["name"].map(key)),
        "cercles": values.map(key).isin(cercles),
        "communes": values.map(key).isin(gazetteer.communes()["name"].map(key)),
    }
    what = next((what for what, is_known in known.items() if len(values) and is_known.mean() > _MOST_KNOWN), None)
    if what is None:
        return ""
    return f"{column} holds {what if what == 'p-codes' else f'names of {what}'} ({values.nunique()})"
