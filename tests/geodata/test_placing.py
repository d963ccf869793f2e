import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import aggregate, checks, inputs, placing
from tests import worlds

RULES = aggregate.read_rules(inputs.DATA / "name_rules.csv", inputs.FRAME, "admin1")
MALI = "T . .\nX . .\nG G M\nP G M"
"""Taoudénit (X) is drawn between Tombouctou (T) and Gao; Mopti in the south-west."""


def ask_each_unit(x, y, units):
    """The slow obvious way: each unit in the order of p-codes, the first that the point touches."""
    for pcode, shape in sorted(zip(units["pcode"], units.geometry, strict=True), key=lambda pair: pair[0]):
        if shape.intersects(shapely.Point(x, y)):
            return pcode
    return None


def place(spec, drawing=MALI, level="admin1", rules=RULES, **options):
    placed = placing.place(
        worlds.events(spec), worlds.units(drawing), frame="2016", level=level, rules=rules, **options
    )
    return checks.validate("placement", placed, "placed").astype(object).where(placed.notna(), None)


def answer(**event):
    row = place([event]).iloc[0]
    return row["pcode"], row["basis"], row["reason"]


@settings(deadline=None, max_examples=120, database=None)
@given(drawing=worlds.drawings, events=worlds.drawn_events, backwards=st.booleans())
def test_every_event_is_placed_once_and_as_by_asking_each_unit(drawing, events, backwards):
    units = worlds.units(drawing)
    table = worlds.events(events)
    given_units = units[::-1] if backwards else units
    placed = placing.place(table, given_units, frame="2016", level="admin1")
    assert placed["event_id"].tolist() == table["event_id"].tolist()
    names = {"A region": "A", "B": "B"}
    for event, row in zip(events, placed.itertuples(), strict=True):
        by_point = ask_each_unit(event["x"], event["y"], units)
        by_name = names.get(event["region"])
        if by_name not in set(units["pcode"]):
            by_name = None
        expected = by_name or (by_point if event["prec"] <= 4 else None)
        found = None if row.pcode != row.pcode else row.pcode
        assert found == expected
        assert (None if row.point_pcode != row.point_pcode else row.point_pcode) == by_point


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
    assert answer(region=region, cercle=cercle, year=year, x=x, y=y) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"region": "Mopti region", "prec": 4}, ("ML05", "name", "named")),
        ({"region": "Mopti region", "prec": 5}, ("ML05", "name", "named_low_precision")),
        (
            {"region": "Gao", "year": 2014, "prec": 5, "x": 2.5},
            ("ML10", "name_and_point", "point_decides_low_precision"),
        ),
        (
            {"region": "Gao", "year": 2014, "prec": 6, "x": 9},
            ("ML10", "name_and_point", "nearest_named_low_precision"),
        ),
        ({"prec": 4}, ("ML05", "point", "point_precise")),
        ({"prec": 5}, (None, "none", "precision_too_low")),
        ({"prec": 5, "x": 9}, (None, "none", "precision_too_low")),
        ({"region": "Bandiagara region", "prec": 2}, ("ML05", "point", "point_precise")),
        ({"prec": 1, "x": 9}, (None, "none", "point_outside")),
    ],
)
def test_precision_decides_whether_an_unnamed_event_is_allocated_and_flags_a_named_one(event, expected):
    assert answer(**event) == expected


@pytest.mark.parametrize(("level", "worst"), [("admin1", 4), ("admin2", 3), ("admin3", 1), ("grid", 2), ("zones", 2)])
def test_each_level_has_its_worst_precision(level, worst):
    placed = place([{"prec": worst}, {"prec": worst + 1}], level=level)
    assert placed["pcode"].tolist() == ["ML05", None]
    assert placed["level"].tolist() == [level, level]


def test_names_can_be_ignored():
    placed = place([{"region": "Gao region", "year": 2020}], named=False)
    assert placed.iloc[0][["pcode", "reason"]].tolist() == ["ML05", "point_precise"]


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
    assert placing.plain(name) == plain


def test_no_event_gives_an_empty_placement():
    assert len(place([])) == 0
