"""Files that read well and would mislead: one that breaks off, one without Mali, one that is about a month only."""

import pandas as pd
import pytest

from geodata import periods
from geodata.counting import aggregate
from geodata.errors import DataError
from geodata.imports import add
from geodata.imports.record import listed
from tests import drawn_ged, files, worlds

EVENTS = [{"year": 2022, "side_a": "JNIM, of the Sahel"} for _ in range(40)]


@pytest.mark.parametrize("cut", [12, 60, 100])
def test_a_file_that_breaks_off_is_refused_unless_one_insists(tmp_path, cut):
    file = drawn_ged.ged_file(tmp_path / "events.csv", EVENTS)
    file.write_bytes(file.read_bytes()[:-cut])
    with pytest.raises(DataError) as refused:
        add.add(tmp_path / "data", file)
    assert refused.value.text.startswith("events.csv: ends in the middle of row 41. Take the file again")
    record = add.add(tmp_path / "data", file, accept_rejected=True)
    assert (record.rows, record.accepted, record.rejected) == (40, 39, 1)


def test_a_bad_row_that_is_not_the_last_is_no_sign_of_a_file_that_breaks_off(tmp_path):
    file = drawn_ged.ged_file(tmp_path / "events.csv", EVENTS)
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5][: len(lines[5]) // 2].replace('"', "")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert add.add(tmp_path / "data", file).rejected == 1


@pytest.mark.parametrize("row", [{"country": "Algeria", "country_id": "615"}, {"year": 2011}])
def test_a_file_without_an_event_that_could_be_counted_is_refused(tmp_path, row):
    file = drawn_ged.ged_file(tmp_path / "abroad.csv", [{"year": 2022, **row}])
    with pytest.raises(DataError, match=r"abroad.csv: holds no event of Mali of 2012 or later \(there are: .* 1\)"):
        add.add(tmp_path / "data", file)
    assert listed(tmp_path / "data") == []


def test_a_provisional_release_covers_the_months_it_is_about_and_not_late_corrections():
    starts = pd.Series(pd.to_datetime(["2026-01-30"] * 2 + ["2026-02-10"] * 97 + ["2026-04-01"]))
    assert periods.covered(starts, is_provisional=True) == ["2026-02"]
    assert periods.covered(starts) == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert periods.covered(starts.iloc[:0]) == []


def test_an_event_that_ends_in_a_later_month_does_not_cover_it(tmp_path):
    table = drawn_ged.events([{"year": 2022, "date_start": "03/20/2022 00:00:00", "date_end": "04/02/2022 00:00:00"}])
    borders = worlds.borders(worlds.units(worlds.DRAWING))
    assert aggregate.locate(table, borders).covered_months == ("2022-03",)


def test_a_monthly_file_of_nothing_that_is_counted_is_refused_with_what_it_holds(tmp_path):
    rows = [{"Country": "Niger", "ISO3": "NER"}] * 2 + [{"Year": "2011"}]
    file = files.write_csv(tmp_path / "months.csv", files.monthly(rows))
    with pytest.raises(DataError) as refused:
        add.add(tmp_path / "data", file)
    assert refused.value.text == (
        "months.csv: holds no month to count: 2 rows of other countries, 1 rows of Mali before 2012. "
        "Expected: months of Mali of 2012 or later."
    )
    assert listed(tmp_path / "data") == []


def test_days_that_cannot_be_read_are_no_rows_to_leave_out(tmp_path):
    """A column that was misread must not be made to fit by dropping its rows."""
    events = [{"event_date": "2022-03-27" if number % 2 else "27/3/22"} for number in range(20)]
    with pytest.raises(DataError) as refused:
        add.add(tmp_path / "data", files.write_csv(tmp_path / "acled.csv", files.acled(events)))
    assert (
        "10 of 20 rows (50.0 %) cannot be used: row 2, column event_date: '27/3/22' (not a date)" in refused.value.text
    )
    assert "--accept-rejected" not in refused.value.text
    assert refused.value.text.endswith(
        "Write its dates as 2022-03-27 (ISO 8601), as the source has them, and import the file again."
    )


def test_a_provisional_release_of_many_months_alike_covers_them_all():
    starts = pd.Series(pd.date_range("2025-01-15", periods=24, freq="MS"))
    assert len(periods.covered(starts, is_provisional=True)) == 24
