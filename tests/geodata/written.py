"""Every format written from one drawn build and read by other programs; modules import the fixtures too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from geodata.builds import store
from geodata.exports.extract import Extract, build_extract
from geodata.exports.formats import FORMATS
from geodata.exports.selection import Selection
from tests import deep_worlds, once, worlds

SPEC = """
id   year x    y     prec region        type a     b                  low best high civilians date_start date_end   source_office
ev-1 2021 1.23 15.53 1    Gao_region    1    JNIM  Government_of_Mali 3   5    9    1         2021-03-27 2021-03-27 Wire_A
ev-2 2022 1.73 15.53 1    Gao_region    3    IS    Civilians          10  12   12   12        2022-03-05 2022-03-06 .
ev-3 2022 2.43 16.43 1    Ménaka_region 2    JNIM  IS                 4   4    20   0         2022-03-20 2022-03-20 Wire_B
ev-4 2022 0.52 16.51 6    .             1    AQIM  Government_of_Mali 1   2    3    0         2022-04-01 2022-12-01 .
"""  # noqa: E501
PERMALINK = "https://atlas.example/b/0123456789abcdef/download/x?frame=2016"
CASES = {
    "admin1": Selection(),
    "admin1-month": Selection(year="2022", month="03"),
    "admin1-nothing": Selection(year="2024"),
    "admin2-change": Selection(since="2021"),
    "admin3-filter": Selection(violence="one_sided"),
    "zones": Selection(year="2022", km=50),
    "grid-family": Selection(year="2022", family="jnim"),
    "sites": Selection(),
    "events": Selection(),
    "events-none": Selection(year="2021", violence="one_sided"),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    drawn = deep_worlds.deep_world(folder, SPEC)
    more = ("natural-earth", "instat-rgph", "force-tables")
    once.publish(folder, replace(drawn, sources={**drawn.sources, **{name: worlds.source(name) for name in more}}))
    return folder


@pytest.fixture(scope="module")
def edition(data):
    return store.read(data).edition("brought", "2016")


@pytest.fixture(scope="module")
def made(edition):
    """The extract of a case, each made once."""
    kept = {}

    def get(case: str) -> Extract:
        if case not in kept:
            kept[case] = build_extract(edition, case.split("-")[0], CASES[case], permalink=PERMALINK)
        return kept[case]

    return get


_files: dict[tuple[int, str, bool], tuple[Extract, bytes]] = {}
"""Files by the extract's id, kept with the extract so that the id stays its own, format, and with tags or without."""


def written(extract, extension: str, folder: Path, *, hxl: bool = False) -> Path:
    """A file of the extract, which is written once for all tests that read it."""
    key = id(extract), extension, hxl
    if key not in _files:
        _files[key] = extract, FORMATS[extension].write(extract, hxl)
    path = folder / f"file.{extension}"
    path.write_bytes(_files[key][1])
    return path


def frame(path: Path, layer: str) -> gpd.GeoDataFrame:
    if path.suffix == ".parquet":
        return gpd.read_parquet(path)
    return gpd.read_file(path, **({"layer": layer} if path.suffix == ".gpkg" else {}))


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]
