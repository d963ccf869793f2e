"""The page of sources: of the data, and of every figure, event and claim, with their uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from app import page
from app.presenters import claims
from app.request import parsing
from app.request.parameters import accepts, of_page
from app.text import force_labels, labels, numbers
from app.web import urls
from app.web.languages import N_, gettext, language
from geodata.builds.manifest import LeftOutEntry
from geodata.builds.store import Edition
from geodata.schema.forces import PUBLISHERS
from geodata.sources import Provenance
from geodata.vocabulary import BY_FORCE

blueprint = Blueprint("source_pages", __name__)

ACCEPTS = of_page()
NOBODY = ""
"""The source of a row that has none."""
_SITE_DATES = {"from": N_("opening"), "to": N_("closing")}
_OBSERVED = ("first_year_observed",)
_PUBLIC = N_("public knowledge")


@dataclass(frozen=True)
class Use:
    """A use of a source: in words, its place, and the basis, "" if the table gives none."""

    text: str
    href: str
    confidence: str = ""


@dataclass(frozen=True)
class Publication:
    """A source of the force tables with its uses; `published` in words, "" where it is not known."""

    id: str
    title: str
    publisher: str
    url: str
    published: str
    uses: Sequence[Use]


@dataclass(frozen=True)
class Kind:
    """The publications of a kind of publisher (schema.forces.PUBLISHERS), and the kind in words."""

    key: str
    label: str
    publications: Sequence[Publication]


@dataclass(frozen=True)
class SourcesPage(page.Shared):
    """The page of sources: those of the data, the publications, what has no source, dates that are not in theirs."""

    TEMPLATE: ClassVar[str] = "sources.html"

    records: Sequence[Provenance]
    days: Mapping[str, str]
    """The last day of a source's data in words, by the day."""
    incomplete: Sequence[str]
    """Ids of the sources that pages do not open with."""
    incomplete_abroad: Sequence[str]
    """Ids of the files of neighbours beside them that are samples."""
    left_out: Sequence[LeftOutEntry]
    kinds: Sequence[Kind]
    unsourced: Sequence[Use]
    undated: Sequence[Use]


@blueprint.get("/sources")
@accepts(*ACCEPTS)
def sources() -> Response:
    """The page of all sources, and of figures without one."""
    return page.page("sources", _sources)


def _sources(edition: Edition) -> str:
    asked = parsing.parse(request.args, edition, ACCEPTS)
    shared = page.shared(edition, asked, "sources")
    carried = shared["carried"]
    uses = used(edition, carried)
    records = sorted(edition.manifest["sources"].values(), key=lambda one: (one["producer"].casefold(), one["id"]))
    own = {entry["source"] for entry in edition.manifest["editions"]}
    incomplete = edition.manifest.get("incomplete", [])
    return page.render(
        SourcesPage(
            **shared,
            records=records,
            days={one["data_to"]: numbers.day(one["data_to"]) for one in records if one["data_to"]},
            incomplete=[name for name in incomplete if name in own],
            incomplete_abroad=[name for name in incomplete if name not in own],
            left_out=edition.manifest.get("left_out_imports", []),
            kinds=kinds(edition, uses),
            unsourced=uses.get(NOBODY, []),
            undated=list(_other_dates(edition, carried)),
        )
    )


def kinds(edition: Edition, uses: Mapping[str, Sequence[Use]]) -> list[Kind]:
    """The sources of the force tables by kind of publisher, those of a kind by publisher, then by date."""
    rows = edition.table("force_sources")
    return [
        Kind(key, gettext(labels.PUBLISHERS[key]), _publications([row for row in rows if row["kind"] == key], uses))
        for key in PUBLISHERS
    ]


def _publications(listed: Sequence[Mapping[str, Any]], uses: Mapping[str, Sequence[Use]]) -> list[Publication]:
    """The publications by publisher, then by date; those without a date come last."""
    rows = sorted(
        listed,
        key=lambda row: (row["publisher"].casefold(), row["published"] or "9", row["source_id"]),
    )
    return [
        Publication(
            row["source_id"],
            row["title"],
            row["publisher"],
            row["url"] or "",
            numbers.day(row["published"]) if row["published"] else "",
            uses.get(row["source_id"], []),
        )
        for row in rows
    ]


def used(edition: Edition, carried: str) -> dict[str, list[Use]]:
    """The uses of every source by its id, NOBODY for rows without one; `carried` ends the addresses of pages."""
    found: dict[str, list[Use]] = defaultdict(list)
    for source_id, use in (
        *_headcounts(edition, carried),
        *_mandates(edition, carried),
        *_sites(edition, carried),
        *_events(edition, carried),
        *_troops(edition, carried),
        *_claims(edition, carried),
    ):
        found[source_id].append(use)
    return found


def _force(key: str, carried: str, anchor: str) -> tuple[str, str]:
    """The label of a force, and its anchor."""
    if key not in BY_FORCE:
        return key.replace("_", " "), f"{urls.root()}/forces{carried}"
    return gettext(BY_FORCE[key].label), f"{urls.root()}/forces/{key}{carried}#{anchor}"


