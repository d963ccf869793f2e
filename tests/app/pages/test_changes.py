"""/changes: what another release and other boundaries change in the figures, worked out by hand."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from tests.app import deep
from tests.app.deep import Served
from tests.app.markup import Node, read

NOW, THEN = "Civilians          10  12   12   12", "Civilians          10  9    12   9 "
EARLIER = "\n".join(line.replace(NOW, THEN) for line in deep.EVENTS.splitlines() if not line.startswith("ev-4"))
"""The release before: ev-2 with 9 deaths instead of 12, and without ev-4, which was found later."""
LONG_AGO = [{"id": "x", "year": 2015, "x": 1.2, "y": 15.5, "date_start": "2015-02-03", "date_end": "2015-02-03"}]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Served:
    """A source with a release before, one that is the same but for its name, and one without a year in common."""
    tmp = tmp_path_factory.mktemp("compare")
    return deep.serve(tmp, deep.with_others(tmp, {"earlier": EARLIER, "same": deep.EVENTS, "old": LONG_AGO}))


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Served:
    """A source without another release: beside it there is one of another kind."""
    tmp = tmp_path_factory.mktemp("alone")
    return deep.serve(tmp, deep.with_others(tmp, {"other": deep.EVENTS}, {"other": "acled"}))


def page(served: Served, query: str = "") -> Node:
    answer = served.client.get(f"/changes{query}")
    assert answer.status_code == 200
    return read(answer.text).one("main")


def cells(table: Node) -> dict[str, list[str]]:
    return {
        row.one("th").text: [cell.text for cell in row.every("td")] for row in table.one("tbody").every("tr")
    }  # fmt: skip


def changed(table: Node) -> dict[str, list[bool]]:
    return {
        row.one("th").text: ["changed" in str(cell.attributes["class"]) for cell in row.every("td")]
        for row in table.one("tbody").every("tr")
    }


def test_what_a_newer_release_changed_stands_by_region_and_year(served):
    (table,) = page(served).every("table", class_="data changes")
    assert [head.text for head in table.one("thead").every("th")] == ["Region", "2021", "2022", "2023"]
    assert cells(table) == {
        "Mopti": ["0 (0)", "0 (1)", "2 (1)"],
        "Tombouctou": ["0 (0)", "0 (0)", "0 (0)"],
        "Gao": ["5 (1)", "9 (1) → 12 (1)", "0 (0)"],
        "Ménaka": ["0 (0)", "4 (1) → 12 (2)", "0 (0)"],
        "Not allocated to a region": ["0 (0)", "2 (1)", "0 (0)"],
        "Mali": ["5 (1)", "15 (4) → 26 (5)", "2 (1)"],
    }
    assert {name for name, flags in changed(table).items() if any(flags)} == {"Gao", "Ménaka", "Mali"}
    titles = [head.text for head in page(served).every("h3")]
    assert titles[0] == "drawn earlier drawn earlier · imported → drawn brought drawn brought · imported"


def test_the_older_figure_comes_first_from_whichever_release_one_looks(served):
    """The lead sentence says so; the address of the older release must not turn it round."""
    there = page(served, "?source=earlier").every("table", class_="data changes")[0]
    assert "older figure comes first" in page(served, "?source=earlier").text
    assert cells(there)["Gao"][1] == "9 (1) → 12 (1)"


def test_what_did_not_change_is_said_in_a_sentence(served):
    found = page(served)
    assert found.text.count("No figure of any region differs in the years that both cover, 2021 to 2023.") == 1
    assert len(found.every("table", class_="data changes")) == 1


def test_releases_without_a_common_year_are_not_compared(served):
    assert "drawn old" not in page(served).text
    assert "There is no other release of this source" in page(served, "?source=old").text


def test_sources_of_different_kinds_are_never_compared(alone):
    for query in ("", "?source=other", "?source=ucdp-ged"):
        found = page(alone, query)
        assert "There is no other release of this source in these boundaries." in found.text
        assert "Sources of different kinds are never compared with each other." in found.text
        assert not found.every("table", class_="data changes")


def test_a_border_that_moved_is_shown_with_the_figures_of_both_sides(alone):
    found = page(alone)
    assert "Between boundaries of different years, 2022" in found.text
    assert [head.text for head in found.every("h3")] == ["Compared with before 2016: 9 units"]
    (table,) = found.every("table", class_="data narrow")
    assert cells(table) == {
        "Mopti": ["0", "1", "Mopti: 12 (2)"],
        "Tombouctou": ["0", "0", "Mopti: 12 (2)"],
        "Gao": ["12", "1", "Mopti: 12 (2)"],
    }
    assert "The same places in both: Ménaka." in found.text
    assert "Their figures differ" not in found.text, "the same events"


def test_the_other_way_round_a_region_is_shown_with_its_parts(alone):
    (table,) = page(alone, "?frame=2012").every("table", class_="data narrow")
    assert cells(table) == {"Mopti": ["12", "2", "Mopti: 0 (1), Tombouctou: 0 (0), Gao: 12 (1)"]}
    (table,) = page(alone, "?frame=2012&year=2023").every("table", class_="data narrow")
    assert cells(table) == {"Mopti": ["2", "1", "Mopti: 2 (1), Tombouctou: 0 (0), Gao: 0 (0)"]}


@pytest.mark.parametrize("query", ["", "?frame=2012", "?frame=2012&lang=fr", "?source=ucdp-ged"])
def test_every_link_of_the_page_leads_somewhere(alone, served, unpainted, query):
    for one in (alone, served):
        client = unpainted(one.data)
        answer = client.get(f"/changes{query}")
        for link in deep.links(answer.text):
            address = urljoin("/changes", link)
            assert client.get(address).status_code == 200, link
        years = [a for a in read(answer.text).every("a") if a.text in deep.YEARS]
        assert len(years) == (0 if "ucdp-ged" in query else 3)
        for year in years:
            found = read(client.get(f"/changes{year.attributes['href']}").text)
            assert [a.text for a in found.every("a", aria_current="true") if a.text in deep.YEARS] == [year.text]


def test_what_ships_says_why_there_is_nothing_to_compare(client):
    text = read(client.get("/changes").text).text
    assert "There is no other release of this source in these boundaries." in text
    assert "The figures that ship are known in one vintage of boundaries." in text


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("?year=2011", "parameter 'year' cannot be '2011'; it can be 2021, 2022, 2023, 2024"),
        ("?frame=2023", "parameter 'frame' cannot be '2023'; it can be 2012, 2016"),
        ("?level=admin2", "unknown parameter 'level'; this address takes source, frame, year, lang"),
    ],
)
def test_what_is_not_there_is_refused(alone, query, detail):
    answer = alone.client.get(f"/changes{query}")
    assert (answer.status_code, answer.json["detail"]) == (400, detail)


def test_the_other_language_is_of_the_same_year(alone):
    page = read(alone.client.get("/changes?frame=2012&year=2021").text)
    (french,) = page.every("a", hreflang="fr")
    assert french.attributes["href"] == "?frame=2012&year=2021&lang=fr"
    assert alone.client.get("/changes?frame=2012&year=2021&lang=fr").status_code == 200
