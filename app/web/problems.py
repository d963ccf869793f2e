"""One error shape for every address: application/problem+json (RFC 9457), and the same in HTML for browsers."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, NotFound

from app.web import again, static, well_formed
from app.web.errors import BadParameter
from app.web.languages import N_, gettext, language
from app.web.services import services
from geodata.errors import AtlasError, BuildDamaged, BuildLacks, BuildMissing
from geodata.policies import Refused

TITLES = {
    400: N_("This address asks for something that does not exist"),
    403: N_("The source’s terms do not allow this"),
    404: N_("There is nothing at this address"),
    405: N_("This address does not take this method"),
    414: N_("This address is too long"),
    500: N_("Something went wrong here"),
    503: N_("There is no map yet"),
}

_DAMAGED = N_("The files of the map are damaged")
_FRAMED = re.compile(r"/embed(/|$)")
"""Addresses that may stand in a frame of another site, where a link may not lead to a page that may not."""
_LONGEST_ADDRESS = 8192
"""Characters of a path and its query."""


def problem(status: int, detail: str, *, title: str | None = None, **fields: Any) -> Response:
    """The answer to a request that failed, as JSON or, where a browser asks, as a page; `title`: else its status's."""
    title = title or TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400])
    wanted = request.accept_mimetypes.best_match(["application/problem+json", "application/json", "text/html"])
    if wanted == "text/html":
        page = render_template(
            "error.html",
            lang=language(),
            tag=_tag(),
            status=status,
            title=gettext(title),
            detail=detail,
            allowed=fields.get("allowed", []),
            is_framed=_FRAMED.search(request.path) is not None,
        )
        response = Response(page, status=status, mimetype="text/html")
    else:
        body = {"type": "about:blank", "title": gettext(title), "status": status, "detail": detail, **fields}
        response = Response(json.dumps(body, ensure_ascii=False), status=status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def _tag() -> str | None:
    """The part of the addresses of the page's files; None where there is no build, so that the error still shows."""
    build = services().catalogue.last()
    return static.tag(build) if build else None


@dataclass(frozen=True)
class Row:
    """The answer to a kind of error: its status, None where the error has its own, its detail, more fields.

    `level`: of the line in the server's log; None: no line, what a client asks wrongly is no event.
    """

    status: int | None
    detail: Callable[[Any], str]
    fields: Callable[[Any], dict[str, Any]] = lambda _: {}
    level: int | None = None


TABLE: dict[type[Exception], Row] = {
    BadParameter: Row(400, lambda error: error.what, lambda error: _of(error, "parameter", "allowed")),
    Refused: Row(
        403,
        lambda error: f"{error.what}. {gettext(error.rule)}",
        lambda error: {"policy": error.policy, "rule": gettext(error.rule)},
    ),
    BuildMissing: Row(503, lambda _: gettext("The map has not been built. Run: mali-atlas build"), level=logging.ERROR),
    BuildDamaged: Row(
        503,
        lambda error: gettext(
            "The build %(build)s is damaged, and this cannot be shown from it. Run: mali-atlas doctor",
            build=error.build,
        ),
        lambda _: {"title": _DAMAGED},
        level=logging.ERROR,
    ),
    BuildLacks: Row(
        404, lambda _: gettext("The build of this address is not kept here any more."), level=logging.WARNING
    ),
    HTTPException: Row(None, lambda error: _of_http(error)),
    Exception: Row(
        500, lambda _: gettext("An unexpected error; the server's log has the details."), level=logging.ERROR
    ),
}
"""The one table from an error to its answer; of two kinds that an error is of, Flask takes the nearer."""


def register(app: Flask) -> None:
    """Answer every error of the app in one shape, overlong URLs and requests that are not well-formed included."""
    app.before_request(_refuse)
    app.before_request(_refuse_long)
    for kind, row in TABLE.items():
        app.register_error_handler(kind, partial(_answer, row))


def _refuse() -> Response | None:
    """The answer to a request that is not well-formed, after which its connection is closed."""
    found = well_formed.fault(request.environ)
    if found is None:
        return None
    response = problem(found.status, gettext(found.text))
    response.headers["Connection"] = "close"  # what follows on it might be the rest of a body
    if found.status == 405:
        response.headers["Allow"] = ", ".join(well_formed.METHODS)
    return response


def _refuse_long() -> Response | None:
    length = len(request.environ.get("PATH_INFO", "")) + len(request.query_string)
    if length <= _LONGEST_ADDRESS:
        return None
    text = gettext(
        "The address has %(length)s characters; at most %(most)s are read.", length=length, most=_LONGEST_ADDRESS
    )
    return problem(414, text)


def _answer(row: Row, error: Any) -> Response:
    if row.level is not None:
        _log(row.level, error)
    if isinstance(error, BuildDamaged):
        again.mark(error)
    response = problem(row.status or error.code or 500, row.detail(error), **row.fields(error))
    if response.status_code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or well_formed.METHODS))
    return response


def _log(level: int, error: Exception) -> None:
    """A line for an error that we know, the traceback for one that we do not."""
    if isinstance(error, AtlasError):
        current_app.logger.log(level, error.text)
    else:
        current_app.logger.log(level, "unexpected error at %s", request.path, exc_info=error)


def _of(error: Exception, *names: str) -> dict[str, Any]:
    return {name: getattr(error, name) for name in names}


def _of_http(error: HTTPException) -> str:
    """The text of an error: our own for errors that Flask raises; errors of ours keep theirs."""
    if error.code == 404 and error.description == NotFound.description:
        return gettext(well_formed.NOWHERE.text)
    if error.code == 405:
        return gettext(well_formed.METHOD.text)
    return error.description or error.name
