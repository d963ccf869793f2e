"""Every computed value of the claims once more, straight from the raw files with pandas alone, none of our readers."""

from __future__ import annotations

import math

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod

from geodata import claims
from geodata.builds import store
from tests import once, worlds

GED = "data/ucdp/ged241_country_download_mali.csv"
JIHADIST = {"JNIM", "AQIM", "Ansar Dine", "MUJAO", "IS"}
OF_MENAKA = {"Ménaka cercle", "Andéramboukane cercle", "Inékar cercle", "Tidermène cercle"}
COMPUTED = {
    *("C01", "C02", "C03", "C04", "C05", "C06", "C07", "C09", "C10", "C11", "C12", "C13", "C18", "C20", "C24", "C25"),
    *("C27", "C30", "C32", "C33", "C34", "C35"),
}
"""The claims that have a computed value with UCDP's file; the three Wagner shares have none."""


@pytest.fixture(scope="module", params=["shipped", "imported"])
def results(request):
    """What claims come to on the build that ships and on one with the raw file imported, by id."""
    imported = once.imported_build(GED)
    folder = imported if request.param == "imported" else once.shipped()
    edition = store.read(folder).edition()
    assert edition.source == {"shipped": "ucdp-ged", "imported": "ucdp-ged-24.1"}[request.param]
    return {result.claim.id: result for result in claims.evaluate(claims.read(), claims.evidence_of(edition))}


@pytest.fixture(scope="module")
def raw():
    """The raw events. Every row ends in a comma: without index_col=False pandas would shift all columns."""
    table = pd.read_csv(worlds.shared(GED), index_col=False, dtype={"adm_1": "str", "adm_2": "str"})
    assert len(table) == 2120
    assert set(table["country"]) == {"Mali"}
    start = pd.to_datetime(table["date_start"], format="%m/%d/%Y %H:%M:%S")
    end = pd.to_datetime(table["date_end"], format="%m/%d/%Y %H:%M:%S")
    sides = [
        [{name.strip() for name in side.split(",")} for side in pair]
        for pair in zip(table["side_a"], table["side_b"], strict=True)
    ]
    return table.assign(
        start=start,
        end=end,
        quarter=start.dt.quarter,
        is_militant=[bool((a | b) & JIHADIST) for a, b in sides],
        is_rivalry=[
            bool(a & (JIHADIST - {"IS"}) and "IS" in b) or bool(b & (JIHADIST - {"IS"}) and "IS" in a) for a, b in sides
        ],
    )


def values(result):
    return {value.key: value.value for value in result.values}


def bars(result):
    return [bar.number for bar in result.series]


def test_nothing_computed_is_left_out_here(results):
    assert {name for name, result in results.items() if result.value is not None} == COMPUTED
    assert {name for name, result in results.items() if result.claim.kind != "documentary"} == COMPUTED | {
        "C14",
        "C15",
        "C16",
    }


def test_events_of_militant_groups(results, raw):
    events = raw[raw["is_militant"]].groupby("year").size()
    assert bars(results["C03"]) == [events[year] for year in (2020, 2021, 2022)] == [184, 202, 375]
    assert values(results["C03"]) == {
        "2020_2022": events[2022] / events[2020],
        "2021_2022": events[2022] / events[2021],
    }
    assert results["C03"].verdict == "supported"


def test_deaths_in_events_of_militant_groups(results, raw):
    deaths = raw[raw["is_militant"]].groupby("year")[["low_est", "best_est", "high_est"]].sum()
    best = deaths["best_est"]
    assert bars(results["C04"]) == [best[year] for year in (2020, 2021, 2022)] == [1123, 1220, 3363]
    assert values(results["C04"]) == {"2021_2022": best[2022] / best[2021], "2020_2022": best[2022] / best[2020]}
    for value, then in zip(results["C04"].values, (2021, 2020), strict=True):
        assert value.low == deaths["low_est"][2022] / deaths["high_est"][then]
        assert value.high == deaths["high_est"][2022] / deaths["low_est"][then]
    assert results["C04"].verdict == "supported"


