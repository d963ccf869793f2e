"""Every computed value of the claims once more, straight from the raw files with pandas alone, none of our readers."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod

from tests import worlds
from tests.geodata.claims.read import GED, bars, values

JIHADIST = {"JNIM", "AQIM", "Ansar Dine", "MUJAO", "IS"}
OF_MENAKA = {"Ménaka cercle", "Andéramboukane cercle", "Inékar cercle", "Tidermène cercle"}
COMPUTED = {
    *("C01", "C02", "C03", "C04", "C05", "C06", "C07", "C09", "C10", "C11", "C12", "C13", "C16", "C17", "C18", "C20"),
    *("C21", "C24", "C25", "C27", "C30", "C32", "C33", "C34", "C35", "C39", "C40", "C45", "C49", "C53", "C54", "C56"),
}
"""The claims that have a computed value with UCDP's file; two of the three Wagner shares have none."""


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


def test_nothing_computed_is_left_out_here(results):
    assert {name for name, result in results.items() if result.value is not None} == COMPUTED
    assert {name for name, result in results.items() if result.claim.kind != "documentary"} == COMPUTED | {
        "C14",
        "C15",
    }


def test_events_of_militant_groups(results, raw):
    events = raw[raw["is_militant"]].groupby("year").size()
    assert bars(results["C03"]) == [events[year] for year in (2020, 2021, 2022)] == [184, 202, 375]
    assert values(results["C03"]) == {
        "2020_2022": events[2022] / events[2020],
        "2021_2022": events[2022] / events[2021],
        "before_coup_2022": events[2022] / before_the_coup(raw, raw["is_militant"])["events"],
    }
    assert round(events[2022] / events[2020], 2) == 2.04
    assert results["C03"].verdict == "supported"


def before_the_coup(raw, is_in):
    """Events and deaths that start in the four whole quarters before 18 August 2020."""
    found = raw[is_in & (raw["start"] >= "2019-07-01") & (raw["start"] < "2020-07-01")]
    return {"events": len(found), "deaths": found["best_est"].sum()}


def test_deaths_in_events_of_militant_groups(results, raw):
    deaths = raw[raw["is_militant"]].groupby("year")[["low_est", "best_est", "high_est"]].sum()
    best = deaths["best_est"]
    assert bars(results["C04"]) == [best[year] for year in (2020, 2021, 2022)] == [1123, 1220, 3363]
    assert values(results["C04"]) == {
        "2021_2022": best[2022] / best[2021],
        "2020_2022": best[2022] / best[2020],
        "before_coup_2022": best[2022] / before_the_coup(raw, raw["is_militant"])["deaths"],
    }
    for value, then in zip(results["C04"].values[:2], (2021, 2020), strict=True):
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
    one_sided = raw[raw["type_of_violence"] == 3].groupby("year")[["low_est", "best_est", "high_est"]].sum()
    against = one_sided["best_est"]
    assert bars(results["C06"]) == [killed[year] for year in (2020, 2021, 2022)] == [521, 269, 1798]
    assert values(results["C06"]) == {
        "2021_2022": killed[2022] / killed[2021],
        "against_civilians": against[2022] / against[2021],
    }
    assert round(killed[2022] / killed[2021]) == 7
    beside = results["C06"].values[1]
    assert beside.low == one_sided["low_est"][2022] / one_sided["high_est"][2021]
    assert beside.high == one_sided["high_est"][2022] / one_sided["low_est"][2021]
    assert (round(beside.low, 2), round(beside.high, 2)) == (4.97, 8.31)
    assert results["C06"].value.label.en.endswith("5.0 to 8.3 over the estimates of violence against civilians")
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
    militant = raw[raw["is_militant"]].assign(events=1)
    counted = militant.groupby([group, "year"])[["events", "best_est"]].sum()
    menaka = raw[(region == "Ménaka") & (raw["year"] == 2022)]
    months = menaka.groupby(menaka["start"].dt.month)["best_est"].sum()
    assert (menaka["end"].dt.month == 3)[menaka["start"].dt.month == 3].all()
    assert (months[3], months.sum()) == (547, 953)
    assert f"{months[3]} of the {months.sum()} deaths" in results["C10"].claim.caution.en
    assert f"{months[3]} des {months.sum()} morts" in results["C10"].claim.caution.fr
    assert f"and {months.loc[:5].sum()} from January to May" in results["C10"].claim.caution.en
    found = values(results["C10"])
    if "before_departure" in found:  # the source is counted by month
        assert (found["before_departure"], found["whole_year"]) == (months.loc[:5].sum(), months.sum())
    assert "547 of the 953 deaths" in results["C53"].claim.untested.en
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


@pytest.fixture(scope="module")
def km_to_border():
    """The least geodesic distance of a point, in degrees, to the borders with Niger and Burkina Faso."""
    lines = gpd.read_file(worlds.shared("default/mali_borders_generalised.geojson"))
    of_two = lines[lines.apply(lambda row: any(text in str(row.to_list()) for text in ("NER", "BFA")), axis=1)]
    corners = of_two.geometry.segmentize(0.005).get_coordinates().to_numpy()
    geod = Geod(ellps="WGS84")

    def km(row):
        away = corners - [row["longitude"], row["latitude"]]
        degrees = (away**2).sum(axis=1) ** 0.5
        close = corners[degrees < degrees.min() + 0.1]  # a degree is nearly as long both ways here
        ones = [1] * len(close)
        x, y = ([row[name] * one for one in ones] for name in ("longitude", "latitude"))
        return min(geod.inv(x, y, close[:, 0], close[:, 1])[2]) / 1000

    return km


