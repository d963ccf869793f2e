"""Placing gives what asking each unit in turn gives, event by event and point by point."""

import numpy as np
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata import names
from geodata.geometry import points
from geodata.placing import place as placing
from tests import random_worlds, worlds
from tests.examples import times
from tests.geodata.placing.drawn import plainly


def ask_each_unit(x, y, units):
    """The slow obvious way: each unit in the order of p-codes, the first that the point touches."""
    for pcode, shape in sorted(zip(units["pcode"], units.geometry, strict=True), key=lambda pair: pair[0]):
        if shape.intersects(shapely.Point(x, y)):
            return pcode
    return None


LEVELS = ("admin1", "admin2", "admin3")


def table(drawn):
    """What placing looks at of columns.EVENTS, without a file in between."""
    found = pd.DataFrame(
        {
            "event_id": [str(number) for number in range(len(drawn))],
            "year": [event["year"] for event in drawn],
            "longitude": [float(event["x"]) for event in drawn],
            "latitude": [float(event["y"]) for event in drawn],
            "where_precision": [event["prec"] for event in drawn],
            "admin1_name": [event["region"] or None for event in drawn],
            "admin2_name": [event["cercle"] or None for event in drawn],
        },
        index=pd.RangeIndex(7, 7 + len(drawn), name="row"),
    )
    types = {"event_id": "string", "year": "Int64", "where_precision": "Int64"}
    return found.astype({**types, "admin1_name": "string", "admin2_name": "string"})


def meant_by(event, level, pcodes, rules):
    """The slow obvious way: the first rule that fits, else, at admin1, the unit of that name."""
    region, cercle = names.normalised(event["region"]), names.normalised(event["cercle"])
    for rule in rules:
        if rule.region and rule.region != region:
            continue
        if rule.cercle and rule.cercle != cercle:
            continue
        if rule.until is not None and event["year"] > rule.until:
            continue
        return sorted(rule.pcodes)
    own = region.upper()
    return [own] if level == "admin1" and own in pcodes else []


def nearly_nearest(x, y, shapes):
    """The units that a point is nearest to, those included that are further by no more than the plane may err."""
    squeeze = np.cos(np.radians(y))
    point = shapely.Point(x * squeeze, y)
    km = {
        pcode: 111 * point.distance(shapely.transform(shape, lambda corners: corners * [squeeze, 1]))
        for pcode, shape in shapes.items()
    }
    return {pcode for pcode, away in km.items() if away <= min(km.values()) * 1.03 + 1}


def asked_one_by_one(event, units, level, rules, scale):
    """Unit (a set, where the nearest is too close to call), basis and reason of one event."""
    shapes = dict(zip(units["pcode"], units.geometry, strict=True))
    by_point = ask_each_unit(event["x"], event["y"], units)
    meant = meant_by(event, level, set(shapes), rules)
    is_good = event["prec"] <= scale.limit[level]
    if meant and (level == "admin1" or is_good):
        if len(meant) == 1:
            return {meant[0]}, "name", "named_low_precision" if event["prec"] >= scale.vague_from else "named"
        if event["prec"] > 2:
            return {None}, "none", "ambiguous_name"
        if by_point in meant:
            return {by_point}, "name_and_point", "point_decides"
        near = nearly_nearest(event["x"], event["y"], {pcode: shapes[pcode] for pcode in meant})
        return near, "name_and_point", "nearest_named"
    if not is_good:
        return {None}, "none", "precision_too_low"
    return ({by_point}, "point", "point_precise") if by_point else ({None}, "none", "point_outside")


some_events = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.sampled_from([2015, 2016, 2022]),
            "x": random_worlds.anywhere,
            "y": random_worlds.anywhere.map(lambda number: worlds.SOUTH + number),
            "prec": st.integers(1, 7),
            "region": st.sampled_from(["", "A region", "B", "c", "Old region", "Nowhere"]),
            "cercle": st.sampled_from(["", "East cercle", "Éast", "North"]),
        }
    ),
    max_size=10,
)


