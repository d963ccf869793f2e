"""What a reader is told beyond the figures: rows left out, names and points that disagree, rows that are odd."""

from __future__ import annotations

import pytest

from app.presenters import caveats
from geodata import vocabulary
from tests.app import deep
from tests.app.deep import Served
from tests.app.markup import read

MORE = """
id    year x    y     prec region        type a    b         low best high civilians date_start date_end   date_prec country_id country
ab-1  2022 2.5  15.5  1    .             3    JNIM Civilians 1   1    1    1         2022-01-03 2022-01-03 1         615        Algeria
ab-2  2022 2.5  15.5  1    .             3    JNIM Civilians 1   1    1    1         2022-01-03 2022-01-03 1         435        Mauritania
ner-1 2022 3.5  15.5  1    .             3    JNIM Civilians 1   1    1    1         2022-01-03 2022-01-03 1         436        Niger
old-1 2011 1.23 15.53 1    Gao_region    3    JNIM Civilians 1   1    1    1         2011-01-03 2011-01-03 1         432        Mali
dis-1 2022 2.43 16.43 1    Gao_region    3    JNIM Civilians 1   1    1    1         2022-01-03 2022-01-03 1         432        Mali
odd-1 2022 2.43 16.43 1    Ménaka_region 3    JNIM Civilians 3   9    6    1         2022-01-30 2022-02-02 2         432        Mali
odd-2 2022 2.43 16.43 1    Ménaka_region 3    JNIM Civilians 0   0    6    0         2022-01-03 2022-01-03 1         432        Mali
"""  # noqa: E501


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Served:
    tmp = tmp_path_factory.mktemp("account")
    return deep.serve(tmp, deep.world(tmp, MORE))


def hints(served: Served, query: str = "") -> list[str]:
    page = read(served.client.get(f"/{query}").text)
    return [paragraph.text for paragraph in page.one("section", id="figures").every("p", class_="hint")]


def test_events_that_are_not_counted_are_counted(served):
    said = "Not counted: 2 events of other countries, 1 of years before 2022."
    assert caveats.left_out(served.edition()) == said
    assert said in hints(served)
    found = served.client.get("/download/events.geojson").json
    assert found["row_accounting"]["left_out"] == {"other_countries": 2, "earlier_years": 1}
    assert [feature["properties"]["event_id"] for feature in found["features"]] == ["dis-1", "odd-1", "odd-2"]


def test_names_and_points_that_disagree_are_counted(served):
    said = (
        "For 1 events of all years the unit that the source names is not the one that the point lies in; "
        "the name decided."
    )
    assert caveats.disagreements(served.edition(), "admin1") == said
    assert said in hints(served)
    assert caveats.disagreements(served.edition(), "admin3") == ""


def test_odd_rows_are_counted_by_kind(served):
    said = caveats.odd(served.edition())
    assert said == (
        "Kept as published, in the whole file: the best estimate is above the highest 1; "
        "the best estimate is 0, the highest is not 1; the event spans several months 1."
    )
    assert said in hints(served)
    assert set(vocabulary.ODDITIES) >= {row["oddity"] for row in served.edition().table("odd")}


def test_what_ships_has_nothing_to_say(made, client):
    assert (caveats.left_out(made), caveats.disagreements(made, "admin1"), caveats.odd(made)) == ("", "", "")
    assert not [
        text for text in (p.text for p in read(client.get("/").text).every("p")) if text.startswith("Not counted")
    ]


@pytest.mark.parametrize("query", ["?level=admin2", "?level=admin3", "?frame=2012", "?lang=fr"])
def test_every_view_of_the_source_says_what_was_left_out(served, query):
    assert any("2" in text and ("Not counted" in text or "compté" in text) for text in hints(served, query))
