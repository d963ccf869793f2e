"""A chart in Vega-Lite to an SVG that stands in the page: named for screen readers, with its font, at two widths."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from markupsafe import Markup, escape

from app.charts.theme import CONFIG
from app.charts.vega import Spec
from app.web.languages import language

WIDE, NARROW = 860, 330
"""Widths in px that a chart is drawn at, labels included: a page's column, and a phone."""
_LOCALES: dict[str, Literal["en-US", "fr-FR"]] = {"en": "en-US", "fr": "fr-FR"}
_TAG = re.compile(r"<[^>]*>")
_UNSAID = re.compile(
    r' (?:role|aria-[a-z]+|class|pointer-events|font-family|xmlns:xlink|version)="[^"]*"| (?:fill-)?opacity="1"'
    r'|<path [^>]*d=""[^>]*/>|<path [^>]*d="M0,0h0v0h0Z"[^>]*/>'
)
_LONG = re.compile(r"(-?\d+\.\d{2})\d+")
_ID = re.compile(r'(id="|url\(#|href="#)([\w-]+)')
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Drawing:
    """A chart for a page: what it is called, what it shows in words, and its SVG for wide and for narrow screens."""

    title: str
    description: str
    wide: Markup
    narrow: Markup


def drawing(make: Callable[[int], Spec], *, key: str, title: str, description: str) -> Drawing:
    """The chart that `make` gives for a width in px, drawn wide and narrow; `key` keeps its ids apart on a page."""
    wide, narrow = (
        Markup(_svg(partial(make, width), f"{key}-{name}", title, description))  # noqa: S704 # escaped by Vega and below
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return Drawing(title, description, wide, narrow)


def alone(make: Callable[[], Spec], *, key: str, title: str, description: str) -> Markup:
    """The chart that `make` gives, at its own width; `key` keeps its ids apart on a page."""
    return Markup(_svg(make, key, title, description))  # noqa: S704 # escaped by Vega and below


def _svg(make: Callable[[], Spec], key: str, title: str, description: str) -> str:
    import vl_convert  # V8 is heavy, and pages without charts need none

    made = make()
    fit = {"type": "fit-x", "contains": "padding"} if "width" in made else {"type": "pad"}
    spec = {**made, "config": CONFIG, "autosize": fit}
    locale = _LOCALES[language()]
    with _LOCK:
        drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=locale, time_format_locale=locale)
    return _named(drawn, key, title, description)


def _named(svg: str, key: str, title: str, description: str) -> str:
    """The SVG without what repeats itself, its ids its own, with a title and a description that are read aloud."""
    inner = _TAG.sub(lambda tag: _ID.sub(rf"\1{key}-\2", _LONG.sub(r"\1", _UNSAID.sub("", tag[0]))), svg)
    head, _, rest = inner.partition(">")
    name = escape(key)  # what Vega writes is XML that it escaped itself
    return (
        f'{head} role="img" aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{rest}'
    )
