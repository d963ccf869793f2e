"""The page of the withdrawal, asked for and read: its tables and the cells of their counts."""

from __future__ import annotations

from tests.app.markup import Node, read

RAW = "data/ucdp/ged241_country_download_mali.csv"


def page(client, query: str = "") -> Node:
    answer = client.get(f"/withdrawal{query}")
    assert answer.status_code == 200, answer.text[:300]
    return read(answer.text)


def tables(tree: Node) -> list[Node]:
    return [node for node in tree.every("table") if "departures" in (node.attributes["class"] or "")]
