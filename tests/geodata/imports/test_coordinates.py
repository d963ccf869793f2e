"""Points of a whole file that cannot be Mali's: the file is refused, with what they probably are."""

import pytest

from geodata.errors import DataError
from geodata.imports import add
from geodata.imports.coordinates import MOST_FAR
from tests import drawn_ged

PLACES = [(-4.59, 14.37), (-8.0, 12.65), (0.5, 15.7), (1.9, 15.9), (-11.4, 14.4)]


def brought(tmp_path, points):
    events = [{"id": str(n), "year": 2022, "x": x, "y": y} for n, (x, y) in enumerate(points)]
    return add.add(tmp_path / "data", drawn_ged.ged_file(tmp_path / "events.csv", events))


def refused(tmp_path, points):
    with pytest.raises(DataError) as caught:
        brought(tmp_path, points)
    return caught.value.text


@pytest.mark.parametrize(
    ("turn", "guess"),
    [
        (lambda x, y: (y, x), "latitude and longitude have probably changed places"),
        (lambda x, y: (0, 0), "all are 0, so they are not known"),
        (lambda x, y: (y, -x), "latitude and longitude have probably changed places, and west longitudes lost their"),
        (lambda x, y: (x + 40, y - 20), "they are probably another country's points, or not degrees of longitude and"),
    ],
)
def test_points_that_are_all_far_from_mali_are_refused_with_a_guess(tmp_path, turn, guess):
    text = refused(tmp_path, [turn(x, y) for x, y in PLACES])
    assert text.startswith("events.csv: 5 of 5 events of Mali (100.0 %) lie far from Mali, such as longitude ")
    assert f": {guess}" in text
    assert (
        "Expected: longitude from -14 to 6, latitude from 8 to 27, in degrees (EPSG:4326), but for at most 5%" in text
    )
    assert text.endswith("Correct the two columns, or take the file again from its publisher.")


def test_points_without_the_sign_of_the_west_are_refused(tmp_path):
    text = refused(tmp_path, [(8.0, 12.65), (11.4, 14.4), (9.2, 15.2), (0.5, 15.7)])
    assert "3 of 4 events of Mali (75.0 %)" in text
    assert "west longitudes have probably lost their minus sign" in text


def test_a_slip_is_odd_and_does_not_stop_a_file(tmp_path):
    assert MOST_FAR == 0.05
    record = brought(tmp_path, [*PLACES * 19, *[(40.0, 15.0)] * 5])
    assert record.odd == {"far_from_mali": 5}
    assert (record.accepted, record.rejected) == (100, 0)


def test_metres_are_refused_with_what_to_do_and_no_offer_to_leave_the_rows_out(tmp_path):
    text = refused(tmp_path, [*[(300_000 + n, 1_600_000) for n in range(9)], (0.5, 15.7)])
    assert "9 of 10 rows (90.0 %) cannot be used" in text
    assert "probably metres of a projection such as UTM. Write longitude and latitude in degrees (EPSG:4326)" in text
    assert "--accept-rejected" not in text
