import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.boundaries import gazetteer
from geodata.boundaries.imported import matching
from tests import boundary_worlds

IDS = gazetteer.communes()["commune_id"].tolist()


def features():
    table = boundary_worlds.features("cod-ab").rename(columns={"ADM3_FR": "name", "ADM2_FR": "cercle"})
    return table[["name", "cercle", "geometry"]]


def shuffled(table, seed=3):
    return table.sample(frac=1, random_state=seed).reset_index(drop=True)


def test_names_and_points_match_every_commune_in_any_order():
    table = shuffled(features())
    pairs = matching.match(table)
    assert set(pairs["basis"]) == {"name_and_point"}
    assert sorted(pairs["commune_id"]) == IDS
    by_name = dict(zip(gazetteer.communes()["commune_id"], gazetteer.communes()["name"], strict=True))
    assert pairs["commune_id"].map(by_name).tolist() == table["name"].tolist()


@pytest.mark.parametrize(("has_cercle", "basis"), [(True, "cercle_and_name"), (False, "name")])
def test_a_name_is_believed_near_its_point(has_cercle, basis):
    table = features()
    if not has_cercle:
        table["cercle"] = ""
    x, y = gazetteer.communes().loc[7, ["longitude", "latitude"]]
    table.loc[7, "geometry"] = shapely.box(x + 0.02, y, x + 0.04, y + 0.02)
    assert matching.match(table).loc[7].tolist() == [IDS[7], basis]


def test_a_name_far_from_its_point_is_not_believed():
    table = features()
    far = [index for index, name in enumerate(IDS) if name in ("ML0101-bafoulabe", "ML0803-tessalit")]
    table.loc[far, "name"] = table.loc[far[::-1], "name"].tolist()
    table.loc[far, "cercle"] = ""
    pairs = matching.match(table).loc[far]
    assert pairs["commune_id"].tolist() == [IDS[index] for index in far]
    assert pairs["basis"].tolist() == ["point", "point"]


def test_names_that_repeat_are_told_apart_by_cercle_or_point():
    names = gazetteer.communes()["name"]
    repeated = names[names.duplicated(keep=False)]
    assert len(repeated) == 29
    pairs = matching.match(features().assign(cercle=""))
    assert pairs.loc[repeated.index, "commune_id"].tolist() == [IDS[index] for index in repeated.index]


def test_what_cannot_be_told_is_left_without():
    table = features()
    two = table.geometry.iloc[[0, 1]].union_all()
    table = table.drop(index=[1]).reset_index(drop=True)
    table.loc[0, ["name", "geometry"]] = ["Nowhere", two]
    pairs = matching.match(table)
    assert pairs.loc[0].isna().all()
    assert pairs["commune_id"].notna().sum() == 699
    assert not set(IDS[:2]) & set(pairs["commune_id"].dropna())


def test_no_commune_is_given_twice():
    random = np.random.default_rng(5)
    table = features()
    table["name"] = random.permutation(table["name"].to_numpy())
    table["cercle"] = random.permutation(table["cercle"].to_numpy())
    given = matching.match(table)["commune_id"].dropna()
    assert given.is_unique


def test_a_commune_made_later_is_accepted_in_its_cercle_only():
    table = features()
    later = table.iloc[[0, 0]].assign(
        name=["Alata", "Alata"], cercle=["Menaka", "Kayes"], geometry=shapely.box(0, 0, 1, 1)
    )
    both = pd.concat([table, later], ignore_index=True)
    pairs = matching.match(both)
    assert pairs.iloc[-2].tolist() == ["ML0704-alata", "later_commune"]
    assert pairs.iloc[-1].isna().all()