def test_civilians_by_quarter_and_earlier_year(results, raw):
    killed = raw.groupby("year")["deaths_civilians"].sum()
    earlier = killed[killed.index < 2022]
    quarters = raw.groupby([raw["start"].dt.year, "quarter"])["deaths_civilians"].sum()
    past = quarters[quarters.index.get_level_values(0) < 2022]
    found = values(results["C05"])
    now = [quarters[2022, number] for number in (1, 2, 3, 4)]
    assert bars(results["C05"]) == now == [1032, 339, 233, 194]
    assert (
        (found["highest_year"], found["highest_year_since_2012"])
        == (earlier.max(), earlier.loc[2012:].max())
        == (596, 584)
    )
    assert (earlier.idxmax(), earlier.loc[2012:].idxmax()) == (1994, 2018)
    since = past[past.index.get_level_values(0) >= 2012]
    assert (found["highest_quarter"], found["highest_quarter_since_2012"]) == (past.max(), since.max()) == (410, 279)
    assert results["C05"].threshold == earlier.max()
    assert (results["C05"].value.value, results["C05"].value.unit) == (
        sum(number > earlier.max() for number in now),
        "quarters",
    )
    assert results["C05"].reason.en.endswith(
        "One of the four quarters exceeds the highest earlier year (596, in 1994); one exceeds the highest since 2012 "
        "(584, in 2018). Against single quarters: one exceeds the highest (410, second quarter of 1994), two exceed "
        "the highest since 2012 (279, first quarter of 2019)."
    )
    year = raw[raw["start"].dt.year == 2022]
    is_whole = (year["end"].dt.year == 2022) & (year["end"].dt.quarter == year["quarter"]) & (year["date_prec"] < 5)
    whole = year[is_whole].groupby("quarter")["deaths_civilians"].sum()
    assert [found[f"q{number}_whole"] for number in (1, 2, 3, 4)] == [whole[number] for number in (1, 2, 3, 4)]
    assert [found[f"q{number}_start_date"] for number in (1, 2, 3, 4)] == now
    assert found["undated"] == year.loc[~is_whole, "deaths_civilians"].sum() == 1
    assert found["undated_events"] == (~is_whole).sum() == 3
    assert (results["C05"].verdict == "supported") == all(number > earlier.max() for number in now)
    assert results["C05"].verdict == "not_supported"


def test_civilians_killed(results, raw):
    killed = raw.groupby("year")["deaths_civilians"].sum()
    against = raw[raw["type_of_violence"] == 3].groupby("year")["best_est"].sum()
    assert bars(results["C06"]) == [killed[year] for year in (2020, 2021, 2022)] == [521, 269, 1798]
    assert values(results["C06"]) == {
        "2021_2022": killed[2022] / killed[2021],
        "against_civilians": against[2022] / against[2021],
    }
    assert round(killed[2022] / killed[2021]) == 7
    assert results["C06"].verdict == "supported"


