"""Sentences ready to quote: a finding with its sources, build and permanent address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.web import links
from app.web.languages import french
from geodata.builds.store import Edition
from geodata.exports import citations
from geodata.texts import Text, day, say

_MOST_IN_FULL = 3


@dataclass(frozen=True)
class Quotable:
    """A finding in words and what to cite with it, in both languages; `address` is where it stays as it is."""

    finding: Text
    citation: Text
    address: str

    @property
    def sentence(self) -> Text:
        """The finding and its citation as one text."""
        return say("{finding} {citation}", "{finding} {citation}", finding=self.finding, citation=self.citation)


def quotable(
    finding: Text,
    edition: Edition,
    path: str,
    base: str,
    *,
    source: Mapping[str, Any] | None = None,
    also: Sequence[Mapping[str, Any]] = (),
    documents: Sequence[Mapping[str, Any]] = (),
) -> Quotable:
    """The finding with a citation of its sources, the build and the address.

    `path` and `base`, scheme and host of this server, make the address. `source`: the record of the incident source
    that was counted, `also`: of others beside it; `documents`: rows of force_sources, of which many are cited without
    their titles.
    """
    address = base + links.kept(edition, path)
    write = document if len(documents) <= _MOST_IN_FULL else issue
    named = [*map(citations.source, [*([source] if source else []), *also]), *map(write, documents)]
    citation = say(
        "{sources}Mali Atlas, build {build}, {address}",
        "{sources}Mali Atlas, compilation {build}, {address}",
        sources=citations.sources(named),
        build=edition.id,
        address=address,
    )
    return Quotable(finding, citation, address)


def document(row: Mapping[str, Any]) -> Text:
    """A source of the force tables as cited: publisher, title and, if known, its date."""
    title = say("{publisher}, “{title}”", "{publisher}, «\u202f{title}\u202f»", **_named(row))
    return _dated(title, row)


def issue(row: Mapping[str, Any]) -> Text:
    """A source of the force tables in short: publisher and, if known, its date."""
    return _dated(Text(row["publisher"], row["publisher"]), row)


def _named(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(row[name]) for name in ("publisher", "title")}


def _dated(text: Text, row: Mapping[str, Any]) -> Text:
    if not row["published"]:
        return text
    return say("{text} ({day})", "{text} ({day})", text=text, day=day(row["published"]))


def period(text: str) -> Text:
    """A period in words: a date, or from one to another, such as 2021-12/2022-12."""
    first, _, last = text.partition("/")
    return say("{first} to {last}", "{first} à {last}", first=day(first), last=day(last)) if last else day(first)


def both(label: str) -> Text:
    """A label that is marked for translation, in both languages whatever the answer's is."""
    return Text(label, french(label))
