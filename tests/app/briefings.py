"""A briefing, asked for and read: its sections, and the rows of their tables."""

from __future__ import annotations

import re

from werkzeug.datastructures import MultiDict

from app.request import parsing
from tests.app.markup import Node, read


def page(client, query: str = "") -> Node:
    answer = client.get(f"/briefing.html{query}")
    assert answer.status_code == 200, answer.text[:500]
    return read(re.sub(r"<!doctype html>\n", "", answer.text))


def section(tree: Node, name: str) -> Node:
    return next(one for one in tree.every("section") if name in (one.attributes.get("class") or "").split())


def view_of(edition, **asked: str):
    return parsing.view_of(MultiDict(asked), edition)
