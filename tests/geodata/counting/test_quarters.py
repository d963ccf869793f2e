from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import vocabulary
from geodata.counting import quarters
from geodata.readers import ucdp_ged
from geodata.schema import shipped_csv, tables
from tests import worlds

RAW = "data/ucdp/ged241_country_download_mali.csv"
FORCES = "Military Forces of Mali (2021-)"
SIDES = {
    "ucdp": {
        "JNIM": {"militant"},
        "IS": {"militant"},
        "Ansar Dine, CMA": {"militant"},
        "Civilians": set(),
        "Government of Mali": set(),
        "Wagner Group": {"wagner"},
        "Government of Mali, Wagner Group": {"wagner", "wagner_government"},
        "Africa Corps, Government of Mali": {"wagner", "wagner_government"},
        "Government of Mali, Africa Corpsmen": set(),
    },
    "acled": {
        "JNIM: Group for Support of Islam and Muslims; Katiba Macina": {"militant"},
        "Islamic State Sahel Province (ISSP)": {"militant"},
        f"{FORCES}": set(),
        "Wagner Group": {"wagner"},
        f"{FORCES}; Wagner Group": {"wagner", "wagner_government"},
        f"wagner group (Africa Corps); Police Forces of Mali; {FORCES}": {"wagner", "wagner_government"},
        f"Former Wagner Group; {FORCES}": set(),
        "Civilians (Mali)": set(),
    },
}
"""What each side by itself puts an event in, written down by hand."""
DAYS = [f"{year}-{month:02}-{day:02}" for year in (2011, 2021, 2022) for month in (1, 3, 4, 12) for day in (1, 31, 30)]
DAYS = [day for day in DAYS if not day.endswith("04-31")]


@st.composite
def files(draw):
    actors = draw(st.sampled_from(["ucdp", "acled"]))
    sides = st.sampled_from(list(SIDES[actors]))
    event = st.tuples(
        *(st.sampled_from(DAYS), st.integers(0, 100), st.integers(1, 5), sides, sides),
        *(st.sampled_from(["MLI", "MLI", "NER", None]), st.sampled_from(["one_sided", "state_based"])),
        *(st.integers(0, 9) for _ in range(4)),
    )
    rows = draw(st.lists(event, min_size=1, max_size=8).filter(lambda rows: any(row[5] == "MLI" for row in rows)))
    return actors, rows, draw(st.booleans())


def table(rows, is_one_number):
    names = ["start", "lasts", "date_precision", "side_a", "side_b", "country_iso3", "violence_type"]
    names += list(tables.ADDITIVE_NAMES[1:])
    made = pd.DataFrame(rows, columns=names)
    made["date_start"] = pd.to_datetime(made.pop("start"))
    made["date_end"] = made["date_start"] + pd.to_timedelta(made.pop("lasts"), unit="D")
    if is_one_number:
        made[["fatalities_low", "fatalities_high", "civilian_fatalities"]] = float("nan")
    return made


def slowly(actors, rows, is_one_number):
    """Every event asked by itself which rows it counts in."""
    found = Counter()
    for start, lasts, precision, side_a, side_b, iso3, violence, *numbers in rows:
        if iso3 != "MLI":
            continue
        days = [pd.Timestamp(start) + pd.Timedelta(days=days) for days in range(lasts + 1)]
        touched = {f"{day.year}-Q{day.quarter}" for day in days}
        first = f"{days[0].year}-Q{days[0].quarter}"
        whole = first if len(touched) == 1 and precision < 5 else f"{days[0].year}-Q0"
        groups = {"any"} | SIDES[actors][side_a] | SIDES[actors][side_b]
        for group in groups:
            for basis, period in (("start_date", first), ("whole", whole)):
                for kind in (violence, "all"):
                    found[period, basis, kind, group, "events"] += 1
                    for name, number in zip(tables.ADDITIVE_NAMES[1:], numbers, strict=True):
                        if not is_one_number or name == "fatalities_best":
                            found[period, basis, kind, group, name] += number
    return found


@given(files())
def test_quarters_are_what_asking_each_event_gives(drawn):
    actors, rows, is_one_number = drawn
    made = quarters.count(table(rows, is_one_number), actors)
    counted = {
        (*(row[key] for key in quarters.KEYS), name): row[name]
        for row in made.to_dict("records")
        for name in tables.ADDITIVE_NAMES
    }
    known = {key: number for key, number in counted.items() if not pd.isna(number)}
    assert known == dict(slowly(actors, rows, is_one_number))
    if is_one_number:
        assert {key[-1] for key, number in counted.items() if pd.isna(number)} == {
            "fatalities_low",
            "fatalities_high",
            "civilian_fatalities",
        }


@given(files())
def test_no_event_is_lost_on_either_basis_and_only_whole_has_an_unknown_quarter(drawn):
    actors, rows, is_one_number = drawn
    made = quarters.count(table(rows, is_one_number), actors)
    of_mali = [row for row in rows if row[5] == "MLI"]
    for violence, number in {"all": len(of_mali), **Counter(row[6] for row in of_mali)}.items():
        for basis in quarters.BASES:
            own = made[(made["basis"] == basis) & (made["violence_type"] == violence) & (made["actor_group"] == "any")]
            assert own["events"].sum() == number
    assert set(made.loc[made["period"].str.endswith("Q0"), "basis"]) <= {"whole"}


def test_opposing_sides_are_not_one_side():
    rows = [("2022-01-01", 0, 1, "Wagner Group", FORCES, "MLI", "one_sided", 1, 1, 1, 1)]
    assert set(quarters.count(table(rows, False), "acled")["actor_group"]) == {"any", "wagner"}


def test_what_ships_is_the_raw_file_byte_for_byte(tmp_path):
    made = quarters.count(ucdp_ged.read(worlds.shared(RAW)).table)
    shipped_csv.write(made, tmp_path / "counts_quarters.csv")
    assert (tmp_path / "counts_quarters.csv").read_bytes() == (
        vocabulary.DATA / "ucdp" / "counts_quarters.csv"
    ).read_bytes()


def test_what_ships_adds_up_to_the_years_that_ship(shipped):
    edition = shipped.edition()
    rows = [row for row in edition.table("quarters") if (row["violence_type"], row["actor_group"]) == ("all", "any")]
    for basis in quarters.BASES:
        for year in edition.figures.covered:
            own = [row for row in rows if row["basis"] == basis and row["period"].startswith(year)]
            national = edition.figures.national(year, "all", "any")
            assert {name: sum(row[name] for row in own) for name in tables.ADDITIVE_NAMES} == national


@pytest.mark.parametrize(
    ("quarter", "start_date", "whole"), [(1, 1032, 1032), (2, 339, 339), (3, 233, 232), (4, 194, 194)]
)
def test_the_anchors_of_2022(shipped, quarter, start_date, whole):
    rows = shipped.edition().table("quarters")
    found = {
        row["basis"]: row["civilian_fatalities"]
        for row in rows
        if (row["period"], row["violence_type"], row["actor_group"]) == (f"2022-Q{quarter}", "all", "any")
    }
    assert found == {"start_date": start_date, "whole": whole}
