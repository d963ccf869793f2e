"""The force tables that ship: their events, sites, headcounts and troops against their sources and each other."""

from collections import Counter, defaultdict
from datetime import date

import pandas as pd
import pytest

from geodata import vocabulary
from geodata.boundaries.ground import shipped_boundaries
from geodata.errors import DataError
from geodata.forces import left, tables
from geodata.forces.dates import interval
from geodata.forces.sites import locate
from geodata.schema.forces import PUBLISHERS
from tests import worlds
from tests.geodata.forces.rows import none_for_missing, rows_of


@pytest.fixture(scope="module")
def shipped():
    return tables.shipped_forces()


def test_the_day_a_force_left_caps_its_sites_in_mali_and_not_abroad(shipped):
    sites = shipped.sites.set_index("site_id")
    assert dict(sites.loc[["minusma-diabaly", "minusma-gao", "wagner-segou"], "to_latest"]) == {
        "minusma-diabaly": "2023-12-31",
        "minusma-gao": "2024-11-15",
        "wagner-segou": "2025-06-06",
    }
    assert pd.isna(sites.loc["g5-ndjamena", "to_latest"])
    assert set(sites.loc[sites["force"] == "fama", "to_latest"].dropna()) == {"2025-06-07", "2026-04-27"}
    gone = left.days(shipped.mandates)
    assert gone["french"] == (date(2022, 8, 15), date(2022, 8, 15)), "Serval became Barkhane, and did not leave"
    assert gone["minusma"] == (date(2023, 12, 31), date(2024, 11, 15))
    assert not {"africa_corps", "eucap"} & set(gone)


def test_dates_of_a_year_or_month_may_hold_the_end(shipped):
    event = shipped.timeline[:1].assign(date="2022-03-08", end_date="2022")
    tables.check_timeline(event, shipped.sites)
    with pytest.raises(DataError):
        tables.check_timeline(event.assign(end_date="2022-02"), shipped.sites)


def stated(sites):
    """Where the shipped tables lie, in the regions that ship."""
    ground = shipped_boundaries()
    located, _ = locate(sites.sites, ground.admin1, sites.corrections)
    names = dict(zip(ground.admin1["pcode"], ground.admin1["name"], strict=True))

    def regions(table):
        found = tables.placed(table, located, ground.admin1)["pcode"]
        return [None if code is None else names[code] for code in none_for_missing(found)]

    return regions


UPDATE = "data/forces/update_2026"


def update(name):
    return rows_of(worlds.shared(f"{UPDATE}/{name}.csv"))


def named(row):
    """Whether a row of the update names a publisher; one that does not is not shipped."""
    return row["has_named_source"] == "yes"


def test_there_are_126_events_in_order_of_their_dates(shipped):
    assert len(shipped.timeline) == 126
    assert shipped.timeline["date"].is_monotonic_increasing
    assert shipped.timeline["event_id"].str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*").all()


def test_the_events_are_those_of_the_project_data(shipped):
    found = {row["event_id"]: row for row in shipped.timeline.to_dict("records")}
    renamed = {"barkhane-tombouctou-handed-over": "barkhane-tombouctou-left"}
    for row in update("events_2021_2026"):
        key = renamed.get(row["id"], row["id"])
        assert named(row) == (key in found), key
        if named(row) and row["source_ids"] != "shipped-tables":
            assert (found[key]["date"], found[key]["category"]) == (row["date"], row["kind"])
            assert found[key]["forces"] == row["forces"]
    own = {"nbeiket-troops"}
    given = {row["id"] for row in update("events_2021_2026")} | own
    earlier = {(row["date"], row["category"]) for row in rows_of(worlds.shared("data/forces/timeline.csv"))}
    for event in found.values():
        if event["event_id"] not in given and event["event_id"] not in renamed.values():
            assert (event["date"], event["category"].replace("_", " ")) in earlier or event["event_id"] == "coup-2021"


def test_a_row_of_2025_or_later_with_one_source_says_so(shipped):
    for table, name in ((shipped.timeline, "date"), (shipped.headcounts, "as_of"), (shipped.sites, "from_date")):
        later = table[(table[name].fillna("") >= "2025") & table["source_id"].notna() & table["more_sources"].isna()]
        assert set(later["confidence"]) <= {"single_source", "disputed"}
        assert len(later)
    unnamed = {row["id"] for row in update("sources") if row["named"] == "no"}
    assert len(unnamed) == 12
    assert not unnamed & set(shipped.sources["source_id"])


