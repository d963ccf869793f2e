"""The map's page as its tests read it."""

from __future__ import annotations

from tests.app.markup import Node, read

LEFT = (
    "The mission left during 2023, until 31 December: "
    "these are the units that were there before, not a strength of the year."
)
"""What is said of nominal troops in the year in which a mission left."""


def page(client, **query: str) -> Node:
    """The page of a view."""
    answer = client.get("/", query_string=query)
    assert answer.status_code == 200
    return read(answer.text)
