"""Translatable texts: marked here, translated by Flask-Babel, handed to the script as one catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale
from flask_babel import gettext as _translated
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from geodata.errors import AtlasError
from geodata.texts import N_

LANGUAGES = {"en": "English", "fr": "Français"}
SOURCE = "en"
"""The language that texts are written in: it has no catalogue."""
TRANSLATIONS = Path(__file__).parents[1] / "translations"
LATER = ("making", "find", "picking", "compare", "events")
"""Scripts that bring their texts with them, since no page needs them at first."""
_CALL = re.compile(r'\bt\(\s*((?:"(?:[^"\\]|\\.)*"(?:\s*\+\s*)?)+)')
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
SCRIPTS = Path(__file__).parents[1] / "static" / "js"

__all__ = ["LANGUAGES", "N_", "catalogue", "french", "gettext", "language", "register", "speaking"]


def gettext(text: str, **values: object) -> str:
    """The text in the answer's language, with its placeholders filled."""
    return str(_translated(text, **values))


def french(text: str) -> str:
    """The text in French, whatever the answer's language is."""
    with force_locale("fr"):
        return gettext(text)


def language() -> str:
    """The language of the answer: `lang=`, else the browser's first that we have, else English."""
    if not has_request_context():
        return "en"
    if "lang" not in g:
        asked = request.args.get("lang", "") if request.query_string else ""
        g.lang = asked if asked in LANGUAGES else _first_of_browser(request.headers.get("Accept-Language", ""))
    return str(g.lang)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Write in a language, texts and numbers, whatever the request asks for."""
    before = g.get("lang")
    g.lang = lang
    try:
        with force_locale(lang):
            yield
    finally:
        g.pop("lang")
        if before is not None:
            g.lang = before


@lru_cache(256)
def _first_of_browser(header: str) -> str:
    """By main language in the browser's order: werkzeug's best_match prefers "en;q=0.5" to "fr-FR"."""
    accepted = parse_accept_header(header, LanguageAccept)
    wanted = (re.split("[-_]", tag)[0].lower() for tag, quality in accepted if quality > 0)
    return next((code for code in wanted if code in LANGUAGES), "en")


@cache
def script_messages(of: str = "") -> tuple[str, ...]:
    """Every text that the scripts show, as written in their calls of t("..."), or that one of LATER does."""
    files = [path for path in scripts() if _brought_by(path) == of]
    texts = (path.read_text(encoding="utf-8") for path in files)
    return tuple(sorted({"".join(_PIECE.findall(call)) for text in texts for call in _CALL.findall(text)}))


def _brought_by(path: Path) -> str:
    """The script of LATER whose own texts a module has: its own name's or its folder's; "" for those of the page."""
    name = path.stem if path.parent == SCRIPTS else path.parent.name
    return name if name in LATER else ""


def scripts() -> list[Path]:
    """The modules of the script, and not what checks them."""
    found = SCRIPTS.rglob("*.js")
    return sorted(path for path in found if path.name != "eslint.config.js" and "node_modules" not in path.parts)


def catalogue(lang: str, of: str = "") -> dict[str, str]:
    """The scripts' texts in the language that is forced; empty in English, where the text is its own translation.

    `of`: those of one of LATER.
    """
    if lang == "en":
        return {}
    return {text: gettext(text) for text in script_messages(of)}


def register(app: Flask) -> None:
    """Let Flask-Babel translate the app's answers. Raises AtlasError in a checkout whose texts are not compiled."""
    missing = [code for code in LANGUAGES if code != SOURCE and not _compiled(code).is_file()]
    if missing:
        raise AtlasError(
            "is not compiled", where=str(_compiled(missing[0])), todo="Run: pybabel compile -d app/translations"
        )
    Babel(app, locale_selector=language, default_translation_directories=str(TRANSLATIONS))


def _compiled(code: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / "messages.mo"
