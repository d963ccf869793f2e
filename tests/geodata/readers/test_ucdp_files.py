"""UCDP's own files read whole: the raw file of Mali and the workbook of a candidate release."""

from geodata.imports import layouts
from geodata.readers import ucdp_ged
from tests import worlds

MALI = "data/ucdp/ged241_country_download_mali.csv"
CANDIDATE = "data/ucdp/ged_candidate_26_0_2.xlsx"


def test_the_raw_file_of_mali_is_read_whole_with_its_traps_listed():
    found = ucdp_ged.read(worlds.shared(MALI))
    assert (found.rows, len(found.table), len(found.rejected)) == (2120, 2120, 0)
    events = found.table[found.table["year"] >= 2012]
    assert (len(events), events["fatalities_best"].sum()) == (1998, 13646)
    assert found.odd["oddity"].value_counts().to_dict() == {
        "best_zero": 311,
        "inactive_year": 130,
        "spans_months": 60,
        "vague_date": 20,
        "best_above_high": 18,
        "low_above_best": 5,
    }
    since_2012 = found.odd[found.odd["row"].isin(events.index)]
    assert since_2012["oddity"].value_counts().to_dict() == {
        "best_zero": 299,
        "inactive_year": 114,
        "spans_months": 51,
        "best_above_high": 18,
        "vague_date": 12,
        "low_above_best": 4,
    }
    days = (events["date_end"] - events["date_start"]).dt.days
    assert ((days > 0).sum(), days.max()) == (437, 213)
    assert layouts.release(found) == ("24.1", True)


def test_the_candidate_workbook_holds_the_three_countries():
    path = worlds.shared(CANDIDATE)
    layout, why = layouts.recognise(path)
    assert why == (
        "UCDP Candidate Events Dataset, provisional: 49 columns in sheet GEDEvent_v26_0_2, best/high/low: "
        "a candidate release, of 2026 only and partly not cleared"
    )
    found = layout.read(path)
    assert (found.layout, layout.key) == ("ucdp-candidate", "ucdp-candidate")
    assert (found.rows, len(found.table), len(found.rejected)) == (1298, 1298, 0)
    counted = found.table["country_iso3"].value_counts()
    assert counted[["MLI", "BFA", "NER"]].tolist() == [33, 48, 21]
    assert found.odd["oddity"].value_counts().to_dict() == {
        "inactive_year": 617,
        "not_clear": 515,
        "best_zero": 151,
        "spans_months": 34,
        "best_above_high": 6,
        "vague_date": 2,
        "low_above_best": 1,
    }
    assert layouts.release(found) == ("2026-02", True)
