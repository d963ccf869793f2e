from datetime import date

import pandas as pd
import pytest

from geodata import vocabulary
from geodata.errors import DataError
from geodata.forces import dates
from geodata.forces import sites as forces
from tests import worlds

UNITS = worlds.units(worlds.DRAWING)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2022-08-15", date(2022, 8, 15), date(2022, 8, 15)),
    ],
)
def test_a_date_means_every_day_of_its_precision(text, first, last):
    assert dates.interval(text) == (first, last)


@pytest.mark.parametrize("text", [None, "", pd.NA, float("nan")])
def test_a_missing_date_is_unknown(text):
    assert dates.interval(text) is None


@pytest.mark.parametrize("text", ["August 2022", "2022-13", "2022-02-30", "2022-08-15-01", "15/08/2022"])
def test_anything_else_is_no_date(text):
    with pytest.raises(DataError) as caught:
        dates.interval(text)
    assert caught.value.text == f"{text!r} is not a valid date. Expected: 2022, 2022-08 or 2022-08-15."


@pytest.mark.parametrize(
    ("opened", "closed", "day", "status"),
    [
        ("2013-07-01", "2022-08-15", "2013-06-30", "not_yet"),
        ("2013-07-01", "2022-08-15", "2013-07-01", "open"),
        ("2013-07-01", "2022-08-15", "2022-08-14", "open"),
        ("2013-07-01", "2022-08-15", "2022-08-15", "closed"),
        # known to the year: uncertain in it, never its 1 January
        ("2013", "2022", "2012-12-31", "not_yet"),
        ("2013", "2022", "2013-01-01", "uncertain"),
        ("2013", "2022", "2013-12-31", "uncertain"),
        ("2013", "2022", "2014-01-01", "open"),
        ("2013", "2022", "2021-12-31", "open"),
        ("2013", "2022", "2022-01-01", "uncertain"),
        ("2013", "2022", "2022-12-31", "uncertain"),
        ("2013", "2022", "2023-01-01", "closed"),
        # known to the month
        ("2013-07", "2022-08", "2013-06-30", "not_yet"),
        ("2013-07", "2022-08", "2013-07-31", "uncertain"),
        ("2013-07", "2022-08", "2022-07-31", "open"),
        ("2013-07", "2022-08", "2022-08-31", "uncertain"),
        ("2013-07", "2022-08", "2022-09-01", "closed"),
        # not known
        (None, "2022-08-15", "2015-12-31", "uncertain"),
        (None, "2022-08-15", "2022-12-31", "closed"),
        ("2013-07-01", None, "2013-01-01", "not_yet"),
        ("2013-07-01", None, "2015-12-31", "uncertain"),
        (None, None, "2015-12-31", "uncertain"),
    ],
)
def test_a_site_is_open_only_where_its_dates_say_so(opened, closed, day, status):
    assert dates.status_on(date.fromisoformat(day), dates.interval(opened), dates.interval(closed)) == status
    assert status in dates.STATUSES


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2012-12-31", "uncertain"),
        ("2014-12-31", "uncertain"),
        ("2015-12-31", "open"),
        ("2017-12-31", "open"),
        ("2018-12-31", "last_reported"),
        ("2023-12-31", "last_reported"),
    ],
)
def test_a_site_seen_first_and_last_in_a_year_may_have_been_there_before_and_after(day, status):
    row = dict.fromkeys(("from_date", "to_date", "to_latest", "reported"))
    seen = {**row, "from_date": "2014", "from_basis": "first_year_observed", "reported": "2018"}
    assert dates.site_dates(seen).status(date.fromisoformat(day)) == status
    assert dates.opening("2014", "sourced") == dates.opening("2014", "first_reported") == dates.interval("2014")
    assert dates.closing(None) is None


HEADER = "site_id force site stated_admin1 latitude longitude from_date to_date role source_id\n"


def locate(*rows, corrections=()):
    table = worlds.sites(HEADER + "\n".join(f"{row} 2013 . base un" for row in rows))
    return forces.locate(table, UNITS, pd.DataFrame(corrections, columns=worlds.CORRECTIONS, dtype="str"))


def test_a_site_lies_where_its_point_does_and_abroad_has_no_unit():
    sites, report = locate("a minusma A Gao 15.5 1.5", "b french B Niger 15.5 3.5")
    assert sites["pcode"].astype(object).where(sites["pcode"].notna(), None).tolist() == ["ML07", None]
    assert len(report) == 0


