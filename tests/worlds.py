"""Small worlds, drawn: units as letters in a text grid, events as a text table, and all that a build needs.

The south-west corner of every drawing lies at longitude 0, latitude 15; a letter is a square of one degree.
"""

from __future__ import annotations

import csv
import hashlib
import pickle
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import Phase
from hypothesis import strategies as st

from geodata import files, periods, policies, vocabulary
from geodata.boundaries import frames
from geodata.boundaries.ground import Ground
from geodata.boundaries.shipped import Surroundings
from geodata.builds import inputs
from geodata.counting import aggregate, quarters
from geodata.forces import tables
from geodata.geometry import geodesy
from geodata.names import NameRule
from geodata.readers import ucdp_ged
from geodata.schema import validate
from geodata.sources import Source

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
GED = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
number_of_sources source_article source_office source_date source_headline source_original where_prec
where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id
region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown
best_est high_est low_est
"""
"""The 47 columns of UCDP's per-country download, in order."""

SHORT = {
    "x": "longitude",
    "y": "latitude",
    "prec": "where_prec",
    "region": "adm_1",
    "cercle": "adm_2",
    "type": "type_of_violence",
    "a": "side_a",
    "b": "side_b",
    "low": "low_est",
    "best": "best_est",
    "high": "high_est",
    "civilians": "deaths_civilians",
}
DEFAULTS = {
    "year": "2022",
    "longitude": "0.5",
    "latitude": "15.5",
    "where_prec": "1",
    "type_of_violence": "1",
    "side_a": "JNIM",
    "side_b": "Government of Mali",
    "low_est": "1",
    "best_est": "1",
    "high_est": "1",
    "deaths_civilians": "0",
    "country": "Mali",
    "country_id": "432",
    "date_prec": "1",
}
Spec = str | Sequence[dict[str, object]]
"""Events as a text table ("." default, "_" a space) or as dicts; keys are SHORT's or UCDP's column names."""


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


def records(spec: Spec) -> list[dict[str, str]]:
    """The events of a spec as UCDP names their columns, all values text."""
    if isinstance(spec, str):
        header, *lines = [line.split() for line in spec.split("\n") if line.strip()]
        rows = [dict(zip(header, line, strict=True)) for line in lines]
        spec = [{key: value.replace("_", " ") for key, value in row.items() if value != "."} for row in rows]
    made = []
    for number, row in enumerate(spec, start=1):
        named = {SHORT.get(key, key): str(value) for key, value in row.items()}
        made.append({"id": str(number), **DEFAULTS, **named})
    return made


def events(spec: Spec) -> pd.DataFrame:
    """The events of a spec as columns.EVENTS has them, each on 27 March of its year unless it says otherwise."""
    rows = records(spec)
    return _read(tuple(tuple(row.items()) for row in rows)).copy() if rows else events([{}]).iloc[:0]


@lru_cache(256)
def _read(rows: tuple[tuple[tuple[str, str], ...], ...]) -> pd.DataFrame:
    """The events of these records, read once for all tests that draw the same."""
    with tempfile.TemporaryDirectory() as folder:
        return ucdp_ged.read(ged_file(Path(folder) / "drawn.csv", [dict(row) for row in rows])).table


