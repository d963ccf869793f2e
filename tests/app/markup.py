"""Pages read without a browser: their elements as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

_TOKEN = re.compile(
    r"<!--.*?-->|<!doctype[^>]*>"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][\w:-]*)(?P<attributes>(?:\s+[^\s=>\"'/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*(?P<closed>/?)>"
    r"|(?P<text>[^<]+|<(?![a-zA-Z/!]))",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s=>\"'/]+)(\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_RAW = {"script", "style"}
"""Elements whose text is no markup."""
_VOID = {"meta", "link", "input", "img", "br", "hr", "source"}


@dataclass(repr=False, slots=True)
class Node:
    """An element of a page: its attributes, and what it holds."""

    tag: str
    attributes: dict[str, str | None]
    page: list[Node]
    """Every element of the page, in its order."""
    first: int
    """The place in the page of what is inside the element; `behind` is the place of what follows it."""
    behind: int = 0
    children: list[Node | str] = field(default_factory=list)

    def __repr__(self) -> str:
        """The tag alone: what a failed assertion writes out of a page, each element in all around it, takes 17 GB."""
        return f"<{' '.join([self.tag, *(f'{name}={value!r}' for name, value in self.attributes.items())])}>"

    @property
    def inside(self) -> list[Node]:
        """The elements inside it, in the order of the page."""
        return self.page[self.first : self.behind]

    @property
    def text(self) -> str:
        """The text inside, white space collapsed."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        return "".join(child if isinstance(child, str) else child._raw() for child in self.children)

    def walk(self) -> Iterator[Node]:
        yield self
        yield from self.inside

    def every(self, tag: str, **wanted: str | None) -> list[Node]:
        """The elements of a tag whose attributes are as wanted; `data_year` stands for data-year."""
        pairs = {name.strip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [
            node
            for node in (self, *self.inside)
            if node.tag == tag and all(node.attributes.get(name) == value for name, value in pairs.items())
        ]

    def one(self, tag: str, **wanted: str | None) -> Node:
        found = self.every(tag, **wanted)
        assert len(found) == 1, f"{len(found)} <{tag}> with {wanted}"
        return found[0]


def by_column(table: Node, row: Node) -> dict[str, str]:
    """A row's cells by the heading of their column; "value" and "limits" stand for the two that follow the measure."""
    headings = [head.text for head in table.one("thead").every("th")]
    headings[1:3] = ["value", "limits"]
    cells = [cell.text for cell in row.children if isinstance(cell, Node)]
    return dict(zip(headings, cells, strict=True))


@lru_cache(64)
def read(html: str) -> Node:
    """A page as a tree, not to be changed.

    Fails where an element is closed by another's end tag, and at what is no markup.

    Ours because thousands of pages are read: the parser of the standard library takes four times as long.
    """
    page: list[Node] = []
    root = Node("root", {}, page, 0)
    opened, at, end = [root], 0, len(html)
    while at < end:
        token = _TOKEN.match(html, at)
        assert token, f"no markup: {html[at : at + 80]}"
        at = token.end()
        closes, tag, attributes, closed, text = token.groups()
        if text:
            opened[-1].children.append(unescape(text) if "&" in text else text)
        elif tag and closes:
            node = opened.pop()
            assert node.tag == tag.lower(), f"</{tag}> closes <{node.tag}>"
            node.behind = len(page)
        elif tag:
            at = _open(opened, tag.lower(), attributes, closed, html, at)
    assert opened == [root], "an element is left open"
    root.behind = len(page)
    return root


def _open(opened: list[Node], tag: str, attributes: str, closed: str, html: str, at: int) -> int:
    """Add an element to those that are open; where to read on: behind the text of a script, which has no markup."""
    page = opened[0].page
    node = Node(tag, _attributes(attributes) if attributes else {}, page, len(page) + 1, len(page) + 1)
    opened[-1].children.append(node)
    page.append(node)
    if tag not in _VOID and not closed:
        opened.append(node)
    if tag in _RAW:
        end = html.index(f"</{tag}", at)
        if end > at:
            node.children.append(html[at:end])
        return end
    return at


@lru_cache(1 << 14)
def _attributes(text: str) -> dict[str, str | None]:
    found = {}
    for name, equals, *values in _ATTRIBUTE.findall(text):
        value = "".join(values)
        found[name.lower()] = (unescape(value) if "&" in value else value) if equals else None
    return found
