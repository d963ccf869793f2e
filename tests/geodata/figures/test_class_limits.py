"""The fixed limits: every measure and level has them, they fit its palette, and they are what the figures once gave."""

import pytest

from geodata.builds import freeze_limits, store
from geodata.figures import class_limits, measures
from tests import once

RAW = ("data/ucdp/ged241_country_download_mali.csv", "data/boundaries/MLI-ADM3.geojson")
COUNTED = [measure for measure in measures.MEASURES if measure.breaks is None]


@pytest.mark.parametrize("measure", COUNTED, ids=lambda measure: measure.key)
def test_a_counted_measure_has_limits_at_each_level_and_a_colour_for_each_class(measure):
    for level in measure.levels:
        limits = class_limits.limits_of(measure, level, has_months=True)
        assert set(limits) == {"value", "change", "month", "month_change"}
        for kind in ("value", "month"):
            assert limits[kind][0] == 0
            assert len(limits[kind]) == len(measure.palette)
        for numbers in limits.values():
            assert numbers == sorted(set(numbers))
        assert len(limits["change"]) == len(limits["month_change"]) == len(measures.CHANGE_PERCENTILES)


def test_limits_are_read_as_they_were_written(tmp_path):
    made = class_limits.read(class_limits.PATH)
    class_limits.write(made, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == class_limits.PATH.read_bytes()


def test_limits_handed_out_are_not_shared():
    measure = measures.DEFAULT
    class_limits.limits_of(measure, "admin1", has_months=True)["value"].append(1e9)
    assert 1e9 not in class_limits.limits_of(measure, "admin1", has_months=True)["value"]


def test_the_limits_are_those_that_the_figures_of_ucdp_give():
    """The whole file, from UCDP's own file and geoBoundaries' communes: `freeze_limits` writes no other."""
    imported = store.read(once.imported_build(*RAW))
    assert freeze_limits.limits(store.read(once.shipped()), imported) == class_limits.read(class_limits.PATH)