def ged_file(
    path: Path,
    spec: Spec,
    *,
    rename: dict[str, str] | None = None,
    drop: Sequence[str] = (),
    day: str = "03/27/{year} 00:00:00",
    trailing_comma: bool = True,
    encoding: str = "utf-8",
) -> Path:
    """A UCDP GED file of the events of a spec: UCDP's 47 columns, but for those renamed or dropped."""
    names = [name for name in GED.split() if name not in drop]
    with path.open("w", encoding=encoding, newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([(rename or {}).get(name, name) for name in names])
        for row in records(spec):
            when = day.format(year=row["year"])
            whole = {"date_start": when, "date_end": when, **row}
            lines.writerow([whole.get(name, "") for name in names] + [""] * trailing_comma)
    return path


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


def _once(draw: Callable[..., inputs.Inputs], tmp: Path, spec: Spec, **options: str) -> inputs.Inputs:
    """What is drawn from this, drawn once a run: each time as new, as tests may write into it."""
    path = ged_file(tmp / "events.csv", spec)
    key = hashlib.sha256(f"{draw.__name__} {records(spec)} {options}".encode()).hexdigest()[:24]
    kept = ROOM[-1] / f"drawn-{key}.pickle"
    if not kept.exists():
        with files.write_aside(kept) as aside:
            aside.write_bytes(pickle.dumps(draw(path, **options)))
    return pickle.loads(kept.read_bytes())  # noqa: S301 - our own bytes


def world(tmp: Path, spec: Spec = EVENTS, drawing: str = DRAWING) -> inputs.Inputs:
    """The inputs of a build of a small world, its events read from a UCDP GED file written into `tmp`.

    Covered: the years of the events; 2024 exists for the country only.
    """
    return _once(_world, tmp, spec, drawing=drawing)


def _world(path: Path, drawing: str) -> inputs.Inputs:
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


def divided(drawn: gpd.GeoDataFrame, base: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """The drawn regions with the cercles, two side by side in each region of `base`, and their communes, two a cercle.

    Codes are the base region's with 1 or 2 for west and east, then -a for south and -b for north.
    """
    cercles, communes = [], []
    for row in base.itertuples(index=False):
        west, south, east, north = row.geometry.bounds
        for side, (left, right) in enumerate([(west, (west + east) / 2), ((west + east) / 2, east)], start=1):
            cercle = f"{row.pcode}0{side}", f"{row.name} {side}"
            shape = shapely.intersection(row.geometry, shapely.box(left, south, right, north))
            cercles.append((*cercle, row.pcode, row.name, shape))
            middle = (south + north) / 2
            for letter, (bottom, top) in {"a": (south, middle), "b": (middle, north)}.items():
                part = shapely.intersection(shape, shapely.box(left, bottom, right, top))
                communes.append((f"{cercle[0]}-{letter}", f"{cercle[1]}{letter}", row.pcode, row.name, part))
    cercles, communes = ([row for row in rows if shapely.area(row[-1]) > 0] for rows in (cercles, communes))
    found = {"admin1": drawn.assign(admin1_pcode=drawn["pcode"], admin1_name=drawn["name"])}
    for level, rows in {"admin2": cercles, "admin3": communes}.items():
        names = ["pcode", "name", "admin1_pcode", "admin1_name", "geometry"]
        layer = gpd.GeoDataFrame(rows, columns=names, geometry="geometry", crs="EPSG:4326")
        layer = layer.set_geometry(layer.geometry.segmentize(0.25))
        inside = [drawn[drawn.contains(shape.representative_point())].iloc[0] for shape in layer.geometry]
        layer["admin1_pcode"] = [region["pcode"] for region in inside]
        layer["admin1_name"] = [region["name"] for region in inside]
        layer["iso_3166_2"] = None
        layer["area_km2"] = [geodesy.area_km2(shape) for shape in layer.geometry]
        found[level] = layer.sort_values("pcode", ignore_index=True)
    return found


def deep_world(
    tmp: Path, spec: Spec = EVENTS, drawing: str = DRAWING, *, policy: str = "ucdp", before: str = "P P M\nP P M"
) -> inputs.Inputs:
    """The inputs of a small world with an imported event file "brought", cercles, communes, and two frames.

    Frame 2016 is the drawing; frame 2012 is `before`, where other letters of the drawing have been drawn together.
    The terms of the imported source are those of `policy`.
    """
    return _once(_deep_world, tmp, spec, drawing=drawing, policy=policy, before=before)


def _deep_world(path: Path, drawing: str, policy: str, before: str) -> inputs.Inputs:
    shipped = _world(path, drawing)
    table = ucdp_ged.read(path)
    grounds = []
    for frame, text in {"2016": drawing, "2012": before}.items():
        drawn, other = units(text), units(before if frame == "2016" else drawing)
        grounds.append(
            Ground(
                divided(drawn, units(drawing)),
                people(drawn),
                surroundings(drawn),
                {},
                frame=frame,
                key="drawn-communes",
                sources=("drawn-communes",),
                since_2016={} if frame == "2016" else overlapping(other, drawn),
                differences={
                    {"2016": "2012", "2012": "2016"}[frame]: [
                        (pcode, there, _same(drawn, pcode, other, there))
                        for pcode, there in overlapping(drawn, other).items()
                    ]
                },
            )
        )
    brought = inputs.Incidents(
        "brought", "ucdp", table.table, table.odd, policies.allowed_levels(policy), policies.policy(policy).shows_events
    )
    more = {name: source(name) for name in ("brought", "drawn-communes")}
    more["brought"] = replace(more["brought"], policy=policy)
    return replace(shipped, grounds=grounds, imported=[brought], sources={**shipped.sources, **more})


def brought(tmp: Path, spec: Spec, *frames: str, **options: str) -> inputs.Inputs:
    """The deep world with the events of `spec` in the imported file, and of it that source alone, in these frames.

    In one frame a third of the work of a deep world drawn from the same events, for what is asked of one edition.
    """
    made = deep_world(tmp, **options)
    read = ucdp_ged.read(ged_file(tmp / "brought.csv", spec))
    return only(replace(made, imported=[replace(made.imported[0], events=read.table, odd=read.odd)]), *frames)


def only(made: inputs.Inputs, *frames: str) -> inputs.Inputs:
    """A deep world without the counts that ship, in these frames of its two."""
    return replace(made, grounds=[ground for ground in made.grounds if ground.frame in frames], is_superseded=True)


def with_gao_east(made: inputs.Inputs) -> inputs.Inputs:
    """The deep world with "Gao East" as the name that events give the cercle ML0702."""
    rules = {"admin2": [NameRule("", "gao east", None, ("ML0702",))]}
    return replace(made, grounds=[replace(ground, rules=rules) for ground in made.grounds])


def overlapping(here: gpd.GeoDataFrame, there: gpd.GeoDataFrame) -> dict[str, list[str]]:
    """By unit here, the units there that share some of its area."""
    return {
        row.pcode: [
            other.pcode
            for other in there.itertuples(index=False)
            if shapely.area(shapely.intersection(row.geometry, other.geometry)) > 0
        ]
        for row in here.itertuples(index=False)
    }


def _same(here: gpd.GeoDataFrame, pcode: str, there: gpd.GeoDataFrame, others: list[str]) -> bool:
    shape = here.set_index("pcode").geometry[pcode]
    return len(others) == 1 and bool(shapely.equals(shape, there.set_index("pcode").geometry[others[0]]))


NO_SHRINKING = (Phase.explicit, Phase.generate)
"""For properties whose examples take long: a failure is shown as it was found, within seconds."""

drawings = (
    st.lists(st.sampled_from("ABC."), min_size=9, max_size=9)
    .filter(lambda letters: len({*letters} - {"."}) > 1)
    .map(lambda letters: "\n".join(" ".join(letters[row : row + 3]) for row in (0, 3, 6)))
)
"""Drawings of three by three squares and two or three units."""

anywhere = st.sampled_from([1, 2, 1.5, 0, 3, 2.5]) | st.floats(-1, 4, allow_nan=False).map(
    lambda number: round(number, 9)
)
"""Coordinates that often fall on borders and corners of a drawing, and sometimes outside it."""
counted = st.integers(0, 50)
drawn_event = st.fixed_dictionaries(
    {
        "year": st.sampled_from([2021, 2022]),
        "x": anywhere,
        "y": anywhere.map(lambda number: SOUTH + number),
        "prec": st.integers(1, 7),
        "region": st.sampled_from(["", "A region", "B", "Nowhere"]),
        "type": st.integers(1, 3),
        "a": st.sampled_from(["JNIM", "IS", "GATIA, MSA", "Tuareg"]),
        "b": st.sampled_from(["IS", "Government of Mali", "Civilians"]),
        "low": counted,
        "best": counted,
        "high": counted,
        "civilians": counted,
    }
)
drawn_events = st.lists(drawn_event, min_size=1, max_size=8)
"""Events of every precision in and around a drawing, some named, in two years."""
