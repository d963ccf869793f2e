"""MINUSMA's strength by month from the UN's table, and its way into a build."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.builds import assemble, report, store
from geodata.forces import personnel, tables
from geodata.imports import add
from geodata.readers import un_personnel
from tests import files


def strength(tmp_path, spec):
    return personnel.strength(
        un_personnel.read(files.write_csv(tmp_path / "un.csv", files.personnel(spec))).table, "un"
    )


def best(found) -> dict[str, int]:
    return dict(zip(found.headcounts["as_of"], found.headcounts["best"], strict=True))


def test_contributors_and_types_add_up_by_month_and_other_missions_are_left_out(tmp_path):
    found = strength(
        tmp_path,
        [
            {"female_personnel": 30, "male_personnel": 1400},
            {"contributing_country": "Togo", "female_personnel": 0, "male_personnel": 900},
            {"personnel_type": "Individual Police", "female_personnel": 5, "male_personnel": 5},
            {"last_reporting_date": "2022-04-30", "female_personnel": 1, "male_personnel": 1},
            {"mission_acronym": "UNMISS"},
            {"mission_acronym": " minusma ", "last_reporting_date": "2022-02-28"},
        ],
    )
    assert best(found) == {"2022-02-28": 1430, "2022-03-31": 2340, "2022-04-30": 2}
    assert (found.months, found.other_missions) == (["2022-02", "2022-03", "2022-04"], 1)
    row = found.headcounts.iloc[0].to_dict()
    assert pd.isna(row.pop("low"))
    assert pd.isna(row.pop("high"))
    assert pd.isna(row.pop("more_sources"))
    assert row == {
        **{"force": "minusma", "as_of": "2022-02-28", "best": 1430, "component": "uniformed"},
        **{"measure": "deployed", "scope": "mali", "uncertainty": "exact", "source_id": "un", "confidence": "sourced"},
    }


def test_days_within_a_month_are_one_month_and_a_second_report_takes_the_place_of_the_first(tmp_path):
    found = strength(
        tmp_path,
        [
            {"last_reporting_date": "2022-03-15", "female_personnel": 0, "male_personnel": 700},
            {"last_reporting_date": "2022-03-31", "female_personnel": 0, "male_personnel": 800},
            {"last_reporting_date": "2022-03-30", "contributing_country": "Togo", "female_personnel": 0},
        ],
    )
    assert best(found) == {"2022-03-31": 2200}


def test_a_file_of_other_missions_gives_no_month(tmp_path):
    found = strength(tmp_path, [{"mission_acronym": "UNMISS"}])
    assert (len(found.headcounts), found.months, found.other_missions) == (0, [], 1)


@pytest.fixture
def data(tmp_path):
    add.add(tmp_path / "data", files.write_csv(tmp_path / "un.csv", files.personnel([{}])))
    return tmp_path / "data"


def test_imported_rows_stand_beside_those_that_ship(data):
    assemble.build(data)
    made = store.read(data)
    rows = made.edition().table("headcounts")
    ours = [row for row in rows if row["source_id"] == "un-personnel-2022-03"]
    assert len(rows) == len(tables.shipped_forces().headcounts) + 1
    assert [(row["force"], row["as_of"], row["best"], row["low"]) for row in ours] == [
        ("minusma", "2022-03-31", 1430, None)
    ]
    assert made.manifest["sources"]["un-personnel-2022-03"]["producer"].startswith("United Nations")
    sources = {row["source_id"]: row for row in made.edition().table("force_sources")}
    assert {row["source_id"] for row in rows} - {None} <= set(sources)
    assert sources["un-personnel-2022-03"]["url"] == "https://psdata.un.org/dataset/DPO-UCHISTORICAL"


def test_the_report_says_when_there_was_nothing_to_take(tmp_path):
    path = files.write_csv(tmp_path / "un.csv", files.personnel([{"mission_acronym": "UNMISS"}]))
    add.add(tmp_path / "data", path)
    assemble.build(tmp_path / "data")
    assert any(
        line.startswith("un-personnel-2022-03: no month of MINUSMA,")
        for line in report.report(store.read(tmp_path / "data"))
    )
