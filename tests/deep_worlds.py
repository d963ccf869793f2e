"""Small worlds with an imported event file, cercles, communes and two frames."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import shapely

from geodata import policies
from geodata.boundaries.ground import Ground
from geodata.builds import inputs
from geodata.geometry import geodesy
from geodata.names import NameRule
from geodata.readers import ucdp_ged
from tests import drawn_ged, worlds


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
    tmp: Path,
    spec: drawn_ged.Spec = worlds.EVENTS,
    drawing: str = worlds.DRAWING,
    *,
    policy: str = "ucdp",
    before: str = "P P M\nP P M",
) -> inputs.Inputs:
    """The inputs of a small world with an imported event file "brought", cercles, communes, and two frames.

    Frame 2016 is the drawing; frame 2012 is `before`, where other letters of the drawing have been drawn together.
    The terms of the imported source are those of `policy`.
    """
    return worlds.once_a_run(_deep_world, tmp, spec, drawing=drawing, policy=policy, before=before)


def _deep_world(path: Path, drawing: str, policy: str, before: str) -> inputs.Inputs:
    shipped = worlds.inputs_of(path, drawing)
    table = ucdp_ged.read(path)
    grounds = []
    for frame, text in {"2016": drawing, "2012": before}.items():
        drawn, other = worlds.units(text), worlds.units(before if frame == "2016" else drawing)
        grounds.append(
            Ground(
                divided(drawn, worlds.units(drawing)),
                worlds.people(drawn),
                worlds.surroundings(drawn),
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
    more = {name: worlds.source(name) for name in ("brought", "drawn-communes")}
    more["brought"] = replace(more["brought"], policy=policy)
    return replace(shipped, grounds=grounds, imported=[brought], sources={**shipped.sources, **more})


def brought(tmp: Path, spec: drawn_ged.Spec, *frames: str, **options: str) -> inputs.Inputs:
    """The deep world with the events of `spec` in the imported file, and of it that source alone, in these frames.

    In one frame a third of the work of a deep world drawn from the same events, for what is asked of one edition.
    """
    made = deep_world(tmp, **options)
    read = ucdp_ged.read(drawn_ged.ged_file(tmp / "brought.csv", spec))
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
