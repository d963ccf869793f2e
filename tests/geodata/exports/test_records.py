import pytest

from geodata.builds import store
from geodata.exports import columns, map_values, period_columns, records
from geodata.figures import measures
from geodata.figures.measures import BY_KEY
from geodata.schema import tables
from tests import deep_worlds, once

SPEC = [
    {"year": 2021, "x": 1.1, "y": 15.2, "low": 1, "best": 2, "high": 3, "region": "Gao"},
    {"year": 2022, "x": 1.1, "y": 15.2, "low": 4, "best": 8, "high": 9, "region": "Gao", "civilians": 5},
    {"year": 2022, "x": 1.1, "y": 15.2, "best": 32, "region": "Gao", "date_prec": "5"},
    {
        "year": 2022,
        "x": 1.9,
        "y": 16.8,
        "best": 64,
        "region": "Gao",
        "date_start": "06/01/2022",
        "date_end": "06/01/2022",
    },
    {"year": 2022, "x": 2.9, "y": 15.2, "best": 128, "prec": 4, "type": 3},
]


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")
    once.publish(folder, deep_worlds.deep_world(folder, SPEC))
    return store.read(folder).edition("brought", "2016")


def breakdowns(edition):
    return columns.breakdowns(edition.manifest["violence"])


def unit(edition, level, pcode):
    return edition.figures.unit(level, pcode)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2022", {"year": 2022, "month": None}),
        ("2022-03", {"year": 2022, "month": 3}),
        ("2022-00", {"year": 2022, "month": 0}),
    ],
)
def test_a_record_says_its_year_and_month(edition, period, expected):
    assert period_columns.when(edition.figures, period) == expected


def test_a_change_is_from_the_same_period_of_another_year(edition):
    gao = unit(edition, "admin1", "ML07")
    found = records.record(edition, "admin1", gao, "2022-03", since="2021")
    people = gao.population / 100_000
    assert found["from_year"] == 2021
    assert found["fatalities_per_100k"] == pytest.approx(8 / people)
    assert found["fatalities_per_100k_change"] == pytest.approx(6 / people)
    assert records.record(edition, "admin1", gao, "2022", since="2021")["fatalities_per_100k_change"] == pytest.approx(
        (8 + 32 + 64 - 2) / people
    )
    assert records.record(edition, "admin1", gao, "2022", since="2022")["fatalities_per_100k_change"] is None


@pytest.mark.parametrize(
    ("level", "pcode", "expected"),
    [
        ("admin1", "ML07", {"pcode": "ML07", "iso_3166_2": "ML-7", "name": "Gao"}),
        ("admin2", "ML0701", {"pcode": "ML0701", "name": "Gao 1", "admin1_pcode": "ML07", "admin1_name": "Gao"}),
        ("admin3", "ML0701-a", {"pcode": "ML0701-a", "name": "Gao 1a", "admin1_pcode": "ML07", "admin1_name": "Gao"}),
        ("zones", "either-75", {"zone": "either", "distance_km": 75, "side": "MLI"}),
    ],
)
def test_a_record_says_which_unit_it_is_of(edition, level, pcode, expected):
    assert records.identity(edition, level, unit(edition, level, pcode)) == expected


@pytest.mark.parametrize("level", columns.IDENTITY)
@pytest.mark.parametrize("period", ["2022", "2022-03", "2022-00", "2021-01"])
def test_a_record_has_the_columns_of_its_level_and_then_the_breakdown(edition, level, period):
    first = edition.figures.units[level][0]
    names = [column.name for column in columns.columns_of(level)]
    assert list(records.record(edition, level, first, period)) == names + breakdowns(edition)


def test_a_month_before_the_first_event_has_no_data_in_every_count(edition):
    found = records.record(edition, "admin1", unit(edition, "admin1", "ML07"), "2021-01")
    assert {found[name] for name in (*tables.ADDITIVE_NAMES, *breakdowns(edition))} == {None}
    assert found["fatalities_status"] == "no_data"
    assert found["fatalities_per_100k"] is None


