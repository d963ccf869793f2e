import pandas as pd
import pytest

from geodata.counting import actors
from geodata.vocabulary import ACLED_MEMBERS, FAMILIES


def involved(side_a, side_b, **options):
    table = pd.DataFrame({"side_a": [side_a], "side_b": [side_b]}, dtype="str")
    flags = actors.families(table, **options)
    assert flags.columns.tolist() == list(FAMILIES)
    return {family for family, is_in in flags.iloc[0].items() if is_in}


@pytest.mark.parametrize(
    ("side_a", "side_b", "expected"),
    [
        ("JNIM", "Government of Mali", {"jnim", "government"}),
        ("AQIM", "Civilians", {"jnim"}),
        ("MUJAO", "Ansar Dine", {"jnim"}),
        ("JNIM", "IS", {"jnim", "is", "jnim_is"}),
        ("IS", "JNIM", {"jnim", "is", "jnim_is"}),
        ("IS", "IS", {"is"}),
        ("GATIA, MSA", "IS", {"armed_movements", "is"}),
        ("MAA", "CMA", {"armed_movements"}),
        ("MPGK", "Civilians", {"armed_movements"}),
        ("Ganda Iso", "Fulani", {"armed_movements", "other"}),
        ("FLA", "Government of Mali", {"armed_movements", "government"}),
        ("CSP-PSD", "Government of Mali", {"armed_movements", "government"}),
        ("Dan na Ambassagou", "Dozos (Mali)", {"self_defence"}),
        ("Fulani", "Tuareg", {"other"}),
        ("Government of Niger", "IS", {"other", "is"}),
        ("JNIM: Group for Support of Islam and Muslims", "IS", {"other", "is"}),
    ],
)
def test_an_event_is_in_each_family_of_its_sides(side_a, side_b, expected):
    assert involved(side_a, side_b) == expected
    assert involved(side_a, side_b, members="ucdp") == expected


@pytest.mark.parametrize(
    ("side_a", "side_b", "expected"),
    [
        ("JNIM: Group for Support of Islam and Muslims", "Military Forces of Mali (2021-)", {"jnim", "government"}),
        ("Katiba Macina", "Civilians (Mali)", {"jnim"}),
        ("AQIM: Al Qaeda in the Islamic Maghreb", "MUJAO: Movement for Unity and Jihad in West Africa", {"jnim"}),
        ("Islamic State Sahel Province (ISSP)", "JNIM", {"is", "jnim", "jnim_is"}),
        ("Islamic State (Greater Sahara)", None, {"is"}),
        ("Islamic State (West Africa) - Greater Sahara Faction", "Civilians (Niger)", {"is"}),
        ("Police Forces of Mali (2020-2021) Gendarmerie", "Rioters (Mali)", {"government", "other"}),
        ("Mutiny of Military Forces of Mali (2002-2012)", None, {"other"}),
        ("Military Forces of France (2017-)", "MSA: Movement for Azawad Salvation", {"other", "armed_movements"}),
        ("CSP-DPA: Permanent Strategic Framework", "CMA: Coordination of Movements", {"armed_movements"}),
        ("GATIA; MSA", "Unidentified Armed Group (Mali)", {"armed_movements", "other"}),
        ("Dan Na Ambassagou", "Fulani Ethnic Militia (Mali)", {"self_defence", "other"}),
        ("Dozo Communal Militia (Mali); Dozos", "civilians (Mali)", {"self_defence"}),
        ("Military Forces of Mali (2021-); Wagner Group", "JNIM", {"government", "other", "jnim"}),
        ("MINUSMA: United Nations Multidimensional Stabilization Mission", None, {"other"}),
        ("Protesters (Mali)", None, {"other"}),
        ("Civilians (Mali)", None, set()),
        ("MSAX", None, {"other"}),
    ],
)
def test_acleds_actors_are_known_by_how_their_names_begin(side_a, side_b, expected):
    assert involved(side_a, side_b, members="acled") == expected


def test_acleds_families_are_the_same_families():
    assert [*ACLED_MEMBERS, "other", "jnim_is"] == list(FAMILIES)


def test_the_families_keep_the_events_index():
    table = pd.DataFrame({"side_a": ["JNIM", "IS"], "side_b": ["IS", "Civilians"]}, index=[7, 3])
    assert actors.families(table).index.tolist() == [7, 3]
