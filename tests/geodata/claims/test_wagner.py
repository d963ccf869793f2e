"""Claims about Wagner, on small drawn worlds."""

from dataclasses import replace

import pytest

from tests.geodata.claims.drawn import FORCES, MONTHS, events, evidence, killed, outcome, untold


def together(day, number, kind=3, a=f"{FORCES}; Wagner Group", **more):
    return {**killed((day, number))[0], "type": kind, "a": a, "b": "Civilians (Mali)" if kind == 3 else "JNIM", **more}


def test_wagner_is_counted_where_a_source_names_it():
    spec = [
        together("2021-12-20", 1, a="Wagner Group"),
        together("2022-02-01", 6),
        together("2022-05-01", 2, kind=1),
        together("2022-06-01", 4, a="JNIM"),
        together("2022-07-01", 9, kind=1, a="JNIM"),
        together("2020-07-01", 99),
        together("2022-08-01", 0, kind=2),
    ]
    given = evidence(spec, actors="acled")
    found = {claim: outcome(claim, given) for claim in ("C14", "C15", "C16")}
    assert {claim: result.value.value for claim, result in found.items()} == {"C14": 2 / 3, "C15": 6 / 8, "C16": 6 / 10}
    assert {claim: result.verdict for claim, result in found.items()} == {
        "C14": "not_supported",
        "C15": "supported",
        "C16": "supported",
    }
    assert found["C15"].reason.en == (
        "The source counts 8 deaths in events of 2022 with Wagner and Malian forces on one side, 6 of them in violence "
        "against civilians: 75%."
    )
    assert "October 2021" in found["C14"].filter.en


def test_civilians_among_the_dead_count_where_the_source_has_them():
    spec = [
        together("2022-02-01", 10, a="Government of Mali, Wagner Group", civilians=8),
        together("2022-05-01", 10, a="IS", civilians=10),
    ]
    given = evidence(spec)
    assert [outcome(claim, given).value.value for claim in ("C15", "C16")] == [0.8, 8 / 18]


@pytest.mark.parametrize("claim", ["C14", "C15"])
def test_a_source_that_does_not_name_wagner_cannot_tell_of_it(claim):
    assert untold(claim, evidence(killed(("2022-05-01", 4)))) == (
        "The source names neither the Wagner Group nor the Africa Corps as a side of any event, so it cannot tell."
    )


@pytest.mark.parametrize(
    ("of_army", "verdict", "share"), [(3, "not_supported", 0.3), (4, "not_supported", 0.4), (5, "not_testable", None)]
)
def test_without_wagners_name_the_share_of_the_army_is_the_most_and_can_only_refute(of_army, verdict, share):
    given = evidence(killed(("2022-05-01", 10)))
    counts = {("country", "all", "government"): {("MLI", "2022"): (1, of_army, of_army, of_army, of_army)}}
    result = outcome("C16", replace(given, figures=replace(given.figures, counts=counts)))
    assert (result.verdict, result.value and result.value.value) == (verdict, share)
    if share:
        assert (result.value.label.en, result.values[1].value, result.values[2].value) == ("at most", of_army, 10)
        assert f"hold {of_army} of the 10 civilians killed in 2022" in result.reason.en


def test_the_most_of_a_share_needs_civilians_and_someone_killed():
    given = evidence(killed(("2022-05-01", 4)))
    unknown = {("country", "all", "government"): {("MLI", "2022"): (1, 1, 1, 1, None)}}
    assert untold("C16", replace(given, figures=replace(given.figures, counts=unknown))).endswith("it cannot tell.")
    assert untold("C16", evidence(events(y2022=1))) == "The source counts none in that time, so there is no share."


def test_a_source_that_names_wagner_may_still_not_tell_of_a_share():
    alone = evidence([together("2022-02-01", 6, a="Wagner Group")], actors="acled")
    assert untold("C15", alone).startswith("The source names no event with Wagner and a government force of Mali")
    late = evidence([together("2023-02-01", 6)], actors="acled")
    assert untold("C14", late) == "The source counts none in that time, so there is no share."
    from_2022 = [month for month in MONTHS if month > "2022"]
    begun = evidence([together("2022-02-01", 6)], actors="acled", months=from_2022)
    assert untold("C14", begun) == "The source does not cover the last quarter of 2021."
    assert outcome("C15", begun).verdict == "not_supported"
