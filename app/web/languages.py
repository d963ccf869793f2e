"""Translatable texts: marked here, translated by Babel's catalogues, put into the scripts of each language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from geodata.errors import AtlasError
from geodata.texts import N_

LANGUAGES = {"en": "English", "fr": "Français"}
SOURCE = "en"
"""The language that texts are written in: it has no catalogue."""
TRANSLATIONS = Path(__file__).parents[1] / "translations"
LATER = ("making", "find", "picking", "compare", "events", "share", "sheet", "keys")
"""Scripts that no page needs at first."""
_CALL = re.compile(r'\bt\(\s*((?:"(?:[^"\\]|\\.)*"(?:\s*\+\s*)?)+)')
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
SCRIPTS = Path(__file__).parents[1] / "static" / "js"

__all__ = ["LANGUAGES", "N_", "french", "gettext", "language", "register", "speaking"]


_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)
"""The language that `speaking` writes in."""


@cache
def _texts(lang: str) -> NullTranslations:
    """The catalogue of a language, read once: a page looks up some two hundred texts."""
    return NullTranslations() if lang == SOURCE else Translations.load(str(TRANSLATIONS), [lang])


def gettext(text: str, **values: object) -> str:
    """The text in the answer's language, with its placeholders filled."""
    said = str(_texts(language()).gettext(text))
    return said % values if values else said


def french(text: str) -> str:
    """The text in French, whatever the answer's language is."""
    return str(_texts("fr").gettext(text))


def language() -> str:
    """The language of the answer: `lang=`, else the browser's first that we have, else English."""
    if spoken := _SPOKEN.get():
        return spoken
    if not has_request_context():
        return SOURCE
    found: str | None = g.get("lang")
    if found is None:
        asked = request.args.get("lang", "") if request.query_string else ""
        found = asked if asked in LANGUAGES else _first_of_browser(request.headers.get("Accept-Language", ""))
        g.lang = found
    return found


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Write in a language, texts and numbers, whatever the request asks for."""
    before = _SPOKEN.set(lang)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


@lru_cache(256)
def _first_of_browser(header: str) -> str:
    """By main language in the browser's order: werkzeug's best_match prefers "en;q=0.5" to "fr-FR"."""
    accepted = parse_accept_header(header, LanguageAccept)
    wanted = (re.split("[-_]", tag)[0].lower() for tag, quality in accepted if quality > 0)
    return next((code for code in wanted if code in LANGUAGES), "en")


@cache
def script_messages() -> tuple[str, ...]:
    """Every text that the scripts show, as written in their calls of t("...")."""
    texts = (path.read_text(encoding="utf-8") for path in scripts())
    return tuple(sorted({_said(call) for text in texts for call in _CALL.findall(text)}))


def _said(call: str) -> str:
    """The text of a call, which may stand in several pieces."""
    return "".join(_PIECE.findall(call))


def translated(script: str, lang: str) -> str:
    """A script whose calls of t("...") say their texts in a language, so that a page is handed no catalogue."""
    if lang == SOURCE:
        return script
    return _CALL.sub(lambda call: f"t({json.dumps(_texts(lang).gettext(_said(call[1])), ensure_ascii=False)}", script)


def scripts() -> list[Path]:
    """The modules of the script, and not what checks them."""
    found = SCRIPTS.rglob("*.js")
    return sorted(path for path in found if path.name != "eslint.config.js" and "node_modules" not in path.parts)


def register(app: Flask) -> None:
    """Let the app's templates say `_(text)`. Raises AtlasError in a checkout whose texts are not compiled."""
    missing = [code for code in LANGUAGES if code != SOURCE and not _compiled(code).is_file()]
    if missing:
        raise AtlasError(
            "is not compiled", where=str(_compiled(missing[0])), todo="Run: pybabel compile -d app/translations"
        )
    templates: Any = app.jinja_env  # the extension adds what installs callables
    templates.add_extension("jinja2.ext.i18n")
    templates.install_gettext_callables(gettext, _plural, newstyle=True)


def _plural(one: str, many: str, number: int) -> str:
    """As `gettext` for a text that counts: templates have none, and jinja wants to be told."""
    return gettext(one if number == 1 else many)


def _compiled(code: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / "messages.mo"