@st.composite
def some_rules(draw, pcodes):
    return draw(
        st.lists(
            st.builds(
                names.NameRule,
                region=st.sampled_from(["", "a", "old"]),
                cercle=st.sampled_from(["", "east", "north"]),
                until=st.sampled_from([None, 2015]),
                pcodes=st.lists(st.sampled_from(pcodes), min_size=1, unique=True).map(tuple),
            ).filter(lambda rule: rule.region or rule.cercle),
            max_size=4,
        )
    )


@times(3, phases=random_worlds.NO_SHRINKING)
@given(data=st.data(), drawing=random_worlds.drawings, drawn=some_events, level=st.sampled_from(LEVELS))
def test_every_event_is_placed_once_and_as_by_asking_each_unit_in_turn(data, drawing, drawn, level):
    units = worlds.units(drawing)
    rules = data.draw(some_rules(units["pcode"].tolist()))
    scale = data.draw(st.sampled_from([placing.UCDP, placing.ACLED]))
    if scale is placing.ACLED:
        drawn = [{**event, "prec": min(event["prec"], 3)} for event in drawn]
    given_units = units[::-1] if data.draw(st.booleans()) else units
    placed = placing.place(table(drawn), given_units, frame="2016", level=level, rules=rules, scale=scale)
    assert placed.index.tolist() == table(drawn).index.tolist()
    assert placed["event_id"].tolist() == table(drawn)["event_id"].tolist()
    assert {"2016"} >= set(placed["frame"])
    assert {level} >= set(placed["level"])
    for event, row in zip(drawn, plainly(placed).itertuples(index=False), strict=True):
        pcodes, basis, reason = asked_one_by_one(event, units, level, rules, scale)
        assert (row.basis, row.reason) == (basis, reason)
        assert row.pcode in pcodes
        assert row.point_pcode == ask_each_unit(event["x"], event["y"], units)


def test_many_points_are_placed_as_by_asking_each_unit_in_turn():
    """More points than any event file has near a border: on a lattice with every edge and corner of the drawing."""
    units = worlds.units("A B A\nB . C\nC C A")
    x, y = (each.ravel() for each in np.meshgrid(np.arange(-0.5, 3.75, 0.25), np.arange(14.5, 18.75, 0.25)))
    found = points.containing(x, y, units)
    pcodes = [None if position < 0 else units["pcode"][position] for position in found]
    assert pcodes == [ask_each_unit(*point, units) for point in zip(x, y, strict=True)]


def test_many_points_are_nearest_to_the_unit_that_measuring_each_gives():
    """Squares answer for most of them: on both sides of where two units are equally near, and far away."""
    shapes = worlds.units("A . B\n. . .\nC . D").geometry.to_numpy()
    random = np.random.default_rng(14)
    x, y = random.uniform((-4, 11), (7, 22), (6_000, 2)).T
    x, y = np.append(x, [1.5, 1.5, 100, -170]), np.append(y, [16.5, 15.5, -50, 80])
    near = points.Nearness(shapes)
    assert (near.nearest_of_many(x, y) == near.nearest(x, y)).all()
    assert (near.nearest_of_many(x, y) == near.nearest(x, y)).all()  # the squares are known now
    assert set(near.nearest(x, y)) == {0, 1, 2, 3}


def test_many_points_are_nearest_to_winding_units_as_measured():
    """Outlines of few vertices answer for most points, and never where two are nearly as near."""
    drawn = shapely.segmentize(worlds.units("A . B\n. . .\nC . D").geometry.to_numpy(), 0.02)
    shapes = shapely.transform(drawn, lambda at: at + 0.03 * np.sin(40 * at[:, ::-1]))
    random = np.random.default_rng(14)
    x, y = np.repeat(random.uniform((-0.5, 13.5), (3.5, 17.5), (300, 2)).T, 10, axis=1) + random.normal(0, 0.01, 3_000)
    near = points.Nearness(shapes)
    assert (near.nearest_of_many(x, y) == near.nearest(x, y)).all()
