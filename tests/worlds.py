"""Small worlds, drawn: units as letters in a text grid, events as a text table, and all that a build needs.

The south-west corner of every drawing lies at longitude 0, latitude 15; a letter is a square of one degree.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata import files, periods, vocabulary
from geodata.boundaries import frames
from geodata.boundaries.ground import Ground
from geodata.boundaries.shipped import Surroundings
from geodata.builds import inputs
from geodata.counting import aggregate, quarters
from geodata.forces import tables
from geodata.geometry import geodesy
from geodata.readers import ucdp_ged
from geodata.schema import validate
from geodata.sources import Source
from tests import drawn_ged

SOUTH = 15
KNOWN = {
    "G": ("ML07", "ML-7", "Gao"),
    "M": ("ML10", "ML-9", "Ménaka"),
    "T": ("ML06", "ML-6", "Tombouctou"),
    "X": ("ML09", "ML-10", "Taoudénit"),
    "P": ("ML05", "ML-5", "Mopti"),
}
"""Letters that stand for a region of Mali; any other letter is its own p-code and name."""

DRAWING = """
T G M
P G M
"""
EVENTS = """
id year x    y     prec region        cercle        type a    b                  low best high civilians
1  2021 1.5  15.5  1    Gao_region    Ansongo       1    JNIM Government_of_Mali 3   5    9    1
2  2022 1.5  15.5  1    Gao_region    Gao_cercle    3    IS   Civilians          10  12   12   12
3  2022 2.5  16.5  1    Ménaka_region .             2    JNIM IS                 4   4    20   0
4  2022 2.9  15.1  2    .             .             1    IS   GATIA,_MSA         7   8    8    2
5  2022 0.5  15.5  5    Mopti_region  Mopti_cercle  3    Dan_na_Ambassagou Civilians 0 0  6    0
6  2022 0.5  16.5  6    .             .             1    AQIM Government_of_Mali 1   2    3    0
7  2023 0.5  15.04 1    Mopti_region  .             3    JNIM Civilians          2   2    2    2
"""


def shared(name: str) -> Path:
    """A file of the folder `shared` beside the checkout; the test skips where it is not there."""
    path = Path(__file__).resolve().parents[2] / "shared" / name
    if not path.exists():
        pytest.skip(f"needs {path}")
    return path


def units(drawing: str, known: Mapping[str, tuple[str, str, str]] = KNOWN) -> gpd.GeoDataFrame:
    """The drawn units, sorted by p-code: pcode, iso_3166_2, name, area_km2, geometry. "." is no unit."""
    lines = [line.split() for line in drawing.split("\n") if line.strip()]
    squares: dict[str, list[shapely.Geometry]] = {}
    for north, line in enumerate(reversed(lines), start=SOUTH):
        for west, letter in enumerate(line):
            squares.setdefault(letter, []).append(shapely.box(west, north, west + 1, north + 1))
    squares.pop(".", None)
    rows = [
        (*known.get(letter, (letter, f"ML-{letter}", letter)), shapely.union_all(shapes))
        for letter, shapes in squares.items()
    ]
    table = gpd.GeoDataFrame(rows, columns=["pcode", "iso_3166_2", "name", "geometry"], crs="EPSG:4326")
    table.insert(3, "area_km2", [geodesy.area_km2(shape) for shape in table.geometry])
    return table.sort_values("pcode", ignore_index=True)


def borders(drawn: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Niger along the east side of the drawing, Burkina Faso along its south side."""
    west, south, east, north = drawn.total_bounds
    sides = [[(east, south), (east, north)], [(west, south), (east, south)]]
    lines = [shapely.LineString(side) for side in sides]
    return gpd.GeoDataFrame({"neighbour_iso_a3": ["NER", "BFA"]}, geometry=lines, crs="EPSG:4326")


