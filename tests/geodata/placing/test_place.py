import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata import names, vocabulary
from geodata.boundaries import frames
from geodata.geometry import points
from geodata.placing import place as placing
from geodata.schema import tables, validate
from tests import worlds
from tests.examples import times

RULES = frames.rules(vocabulary.FRAME, "admin1")
MALI = "T . .\nX . .\nG G M\nP G M"
"""Taoudénit (X) is drawn between Tombouctou (T) and Gao; Mopti in the south-west."""


def ask_each_unit(x, y, units):
    """The slow obvious way: each unit in the order of p-codes, the first that the point touches."""
    for pcode, shape in sorted(zip(units["pcode"], units.geometry, strict=True), key=lambda pair: pair[0]):
        if shape.intersects(shapely.Point(x, y)):
            return pcode
    return None


def plainly(placed):
    """A placement with None for what is missing, its types those of the dictionary."""
    return validate.validate("placement", placed, "placed").astype(object).where(placed.notna(), None)


def place(spec, drawing=MALI, level="admin1", rules=RULES, **options):
    units = worlds.units(drawing)
    return plainly(placing.place(worlds.events(spec), units, frame="2016", level=level, rules=rules, **options))


def decided(event, **options):
    row = place([event], **options).iloc[0]
    return row["pcode"], row["basis"], row["reason"]


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
            "x": worlds.anywhere,
            "y": worlds.anywhere.map(lambda number: worlds.SOUTH + number),
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


@times(3, phases=worlds.NO_SHRINKING)
@given(data=st.data(), drawing=worlds.drawings, drawn=some_events, level=st.sampled_from(LEVELS))
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


@pytest.mark.parametrize(
    ("x", "y", "pcode"),
    [
        (0.5, 15.5, "A"),
        (1, 15.5, "A"),  # on the border of A and B
        (1, 16, "A"),  # a corner of A and B
        (2, 16, "B"),  # a corner of B and C
        (2.5, 16, "C"),
        (0, 15, "A"),  # the outer corner
        (2.5, 16.5, None),
        (-0.001, 15.5, None),
    ],
)
def test_a_point_on_a_border_belongs_to_the_lowest_pcode(x, y, pcode):
    assert place([{"x": x, "y": y}], drawing="A B .\nA B C", rules=()).iloc[0]["pcode"] == pcode


