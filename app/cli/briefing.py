"""A briefing written to a file by the command line: the same bytes as the server's, without one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from flask import request

from app.application import create_app
from app.exports.briefing import contents, route
from app.request import parsing, terms
from app.settings import Settings
from app.web import urls
from app.web.errors import BadParameter
from geodata import files
from geodata.errors import AtlasError


def write(data: Path, query: str, file: Path | None, *, is_forced: bool, settings: Settings) -> Path:
    """Write the briefing of a view and say where; `query` is what follows the ? of the map's address.

    Without `file` it has the name of the download, in the working directory. A crash leaves no half of it. Raises
    AtlasError where the file is there already, unless `is_forced`, and for a query that the map does not take.
    """
    app = create_app(data, settings)
    with app.test_request_context(route.PATH, query_string=_encoded(query)):
        try:
            edition = terms.edition()
            view = parsing.view_of(request.args, edition)
        except BadParameter as problem:  # its sentence names what is allowed already
            raise AtlasError(problem.what) from None
        target = file or Path(route.filename(edition, view))
        _require_free(target, is_forced=is_forced)
        contents.require_shown(edition, view)
        base = urls.base() if settings.url else ""
        made = route.html(edition, view, base)
    with files.write_aside(target) as aside:
        aside.write_bytes(made.encode())
    return target


def _encoded(query: str) -> str:
    """The query as an address has it; letters beyond ASCII stand for themselves."""
    return quote(query.strip().removeprefix("?"), safe="%=&+,/;:@!$'()*-._~")


def _require_free(target: Path, *, is_forced: bool) -> None:
    if target.is_dir():
        raise AtlasError("is a directory", where=str(target), expected="the name of a file")
    if not target.parent.is_dir():
        raise AtlasError("there is no such directory", where=str(target.parent))
    if target.exists() and not is_forced:
        raise AtlasError("is there already", where=str(target), todo="Write over it with --force.")
