"""The method page shows the rules of placing by the examples that tests/spec/placing proves."""

from __future__ import annotations

import pytest

from app.presenters import placing_examples
from app.text import labels
from tests.app import deep
from tests.app.gate import KEPT
from tests.app.markup import Node, read

RULES = placing_examples.read()


def method(client, lang: str) -> Node:
    answer = client.get(f"/method?lang={lang}")
    assert answer.status_code == 200
    return read(answer.text)


def lines(page: Node) -> list[tuple[str, list[list[str]]]]:
    """The rules on the page, each with the cells of its events."""
    found = []
    for table in page.every("table", class_="data placing"):
        for body in table.every("tbody"):
            head, *rows = body.every("tr")
            found.append((head.text, [[cell.text for cell in row.every("td")] for row in rows]))
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_example_of_the_sources_precision_is_shown_with_its_events(client, lang):
    page = method(client, lang)
    shown = lines(page)
    chosen = [example for example in RULES.examples if example.scale in (None, "ucdp")]
    assert [head.split(" ")[0] for head, _ in shown] == [one.titles[lang].split(" ")[0] for one in chosen]
    for (head, rows), example in zip(shown, chosen, strict=True):
        assert head.startswith(example.titles[lang])
        assert head.endswith(f", {example.frame}")
        for cells, (event, placed) in zip(rows, example.rows, strict=True):
            names = [one.name if one else "–" for one in (placed.point_in, placed.unit)]
            said = [event.region or "–", event.cercle or "–", str(event.year), str(event.precision)]
            assert cells[:-1] == said + names
            if lang == "en":
                assert cells[-1] == labels.REASONS[placed.reason]
    assert {one.text for one in page.every("h4")} == {titles[lang] for titles in RULES.sections.values()}


def test_the_limits_are_said_by_level(client):
    text = method(client, "en").text
    assert "The worst precision that a place needs, by level: Regions 4; Cercles 3; Communes 1; Grid 2;" in text


def test_a_source_under_acleds_terms_has_acleds_precision(tmp_path):
    served = deep.serve(tmp_path, deep.world(tmp_path, KEPT, policy="acled"))
    page = method(served.client, "en")
    assert "by level: Regions 3; Cercles 2; Communes 1;" in page.text
    chosen = [example.titles["en"] for example in RULES.examples if example.scale in (None, "acled")]
    shown = [head for head, _ in lines(page)]
    assert len(shown) == len(chosen) < len(RULES.examples)
    assert all(head.startswith(title) for head, title in zip(shown, chosen, strict=True))
