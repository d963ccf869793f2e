"""What is found by name, as links: the box in the header without its script, and a page to share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, request

from app import page
from app.presenters import finding
from app.request import parsing
from app.request.parameters import accepts, of_page
from app.request.registry import Parameter
from app.web import urls
from app.web.languages import N_, language
from app.web.links import CARRIED
from app.webmap import assets
from geodata.builds.store import Edition
from geodata.exports import search

blueprint = Blueprint("find_pages", __name__)

MOST_SHOWN = 60
"""Results on the page; the box shows fewer."""
LONGEST = 100


def _typed(text: str, _: Edition) -> str:
    if len(text) > LONGEST or not text.isprintable():
        raise ValueError(text)
    return text.strip()


QUERY = Parameter(
    "q",
    N_(
        "The name, or a part of it, of a place, a zone, a force, a measure, a claim or a page; one letter may be wrong."
    ),
    _typed,
    lambda _: [f"a text of at most {LONGEST} characters"],
)
ACCEPTS = of_page(QUERY)


@dataclass(frozen=True)
class Result:
    """A result: its name, what is said beside it, where it leads."""

    name: str
    told: str
    address: str


@dataclass(frozen=True)
class FindPage(page.Shared):
    """The results for what was typed, the best first; `total` may be more than are shown."""

    TEMPLATE: ClassVar[str] = "find.html"

    results: Sequence[Result]
    total: int


@blueprint.get("/find")
@accepts(*ACCEPTS)
def find() -> Response:
    """Places, zones, forces, measures, claims and pages by name, each as a link to the map or its page."""
    return page.page("find", _find)


def _find(edition: Edition) -> str:
    asked = parsing.parse(request.args, edition, ACCEPTS)
    index = assets.find_index(edition, language())
    labels = [kind.label for kind in index.kinds]
    found, total = search.search(index.entries, labels, asked.get("q", ""), MOST_SHOWN)
    carried = {name: asked.get(name) for name in CARRIED}
    results = [
        Result(
            finding.shown(entry, name),
            finding.told(index, entry),
            urls.root() + finding.address(index, entry, carried),
        )
        for entry, name in found
    ]
    return page.render(FindPage(**page.shared(edition, asked, "find"), results=results, total=total))
