"""The story: the report's argument step by step, in sentences computed from the build, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from app import page
from app.charts.render import Drawing
from app.pages import on_axis
from app.pages.story import axis
from app.presenters import claims, legend, small_maps
from app.presenters.legend import Entry
from app.presenters.map_view import MapView
from app.presenters.small_maps import Outlines
from app.request import parsing, terms
from app.request.parameters import accepts, of_page
from app.request.view import View
from app.text import captions, numbers
from app.web import links, urls
from app.web.languages import gettext, language
from geodata import story
from geodata.builds.store import Build, Edition
from geodata.claims.model import VERDICTS
from geodata.story.model import BOTH_BORDERS, NOW, THEN, ZONE, Step, subject

blueprint = Blueprint("story", __name__)
ACCEPTS = of_page()
_ZONES = (ZONE, BOTH_BORDERS)


@dataclass(frozen=True)
class SmallMap:
    """A map of a step: its period, the fill of each region by P-code."""

    label: str
    fills: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """A step as the page shows it: its words, addresses of its map and other page, the claims on the same matter.

    `claims`: id, address and verdict in words of each. `maps`: of the period, and before it of the one compared with,
    with the legend's entries and the ids of border zones drawn over them.
    """

    key: str
    title: str
    sentences: Sequence[str]
    map: str
    more: str | None
    permanent: str
    claims: Sequence[tuple[str, str, str]]
    measure: str
    maps: Sequence[SmallMap]
    zones: Sequence[str]
    entries: Sequence[Entry]


@dataclass(frozen=True)
class StoryPage(page.Shared):
    """The page of the story; no steps where the source does not cover both years, which `years` names."""

    TEMPLATE: ClassVar[str] = "story.html"

    steps: Sequence[Told]
    axis: Drawing | None
    marks: Sequence[tuple[str, str]]
    years: tuple[str, str]
    name: str
    outlines: Outlines
    highlights: Sequence[str]


@blueprint.get("/story")
@accepts(*ACCEPTS)
def show_story() -> Response:
    """The story of the report, told by the figures of an edition."""
    return page.page("story", _story)


def _story(edition: Edition) -> str:
    view = View(**parsing.parse(request.args, edition, ACCEPTS))
    return page.render(story_page(terms.build(), edition, view.pairs()))


def story_page(build: Build, edition: Edition, asked: Mapping[str, str]) -> StoryPage:
    """The page of an edition; `asked` are the parameters of its address."""
    told = subject(edition)
    verdicts = {result.claim.id: gettext(VERDICTS[result.verdict]) for result in claims.tested(edition)}
    steps = story.tell(edition, _others(build, edition))
    marks = on_axis.marks_of(edition)
    return StoryPage(
        **page.shared(edition, asked, "story"),
        steps=[_told(edition, step, asked, verdicts) for step in steps],
        axis=axis.axis(told, marks) if steps else None,
        marks=[(numbers.day(row["date"]), row[f"title_{language()}"]) for row in marks],
        years=(THEN, NOW),
        name=told.name,
        outlines=small_maps.outlines(edition, "admin1", _ZONES if edition.figures.units["zones"] else ()),
        highlights=edition.manifest["highlights"],
    )


def _others(build: Build, edition: Edition) -> list[Edition]:
    """The editions of the build's other sources in the same frame, as their terms let them be shown."""
    found = [entry for entry in build.editions if entry["frame"] == edition.frame]
    return [
        terms.strict(build.edition(entry["source"], entry["frame"]))
        for entry in found
        if entry["source"] != edition.source
    ]


def _told(edition: Edition, step: Step, asked: Mapping[str, str], verdicts: Mapping[str, str]) -> Told:
    lang, root = language(), urls.root()
    view = parsing.view_of(MultiDict(step.view), edition)
    years = [year for year in (view.since, view.year) if year]
    shown = [MapView(edition, replace(view, since=None, year=year)) for year in years]
    measure = shown[-1].measure
    carried = {name: asked.get(name) for name in links.CARRIED}
    return Told(
        step.key,
        step.title.of(lang),
        [sentence.of(lang) for sentence in step.sentences],
        f"{root}/{links.query({**carried, **step.view})}",
        f"{root}{step.page[0]}{links.query({**carried, **step.page[1]})}" if step.page else None,
        links.kept(edition, "/story", {"lang": asked.get("lang")}) + f"#{step.key}",
        claims=[(one, f"{root}/claims/{one}{links.query(carried)}", verdicts[one]) for one in step.claims],
        measure=gettext(measure.label),
        maps=[SmallMap(captions.subtitle(edition, one.view, measure), small_maps.fills(one)) for one in shown],
        zones=_ZONES if step.key == "borders" else (),
        entries=legend.entries(shown[-1]),
    )