def nearness(events, km):
    """True for the events placed within 50 km of a border, False for those farther away, None for those too vague."""
    return (events.apply(km, axis=1) <= 50).astype(object).where(events["where_prec"] <= 2, None)


@pytest.fixture(scope="module")
def near(raw, km_to_border):
    return nearness(raw[raw["year"].between(2020, 2023)], km_to_border)


@pytest.fixture(scope="module")
def abroad(km_to_border):
    """Deaths of the neighbours' raw files by side, nearness and year."""
    found = {}
    for side, name in (("ner", "niger_recovered"), ("bfa", "burkina_faso")):
        path = worlds.shared(f"data/ucdp/ged241_country_download_{name}.csv")
        table = pd.read_csv(path, index_col=False, encoding="utf-8-sig")
        table = table[table["year"].isin([2021, 2022])]
        where = nearness(table, km_to_border).map({True: "near", False: "far"}).fillna("vague")
        found |= {(side, *key): number for key, number in table.groupby([where, "year"])["best_est"].sum().items()}
    return found


FOUR_YEARS = [2020, 2021, 2022, 2023]


@pytest.mark.parametrize("name", ["C34", "C54"])
def test_rivals_near_the_borders(results, raw, near, name):
    rivals = raw[raw["is_rivalry"] & raw["year"].isin(FOUR_YEARS)]
    where = near[rivals.index]
    inside = rivals[where.eq(True)]
    by_year = inside.groupby("year").size().reindex(FOUR_YEARS, fill_value=0)
    assert bars(results[name]) == by_year.to_list()
    vague = rivals[where.isna()].groupby("year").size().reindex(FOUR_YEARS, fill_value=0)
    found = values(results[name])
    assert [found[f"not_placed_{year}"] for year in FOUR_YEARS] == vague.to_list()
    assert f"with {inside.loc[inside['year'] == 2022, 'best_est'].sum()} deaths" in results[name].reason.en
    assert (results[name].verdict == "supported") == (by_year[2022] > 0)


def test_deaths_near_the_borders_on_each_side(results, raw, near, abroad):
    recent = raw[raw["year"].isin([2021, 2022])]
    where = near[recent.index].map({True: "near", False: "far"}).fillna("vague")
    at_home = recent.groupby([where, "year"])["best_est"].sum()
    deaths = abroad | {("mli", *key): number for key, number in at_home.items()}
    found = values(results["C45"])
    sides = [key.removeprefix("near_") for key in found if key.startswith("near_") and key.count("_") == 1]
    assert sides in (["mli"], ["mli", "ner", "bfa"])
    for side in sides:
        for place in ("near", "far", "vague"):
            for year in (2021, 2022):
                assert found[f"{place}_{side}_{year}"] == deaths[side, place, year], (side, place, year)
        assert found[f"near_{side}"] == deaths[side, "near", 2022] / deaths[side, "near", 2021]
    assert found["far_mli"] == deaths["mli", "far", 2022] / deaths["mli", "far", 2021]
    assert [deaths[side, "near", year] for side in ("mli", "ner", "bfa") for year in (2021, 2022)] == [
        *(264, 1308, 458, 40, 398, 568)
    ]
    rising = [found[f"near_{side}"] > 1 for side in sides]
    assert results["C45"].verdict == ("supported" if all(rising) else "differs")
    if len(sides) > 1:
        both = [sum(deaths[side, "near", year] for side in sides) for year in (2021, 2022)]
        assert f"together: {both[0]:,} and {both[1]:,}" in results["C45"].reason.en


def test_no_event_names_wagner(results, raw):
    for side in ("side_a", "side_b"):
        assert not raw[side].str.contains("Wagner|Africa Corps").any()
    for name in ("C14", "C15"):
        assert (results[name].verdict, results[name].value) == ("not_testable", None)
    sides = raw["side_a"] + "," + raw["side_b"]
    is_army = sides.map(lambda text: "Government of Mali" in {name.strip() for name in text.split(",")})
    is_2022 = raw["year"] == 2022
    part, whole = (raw.loc[chosen, "deaths_civilians"].sum() for chosen in (is_2022 & is_army, is_2022))
    assert (part, whole) == (612, 1798)
    assert values(results["C16"]) == {"most": part / whole, "part": part, "whole": whole}
    assert (results["C16"].verdict == "not_supported") == (part / whole <= 0.4)


def test_moura_in_the_source_that_draws_the_map(results, raw):
    (event,) = raw[raw["id"] == 433697].to_dict("records")
    assert (event["low_est"], event["best_est"], event["high_est"], event["deaths_civilians"]) == (313, 313, 313, 243)
    found = {value.key: value for value in results["C21"].values}
    assert found["moura_ucdp"].value == event["best_est"]
    assert f"{event['deaths_civilians']} of them civilians" in found["moura_ucdp"].label.en
    assert [(one.value, one.low) for one in found.values()] == [(None, 500), (313, 313), (300, 300), (203, 203)]
    assert {one.source_id for one in found.values()} <= {*results["C21"].claim.source_ids}
    assert results["C21"].verdict == "supported"
