"""What is made apart from the workers: the addresses whose answers take long to make, or much memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException

from app.web import permanent

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.routing import Map

ENDPOINTS = frozenset(
    {
        "api.figures",
        "briefing.briefing",
        "briefing_page.show_briefing",
        "briefing_picture.picture",
        "card.card",
        "claim_pages.claim",
        "downloads.download",
        "downloads.sidecar",
        "embed_chart.show_chart",
        "embed_claim.show_claim",
        "figure.figure",
        "forces.all_forces",
        "forces.force",
        "ogc.items",
        "ogc.one_item",
        "packs.pack",
        "story.show_story",
        "withdrawal.withdrawal",
    }
)
"""Figures, files, packs, briefings, whole collections, and pages with charts."""
_METHODS = ("GET", "HEAD")
_LONGEST_QUERY = 4096
"""A longer one is of no address here: the worker says so."""


class Apart:
    """Which requests are made apart, by the routes of the app."""

    def __init__(self, routes: Map) -> None:
        """The routes that the app answers by."""
        self._routes = routes.bind("localhost")

    def is_apart(self, environ: WSGIEnvironment) -> bool:
        """True if the answer to such a request is to be made by a helper."""
        method = environ["REQUEST_METHOD"]
        if method not in _METHODS or len(environ["QUERY_STRING"]) > _LONGEST_QUERY:
            return False
        path = permanent.without_build(environ)["PATH_INFO"].encode("latin-1").decode(errors="replace")
        try:
            endpoint, _ = self._routes.match(path, method)
        except HTTPException:
            return False
        return endpoint in ENDPOINTS
