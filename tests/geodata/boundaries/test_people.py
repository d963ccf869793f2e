"""People of the regions: each frame has its own, and none where no published count fits its boundaries."""

import csv

import pytest

from geodata.boundaries import gazetteer, people
from tests import worlds

PUBLISHED = "data/forces/update_2026/population.csv"


def regions(frame):
    return {row.pcode: row.name for row in gazetteer.units().itertuples() if row.frame == frame}


@pytest.mark.parametrize("frame", ["2012", "2016", "2023"])
def test_every_region_of_a_frame_has_people_or_says_why_not(frame):
    found = people.of_frame(frame)
    assert set(found.census) == set(found.before) == set(regions(frame))
    unknown = {pcode for pcode, count in found.census.items() if count is None}
    assert unknown <= set(found.notes)
    assert {regions(frame)[pcode] for pcode in unknown} == (
        {"Dioïla", "Nara"} if frame == "2023" else {"Bamako", "Koulikoro"}
    )


def test_the_numbers_are_those_of_the_publications():
    """Each number is a row of the collected publications."""
    with worlds.shared(PUBLISHED).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "region" and row["population"]]
    new = {row["name"]: int(row["population"]) for row in rows if row["year"] == "2022"}
    named = {regions("2023")[pcode]: count for pcode, count in people.of_frame("2023").census.items() if count}
    assert named == {name: count for name, count in new.items() if name != "Dioïla + Nara"}
    assert sum(new.values()) == 22_395_488
    old = {row["name"].split(" (")[0]: int(row["population"]) for row in rows if row["year"] == "2009"}
    names = regions("2016")
    for pcode, count in people.of_frame("2016").before.items():
        assert count == {**old, "Gao": old["Gao without Ménaka"], "Tombouctou": None}.get(names[pcode])
    assert people.of_frame("2012").before["ML07"] == old["Gao"]


def test_sums_of_regions_are_those_of_their_parts():
    new, now, old = (people.of_frame(frame).census for frame in ("2023", "2016", "2012"))
    assert now["ML01"] == new["ML01"] + new["ML11"] + new["ML12"]
    assert now["ML05"] == new["ML05"] + new["ML18"] + new["ML19"]
    assert old["ML07"] == now["ML07"] + now["ML10"]
    assert old["ML06"] == now["ML06"] + now["ML09"]


def test_menaka_says_how_its_count_compares_with_the_census_before():
    found = people.of_frame("2016")
    assert round(found.census["ML10"] / found.before["ML10"], 1) == 5.9
    assert "5.9 times" in found.notes["ML10"]
    assert {"ML08", "ML09", "ML10", "ML20", "ML02"} == set(found.notes)