def test_regions(results, raw):
    """By the names that UCDP gives; where it names Gao alone, by the point; the whole of Tombouctou is no region."""
    shapes = gpd.read_file(worlds.shared("default/mali_admin1_generalised.geojson"))
    points = gpd.GeoDataFrame(raw, geometry=gpd.points_from_xy(raw["longitude"], raw["latitude"]), crs=shapes.crs)
    inside = gpd.sjoin(points, shapes[["name_fr", "geometry"]], how="left")["name_fr"]
    inside = inside[~inside.index.duplicated()]
    is_gao_alone = (raw["adm_1"] == "Gao region") & raw["adm_2"].isna()
    region = raw["adm_1"].str.removesuffix(" region").str.removesuffix(" district")
    region = region.mask(raw["adm_2"].isin(OF_MENAKA), "Ménaka")
    region = region.mask(is_gao_alone & (inside == "Ménaka"), "Ménaka")
    is_whole = raw["adm_2"].isna() | raw["adm_2"].str.fullmatch("T(ombouctou|imbuktu) cercle")
    is_old = raw["adm_1"].str.fullmatch("T(ombouctou|imbuktu) region").fillna(False) & is_whole.fillna(False)
    region = region.mask(is_old & (raw["where_prec"] > 2))  # a point that stands for the whole is no part of it
    is_near = raw["where_prec"] <= 4
    region = region.where(region.notna() | is_old, inside.where(is_near))
    group = region.where(region.isin(["Gao", "Ménaka"]) | region.isna(), "rest")
    counted = raw.assign(events=1).groupby([group, "year"])[["events", "best_est"]].sum()
    menaka = raw[(region == "Ménaka") & (raw["year"] == 2022)]
    months = menaka.groupby(menaka["start"].dt.month)["best_est"].sum()
    assert (menaka["end"].dt.month == 3)[menaka["start"].dt.month == 3].all()
    assert (months[3], months.sum()) == (547, 953)
    assert f"{months[3]} of the {months.sum()} deaths" in results["C10"].claim.caution.en
    assert f"{months[3]} des {months.sum()} morts" in results["C10"].claim.caution.fr
    found = values(results["C10"])
    for place, key in (("Gao", "gao"), ("Ménaka", "menaka"), ("rest", "rest")):
        then, now = counted.loc[(place, 2021)], counted.loc[(place, 2022)]
        assert found[f"{key}_events"] == now["events"] / then["events"], place
        assert found[f"{key}_deaths"] == now["best_est"] / then["best_est"], place
    assert all(
        found[f"{place}_{unit}"] > max(1, found[f"rest_{unit}"])
        for place in ("gao", "menaka")
        for unit in ("events", "deaths")
    )
    assert results["C10"].verdict == "supported"


def test_rivals_near_the_borders(results, raw):
    lines = gpd.read_file(worlds.shared("default/mali_borders_generalised.geojson"))
    near = lines[lines.apply(lambda row: any(text in str(row.to_list()) for text in ("NER", "BFA")), axis=1)]
    corners = near.geometry.segmentize(0.005).get_coordinates().to_numpy()
    geod = Geod(ellps="WGS84")

    def km(row):
        size = len(corners)
        _, _, metres = geod.inv([row["longitude"]] * size, [row["latitude"]] * size, corners[:, 0], corners[:, 1])
        return min(metres) / 1000

    rivals = raw[raw["is_rivalry"] & raw["year"].between(2020, 2022)]
    is_placed = rivals["where_prec"] <= 2
    inside = rivals[is_placed & (rivals.apply(km, axis=1) <= 50)]
    by_year = inside.groupby("year").size().reindex([2020, 2021, 2022], fill_value=0)
    assert bars(results["C34"]) == by_year.to_list()
    vague = rivals[~is_placed].groupby("year").size().reindex([2020, 2021, 2022], fill_value=0)
    found = values(results["C34"])
    assert [found[f"not_placed_{year}"] for year in (2020, 2021, 2022)] == vague.to_list()
    assert f"with {inside.loc[inside['year'] == 2022, 'best_est'].sum()} deaths" in results["C34"].reason.en
    assert (results["C34"].verdict == "supported") == (by_year[2022] > 0)


def test_no_event_names_wagner(results, raw):
    for side in ("side_a", "side_b"):
        assert not raw[side].str.contains("Wagner|Africa Corps").any()
    for name in ("C14", "C15", "C16"):
        assert (results[name].verdict, results[name].value) == ("not_testable", None)