@pytest.mark.parametrize(
    ("region", "cercle", "year", "x", "y", "expected"),
    [
        # Gao named, before Ménaka became a region: the cercle decides, else the point, else the nearest
        ("Gao region", "Ménaka cercle", 2013, 0.5, 16.5, ("ML10", "name", "named")),
        ("Gao region", "Ansongo cercle", 2013, 2.5, 16.5, ("ML07", "name", "named")),
        ("Gao region", "", 2015, 2.5, 16.5, ("ML10", "name_and_point", "point_decides")),
        ("Gao region", "", 2015, 1.5, 16.5, ("ML07", "name_and_point", "point_decides")),
        ("Gao region", "", 2015, 3.2, 16.5, ("ML10", "name_and_point", "nearest_named")),
        ("Gao region", "", 2015, 0.9, 15.5, ("ML07", "name_and_point", "nearest_named")),
        ("Gao region", "", 2015, 2.0, 14.8, ("ML07", "name_and_point", "nearest_named")),  # as near to both
        # and after
        ("Gao region", "", 2016, 2.5, 16.5, ("ML07", "name", "named")),
        ("Gao region", "Menaka", 2018, 0.5, 16.5, ("ML10", "name", "named")),
        # cercles created later
        ("Gao region", "Andéramboukane cercle", 2020, 0.5, 16.5, ("ML10", "name", "named")),
        ("Gao region", "Tidermène", 2020, 0.5, 16.5, ("ML10", "name", "named")),
        ("Gao region", "Inékar", 2020, 0.5, 16.5, ("ML10", "name", "named")),
        ("Ménaka region", "Tidermène", 2020, 0.5, 16.5, ("ML10", "name", "named")),
        # Tombouctou is Tombouctou or Taoudénit in any year
        ("Tombouctou region", "", 2022, 0.5, 18.5, ("ML06", "name_and_point", "point_decides")),
        ("Timbuktu", "", 2022, 0.5, 17.5, ("ML09", "name_and_point", "point_decides")),
        ("Tombouctou region", "", 2022, 0.5, 16.9, ("ML09", "name_and_point", "nearest_named")),
    ],
)
def test_names_give_candidates_and_the_point_decides(region, cercle, year, x, y, expected):
    assert decided({"region": region, "cercle": cercle, "year": year, "x": x, "y": y}) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"region": "Mopti region", "prec": 4}, ("ML05", "name", "named")),
        ({"region": "Mopti region", "prec": 5}, ("ML05", "name", "named_low_precision")),
        (
            {"region": "Gao", "year": 2014, "prec": 5, "x": 2.5},
            (None, "none", "ambiguous_name"),
        ),
        (
            {"region": "Gao", "year": 2014, "prec": 6, "x": 9},
            (None, "none", "ambiguous_name"),
        ),
        ({"prec": 4}, ("ML05", "point", "point_precise")),
        ({"prec": 5}, (None, "none", "precision_too_low")),
        ({"prec": 5, "x": 9}, (None, "none", "precision_too_low")),
        ({"region": "Bandiagara region", "prec": 2}, ("ML05", "point", "point_precise")),
        ({"prec": 1, "x": 9}, (None, "none", "point_outside")),
    ],
)
def test_precision_decides_whether_an_unnamed_event_is_allocated_and_flags_a_named_one(event, expected):
    assert decided(event) == expected


@pytest.mark.parametrize(("level", "worst"), [("admin1", 4), ("admin2", 3), ("admin3", 1), ("grid", 2), ("zones", 2)])
def test_each_level_has_its_worst_precision(level, worst):
    placed = place([{"prec": worst}, {"prec": worst + 1}], level=level)
    assert placed["pcode"].tolist() == ["ML05", None]
    assert placed["level"].tolist() == [level, level]


@pytest.mark.parametrize(("level", "worst"), [("admin1", 3), ("admin2", 2), ("admin3", 1), ("grid", 2), ("zones", 2)])
def test_acleds_scale_ends_at_the_region(level, worst):
    assert placing.ACLED.limit[level] == worst
    placed = place([{"prec": worst}, {"prec": worst + 1}], level=level, scale=placing.ACLED)
    assert placed["pcode"].tolist() == ["ML05", None]
    named = place([{"region": "Mopti", "prec": 3}], scale=placing.ACLED)
    assert named.iloc[0]["reason"] == "named"  # the vaguest that ACLED has is a region: nothing to flag