def _headcounts(edition: Edition, carried: str) -> Iterator[tuple[str, Use]]:
    rows = edition.table("headcounts")
    yield from ((NOBODY, _headcount(row, carried)) for row in rows if not row["source_id"])
    counted = Counter((row["force"], row["confidence"], key) for row in rows for key in _ids(row) if key)
    for (key, confidence, source_id), number in sorted(counted.items()):
        force, href = _force(key, carried, "strength")
        text = (
            gettext("a headcount of %(force)s", force=force)
            if number == 1
            else gettext("%(number)s headcounts of %(force)s", number=numbers.whole(number), force=force)
        )
        yield source_id, Use(text, href, _confidence(confidence))


def _headcount(row: Mapping[str, Any], carried: str) -> Use:
    """A headcount with its day and its number, or a note that none is given."""
    force, href = _force(row["force"], carried, "strength")
    low, best, high = (row[name] for name in ("low", "best", "high"))
    known = best if best is not None else high if high is not None else low
    text = gettext(
        "headcount of %(force)s, %(day)s: %(number)s (%(component)s, %(measure)s)",
        force=force,
        day=numbers.day(row["as_of"]) if row["as_of"] else gettext("not dated"),
        number=numbers.whole(known) if known is not None else gettext("no figure given"),
        component=force_labels.said(force_labels.COMPONENTS, row["component"]),
        measure=force_labels.said(force_labels.MEASURES, row["measure"]),
    )
    return Use(text, href, _confidence(row["confidence"]))


def _confidence(key: str) -> str:
    return force_labels.said(force_labels.CONFIDENCE, key)


def _mandates(edition: Edition, carried: str) -> Iterator[tuple[str, Use]]:
    for row in edition.table("mandates"):
        _, href = _force(row["force"], carried, "mandates")
        text = gettext("mandate of %(force)s", force=force_labels.mandate_name(row))
        yield from ((key, Use(text, href, _confidence(row["confidence"]))) for key in _ids(row))


def _ids(row: Mapping[str, Any]) -> list[str]:
    """The ids of a row's sources: its own, NOBODY where it has none, and the further ones."""
    return [row["source_id"] or NOBODY, *filter(None, (row["more_sources"] or "").split(";"))]


def _sites(edition: Edition, carried: str) -> Iterator[tuple[str, Use]]:
    for row in edition.table("sites"):
        force, href = _force(row["force"], carried, f"site-{row['site_id']}")
        text = gettext("site %(site)s of %(force)s", site=row["site"], force=force)
        yield from ((key, Use(text, href, _confidence(row["confidence"]))) for key in _ids(row))


def _other_dates(edition: Edition, carried: str) -> Iterator[Use]:
    """Each date of a site that is not in the source that its row names, with what it rests on.

    Years of first and last observation are, where the row names the source of observations.
    """
    observing = {row["source_id"] for row in edition.table("nominal_troops")}
    for row in edition.table("sites"):
        force, href = _force(row["force"], carried, f"site-{row['site_id']}")
        for name, what in _SITE_DATES.items():
            day, basis = row[f"{name}_date"], row[f"{name}_basis"]
            if not day or basis not in labels.BASES or (basis in _OBSERVED and row["source_id"] in observing):
                continue
            rests = gettext(_PUBLIC) if basis == "public_knowledge" else gettext(labels.BASES[basis])
            text = gettext(
                "site %(site)s of %(force)s, %(what)s %(day)s: %(rests)s",
                site=row["site"],
                force=force,
                what=gettext(what),
                day=numbers.day(day),
                rests=rests,
            )
            yield Use(text, href)


def _events(edition: Edition, carried: str) -> Iterator[tuple[str, Use]]:
    for row in edition.table("timeline"):
        text = gettext("event of %(day)s: %(title)s", day=numbers.day(row["date"]), title=row[f"title_{language()}"])
        href = f"{urls.root()}/forces{carried}#event-{row['event_id']}"
        yield from ((key, Use(text, href, _confidence(row["confidence"]))) for key in _ids(row))


def _troops(edition: Edition, carried: str) -> Iterator[tuple[str, Use]]:
    force, href = _force("minusma", carried, "strength")
    for source_id, number in Counter(row["source_id"] for row in edition.table("nominal_troops")).items():
        text = gettext(
            "%(number)s nominal strengths of %(force)s by place and year", number=numbers.whole(number), force=force
        )
        yield source_id, Use(text, href)


def _claims(edition: Edition, carried: str) -> Iterator[tuple[str, Use]]:
    for result in claims.tested(edition):
        for source_id in claims.sources_of(result) or ([] if result.source_id else [NOBODY]):
            text = gettext("claim %(name)s", name=result.claim.id)
            yield source_id, Use(text, f"{urls.root()}{claims.path_of(result)}{carried}")