@pytest.fixture(scope="module")
def strength():
    """The raw headcounts: a function of force, day, component, measure and scope to one row."""
    table = pd.read_csv(worlds.shared("data/forces/forces.csv"))

    def row(force, day, component="total", measure="deployed", scope="Mali"):
        fits = table[
            (table["force"] == force)
            & (table["as_of_date"] == day)
            & (table["component"] == component)
            & (table["measure"] == measure)
            & (table["scope"] == scope)
        ]
        assert len(fits) == 1, (force, day, component, measure, scope, len(fits))
        return fits.iloc[0]

    return row


def test_ways_of_counting_the_fall(results, strength):
    five = "Sahel (5 countries)"
    un, france, g5, eutm = "MINUSMA", "Operation Barkhane", "G5 Sahel Joint Force", "EUTM Mali"

    def best(*given):
        return strength(*given)["headcount_best"]

    ceiling = best(un, "2018-06-28", "military", "authorised") + best(un, "2018-06-28", "police", "authorised")
    eucap = best("EUCAP Sahel Mali", "2019-03-01", "total", "authorised")
    partners = best(g5, "2017-11-01", "total", "planned", "G5 (5 countries)")
    barkhane, peak = best(france, "2020-06-30", "total", "deployed", five), best(eutm, "2020-12-31", "total", "peak")
    later, gone = best(eutm, "2023-01-10"), best(un, "2023-12-31", "uniformed")
    mean, november = best(un, "2020-12-31", "uniformed", "annual_mean"), best(un, "2022-11-16", "uniformed")
    leaving = {
        country: best(un, "2022-11-16", f"contingent:{country}", "announced_withdrawal")
        for country in ("UK", "Côte d'Ivoire", "Germany", "Benin")
    }
    here, there = strength(france, "2022-02-17"), strength(france, "2022-02-17", "total", "deployed", five)
    share = here["headcount_best"] / there["headcount_best"]
    end = ceiling + later + eucap
    left = november - leaving["UK"] - leaving["Côte d'Ivoire"] - leaving["Benin"] - 200
    expected = {
        "A": (ceiling + barkhane + partners + peak + eucap, end),
        "A2": (
            ceiling + strength(france, "2020-12-31", "total", "peak", five)["headcount_high"] + partners + peak + eucap,
            end,
        ),
        "A3": (ceiling + barkhane + partners + best(eutm, "2022-05-13") + eucap, end),
        "B": (mean + barkhane + partners + peak + eucap, left + later + eucap),
        "C": (ceiling + barkhane + peak + eucap, end),
        "D": (
            mean + barkhane * share + best(g5, "2022-06-14", "contingent:Mali") + peak + eucap,
            november + later + eucap,
        ),
        "E": (ceiling + barkhane + partners + peak + eucap, gone + later + eucap),
        "F1": (end, ceiling - leaving["Germany"] - leaving["Côte d'Ivoire"] + eucap),
        "F2": (end, ceiling - leaving["Germany"] - leaving["Côte d'Ivoire"] - leaving["UK"] + eucap),
        "F3": (gone + later + eucap, best(eutm, "2024-05-18") + eucap),
    }
    readings = {one.key: one for name in ("C11", "C12") for one in results[name].readings}
    assert {key: (one.start_total, one.end_total) for key, one in readings.items()} == {
        key: pytest.approx(totals) for key, totals in expected.items()
    }
    for key, (start, then) in expected.items():
        assert readings[key].value.value == pytest.approx(100 * (then - start) / start)
    assert [key for key, one in readings.items() if one.reproduces] == ["A", "F1"]
    others = {
        name: [expected[key] for key in keys]
        for name, keys in {"C11": ("A2", "A3", "B", "C", "D"), "C12": ("F2",)}.items()
    }
    for name, totals in others.items():
        changes = sorted((100 * (then / start - 1) for start, then in totals), reverse=True)
        told = " to ".join(dict.fromkeys(f"−{abs(change):.1f}%" for change in (changes[0], changes[-1])))
        assert results[name].value.label.en.endswith(
            f"the other{'s' if totals[1:] else ''} give{'' if totals[1:] else 's'} {told}"
        )
        assert results[name].value.label.en.startswith(f"by 1 of {len(totals) + 1} ways of counting; ")
    assert [results[name].verdict for name in ("C11", "C12")] == ["superseded", "superseded"]
    listed = pd.read_csv(worlds.shared("data/forces/claims_check.csv")).set_index("scenario")
    for key, one in readings.items():
        if key == "D":
            assert one.value.low < listed.loc[key, "pct_change"] < one.value.high
        else:
            assert (one.start_total, one.end_total) == (listed.loc[key, "start_total"], listed.loc[key, "end_total"])
            assert round(one.value.value, 1) == pytest.approx(listed.loc[key, "pct_change"], abs=0.11)


