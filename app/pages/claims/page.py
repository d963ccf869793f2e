"""The report's claims put to the test: the list, a page for each, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, abort, request

from app import page
from app.pages.claims import detail
from app.pages.embed import framed
from app.presenters import claims
from app.presenters.switches import Choice
from app.request import keys, parameters, parsing, terms
from app.request.registry import Parameter, names, one_of
from app.text import captions
from app.web import links, urls
from app.web.languages import N_, gettext, language
from app.web.responses import Body, body, respond
from geodata.builds.store import Edition
from geodata.claims.model import KINDS, TOPICS, VERDICTS, Result
from geodata.exports.extract import DISCLAIMER

blueprint = Blueprint("claim_pages", __name__)


_VERDICT = one_of("verdict", N_("Only claims with this verdict."), list(VERDICTS))
_KIND = one_of("kind", N_("Only claims of this kind."), list(KINDS))
_ID = one_of("id", N_("One claim, by its id."), lambda _: [claim.id for claim in claims.shipped()])
LIST = parameters.of_page(_VERDICT, _KIND)
CLAIM = parameters.of_page()
API = parameters.without_language(_ID, _VERDICT, _KIND)
_FRAME_PX = 460
"""Height of the frame of a claim that is offered: the page in it says how high it would be."""


@dataclass(frozen=True)
class ClaimsPage(page.Shared):
    """The list of claims: those that the address leaves, by topic, and what narrows them."""

    TEMPLATE: ClassVar[str] = "claims.html"

    report: Mapping[str, str]
    source_choices: Sequence[Choice]
    api_query: str
    total: int
    shown: int
    verdicts: Sequence[Mapping[str, Any]]
    kinds: Sequence[Choice]
    is_narrowed: bool
    topics: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class ClaimPage(page.Shared):
    """A claim's page: the claim as it was tested, a sentence to quote, and the claims before and after it."""

    TEMPLATE: ClassVar[str] = "claim.html"

    shown: detail.Detail
    quoted: Mapping[str, str]
    api_query: str
    source_choices: Sequence[Choice]
    before: str | None
    after: str | None
    oembed: str


@blueprint.get("/claims")
@parameters.accepts(*LIST)
def all_claims() -> Response:
    """Every claim with its verdict, narrowed by `verdict` and `kind`."""
    return page.page("claims", _all)


@blueprint.get("/claims/<claim_id>")
@parameters.accepts(*CLAIM)
def claim(claim_id: str) -> Response:
    """A claim: what was counted, what was found, what shows it, and a sentence to quote."""
    return page.page("claim", lambda edition: _one(edition, claim_id))


@blueprint.get("/api/claims")
@parameters.accepts(*API)
def api() -> Response:
    """The claims as JSON, narrowed by `id`, `verdict` and `kind`."""
    edition = terms.edition()
    terms.require_exportable(edition, "admin1", with_geometry=False)
    return respond(keys.kept(lambda: _document(edition), keys.key("claims", edition, request.query_string)))


def _asked(edition: Edition, accepts: Sequence[Parameter[Any]]) -> dict[str, str | None]:
    """The parameters that were given, by name. Raises BadParameter."""
    return {**parsing.parse(request.args, edition, accepts)}


