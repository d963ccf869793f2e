import pandas as pd

from geodata.counting import breaks
from geodata.counting.breaks import Counted
from geodata.figures import class_limits, classes, measures
from geodata.figures.figures import Unit
from geodata.schema.tables import ADDITIVE_NAMES

YEARS = ("2021", "2022")
UNITS = {
    "admin1": [Unit("A", "A", 1_000.0, 100_000), Unit("B", "B", 2_000.0, 200_000), Unit("C", "C", 500.0, 50_000)],
    "admin2": [Unit("A1", "A1", 500.0), Unit("B1", "B1", 500.0)],
    "zones": [Unit("niger-50", "niger-50", 1_000.0)],
    "grid": [Unit("7", "7", 1_000.0)],
}


def counts(*rows):
    """Rows of level, pcode, period, events; every count is the number of events."""
    made = [
        {"level": level, "pcode": pcode, "period": period, **dict.fromkeys(ADDITIVE_NAMES, number)}
        for level, pcode, period, number in rows
    ]
    table = pd.DataFrame(made).assign(frame="2016", violence_type="all", actor_family="any")
    return table.astype({**dict.fromkeys(ADDITIVE_NAMES, "Int64"), "pcode": "string"})


YEARLY = [
    ("admin1", "A", "2021", 4),
    ("admin1", "A", "2022", 10),
    ("admin1", "B", "2022", 6),
    ("admin1", None, "2022", 99),
    ("admin2", "A1", "2021", 4),
    ("zones", "niger-50", "2021", 5),
    ("grid", "7", "2021", 3),
]


def of(*frames, units=UNITS, years=YEARS):
    """What the figures of these frames give, of which the fixed limits were made once."""
    return breaks.pooled([Counted(counts(*rows), units, years) for rows in frames])


def fixed(*frames, units=UNITS, years=YEARS):
    """The limits of a build."""
    return breaks.of_source([Counted(counts(*rows), units, years) for rows in frames])


def percentiles(values):
    return classes.pooled_breaks(values, measures.PERCENTILES)


def test_the_limits_are_those_of_all_units_and_years_together_and_zero_is_a_class_of_its_own():
    found = of(YEARLY)["events_per_100k"]["admin1"]
    assert found["value"] == [0, *percentiles([4, 10, 3])]  # a year without a row is a zero; no unit, no rate
    assert found["change"] == classes.pooled_breaks([6, 3], measures.CHANGE_PERCENTILES)
    assert set(found) == {"value", "change"}


def test_a_rate_by_area_is_by_area():
    found = of(YEARLY)["events_per_1000km2"]
    assert found["admin2"]["value"] == [0, *percentiles([8])]
    assert set(found) == {"admin2"}


def test_types_of_violence_and_families_do_not_move_the_limits():
    table = counts(*YEARLY)
    more = [table.assign(violence_type="one_sided"), table.assign(actor_family="jnim")]
    more = [part.assign(events=part["events"] * 1_000) for part in more]
    filtered = breaks.pooled([Counted(pd.concat([table, *more]), UNITS, YEARS)])
    assert filtered == of(YEARLY)


def test_every_frame_of_a_source_has_the_same_limits_pooled_over_all():
    other = [("admin1", "A", "2021", 80), ("admin1", "B", "2021", 2), ("zones", "niger-50", "2021", 900)]
    found = of(YEARLY, other)
    assert found["events_per_100k"]["admin1"]["value"] == [0, *percentiles([4, 10, 3, 80, 1])]
    assert of(other, YEARLY)["events_per_100k"] == found["events_per_100k"]


def test_zones_and_cells_are_the_same_in_every_frame_and_count_once():
    key = "fatalities_per_1000km2"
    other = [("zones", "niger-50", "2021", 900), ("grid", "7", "2021", 900), ("admin1", "A", "2021", 900)]
    alone, both = of(YEARLY), of(YEARLY, other)
    assert both[key]["zones"] == alone[key]["zones"]
    assert both[key]["grid"] == alone[key]["grid"]
    assert both[key]["admin1"] != alone[key]["admin1"]


MONTHLY = [
    *YEARLY,
    ("admin1", "A", "2021-03", 1),
    ("admin1", "A", "2022-03", 7),
    ("admin1", "B", "2022-11", 6),
    ("admin1", "A", "2021-00", 300),
]


def test_months_have_limits_of_their_own_and_the_unknown_month_is_in_none():
    found = of(MONTHLY)["events_per_100k"]["admin1"]
    assert found["month"] == [0, *percentiles([1, 7, 3])]
    assert found["month_change"] == classes.pooled_breaks([6, 3], measures.CHANGE_PERCENTILES)  # of the same month
    without = of(YEARLY)["events_per_100k"]["admin1"]
    assert {key: found[key] for key in ("value", "change")} == without
    assert "month" not in of(MONTHLY)["events_per_1000km2"]["admin2"]  # no month there


def test_a_year_that_the_source_does_not_cover_is_no_zero_and_no_change():
    found = of([("admin1", "A", "2021", 4), ("admin1", "A", "2022", 10)], years=("2022",))
    assert found["events_per_100k"]["admin1"] == {"value": [0, *percentiles([10])], "change": [1.0]}


def test_a_level_has_a_measure_where_one_unit_has_a_denominator():
    people = UNITS["admin1"]
    unknown = [Unit(unit.pcode, unit.name, unit.area_km2, None) for unit in people]
    nobody = fixed(YEARLY, units={**UNITS, "admin1": unknown})
    assert "events_per_100k" not in nobody
    assert "admin1" in nobody["fatalities_per_1000km2"]
    some = of(YEARLY, units={**UNITS, "admin1": [unknown[0], *people[1:]]})
    assert some["events_per_100k"]["admin1"]["value"] == [0, *percentiles([3])]
    assert fixed(YEARLY, units={"admin1": people}).keys() == {
        measure.key for measure in measures.MEASURES if "admin1" in measure.levels
    }


def test_limits_of_the_registry_are_taken_as_they_are():
    assert fixed(YEARLY)["documented_sites"] == {"admin1": {"value": [0, 1, 2, 4], "change": [1, 2]}}
    troops = {"value": [0, 500, 1500, 3000, 5000], "change": [250, 1000]}
    assert fixed(YEARLY)["nominal_troops"] == {"admin1": troops}
    assert not {"documented_sites", "nominal_troops"} & of(YEARLY).keys()


def test_the_limits_of_a_build_are_those_of_the_measure_and_level_whatever_was_counted():
    key = "fatalities_per_1000km2"
    few, many = fixed([("admin1", "A", "2021", 1)]), fixed([("admin1", "A", "2021", 9_000)], years=("2021",))
    assert few == many
    found = few[key]["admin1"]
    assert found == class_limits.limits_of(measures.BY_KEY[key], "admin1", has_months=False)
    assert set(found) == {"value", "change"}
    assert set(fixed(MONTHLY)[key]["admin1"]) == {"value", "change", "month", "month_change"}


def civilians(number):
    table = counts(*YEARLY).assign(civilian_fatalities=pd.array([number] * len(YEARLY), dtype="Int64"))
    return breaks.pooled([Counted(table, UNITS, YEARS)])


def test_a_count_that_is_nowhere_positive_leaves_one_limit():
    assert civilians(0)["civilian_fatalities_per_100k"]["admin1"] == {"value": [0, 1.0], "change": [1.0]}


def test_a_measure_of_a_count_that_the_source_does_not_give_has_no_limits():
    whole = civilians(1).keys()
    assert whole - civilians(None).keys() == {"civilian_fatalities_per_100k", "civilian_fatalities_per_1000km2"}