def test_other_headcounts(results, strength):
    wagner = strength("Wagner Group", "2022-12-31")
    assert results["C13"].value.value == wagner["headcount_best"] == 1000
    days = ["2021-12-24", "2022-01-06", "2022-02-01", "2022-12-31", "2023-07-10"]
    assert bars(results["C13"]) == [strength("Wagner Group", day)["headcount_best"] for day in days]
    leaving = [
        strength("MINUSMA", "2022-11-16", f"contingent:{country}", "announced_withdrawal")["headcount_best"]
        for country in ("UK", "Côte d'Ivoire", "Germany", "Benin")
    ]
    assert results["C20"].value.value == sum(leaving) == 2667
    before, after = strength("EUTM Mali", "2022-05-13"), strength("EUTM Mali", "2023-01-10")
    spain = [
        strength("EUTM Mali", "2021-06-30", "contingent:Spain", "peak"),
        strength("EUTM Mali", "2023-02-28", "contingent:Spain"),
    ]
    assert values(results["C24"]) == pytest.approx(
        {
            "G1": 100 * (after["headcount_best"] / before["headcount_best"] - 1),
            "G2": 100 * (spain[1]["headcount_best"] / spain[0]["headcount_best"] - 1),
        }
    )
    assert math.isclose(results["C24"].value.low, 100 * (after["headcount_low"] / before["headcount_high"] - 1))
    assert [results[name].verdict for name in ("C13", "C20", "C24")] == ["supported", "supported", "differs"]


def test_dates(results):
    mandates = pd.read_csv(worlds.shared("data/forces/mandates.csv")).set_index("force")
    timeline = pd.read_csv(worlds.shared("data/forces/timeline.csv"))

    def event(text):
        (day,) = timeline.loc[timeline["event"].str.contains(text, regex=False), "date"]
        return day

    end, left = "mandate_or_decision_end", "physically_left_mali"
    expected = {
        "C01": [event("Seed article")],
        "C02": [event("Coup d'état")],
        "C07": [event("49 Ivorian soldiers")],
        "C09": [mandates.loc["G5 Sahel Joint Force (Mali participation)", end]],
        "C18": [mandates.loc["MINUSMA", end]],
        "C25": [mandates.loc["EUTM Mali", end]],
        "C27": [mandates.loc["EUCAP Sahel Mali", end]],
        "C30": [mandates.loc["Task Force Takuba", left], mandates.loc["Operation Barkhane (in Mali)", left]],
        "C32": [event("Danish Takuba contingent")],
        "C33": [mandates.loc["Operation Barkhane (in Mali)", left]],
        "C35": [mandates.loc["MINUSMA", end], mandates.loc["MINUSMA", left]],
    }
    picked = {
        name: [value.text for value in result.values[: len(result.claim.picks)]]
        for name, result in results.items()
        if result.claim.computation == "dates"
    }
    assert picked == expected
    for name, dates in expected.items():
        claimed = results[name].claim.claimed
        is_within = all(day.startswith(claimed) for day in dates)
        assert results[name].verdict == ("supported" if is_within else "differs"), name
    assert [name for name in expected if results[name].verdict == "differs"] == ["C01"]