def _document(edition: Edition) -> Body:
    asked = _asked(edition, API)
    results = claims.tested(edition)
    documents = documents_of(edition)
    content: dict[str, Any] = {
        "build": edition.id,
        "permalink": urls.asked(edition, "/api/claims"),
        "frame": edition.frame,
        "source": edition.manifest["sources"][edition.source],
        "disclaimer": DISCLAIMER,
        "report": claims.REPORT,
        "verdicts": claims.labelled(results),
        "claims": [claims.record(edition, result, documents, urls.base()) for result in claims.chosen(results, asked)],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return body(text, "application/json", links=[urls.cite_as(content["permalink"])])


def documents_of(edition: Edition) -> dict[str, dict[str, Any]]:
    """The sources of the force tables by id."""
    return {row["source_id"]: row for row in edition.table("force_sources")}


def _all(edition: Edition) -> str:
    asked = _asked(edition, LIST)
    results = claims.tested(edition)
    shown = claims.chosen(results, asked)
    return page.render(
        ClaimsPage(
            **page.shared(edition, asked, "claims"),
            report=claims.REPORT,
            source_choices=_sources(edition, "/claims", asked),
            api_query=links.query({name: asked.get(name) for name in names(API)}),
            total=len(results),
            shown=len(shown),
            verdicts=_verdicts(results, asked),
            kinds=_kinds(asked),
            is_narrowed=len(shown) < len(results),
            topics=[
                {"key": topic, "label": gettext(label), "lines": lines}
                for topic, label in TOPICS.items()
                if (lines := [detail.line(result) for result in shown if result.claim.topic == topic])
            ],
        )
    )


def _verdicts(results: Sequence[Result], asked: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """The verdicts with the number of claims of each, its meaning, and the address that shows them alone."""
    return [
        {
            "key": verdict,
            "label": gettext(VERDICTS[verdict]),
            "meaning": gettext(claims.MEANINGS[verdict]),
            "number": number,
            "href": _address(asked, verdict=verdict),
            "is_chosen": asked.get("verdict") == verdict,
        }
        for verdict, number in claims.tally(results).items()
    ]


def _kinds(asked: Mapping[str, str | None]) -> list[Choice]:
    found = [Choice("", gettext("All claims"), _address(asked, verdict=None, kind=None), _is_whole(asked))]
    for kind, label in KINDS.items():
        found.append(Choice(kind, gettext(label), _address(asked, kind=kind), asked.get("kind") == kind))
    return found


def _is_whole(asked: Mapping[str, str | None]) -> bool:
    return not asked.get("kind") and not asked.get("verdict")


def _address(asked: Mapping[str, str | None], **changes: str | None) -> str:
    return urls.root() + "/claims" + links.query({**asked, **changes})


def _sources(edition: Edition, path: str, asked: Mapping[str, str | None]) -> list[Choice]:
    """The sources that can test the claims, in the boundaries that each opens with."""
    build = terms.build()
    names = list(dict.fromkeys(entry["source"] for entry in build.editions))
    return [
        Choice(
            name,
            captions.source_label(edition.manifest["sources"][name]),
            urls.root() + path + links.query({**asked, "frame": None, "source": name}),
            name == edition.source,
        )
        for name in names
    ]


def _one(edition: Edition, claim_id: str) -> str:
    asked = _asked(edition, CLAIM)
    results = claims.tested(edition)
    ids = [result.claim.id for result in results]
    if claim_id not in ids:
        abort(404, unknown(ids))
    at, documents = ids.index(claim_id), documents_of(edition)
    return page.render(
        ClaimPage(
            **page.shared(edition, asked, "claims"),
            shown=detail.detail(edition, results[at], results, documents, _own(asked)),
            quoted=_quoted(edition, results[at], documents),
            api_query=links.query({**{name: asked.get(name) for name in parameters.EDITION}, "id": claim_id}),
            source_choices=_sources(edition, f"/claims/{claim_id}", asked),
            before=ids[at - 1] if at else None,
            after=ids[at + 1] if at + 1 < len(ids) else None,
            oembed=framed.described_at(f"/claims/{claim_id}{links.query(_own(asked))}"),
        )
    )


def unknown(ids: Sequence[str]) -> str:
    """What is said of a claim that is none of these."""
    return gettext("There is no claim with that name. Claims are %(first)s to %(last)s.", first=ids[0], last=ids[-1])


def _own(asked: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name: asked.get(name) for name in links.CARRIED}


def _quoted(edition: Edition, result: Result, documents: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    quoted = claims.quotable(edition, result, documents, urls.base())
    return {
        "finding": quoted.finding.of(language()),
        "citation": quoted.citation.of(language()),
        "sentence": quoted.sentence.of(language()),
        "address": quoted.address,
        "frame": framed.lines(quoted.address.replace("/claims/", "/embed/claims/"), result.claim.id, _FRAME_PX),
    }