@pytest.mark.parametrize(
    ("row", "stated", "found"),
    [
        ("a minusma A Gao 15.5 0.9", "Gao", "Mopti"),
        ("a minusma A Gao 15.5 3.5", "Gao", None),  # the point lies abroad
        ("a minusma A Niger 15.5 2.9", "Niger", "Ménaka"),  # the source says abroad
    ],
)
def test_a_contradiction_needs_a_correction_which_decides_and_is_reported(row, stated, found):
    with pytest.raises(DataError) as caught:
        locate(row)
    assert caught.value.text == (
        "sites.csv: the point of 'a' contradicts its stated region. Add a row to corrections.csv."
    )
    sites, report = locate(row, "b minusma B Ménaka 15.5 2.5", corrections=[("a", "ML07", "the post is in Gao")])
    assert sites["pcode"].tolist() == ["ML07", "ML10"]
    report = report.astype(object).where(report.notna(), None)
    assert report.to_dict("records") == [
        {"site_id": "a", "stated": stated, "found": found, "decided": "ML07", "reason": "the post is in Gao"}
    ]


def test_a_correction_that_matches_nothing_fails():
    with pytest.raises(DataError) as caught:
        locate("a minusma A Gao 15.5 1.5", corrections=[("a", "ML07", "mended since")])
    assert caught.value.text == "corrections.csv: the correction of 'a' matches no contradiction."


BEFORE = worlds.units("P P M\nP P M")
"""Before, Mopti was Mopti, Tombouctou and Gao."""


@pytest.mark.parametrize(
    ("row", "since", "expected"),
    [
        ("a minusma A Gao 15.5 1.5", {"ML07": ["ML05"]}, "ML05"),
        ("a minusma A Ménaka 15.5 2.5", {}, "ML10"),  # the same place in both
        ("a minusma A Gao 15.5 1.9", {"ML07": ["ML05", "ML10"]}, "ML05"),  # several: the point decides
        ("a minusma A Gao 15.5 1.5", {"ML07": ["ML10"]}, "ML10"),  # its region's word, wherever the point
        ("b french B Niger 15.5 3.5", {"ML10": ["ML05"]}, None),
    ],
)
def test_a_site_moves_to_what_its_region_became_and_abroad_stays_without_one(row, since, expected):
    sites, _ = locate(row)
    moved = forces.relocate(sites, BEFORE[::-1], since)
    assert moved["pcode"].astype(object).where(moved["pcode"].notna(), None).tolist() == [expected]
    assert moved.drop(columns="pcode").equals(sites.drop(columns="pcode"))


def test_a_site_whose_point_lies_in_none_of_them_moves_to_the_nearest():
    """Its region is what a correction decided, the point lies elsewhere."""
    sites, _ = locate("a minusma A Gao 15.5 0.4", corrections=[("a", "ML07", "the post is in Gao")])
    now = worlds.units("T X M\nP G M")
    assert forces.relocate(sites, now, {"ML07": ["ML07", "ML10"]})["pcode"].tolist() == ["ML07"]


def test_documented_sites_by_unit_and_year_end():
    sites, _ = forces.locate(worlds.sites(), UNITS, pd.DataFrame(columns=worlds.CORRECTIONS, dtype="str"))
    statuses = forces.status_by_year(sites, ["2013", "2021", "2022"])
    found = {row[:2]: row[2:] for row in forces.documented(sites, statuses).itertuples(index=False, name=None)}
    assert found == {
        ("ML05", "2013"): (0, 0, 0, 0),  # listed, not yet open: zero
        ("ML05", "2021"): (0, 0, 0, 1),
        ("ML05", "2022"): (0, 0, 0, 1),
        ("ML07", "2013"): (1, 0, 1, 0),
        ("ML07", "2021"): (2, 0, 0, 0),
        ("ML07", "2022"): (1, 0, 0, 1),
        ("ML10", "2013"): (0, 0, 1, 0),
        ("ML10", "2021"): (0, 0, 1, 0),
        ("ML10", "2022"): (0, 0, 1, 0),
    }  # ML06 has only a Malian post: no row, nothing documented
    assert statuses.groupby("period").size().to_dict() == {"2013": 5, "2021": 5, "2022": 5}


def test_every_international_force_is_a_force_of_the_list():
    assert set(vocabulary.INTERNATIONAL) < {force.key for force in vocabulary.FORCES}
