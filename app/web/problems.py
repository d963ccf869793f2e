"""One error shape for every address: application/problem+json (RFC 9457), and the same in HTML for browsers."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, NotFound

from app.web.errors import BadParameter
from app.web.languages import N_, gettext, language
from geodata.errors import BuildLacks, BuildMissing
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


_LONGEST_ADDRESS = 8192
"""Characters of a path and its query."""


def problem(status: int, detail: str, **fields: Any) -> Response:
    """The answer to a request that failed, as JSON or, where a browser asks, as a page."""
    title = TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400])
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
    from app.web import static  # assets answers with errors of this module

    try:
        return static.tag(current_app.extensions["catalogue"].current().edition())
    except Exception:  # the error that is being answered may be the catalogue's own
        return None


def register(app: Flask) -> None:
    """Answer every error of the app in the one shape, addresses that are far too long among them."""

    @app.before_request
    def refuse_long() -> Response | None:
        length = len(request.environ.get("PATH_INFO", "")) + len(request.query_string)
        if length <= _LONGEST_ADDRESS:
            return None
        text = gettext(
            "The address has %(length)s characters; at most %(most)s are read.", length=length, most=_LONGEST_ADDRESS
        )
        return problem(414, text)

    @app.errorhandler(BadParameter)
    def bad_parameter(error: BadParameter) -> Response:
        return problem(400, error.what, parameter=error.parameter, allowed=error.allowed)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return problem(403, f"{error.what}. {gettext(error.rule)}", policy=error.policy, rule=gettext(error.rule))

    @app.errorhandler(BuildMissing)
    def no_build(error: BuildMissing) -> Response:
        app.logger.error(error.text)
        return problem(503, gettext("The map has not been built. Run: mali-atlas build"))

    @app.errorhandler(BuildLacks)
    def build_gone(error: BuildLacks) -> Response:
        app.logger.warning(error.text)
        return problem(404, gettext("The build of this address is not kept here any more."))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        response = problem(error.code or 500, _detail(error))
        if error.code == 405:
            response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ["GET", "HEAD"]))
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        app.logger.error("unexpected error at %s", request.path, exc_info=error)
        return problem(500, gettext("An unexpected error; the server's log has the details."))


def _detail(error: HTTPException) -> str:
    """Our own words for the errors that Flask raises; what we raised ourselves keeps its own."""
    if error.code == 404 and error.description == NotFound.description:
        return gettext("There is no such address here. The map is at /.")
    if error.code == 405:
        return gettext("This address takes GET and HEAD.")
    return error.description or error.name