def test_titles_are_short_and_typeset(shipped):
    titles = [*shipped.timeline["title_en"], *shipped.timeline["title_fr"]]
    assert len(set(titles)) == 2 * len(shipped.timeline)
    is_key = shipped.timeline["is_key"]
    assert shipped.timeline.loc[is_key, "title_en"].str.len().max() <= 76
    assert shipped.timeline.loc[is_key, "title_fr"].str.len().max() <= 76
    assert shipped.timeline["title_en"].str.len().max() <= 76
    assert shipped.timeline["title_fr"].str.len().max() <= 84
    for title in titles:
        assert not set(title) & {"'", '"', "\u00a0", "."}
    for title in shipped.timeline["title_fr"]:
        for mark in ";:!?":
            assert f" {mark}" not in title
            assert title.count(mark) == title.count(f"\u202f{mark}")
        assert title.strip() == title


def test_the_key_events_are_those_that_charts_can_name(shipped):
    assert set(shipped.timeline.loc[shipped.timeline["is_key"], "event_id"]) == {
        "coup-2020",
        "coup-2021",
        "barkhane-tessalit-handed-over",
        "menaka-offensive",
        "moura",
        "barkhane-gossi-handed-over",
        "g5-exit",
        "barkhane-menaka-handed-over",
        "ivorian-soldiers-detained",
        "barkhane-gao-handed-over",
        "resolution-2690",
        "minusma-menaka-closed",
        "minusma-kidal-closed",
        "kidal-captured",
        "eutm-ends",
        "wagner-departs",
        "fla-founded",
        "offensive-april-2026",
        "kidal-lost-2026",
    }


def test_events_lie_in_the_regions_that_were_stated(shipped):
    given = {row["id"]: row["region"] for row in update("events_2021_2026") if row["region"] and row["lat"]}
    found = dict(zip(shipped.timeline["event_id"], stated(shipped)(shipped.timeline), strict=True))
    assert {key: found[key] for key in given if key in found} == {key: given[key] for key in given if key in found}
    assert (found["takuba-created"], found["aes-confederation"], found["kati-attack"]) == (None, None, "Koulikoro")


CLOSED_WITHOUT_EVENT = {
    "fama-anderamboukane": "left with Labbezanga, in one event",
    "fama-indelimane": "left with Labbezanga, in one event",
    "fama-anefis": "no dated event",
    "fama-kidal": "left after the fighting of 2014, which names no site",
    "africa-corps-kidal": "left with the army, in one event",
    "g5-niamey": "Niger left the force, in an event without a site",
    "minusma-gossi": "no dated event",
    "g5-mopti-sevare": "the event of the attack names the month of the move",
}
DIFFERS = {"takuba-menaka": ("2022-06-13", "2022-06-30")}
"""Sites whose closing is not the day of the event that ends them: the base was handed over before the force ended."""


def span(event):
    first = interval(event["date"])
    return first[0], (interval(event["end_date"]) or first)[1]


def overlap(one, other):
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def test_every_site_with_a_sourced_closing_has_an_event_that_dates_it(shipped):
    events = shipped.timeline[shipped.timeline["site_id"].notna()].to_dict("records")
    without = {
        site["site_id"]
        for site in shipped.sites[shipped.sites["to_basis"] == "sourced"].to_dict("records")
        if not any(
            event["site_id"] == site["site_id"] and overlap(span(event), interval(site["to_date"])) for event in events
        )
    }
    assert without == set(CLOSED_WITHOUT_EVENT) | set(DIFFERS)


def test_the_dates_of_events_and_of_sites_agree(shipped):
    sites = shipped.sites.set_index("site_id")
    apart = {}
    for event in shipped.timeline[shipped.timeline["site_id"].notna()].to_dict("records"):
        site = sites.loc[event["site_id"]]
        if not any(overlap(span(event), interval(site[name])) for name in ("from_date", "to_date", "reported")):
            apart[event["site_id"]] = (site["to_date"], event["date"])
    assert apart == DIFFERS