SITES = """
site_id   force   site    stated_admin1 latitude longitude from_date to_date    role source_id
gao-un    minusma Gao     Gao           16.3     1.2       2013-07   2023-12-21 base un
gao-fr    french  Gao     Gao           16.3     1.2       2013      2022-08-15 base un
menaka-un minusma Ménaka  Ménaka        15.9     2.4       .         2023-08-25 base un
mopti-un  minusma Sévaré  Mopti         15.5     0.2       2014-01-01 2020-06   base un
gossi-fm  fama    Gossi   Tombouctou    16.1     0.9       2022-04-19 .         base un
"""
CORRECTIONS = ["site_id", "decided_pcode", "reason"]
TIMELINE = """
event_id      date       end_date   category   forces       place  latitude longitude site_id   source_id is_key
coup          2021-05-24 .          politics   fama         Mali   .        .         .         .         yes
gao-fr-left   2022-08-15 .          withdrawal french       Gao    16.3     1.2       gao-fr    un        yes
menaka-attack 2022-03-08 2023-05    conflict   isgs;fama    Ménaka 15.5     2.5       .         un        .
un-to-leave   2023       .          mandate    minusma      Niamey 15.5     3.5       .         un        .
menaka-closed 2023-08-25 .          withdrawal minusma      Ménaka 15.9     2.4       menaka-un un        yes
"""
NOMINAL = """
site   period latitude longitude nominal_troops source_id
Gao    2021   16.3     1.2       450            un
Gao    2022   16.3     1.2       600            un
Ménaka 2022   15.9     2.4       150            un
"""


def table(text: str) -> pd.DataFrame:
    """A text table as a frame of text: "." is missing, "_" a space."""
    header, *lines = [line.split() for line in text.split("\n") if line.strip()]
    cells = [[None if cell == "." else cell.replace("_", " ") for cell in line] for line in lines]
    return pd.DataFrame(cells, columns=header, dtype="str")


def sites(text: str = SITES) -> pd.DataFrame:
    """The drawn sites as columns.SITES has them."""
    drawn = table(text)
    standard = {"from_basis": "sourced", "to_basis": "sourced", "coordinates_precision": "town"}
    standard |= {"taken_over_by": None, "confidence": "sourced", "to_latest": None, "reported": None}
    standard |= {"more_sources": None}
    for name, value in standard.items():
        if name not in drawn.columns:
            drawn[name] = pd.Series(value, index=drawn.index, dtype="str")
    return validate.validate("sites", drawn, "drawn sites")


def timeline(text: str = TIMELINE) -> pd.DataFrame:
    """The drawn events as columns.TIMELINE has them, their titles their ids; without a source, unsourced."""
    drawn = table(text)
    drawn = drawn.assign(
        title_en=drawn["event_id"].str.replace("-", " "),
        title_fr=drawn["event_id"].str.replace("-", " ") + " (fr)",
        forces=drawn["forces"].fillna(""),
        pcode=pd.NA,
        more_sources=pd.NA,
        is_key=(drawn["is_key"] == "yes").fillna(False),
        confidence=["unsourced" if missing else "sourced" for missing in drawn["source_id"].isna()],
    )
    return validate.validate("timeline", drawn, "drawn timeline")


def surroundings(drawn: gpd.GeoDataFrame) -> Surroundings:
    """What is drawn around the units: two neighbours, two border lines, a river, a town."""
    west, south, east, north = drawn.total_bounds

    def layer(shapes: list[shapely.Geometry], **attributes: list[object]) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(attributes, geometry=shapes, crs="EPSG:4326")

    beside = [shapely.box(east, south, east + 1, north), shapely.box(west, south - 1, east, south)]
    return Surroundings(
        neighbours=layer(
            beside,
            iso_a3=["NER", "BFA"],
            name_en=["Niger", "Burkina Faso"],
            name_fr=["Niger", "Burkina Faso"],
        ),
        borders=borders(drawn),
        rivers=layer([shapely.LineString([(west, 15.5), (west + 1, 16.2), (east, 15.2)])], name=["Niger"]),
        places=layer([shapely.Point(1.2, 16.3)], name=["Gao"], population=[150_000], source=["drawn"]),
    )


