import pytest

from geodata import events
from tests import worlds


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
        ("CSP-PSD", "Government of Mali", {"armed_movements", "government"}),
        ("Dan na Ambassagou", "Dozos (Mali)", {"self_defence"}),
        ("Fulani", "Tuareg", {"other"}),
        ("Government of Niger", "IS", {"other", "is"}),
    ],
)
def test_an_event_is_in_each_family_of_its_sides(side_a, side_b, expected):
    flags = events.families(worlds.events([{"a": side_a, "b": side_b}])).iloc[0]
    assert {family for family, is_in in flags.items() if is_in} == expected


def test_the_families_keep_the_events_index():
    table = worlds.events(worlds.EVENTS)
    assert events.families(table).index.tolist() == table.index.tolist()
