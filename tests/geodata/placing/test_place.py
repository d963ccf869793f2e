import pytest

from geodata import names
from geodata.placing import place as placing
from geodata.schema import tables
from tests.geodata.placing.drawn import decided, place


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
