"""What the server does not make just now, and why: 503 in words, with the seconds after which to ask again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, Response, request

from app.web.languages import N_, gettext
from app.web.problems import problem

REFUSAL = "mali_atlas.refusal"
"""Key of a request's environment: why it is refused."""
TITLE = N_("This cannot be made just now")


class Why(StrEnum):
    """Why something is not made."""

    FULL = "full"
    LATE = "late"
    LARGE = "large"
    LOST = "lost"


TEXTS = {
    Why.FULL: N_("Many files are being made already. Please try again in %(retry)s seconds."),
    Why.LATE: N_("This takes longer than %(seconds)s seconds, and was given up. A smaller selection takes less."),
    Why.LARGE: N_("This needs more memory than one answer may take. A smaller selection needs less."),
    Why.LOST: N_("What makes this ended before it was done. Please try again in %(retry)s seconds."),
}


@dataclass(frozen=True)
class Refusal:
    """Why a request is refused; `retry`: seconds to wait, where asking again helps; `seconds`: what it may take."""

    why: Why
    retry: int = 5
    seconds: float = 0


def register(app: Flask) -> None:
    """Answer what is refused before anything is done for it."""
    app.before_request(_refuse)


def _refuse() -> Response | None:
    refusal = request.environ.get(REFUSAL)
    if refusal is None:
        return None
    text = gettext(TEXTS[refusal.why], retry=refusal.retry, seconds=format(refusal.seconds, "g"))
    response = problem(503, text, title=TITLE)
    if refusal.why in (Why.FULL, Why.LOST):
        response.headers["Retry-After"] = str(refusal.retry)
    return response
