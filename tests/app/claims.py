"""The pages of the claims, asked for and read."""

from __future__ import annotations

from geodata import claims
from tests.app.conftest import BROWSER
from tests.app.markup import Node, read

CLAIMS = claims.read()
IDS = [claim.id for claim in CLAIMS]


def page(client, path: str) -> Node:
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 200, answer.text[:300]
    return read(answer.text)


def lines(tree: Node) -> dict[str, Node]:
    return {str(line.attributes["id"]): line for line in tree.every("li") if line.attributes.get("id")}


def tag(node: Node) -> str:
    """The verdict that is shown: its key, which its shape goes by, and its words."""
    (found,) = [one for one in node.every("span") if (one.attributes.get("class") or "").startswith("verdict ")]
    assert found.every("svg")
    return f"{(found.attributes['class'] or '').split()[1]} {found.text}"
