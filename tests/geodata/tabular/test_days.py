"""Days as text: the order of days in figures is told by the whole column, or the file is refused."""

import pandas as pd
import pytest

from geodata.errors import DataError
from geodata.readers import acled, hapi, ucdp_ged, un_personnel
from geodata.tabular import days
from tests import files


def starts(read, rows, path, column="date_start"):
    return read(files.write_csv(path, rows)).table[column].dt.strftime("%Y-%m-%d").tolist()


def acled_days(tmp_path, *cells):
    rows = files.acled([{"event_date": cell} for cell in cells])
    return starts(acled.read, rows, tmp_path / "acled.csv")


def refused(tmp_path, *cells):
    with pytest.raises(DataError) as caught:
        acled_days(tmp_path, *cells)
    return caught.value.text


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["03/04/2022", "27/03/2022"], ["2022-04-03", "2022-03-27"]),
        (["03/04/2022", "03/27/2022"], ["2022-03-04", "2022-03-27"]),
        (["3.4.2022", "27.3.2022 0:00"], ["2022-04-03", "2022-03-27"]),
        (["03-04-2022", "27-03-2022 00:00:00"], ["2022-04-03", "2022-03-27"]),
        (["03/03/2022", "12/12/2022"], ["2022-03-03", "2022-12-12"]),
        (
            ["03/04/2022", "27/03/2022", "2022-01-02", "5 May 2022"],
            ["2022-04-03", "2022-03-27", "2022-01-02", "2022-05-05"],
        ),
    ],
)
def test_the_whole_column_tells_whether_days_or_months_come_first(tmp_path, cells, expected):
    assert acled_days(tmp_path, *cells) == expected


def test_days_that_fit_both_orders_are_refused(tmp_path):
    assert refused(tmp_path, "2022-01-01", "03/04/2022", "05/06/2022") == (
        "acled.csv: column event_date can be read day first and month first: no day of its 2 dates in figures is above "
        "12, such as '03/04/2022' in row 3. Expected: dates of which only one order makes sense. Write its dates as "
        "2022-03-27 (ISO 8601), as the source has them, and import the file again."
    )


def test_a_column_of_both_orders_is_refused_with_a_row_of_each(tmp_path):
    assert refused(tmp_path, "01/02/2022", "27/03/2022", "28/03/2022", "03/27/2022") == (
        "acled.csv: column event_date mixes days before months and months before days: '27/03/2022' in row 3 can only "
        "be day first (2 such dates), '03/27/2022' in row 5 month first (1). Expected: one order in the whole column. "
        "Write its dates as 2022-03-27 (ISO 8601), as the source has them, and import the file again."
    )


def test_a_column_that_a_spreadsheet_turned_round_is_refused(tmp_path):
    """03/04/2022 became a date, of the other order; 03/27/2022 stayed text, since there is no month 27."""
    turned = [f"2022-{month:02}-03" for month in range(1, 9)]
    text = refused(tmp_path, *turned, "03/27/2022", "04/30/2022")
    assert (
        "was turned round by a spreadsheet: all 8 days below 13 are dates, such as '2022-01-03' in row 2, and" in text
    )
    assert "all 2 above 12 are left as text, such as '03/27/2022' in row 10" in text
    assert text.endswith("import it without opening it in a spreadsheet.")
    assert len(acled_days(tmp_path, *turned, "2022-01-27", "03/27/2022")) == 10


def test_a_publisher_s_order_counts_until_the_columns_contradict_it(tmp_path):
    def ged(*pairs):
        rows = files.ged([{"date_start": start, "date_end": end} for start, end in pairs])
        return starts(ucdp_ged.read, rows, tmp_path / "ged.csv")

    early = ("03/04/2022 00:00:00", "03/05/2022 00:00:00")
    assert ged(early) == ["2022-03-04"]
    assert ged(early, ("03/04/2022 00:00:00", "27/04/2022 00:00:00")) == ["2022-04-03", "2022-04-03"]
    with pytest.raises(DataError, match="column date_start or date_end can be read day first and month first"):
        ged(("3/4/2022", "3/5/2022"))


def test_the_un_s_older_days_and_both_columns_of_hapi(tmp_path):
    rows = files.personnel([{"last_reporting_date": "02/03/2022"}])
    assert starts(un_personnel.read, rows, tmp_path / "un.csv", "month_end") == ["2022-03-02"]
    rows = files.hapi([{"reference_period_start": "01/03/2022", "reference_period_end": "31/03/2022"}])
    assert hapi.read(files.write_csv(tmp_path / "hapi.csv", rows)).table["period"].tolist() == ["2022-03"]


def test_what_is_no_day_is_null():
    cells = pd.Series(["31/02/2022", "13/13/2022", "1/2-2022", "27/03/22", "2022/03/27", "", "44647", "1 Foo 2022"])
    assert days.read(cells, "day").isna().all()