@pytest.mark.parametrize("period", ["2021", "2022", "2022-03", "2022-06", "2022-00"])
@pytest.mark.parametrize("level", ["admin1", "admin2", "admin3", "grid"])
def test_allocated_and_not_allocated_are_national_in_every_period(edition, level, period):
    found = records.accounting(edition, level, period, "all", "any")
    for name in tables.ADDITIVE_NAMES:
        allocated = sum(
            edition.figures.row(level, each, period, "all", "any")[name] for each in edition.figures.units[level]
        )
        assert found["allocated"][name] == allocated
        assert allocated + found["not_allocated"][name] == found["national"][name]


def test_a_cell_has_the_class_of_its_period_months_by_limits_of_their_own(edition):
    measure = BY_KEY["fatalities_per_1000km2"]
    limits = edition.manifest["breaks"][measure.key]["admin2"]
    assert set(limits) == {"value", "change", "month", "month_change"}
    assert records.breaks_of(edition, measure, "admin2", "2022") == {
        "value": limits["value"],
        "change": limits["change"],
    }
    of_month = {"value": limits["month"], "change": limits["month_change"]}
    assert records.breaks_of(edition, measure, "admin2", "2022-03") == of_month
    west = unit(edition, "admin2", "ML0701")
    cell = records.cell(edition, measure, "admin2", west, "2022-03")
    assert cell.value == pytest.approx(8 * 1000 / west.area_km2)
    assert (cell.low, cell.high) == pytest.approx((4 * 1000 / west.area_km2, 9 * 1000 / west.area_km2))
    assert cell.number == sum(cell.value > limit for limit in limits["month"])


def test_a_measure_without_limits_of_months_takes_those_of_years(edition):
    sites = BY_KEY["documented_sites"]
    assert records.breaks_of(edition, sites, "admin1", "2022-03") == {"value": [0, 1, 2, 4], "change": [1, 2]}


def values(edition, level, **options):
    return map_values.values(edition.figures, level, "all", "any", units=edition.figures.units[level], **options)


def test_the_maps_values_of_a_year_are_its_months_and_last_the_unknown_one(edition):
    found = values(edition, "admin1", year="2022")
    assert found["periods"] == [*(f"2022-{month:02}" for month in range(1, 13)), "2022-00"]
    gao = found["best"][found["pcodes"].index("ML07")]
    assert gao == [0, 0, 8, 0, 0, 64, *[None] * 6, 32]
    assert found["status"]["best"][found["pcodes"].index("ML07")] == "nnrnnr------r"
    assert found["national"]["best"] == [0, 0, 136, 0, 0, 64, *[None] * 6, 32]
    assert found["not_allocated"]["best"] == [0] * 6 + [None] * 6 + [0]


def test_the_maps_values_leave_out_the_units_without_an_event_where_there_are_many(edition):
    yearly = values(edition, "admin2")
    assert yearly["periods"] == ["2021", "2022", "2024"]
    assert yearly["pcodes"] == ["ML0701", "ML0702"]
    assert yearly["best"] == [[2, 40, None], [0, 64, None]]
    assert values(edition, "admin2", year="2021")["pcodes"] == ["ML0701"]
    assert values(edition, "admin1")["pcodes"] == ["ML05", "ML06", "ML07", "ML10"]


def test_the_maps_values_of_zones_count_what_lies_outside(edition):
    found = values(edition, "zones")
    for number, inside in enumerate(found["events"]):
        for period in (0, 1):
            outside = found["outside_events"][number][period]
            assert (
                inside[period] + outside + found["not_allocated"]["events"][period]
                == found["national"]["events"][period]
            )


def test_every_status_of_a_count_has_a_letter_of_its_own():
    assert len(set(map_values.LETTERS.values())) == len(map_values.LETTERS)
    assert {measure.high for measure in measures.MEASURES} == {None, "fatalities_high"}
