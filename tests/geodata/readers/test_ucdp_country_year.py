import pytest

from geodata import vocabulary
from geodata.builds import inputs
from geodata.errors import DataError
from geodata.readers import ucdp_country_year
from geodata.schema import shipped_csv
from tests import worlds

HEADER = "country_id_cy,year_cy," + ",".join(ucdp_country_year._VALUES.values())
ROWS = "432,2024,3,4,5,1\n432,2023,30,40,50,10\n436,2024,9,9,9,9\n"


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "years.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_years_of_one_country_in_order_without_events(tmp_path, encoding):
    path = write(tmp_path, f"{HEADER}\n{ROWS}", encoding)
    table = ucdp_country_year.read(path, country_id=432, source_id="later")
    assert table["events"].isna().all()
    assert table.drop(columns="events").to_numpy().tolist() == [
        ["2023", "later", 30, 40, 50, 10],
        ["2024", "later", 3, 4, 5, 1],
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"{HEADER.replace('year_cy,', '')}\n",
            "years.csv: missing columns: year_cy. Expected: UCDP country-year, 25.1 or alike.",
        ),
        (f"{HEADER}\n436,2024,9,9,9,9\n", "years.csv: no row of country 432. Expected: Mali is 432."),
    ],
)
def test_a_file_without_the_columns_or_the_country_is_refused(tmp_path, text, message):
    with pytest.raises(DataError) as caught:
        ucdp_country_year.read(write(tmp_path, text), country_id=432, source_id="later")
    assert caught.value.text == message


def test_a_negative_count_is_refused(tmp_path):
    path = write(tmp_path, f"{HEADER}\n432,2024,-3,4,5,1\n")
    with pytest.raises(DataError, match="column fatalities_low: -3"):
        ucdp_country_year.read(path, country_id=432, source_id="later")


def test_the_shipped_years_are_those_of_the_raw_file():
    raw = worlds.shared("data/ucdp/organizedviolence_country_year_25_1_mali.csv")
    table = ucdp_country_year.read(raw, country_id=432, source_id=inputs.NATIONAL_LATER)
    shipped = shipped_csv.read(vocabulary.DATA / "ucdp" / "national_country_year.csv", "national")
    years = table[table["period"].isin(shipped["period"])].reset_index(drop=True)
    assert len(shipped) == 13
    assert shipped.astype(object).where(shipped.notna(), None).equals(years.astype(object).where(years.notna(), None))