def test_every_reported_force_has_a_sourced_headcount(shipped):
    rows = shipped.headcounts
    assert {force.key for force in vocabulary.REPORTED} == set(rows["force"])
    assert set(rows.loc[rows["source_id"].notna(), "force"]) == set(rows["force"])


KEYS = {
    "Operation Serval": "french",
    "Operation Barkhane": "french",
    "Task Force Takuba": "takuba",
    "EUTM Mali": "eutm",
    "EUCAP Sahel Mali": "eucap",
    "G5 Sahel Joint Force": "g5",
    "FAMa": "fama",
    "Wagner Group": "wagner",
    "Wagner Group + Africa Corps": "africa_corps",
    "ISGS / IS Sahel Province": "isgs",
    "MINUSMA": "minusma",
    "JNIM": "jnim",
}


def numbers_given():
    """By force, every number of people that the project's data give, from whatever row."""
    found = defaultdict(set)
    for row in rows_of(worlds.shared("data/forces/forces.csv")):
        found[KEYS[row["force"]]] |= {row[f"headcount_{name}"] for name in ("low", "best", "high")}
    for row in update("headcounts_update"):
        if named(row):
            found[row["force"]] |= {row[name] for name in ("low", "best", "high")}
    return {force: {int(number) for number in numbers if number} for force, numbers in found.items()}


def test_no_strength_is_above_its_source(shipped):
    """Each number stands in the project's data of its force, or is derived from two that do, and says so."""
    given = numbers_given()
    strange = []
    for row in shipped.headcounts.to_dict("records"):
        numbers = {row[name] for name in ("low", "best", "high") if not pd.isna(row[name])}
        if not numbers <= given[row["force"]]:
            strange.append((row["confidence"], row["component"], *sorted(numbers - given[row["force"]])))
    assert sorted(strange) == [
        ("derived", "uniformed", 13010 + 1759),
        *[("derived", "withdrawal_count", best + 862) for best in (3371, 5054, 6371, 7871, 10504, 12775)],
    ]


def test_a_range_has_no_invented_best(shipped):
    rows = shipped.headcounts
    corrected = [row for row in update("corrections") if row["reason"].startswith("no source gives a best estimate")]
    assert len(corrected) == 14
    ranges = rows[(rows["uncertainty"] == "range") & rows["best"].isna()]
    assert {(row["force"], str(row["as_of"])[:4]) for row in ranges.to_dict("records")} >= {
        ("wagner", "2022"), ("wagner", "2023"), ("g5", "2022"), ("fama", "2024"), ("jnim", "2024"), ("isgs", "2018"),
        ("takuba", "2021"), ("takuba", "2022"), ("french", "2014"), ("french", "2021"), ("eutm", "2022"),
    }  # fmt: skip
    assert ranges[["low", "high"]].notna().all(axis=None)
    missing = rows[rows["uncertainty"] == "missing"]
    assert missing[["low", "best", "high"]].isna().all(axis=None)


def test_nominal_troops_are_geo_pkos(shipped):
    rows = shipped.nominal_troops
    given = rows_of(worlds.shared("data/forces/geopko_minusma_sites.csv"))
    assert len(rows) == len(given) == 134
    assert not rows.duplicated(["site", "period"]).any()
    by_year = Counter()
    for row in given:
        by_year[row["year"]] += int(row["avg_troops_unit_size_based"])
    assert rows.groupby("period")["nominal_troops"].sum().to_dict() == by_year
    assert by_year["2022"] == 18_520
    assert (rows["period"].min(), rows["period"].max()) == ("2014", "2024")


def test_nominal_troops_stand_at_listed_sites_and_lie_in_their_regions(shipped):
    sites = shipped.sites[shipped.sites["force"] == "minusma"]
    regions = dict(zip(sites["site"], sites["stated_admin1"], strict=True))
    found = stated(shipped)(shipped.nominal_troops)
    assert found == [regions[site] for site in shipped.nominal_troops["site"]]


def test_every_source_has_an_id_a_title_and_a_publisher(shipped):
    assert shipped.sources[["source_id", "title", "publisher"]].notna().all(axis=None)
    assert not shipped.sources["source_id"].duplicated().any()
    assert set(shipped.sources["kind"]) <= set(PUBLISHERS)
    assert not shipped.sources["url"].dropna().duplicated().any()