def source(name: str) -> Source:
    """A source's record, every text made from its id."""
    words = dict.fromkeys(("title", "producer", "release", "licence", "citation", "used_for"), f"drawn {name}")
    return Source(id=name, licence_url="", url="", data_to="2023-12-31", **words)


ROOM: list[Path] = []
"""The folder where what was drawn is kept for all workers of a run; tests.once gives it."""


def once_a_run(draw: Callable[..., inputs.Inputs], tmp: Path, spec: drawn_ged.Spec, **options: str) -> inputs.Inputs:
    """What is drawn from this, drawn once a run: each time as new, as tests may write into it."""
    path = drawn_ged.ged_file(tmp / "events.csv", spec)
    key = hashlib.sha256(f"{draw.__name__} {drawn_ged.records(spec)} {options}".encode()).hexdigest()[:24]
    kept = ROOM[-1] / f"drawn-{key}.pickle"
    if not kept.exists():
        with files.write_aside(kept) as aside:
            aside.write_bytes(pickle.dumps(draw(path, **options)))
    return pickle.loads(kept.read_bytes())  # noqa: S301 - our own bytes


def world(tmp: Path, spec: drawn_ged.Spec = EVENTS, drawing: str = DRAWING) -> inputs.Inputs:
    """The inputs of a build of a small world, its events read from a UCDP GED file written into `tmp`.

    Covered: the years of the events; 2024 exists for the country only.
    """
    return once_a_run(inputs_of, tmp, spec, drawing=drawing)


def inputs_of(path: Path, drawing: str) -> inputs.Inputs:
    """The inputs of a small world whose events are in that file, drawn anew."""
    drawn = units(drawing)
    rules = {"admin1": frames.rules(vocabulary.FRAME, "admin1")}
    ground = Ground({"admin1": drawn}, people(drawn), surroundings(drawn), rules)
    read = ucdp_ged.read(path).table
    borders = ground.surroundings.borders
    shipped = aggregate.from_events(read, drawn, borders, frame=vocabulary.FRAME, rules=rules["admin1"])
    incidents = replace(
        shipped,
        counts=shipped.counts[~shipped.counts["period"].map(periods.is_month)].reset_index(drop=True),
        months=(),
        placement=pd.DataFrame(),
        disagreements=pd.DataFrame(),
    )
    later = table(
        "period source_id fatalities_low fatalities_best fatalities_high civilian_fatalities\n"
        "2024 ucdp-country-year 5 6 7 1"
    )
    headcounts = table(
        "force as_of low best high component measure scope uncertainty source_id more_sources confidence\n"
        "minusma 2022-11-30 . 17430 . total deployed mali exact un . sourced"
    )
    mandates = table(
        "force name name_fr legal_basis legal_basis_fr decided started not_before here_by end_decided ended left_mali "
        "last_site succeeded_by source_id more_sources confidence\n"
        "minusma MINUSMA MINUSMA Resolution_2100 Résolution_2100 2013-04-25 2013-07-01 . . . 2023-06-30 2023-12-31 . . "
        "un . sourced"
    )
    return inputs.Inputs(
        ground=ground,
        incidents=incidents,
        incident_source=inputs.INCIDENTS,
        national_later=validate.validate("national", later.assign(events=pd.NA), "drawn later"),
        quarters=quarters.count(read),
        forces=tables.ForceTables(
            sites(),
            pd.DataFrame(columns=CORRECTIONS, dtype="str"),
            validate.validate("headcounts", headcounts, "drawn headcounts"),
            validate.validate("mandates", mandates, "drawn mandates"),
            table("source_id title publisher kind url published\nun A_report UN official . 2023"),
            timeline(),
            validate.validate("nominal_troops", table(NOMINAL).assign(pcode=pd.NA), "drawn nominal troops"),
        ),
        sources={name: source(name) for name in (inputs.INCIDENTS, inputs.NATIONAL_LATER)},
    )


def people(drawn: gpd.GeoDataFrame) -> dict[str, int | None]:
    """100,000 people in the first region, 200,000 in the second, and so on."""
    return {pcode: 100_000 * (number + 1) for number, pcode in enumerate(drawn["pcode"])}