CERCLES = [
    names.NameRule("taoudenit", "tombouctou", None, ("E",)),
    names.NameRule("", "tombouctou", None, ("D", "E")),
    names.NameRule("", "menaka", None, ("K",)),
    names.NameRule("", "tidermene", None, ("K",)),
]
"""Of these cercles, Tombouctou is divided, and Tidermène was made later, of Ménaka."""


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        # believed only where the place is known as well as that
        ({"cercle": "Ménaka cercle", "prec": 1}, ("K", "name", "named")),
        ({"cercle": "Ménaka cercle", "prec": 3}, ("K", "name", "named")),
        ({"cercle": "Ménaka cercle", "prec": 4}, (None, "none", "precision_too_low")),
        ({"cercle": "Ménaka cercle", "prec": 5}, (None, "none", "precision_too_low")),
        # whatever the region; a cercle made later is the one it was made of
        ({"cercle": "Tidermène", "region": "Gao region"}, ("K", "name", "named")),
        # a name of several: the point decides, the region named narrows
        ({"cercle": "Tombouctou", "x": 0.5, "y": 16.5}, ("E", "name_and_point", "point_decides")),
        ({"cercle": "Tombouctou", "x": 0.5, "y": 15.5}, ("D", "name_and_point", "point_decides")),
        ({"cercle": "Tombouctou", "x": 1.9, "y": 16.1}, ("E", "name_and_point", "nearest_named")),
        ({"cercle": "Tombouctou", "x": 0.5, "y": 16}, ("D", "name_and_point", "point_decides")),  # on their border
        ({"cercle": "Tombouctou", "region": "Taoudénit region", "x": 0.5}, ("E", "name", "named")),
        # no cercle named, or an unknown one: the point alone; a region's name is none of a cercle
        ({"region": "D", "x": 1.5}, ("K", "point", "point_precise")),
        ({"cercle": "Gao", "prec": 3, "x": 1.5}, ("K", "point", "point_precise")),
        ({"cercle": "Gao", "prec": 4, "x": 1.5}, (None, "none", "precision_too_low")),
        ({"cercle": "Gao", "x": 9}, (None, "none", "point_outside")),
        # and a name beats a point that lies elsewhere
        ({"cercle": "Ménaka", "x": 9}, ("K", "name", "named")),
    ],
)
def test_a_cercles_name_is_believed_within_the_limit_of_precision(event, expected):
    assert decided(event, drawing="E K\nD K", level="admin2", rules=CERCLES) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"prec": 1, "x": 1.5}, ("K", "point", "point_precise")),
        ({"prec": 2, "x": 1.5}, (None, "none", "precision_too_low")),
        ({"prec": 1, "x": 1.5, "region": "D", "cercle": "D"}, ("K", "point", "point_precise")),  # no name counts
        ({"prec": 1, "x": 9}, (None, "none", "point_outside")),
    ],
)
def test_a_commune_is_told_by_an_exact_point_alone(event, expected):
    assert decided(event, drawing="E K\nD K", level="admin3", rules=()) == expected


@pytest.mark.parametrize(
    ("prec", "expected"),
    [
        (2, ("ML06", "name_and_point", "point_decides")),
        (3, (None, "none", "ambiguous_name")),
        (6, (None, "none", "ambiguous_name")),
    ],
)
def test_a_vague_point_does_not_decide_among_the_parts_of_a_region(prec, expected):
    """A point that stands for the whole region of before is no part of it, in any frame."""
    event = {"region": "Tombouctou", "prec": prec, "y": 18.5}
    assert decided(event) == expected
    assert decided({**event, "region": "Mopti"})[0] == "ML05"  # a name of one is believed
    assert decided({**event, "region": ""})[0] == ("ML06" if prec <= 4 else None)


def test_the_placement_says_where_the_point_lies_too():
    placed = place([{"region": "Mopti region", "x": 1.5}, {"region": "Mopti region", "x": 9}])
    assert placed["pcode"].tolist() == ["ML05", "ML05"]
    assert placed["point_pcode"].tolist() == ["ML07", None]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ménaka region", "menaka"),
        ("Segou region", "segou"),
        ("Ségou", "segou"),
        ("Gourma-Rharous cercle", "gourma rharous"),
        ("Timbuktu region", "tombouctou"),
        ("Taoudenni", "taoudenit"),
        ("Taoudénit", "taoudenit"),
        ("Koulikouro", "koulikoro"),
        ("Bamako District", "bamako"),
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_spellings_of_a_name_are_one(name, plain):
    assert names.normalised(name) == plain


def test_no_event_gives_an_empty_placement():
    assert len(place([])) == 0


def test_verdicts_have_a_basis_of_the_dictionary_and_a_reason_of_their_own():
    (basis,) = [column for column in tables.PLACEMENT if column.name == "basis"]
    assert {verdict.basis for verdict in placing.Verdict} == {*basis.allowed}
    assert len({verdict.reason for verdict in placing.Verdict}) == len(placing.Verdict)


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
