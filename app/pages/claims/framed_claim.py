"""A claim of the report in a frame: its words, the verdict, what was found, its chart, and the way to its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, abort, request

from app import page
from app.charts.render import Drawing
from app.pages.claims import detail
from app.pages.claims.page import CLAIM, documents_of, unknown
from app.pages.embed.framed import let_frame
from app.presenters import claims
from app.request import parsing
from app.request.parameters import accepts
from app.web import links, urls
from geodata.builds.store import Edition

blueprint = Blueprint("embed_claim", __name__)
blueprint.after_request(let_frame)


@dataclass(frozen=True)
class EmbedClaimPage(page.Shared):
    """A claim alone, as it was tested in an edition."""

    TEMPLATE: ClassVar[str] = "embed_claim.html"

    claim: Mapping[str, Any]
    topic: str
    reason: str
    caution: str
    drawing: Drawing | None
    counted_in: str
    full: str


@blueprint.get("/embed/claims/<claim_id>")
@accepts(*CLAIM)
def show_claim(claim_id: str) -> Response:
    """A claim of the report with its verdict and its chart, for a frame in another page."""
    return page.page("embed_claim", lambda edition: _one(edition, claim_id))


def _one(edition: Edition, claim_id: str) -> str:
    asked: dict[str, Any] = {**parsing.parse(request.args, edition, CLAIM)}
    results = {result.claim.id: result for result in claims.tested(edition)}
    if claim_id not in results:
        abort(404, unknown(list(results)))
    carried = {name: asked.get(name) for name in links.CARRIED}
    shown = detail.detail(edition, results[claim_id], list(results.values()), documents_of(edition), carried)
    return page.render(
        EmbedClaimPage(
            **page.shared(edition, asked, "claims"),
            claim=shown.claim,
            topic=shown.topic,
            reason=shown.reason,
            caution=shown.caution,
            drawing=shown.drawing,
            counted_in=shown.tested_with["title"] if shown.tested_with else "",
            full=urls.absolute(f"/claims/{claim_id}{links.query(carried)}"),
        )
    )
